/* correct_merge.c - two tickets become one, and two again.
 *
 * Nothing moves: the one names the other, so that taking it back loses
 * nothing.
 */

#include "desk/corrector.h"

#include <inttypes.h>

static void is_merged(struct corrector *corrector,
		      const struct known_ticket *ticket,
		      const struct known_ticket *survivor,
		      const struct known_ticket *wanted)
{
	const int64_t number = ticket->ticket.number;

	corrector->out.ticket = survivor->ticket.number;
	if (survivor == wanted)
		corrector_say(corrector, CORRECT_ALREADY, "Ticket %" PRId64
			      " is part of ticket %" PRId64 " already.",
			      number, survivor->ticket.number);
	else
		corrector_say(corrector, CORRECT_MERGED, "Ticket %" PRId64
			      " is part of ticket %" PRId64 ".  Merge that "
			      "one, or first `postdesk merge --undo %" PRId64
			      "`.", number, survivor->ticket.number, number);
}

/* What was urgent stays urgent, and what was open is not closed by it. */
static void take_over(struct corrector *corrector,
		      const struct ticket *merged)
{
	struct ticket *ticket = &corrector->ticket;

	corrector_weigh(corrector, &(struct corrector_weight){
		merged->score, merged->urgency, merged->reasons,
		arena_printf(corrector->arena, "ticket %" PRId64,
			     merged->number) });
	if (merged->tier > ticket->tier)
		ticket->tier = merged->tier;
	if (merged->state != TICKET_CLOSED)
		corrector_open(corrector);
}

static void plan_merge(struct corrector *corrector,
		       const struct known_ticket *ticket,
		       const struct known_ticket *into)
{
	struct plan *plan = &corrector->out.plan;

	corrector_change(corrector, into);
	corrector->merge = (struct plan_merge){ ticket->ticket.id,
						into->ticket.id };
	plan->merges = &corrector->merge;
	plan->merge_count = 1;
	corrector_event(corrector, ticket->ticket.id, EVENT_MERGED,
			arena_printf(corrector->arena, "into ticket %" PRId64,
				     into->ticket.number));
	corrector_event(corrector, into->ticket.id, EVENT_MERGED,
			arena_printf(corrector->arena, "ticket %" PRId64,
				     ticket->ticket.number));
	take_over(corrector, corrector_now(corrector, ticket));
	corrector_say(corrector, CORRECT_DONE, "Ticket %" PRId64 " is part of "
		      "ticket %" PRId64 " now, and mail to it goes there.%s",
		      ticket->ticket.number, into->ticket.number,
		      corrector->ask->by_mail ? "" :
		      arena_printf(corrector->arena, "  To take it back: "
				   "`postdesk merge --undo %" PRId64 "`.",
				   ticket->ticket.number));
}

void correct_merge(struct corrector *corrector)
{
	const struct correct_ask *ask = corrector->ask;
	struct known_ticket *ticket, *into, *survivor;

	ticket = corrector_ticket(corrector, ask->ticket);
	if (ticket == NULL)
		return;
	into = corrector_ticket(corrector, ask->into);
	if (into == NULL)
		return;
	if (ticket == into) {
		corrector_say(corrector, CORRECT_SAME_TICKET, "Ticket %" PRId64
			      " cannot be merged into itself: name two.",
			      ask->ticket);
		return;
	}
	into = history_root(corrector->history, into);
	survivor = history_root(corrector->history, ticket);
	if (into == ticket)
		corrector_say(corrector, CORRECT_CYCLE, "Ticket %" PRId64
			      " is part of ticket %" PRId64 ".  To turn it "
			      "round, first `postdesk merge --undo %" PRId64
			      "`.", ask->into, ask->ticket, ask->into);
	else if (survivor != ticket)
		is_merged(corrector, ticket, survivor, into);
	else
		plan_merge(corrector, ticket, into);
}

void correct_unmerge(struct corrector *corrector)
{
	const struct known_ticket *into;
	struct known_ticket *ticket;
	struct plan *plan = &corrector->out.plan;

	ticket = corrector_ticket(corrector, corrector->ask->ticket);
	if (ticket == NULL)
		return;
	into = history_root(corrector->history, ticket);
	if (into == ticket) {
		corrector_say(corrector, CORRECT_NOT_MERGED, "Ticket %" PRId64
			      " is not part of another: there is nothing to "
			      "take back.", ticket->ticket.number);
		return;
	}
	corrector_change(corrector, ticket)->merged_into = 0;
	corrector->merge = (struct plan_merge){ ticket->ticket.id, 0 };
	plan->merges = &corrector->merge;
	plan->merge_count = 1;
	corrector_part(corrector, ticket->ticket.id, into->ticket.id);
	corrector_part(corrector, ticket->ticket.id,
		       ticket->ticket.merged_into);
	corrector_event(corrector, ticket->ticket.id, EVENT_UNMERGED,
			arena_printf(corrector->arena, "from ticket %" PRId64,
				     into->ticket.number));
	corrector_event(corrector, into->ticket.id, EVENT_UNMERGED,
			arena_printf(corrector->arena, "ticket %" PRId64,
				     ticket->ticket.number));
	corrector_say(corrector, CORRECT_DONE, "Tickets %" PRId64 " and %"
		      PRId64 " are two again, and no mail joins them.",
		      ticket->ticket.number, into->ticket.number);
}
