/* standing.c - how the sender stands to a ticket. */

#include "desk/stage_join.h"

/* A person may have several addresses, if somebody said so; what only looks
 * alike is another's. */
bool standing_participant(const struct planner *planner,
			  const struct known_ticket *ticket)
{
	const struct strings *all = &ticket->participants;

	if (planner->author[0] == '\0')
		return false;
	if (strings_find(all, planner->author) != NULL)
		return true;
	for (size_t i = 0; planner->known != NULL &&
	     i < planner->known->also.count; i++)
		if (strings_find(all, planner->known->also.at[i]) != NULL)
			return true;
	return false;
}

bool standing_colleague(const struct planner *planner,
			const struct known_ticket *ticket)
{
	const struct desk *desk = planner->decider->desk;

	return desk->colleagues == COLLEAGUES_JOIN &&
	       organisation_same(&desk->organisations, planner->author,
				 ticket->ticket.requester_address);
}
