/* act.c - what rules do to a ticket besides sorting it. */

#include "desk/stage_join.h"

static int load_of(const void *context, const char *address)
{
	return history_load_of(context, address);
}

/* A new ticket that no rule assigns, and that shall be worked on. */
static void find_somebody(struct planner *planner)
{
	const struct desk *desk = planner->decider->desk;
	const struct organisation *organisation =
		organisation_of(&desk->organisations, planner->author);
	struct ticket *ticket = &planner->ticket;
	const struct agent *agent;
	enum team_reason reason;

	if (!planner->plan.new_ticket || planner->judgement.close != NULL)
		return;
	agent = team_choose(&desk->team, &(struct team_facts){
		.way = assignment_of(&desk->assignment, ticket->queue),
		.queue = ticket->queue, .language = ticket->language,
		.tier = ticket->tier, .hours = desk->hours,
		.now = planner->history->now,
		.manager = organisation == NULL ? NULL : organisation->agent,
		.last = history_served(planner->history, planner->author),
		.load = load_of, .context = planner->history,
	}, &reason);
	if (agent == NULL)
		return;
	ticket->agent = agent->address;
	planner_event(planner, EVENT_ASSIGNED, team_reason_word(reason),
		      agent->address);
}

static void assign(struct planner *planner)
{
	const struct judged *agent = &planner->judgement.agent;
	struct ticket *ticket = &planner->ticket;

	if (agent->rule == NULL) {
		find_somebody(planner);
		return;
	}
	if (ticket->agent != NULL && strcmp(ticket->agent, agent->value) == 0)
		return;
	ticket->agent = agent->value;
	planner_event(planner, EVENT_ASSIGNED, agent->rule, agent->value);
}

static void set_fields(struct planner *planner)
{
	const struct judgement *judgement = &planner->judgement;
	const size_t count = judgement->field_count;
	struct plan_field *fields = ARENA_ARRAY(planner->arena,
						struct plan_field, count);

	for (size_t i = 0; i < count; i++) {
		const struct judged *field = &judgement->fields[i];

		fields[i] = (struct plan_field){ field->name, field->value };
		planner_event(planner, EVENT_FIELD, field->rule,
			      arena_printf(planner->arena, "%s: %s",
					   field->name, field->value));
	}
	planner->plan.fields = fields;
	planner->plan.field_count = count;
}

static void add_notes(struct planner *planner)
{
	const struct judgement *judgement = &planner->judgement;
	struct plan *plan = &planner->plan;

	for (size_t i = 0; i < judgement->note_count; i++) {
		const struct judged *note = &judgement->notes[i];

		planner->messages[plan->message_count++] =
			(struct plan_message){
				.id = history_take_id(planner->history),
				.ticket_id = plan->ticket_id,
				.direction = MESSAGE_NOTE,
				.message_id = "", .from_address = "",
				.from_name = note->rule, .subject = "",
				.text = note->value, .visible = note->value,
				.language = "",
			};
		planner_event(planner, EVENT_NOTED, note->rule, note->value);
	}
}

static void close_ticket(struct planner *planner)
{
	struct ticket *ticket = &planner->ticket;

	if (planner->judgement.close == NULL ||
	    ticket->state == TICKET_CLOSED)
		return;
	ticket->state = TICKET_CLOSED;
	ticket->closed = planner->history->now;
	planner_event(planner, EVENT_CLOSED, planner->judgement.close, "");
}

void act_plan(struct planner *planner)
{
	assign(planner);
	set_fields(planner);
	add_notes(planner);
	close_ticket(planner);
	notify_plan(planner);
}
