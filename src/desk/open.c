/* open.c - a ticket of its own, unless the mail shall have none. */

#include "desk/stage_answer.h"
#include "desk/stage_join.h"

/* A mail with more hops than this is going round; it is kept, out of sight. */
enum { MOST_HOPS = 100 };

/* What would open a ticket but shall not: it stays in the ledger, where
 * `postdesk mail release` lets it out. */
bool open_kept_out(struct planner *planner)
{
	enum origin_kind origin = planner->facts->gist->origin.kind;

	if (planner->facts->released)
		return false;
	if (planner->facts->message->received_fields > MOST_HOPS) {
		planner_end(planner, DISPOSITION_QUARANTINED, "none",
			    "too-many-hops");
		return true;
	}
	if (origin == ORIGIN_RESPONDER) {
		planner_end(planner, DISPOSITION_NOTED, "none",
			    planner->facts->gist->origin.word);
		return true;
	}
	return planner_kept_out(planner);
}

/* Why it is a ticket of its own. */
static const char *reason_of(const struct planner *planner)
{
	if (planner->reopen == REOPEN_TOO_LATE)
		return reopen_word(REOPEN_TOO_LATE);
	if (planner->parent != NULL)
		return "new-subject";
	return relate_has_reason(planner) ? "related" : "first-mail";
}

/* The one that it would have joined is closed for good. */
static void begin_anew(struct planner *planner)
{
	planner_relate(planner, planner->plan.ticket_id,
		       planner->match.winner->ticket->ticket.id,
		       RELATION_RELATED);
	planner_event(planner, EVENT_RELATED, reopen_word(planner->reopen),
		      "");
}

void open_ticket(struct planner *planner)
{
	const struct judgement *judgement = &planner->judgement;
	struct ticket *ticket = &planner->ticket;
	struct plan *plan = &planner->plan;

	planner_end(planner, DISPOSITION_TICKETED, "new", reason_of(planner));
	*ticket = (struct ticket){
		.id = history_take_id(planner->history),
		.number = planner->history->next_number,
		.state = TICKET_NEW,
		.subject = planner->facts->message->subject,
		.urgency = judgement->urgency,
		.score = judgement->score,
		.queue = judgement->queue,
		.tier = judgement->tier,
		.tags = judgement->tags,
		.reasons = classify_reasons(planner->arena, judgement, "\n"),
		.requester = planner_contact(planner),
		.requester_address = planner->author,
		.language = plan->language,
		.created = planner->history->now,
		.updated = planner->history->now,
	};
	plan->new_ticket = true;
	plan->ticket = ticket;
	plan->ticket_id = ticket->id;
	if (planner->author[0] != '\0')
		plan->participant = planner->author;
	planner_receive(planner, MESSAGE_IN);
	planner_event(planner, EVENT_CREATED, plan->reason, "");
	handed_note(planner);
	planner_event(planner, EVENT_CLASSIFIED, urgency_word(ticket->urgency),
		      classify_reasons(planner->arena, judgement, "; "));
	if (planner->reopen == REOPEN_TOO_LATE)
		begin_anew(planner);
	relate_all(planner);
	act_plan(planner);
	await_expect(planner);
	answer_plan(planner);
	await_plan(planner);
	alert_agents(planner, ticket, NOTIFICATION_NEW, plan->reason);
}
