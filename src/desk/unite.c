/* unite.c - tickets of one sender become one. */

#include "desk/stage_join.h"

#include "base/buffer.h"

#include <inttypes.h>

bool join_is_acknowledged(const struct planner *planner)
{
	const struct known_ticket *ticket =
		history_ticket(planner->history, planner->plan.ticket_id);
	bool acknowledged = ticket != NULL && ticket->acknowledged;

	for (size_t i = 1; i < planner->united_count; i++)
		acknowledged |= planner->united[i]->ticket->acknowledged;
	return acknowledged;
}

static struct strings with_tags(struct arena *arena, const struct strings *one,
				const struct strings *more)
{
	const char **all = ARENA_ARRAY(arena, const char *,
				       one->count + more->count);
	size_t count = 0;

	for (size_t i = 0; i < one->count + more->count; i++) {
		const char *tag = i < one->count ? one->at[i]
						 : more->at[i - one->count];
		bool known = false;

		for (size_t k = 0; k < count; k++)
			known |= strcmp(all[k], tag) == 0;
		if (!known)
			all[count++] = tag;
	}
	return (struct strings){ all, count };
}

/* What was urgent stays urgent, and what somebody works on stays so. */
static void take_over(struct planner *planner, const struct ticket *part)
{
	struct ticket *ticket = &planner->ticket;

	if (part->score > ticket->score)
		ticket->score = part->score;
	if (part->urgency > ticket->urgency)
		ticket->urgency = part->urgency;
	if (part->tier > ticket->tier)
		ticket->tier = part->tier;
	if (part->state != ticket->state)
		ticket->state = TICKET_OPEN;
	ticket->tags = with_tags(planner->arena, &ticket->tags, &part->tags);
}

void join_unite(struct planner *planner)
{
	struct buffer parts = { .arena = planner->arena };
	struct plan *plan = &planner->plan;

	for (size_t i = 1; i < planner->united_count; i++) {
		const struct ticket *part = &planner->united[i]->ticket->ticket;

		planner->merges[plan->merge_count++] = (struct plan_merge){
			part->id, plan->ticket_id };
		take_over(planner, part);
		planner_event_in(planner, part->id, EVENT_MERGED,
				 "same-sender", arena_printf(planner->arena,
				 "into ticket %" PRId64,
				 planner->ticket.number));
		buffer_printf(&parts, "%s%" PRId64, i == 1 ? "ticket " : ", ",
			      part->number);
	}
	if (plan->merge_count > 0)
		planner_event(planner, EVENT_MERGED, "same-sender",
			      buffer_string(&parts));
}
