/* letter.h - an automatic answer as a draft: from whom, to whom, to what.
 *
 * Every automatic answer is drafted here, whatever its words, so that each
 * is marked, signed and threaded in the same way.
 *
 * Ownership: the draft lives in the arena, and points into what it is of.
 * Errors:    none; what must not be sent is refused by mail/compose.
 */
#ifndef DESK_LETTER_H
#define DESK_LETTER_H

#include "desk/desk.h"
#include "desk/template.h"
#include "mail/compose.h"

struct letter {
	const struct desk *desk;
	const struct message *message;	/* what is answered */
	const char *answered;		/* its id, or that of a mail inside it;
					 * "" if none */
	int64_t number;			/* of the ticket */
	int64_t item;			/* id of the answer, in the outbox */
	usec_t now;
	const struct rendered *rendered;
	bool neutral;			/* to a sender who was not proven */
};

struct draft letter_draft(struct arena *arena, const struct letter *letter);

#endif
