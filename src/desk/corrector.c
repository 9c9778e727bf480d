/* corrector.c - the effects of a correction, one verb each. */

#include "desk/corrector.h"

#include "base/json.h"
#include "base/text.h"

#include <assert.h>
#include <inttypes.h>

void corrector_say(struct corrector *corrector, enum correct_verdict verdict,
		   const char *format, ...)
{
	va_list args;

	va_start(args, format);
	corrector->out.verdict = verdict;
	corrector->out.text = arena_vprintf(corrector->arena, format, args);
	va_end(args);
}

struct known_ticket *corrector_ticket(struct corrector *corrector,
				      int64_t number)
{
	struct known_ticket *known = history_numbered(corrector->history,
						      number);

	if (known == NULL)
		corrector_say(corrector, CORRECT_NO_TICKET,
			      "There is no ticket %" PRId64 "; `postdesk "
			      "tickets` lists them.", number);
	return known;
}

const struct ticket *corrector_now(const struct corrector *corrector,
				   const struct known_ticket *known)
{
	const struct ticket *now = corrector->facts->now;

	return now != NULL && now->id == known->ticket.id ? now
							  : &known->ticket;
}

void corrector_event(struct corrector *corrector, int64_t ticket_id,
		     enum event_kind kind, const char *detail)
{
	struct plan *plan = &corrector->out.plan;

	assert(plan->event_count < CORRECTOR_EVENTS);
	corrector->events[plan->event_count++] = (struct plan_event){
		.id = history_take_id(corrector->history),
		.ticket_id = ticket_id,
		.kind = kind,
		.word = "by-hand",
		.detail = arena_printf(corrector->arena, "%s%sby %s", detail,
				       detail[0] == '\0' ? "" : ", ",
				       corrector->ask->actor),
	};
}

void corrector_part(struct corrector *corrector, int64_t a, int64_t b)
{
	struct plan *plan = &corrector->out.plan;
	const int64_t pair[] = { a, b };

	if (plan->relation_count + 2 > CORRECTOR_RELATIONS)
		return;
	for (size_t i = 0; i < plan->relation_count; i++)
		if (corrector->relations[i].ticket_id == a &&
		    corrector->relations[i].other_id == b)
			return;
	for (size_t i = 0; i < 2; i++)
		corrector->relations[plan->relation_count++] =
			(struct plan_relation){
				.ticket_id = pair[i],
				.other_id = pair[1 - i],
				.kind = RELATION_APART,
			};
}

struct ticket *corrector_change(struct corrector *corrector,
				const struct known_ticket *known)
{
	corrector->ticket = *corrector_now(corrector, known);
	corrector->ticket.updated = corrector->history->now;
	corrector->out.plan.ticket = &corrector->ticket;
	corrector->out.plan.ticket_id = known->ticket.id;
	corrector->out.ticket = known->ticket.number;
	return &corrector->ticket;
}

void corrector_open(struct corrector *corrector)
{
	struct ticket *ticket = &corrector->ticket;

	if (ticket->state != TICKET_CLOSED && ticket->state != TICKET_PENDING)
		return;
	ticket->state = TICKET_OPEN;
	ticket->closed = ticket->until = 0;
	corrector_event(corrector, ticket->id, EVENT_REOPENED, "");
}

void corrector_weigh(struct corrector *corrector,
		     const struct corrector_weight *weight)
{
	struct ticket *ticket = &corrector->ticket;

	if (weight->score > ticket->score)
		ticket->score = weight->score;
	if (weight->urgency <= ticket->urgency)
		return;
	ticket->urgency = weight->urgency;
	ticket->reasons = weight->reasons;
	corrector_event(corrector, ticket->id, EVENT_CLASSIFIED,
			arena_printf(corrector->arena, "%s as %s",
				     urgency_word(ticket->urgency),
				     weight->because));
}

static bool is_listed(const struct corrector *corrector, const char *address)
{
	for (size_t i = 0; i < corrector->out.plan.participant_count; i++)
		if (text_same(corrector->participants[i].address, address))
			return true;
	return false;
}

void corrector_participant(struct corrector *corrector,
			   const struct known_ticket *known,
			   const char *address)
{
	struct plan *plan = &corrector->out.plan;

	if (address[0] == '\0' || is_listed(corrector, address))
		return;
	for (size_t i = 0; known != NULL && i < known->participants.count; i++)
		if (text_same(known->participants.at[i], address))
			return;
	corrector->participants[plan->participant_count++] =
		(struct plan_participant){ plan->ticket_id, address };
}

void corrector_move(struct corrector *corrector,
		    const struct correct_message *message, int64_t ticket_id,
		    enum message_direction direction)
{
	corrector->moves[corrector->out.plan.move_count++] =
		(struct plan_move){
			.message_row = message->id,
			.mail_id = message->mail_id,
			.from_ticket = message->ticket_id,
			.ticket_id = ticket_id,
			.direction = direction,
		};
}

static const char *admission_trace(struct corrector *corrector,
				   enum disposition disposition)
{
	struct buffer out = { .arena = corrector->arena };
	struct json json = { .out = &out };

	json_open(&json, '{');
	json_put(&json, "disposition", disposition_word(disposition));
	json_put(&json, "how", "by-hand");
	json_put(&json, "reason", "admitted");
	json_put(&json, "by", corrector->ask->actor);
	json_put_int(&json, "ticket", corrector->out.ticket);
	json_close(&json, '}');
	return buffer_string(&out);
}

void corrector_admit(struct corrector *corrector,
		     const struct correct_message *message,
		     enum disposition disposition)
{
	struct plan *plan = &corrector->out.plan;
	struct plan_address *address;

	corrector->admissions[plan->admission_count++] =
		(struct plan_admission){
			.mail_id = message->mail_id,
			.disposition = disposition,
			.reason = "admitted",
			.trace = admission_trace(corrector, disposition),
		};
	if (message->contact_id != 0 || message->from_address[0] == '\0' ||
	    plan->address != NULL)
		return;
	address = ARENA_NEW(corrector->arena, struct plan_address);
	address->id = history_take_id(corrector->history);
	address->contact_id = history_take_id(corrector->history);
	address->address = message->from_address;
	address->name = message->from_name;
	plan->address = address;
}
