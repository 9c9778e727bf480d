/* breaker.h - when automatic mail stops of its own accord.
 *
 * It opens when far more automatic mail goes out in ten minutes than is
 * usual, or when our own words come back from changing addresses: both are
 * loops that no header tells.  Tickets go on.  It stays open for an hour, is
 * then on trial for another, in which it opens at a fifth of its limit and
 * for twice as long, a day at most; who passes the trial is as before.  A
 * person closes it at once (`postdesk autos on`).
 *
 * Ownership: plain values.  Errors: none.
 */
#ifndef DESK_BREAKER_H
#define DESK_BREAKER_H

#include "base/clock.h"

#include <stdbool.h>

#define BREAKER_REASONS(ROW)			\
	ROW(BREAKER_NONE,      "none")		\
	ROW(BREAKER_RATE,      "rate")		\
	ROW(BREAKER_OWN_WORDS, "own-words")

enum breaker_reason {
#define ROW(name, word) name,
	BREAKER_REASONS(ROW)
#undef ROW
};

#define BREAKER_STATES(ROW)			\
	ROW(BREAKER_CLOSED, "closed")		\
	ROW(BREAKER_OPEN,   "open")		\
	ROW(BREAKER_TRIAL,  "on-trial")

enum breaker_state {
#define ROW(name, word) name,
	BREAKER_STATES(ROW)
#undef ROW
};

/* How it was opened last; all 0: never, or a person closed it. */
struct breaker {
	usec_t since, until;
	enum breaker_reason why;
};

enum {
	BREAKER_TIMES = 5,	/* what is usual, this often, is too much */
	BREAKER_ADDRESSES = 5,	/* that our own words came from in an hour */
};

enum breaker_state breaker_state(const struct breaker *breaker, usec_t now);

/* Automatic mails in ten minutes that may go out: never fewer than `least`,
 * except on trial.  `usual` is the median of the day before. */
int breaker_limit(enum breaker_state state, int least, int usual);

/* It opens, now. */
struct breaker breaker_open(const struct breaker *before,
			    enum breaker_reason why, usec_t now);

/* One that is in that state: since when is not known any more. */
struct breaker breaker_in(enum breaker_state state, usec_t now);

const char *breaker_state_word(enum breaker_state state);
bool breaker_state_read(const char *word, enum breaker_state *state_r);
const char *breaker_reason_word(enum breaker_reason reason);
bool breaker_reason_read(const char *word, enum breaker_reason *reason_r);

#endif
