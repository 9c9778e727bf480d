/* history_steps.c - what an agent may take back, once a plan will be done. */

#include "desk/history.h"

#include "base/text.h"

#include <stdlib.h>

static void add_step(struct history *history, const struct plan *plan,
		     const struct plan_event *event)
{
	struct known_ticket *known = history_ticket(history, event->ticket_id);
	struct known_step *all;

	if (known == NULL)
		return;
	all = ARENA_ARRAY(history->arena, struct known_step,
			  known->step_count + 1);
	all[0] = (struct known_step){ event->id, plan->now, event->undo,
				      false };
	for (size_t i = 0; i < known->step_count; i++)
		all[i + 1] = known->steps[i];
	known->steps = all;
	known->step_count++;
}

/* The word of the event is the id of the step. */
static void end_step(struct history *history, const struct plan_event *event)
{
	struct known_ticket *known = history_ticket(history, event->ticket_id);
	const int64_t id = strtoll(event->word, NULL, 10);
	struct known_step *all;

	if (known == NULL)
		return;
	all = ARENA_ARRAY(history->arena, struct known_step,
			  known->step_count + 1);
	for (size_t i = 0; i < known->step_count; i++) {
		all[i] = known->steps[i];
		all[i].undone |= all[i].id == id;
	}
	known->steps = all;
}

static void add_sent(struct history *history, const struct plan *plan,
		     const struct plan_outgoing *out)
{
	struct known_ticket *known = history_ticket(history, out->ticket_id);
	struct known_sent *all;

	if (known == NULL)
		return;
	all = ARENA_ARRAY(history->arena, struct known_sent,
			  known->sent_count + 1);
	all[0] = (struct known_sent){
		.id = out->id,
		.message_row = out->message_row,
		.by_agent = out->class == OUTGOING_AGENT,
		.way = out->hold_until > plan->now ? WAY_HELD : WAY_LEAVING,
		.recipient = text_lower(history->arena, out->rcpt_to),
		.message_id = out->message_id,
		.created = plan->now,
	};
	for (size_t i = 0; i < known->sent_count; i++)
		all[i + 1] = known->sent[i];
	known->sent = all;
	known->sent_count++;
}

/* Of the ticket at hand: nobody calls back what belongs to another. */
static void end_sent(struct history *history, const struct plan *plan)
{
	struct known_ticket *known = history_ticket(history, plan->ticket_id);
	struct known_sent *all;

	if (known == NULL || plan->cancelled_count == 0)
		return;
	all = ARENA_ARRAY(history->arena, struct known_sent,
			  known->sent_count + 1);
	for (size_t i = 0; i < known->sent_count; i++) {
		all[i] = known->sent[i];
		for (size_t c = 0; c < plan->cancelled_count; c++)
			if (plan->cancelled[c] == all[i].id)
				all[i].way = WAY_GONE;
	}
	known->sent = all;
}

void history_apply_steps(struct history *history, const struct plan *plan)
{
	for (size_t i = 0; i < plan->event_count; i++) {
		if (plan->events[i].undo != NULL)
			add_step(history, plan, &plan->events[i]);
		else if (plan->events[i].kind == EVENT_UNDONE)
			end_step(history, &plan->events[i]);
	}
	end_sent(history, plan);
	for (size_t i = 0; i < plan->outgoing_count; i++)
		if (plan->outgoing[i].class != OUTGOING_AUTOMATIC)
			add_sent(history, plan, &plan->outgoing[i]);
}
