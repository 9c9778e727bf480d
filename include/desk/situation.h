/* situation.h - what rules may ask that the mail does not say.
 *
 * The ticket that the mail joins, who writes, how often, and what time it is
 * on the desk's clocks.  A plain value, so that a verdict can be made again.
 *
 * Ownership: everything is borrowed.  Errors: none.
 */
#ifndef DESK_SITUATION_H
#define DESK_SITUATION_H

#include "desk/condition.h"
#include "desk/history.h"
#include "desk/hours.h"

struct situation {
	const struct known_ticket *ticket;	/* NULL: it opens one */
	const char *queue;		/* it is in, or goes to so far */
	bool agent;			/* an agent wrote it */
	bool known;			/* the sender wrote before */
	struct strings addresses;	/* of the contact, lower case */
	const char *organisation;	/* of the sender, "" if none */
	usec_t received;
	const usec_t *sent;		/* when other mails of this sender
					 * came; in any order */
	size_t sent_count;
	bool closed;			/* outside of the desk's hours */
	bool holiday;
	int weekday;			/* 0: Sunday */
};

/* Fill in what the desk's calendar says of `received`; without one it is
 * always open, and the weekday is that of UTC. */
void situation_set_clock(struct situation *situation,
			 const struct hours *hours, usec_t received);

/* Does a test of the situation hold? */
bool situation_holds(const struct situation *situation,
		     const struct condition *test);

#endif
