/* thanks.h - does a mail say thanks, and nothing else?
 *
 * A closed ticket must not come back to life because a customer was polite;
 * one word more than courtesy, and it must.  So this reads the whole of what
 * was written now, and every word of it has to be a known one: of thanks, of
 * a greeting, a wish or a close in one of the desk's languages, or somebody's
 * name.  A question, a digit, a negation, a sad face and any other word mean
 * more.  So do thanks in advance: they ask for something.
 *
 * Ownership: everything is borrowed for the call; the arena is for scratch.
 * Errors:    none; when in doubt it is more than thanks.
 * Limits:    400 bytes and 40 words; longer is more than thanks.
 */
#ifndef DESK_THANKS_H
#define DESK_THANKS_H

#include "mail/message.h"

#define THANKS_VERDICTS(ROW)				\
	ROW(THANKS_MORE,   "more-than-thanks")		\
	ROW(THANKS_MERE,   "mere-thanks")		\
	ROW(THANKS_AGREES, "thanks-and-agreement")

/* "OK, perfect, thanks" is no more than thanks where nothing was asked; to a
 * question it is the answer. */
enum thanks_verdict {
#define ROW(name, word) name,
	THANKS_VERDICTS(ROW)
#undef ROW
};

/* `visible`: what the sender wrote now.  `names`: of people who may be
 * greeted or may sign, any case; their words stand for themselves. */
enum thanks_verdict thanks_judge(struct arena *arena, const char *visible,
				 const struct strings *names);

const char *thanks_word(enum thanks_verdict verdict);

#endif
