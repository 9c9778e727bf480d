/* pending.c - the end of a ticket's rest. */

#include "desk/pending.h"

#include "desk/alert.h"

bool pending_end(struct planner *planner, const struct known_ticket *known)
{
	static const char word[] = "pending-over";
	struct ticket *ticket = &planner->ticket;

	if (known == NULL || known->ticket.state != TICKET_PENDING ||
	    known->ticket.until == 0 || known->ticket.merged_into != 0 ||
	    known->ticket.until > planner->history->now)
		return false;
	*ticket = known->ticket;
	ticket->state = TICKET_OPEN;
	ticket->until = 0;
	ticket->updated = planner->history->now;
	planner->plan.ticket = ticket;
	planner->plan.ticket_id = ticket->id;
	planner_event(planner, EVENT_OPENED, word, "");
	alert_agents(planner, ticket, NOTIFICATION_RESTED, word);
	return true;
}
