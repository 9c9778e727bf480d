/* relay_letter.h - an agent's answer on its way to be a draft.
 *
 * Private to desk/relay.c.
 *
 * Ownership: in the planner's arena.
 * Errors:    none; what must not be sent is refused by mail/compose.
 */
#ifndef DESK_RELAY_LETTER_H
#define DESK_RELAY_LETTER_H

#include "desk/relay.h"
#include "mail/compose.h"

/* One answer on its way. */
struct relay_letter {
	struct planner *planner;
	const struct known_ticket *ticket;
	const struct relay *relay;
	struct strings to;	/* everybody, the requester first */
	int64_t id;		/* of the first row in the outbox */
	const char *token;	/* for what customers answer */
	struct enclosures files;
};

/* Those who take part and can be written to. */
void relay_letter_address(struct relay_letter *letter);

struct draft relay_letter_draft(const struct relay_letter *letter);

#endif
