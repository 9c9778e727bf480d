/* join.c - the ticket that a mail belongs to, and its way into it. */

#include "desk/stage_join.h"

/* Held where only agents see it: no change of the ticket, nothing goes out,
 * the stranger is not added. */
void join_hold(struct planner *planner)
{
	const struct match_candidate *winner = planner->match.winner;

	planner_end(planner, DISPOSITION_PENDING_JOIN,
		    match_word(winner->evidence),
		    planner->facts->gist->auth.verdict == AUTH_FAIL
			    ? "authentication-failed" : "not-a-participant");
	planner->plan.ticket_id = winner->ticket->ticket.id;
	planner_receive(planner, MESSAGE_NOTE);
	planner_event(planner, EVENT_PENDING_JOIN, planner->plan.reason,
		      planner->author);
	handed_note(planner);
	alert_agents(planner, &winner->ticket->ticket, NOTIFICATION_PENDING,
		     planner->plan.reason);
	/* What rules say of it counts once a person lets it in. */
	if (planner_is_person(planner))
		planner_classify(planner, winner->ticket);
}

/* What is said later only raises the urgency, unless a rule for follow-ups
 * says so. */
static void judge_urgency(struct planner *planner)
{
	const struct judgement *judgement = &planner->judgement;
	struct ticket *ticket = &planner->ticket;

	if (judgement->may_lower || judgement->score > ticket->score)
		ticket->score = judgement->score;
	if (judgement->urgency == ticket->urgency ||
	    (judgement->urgency < ticket->urgency && !judgement->may_lower))
		return;
	ticket->urgency = judgement->urgency;
	ticket->reasons = classify_reasons(planner->arena, judgement, "\n");
	planner_event(planner, EVENT_CLASSIFIED, urgency_word(ticket->urgency),
		      "follow-up");
}

static void sort_again(struct planner *planner)
{
	const struct judgement *judgement = &planner->judgement;
	struct ticket *ticket = &planner->ticket;

	judge_urgency(planner);
	ticket->queue = judgement->queue;
	ticket->tier = judgement->tier;
	ticket->tags = judgement->tags;
}

bool join_kept_out(struct planner *planner)
{
	const struct match_candidate *winner = planner->match.winner;

	/* Automatic mail never changes a ticket's state, and thanks ask for
	 * nothing. */
	if (!planner_is_person(planner) || planner->reopen == REOPEN_THANKS)
		return false;
	planner_classify(planner, winner->ticket);
	return planner_kept_out(planner);
}

/* Of what asks for an agent: not of thanks, nor of a customer's machine that
 * says he is away. */
void join_tell_agents(struct planner *planner)
{
	if (planner->reopen == REOPEN_THANKS ||
	    planner->facts->gist->origin.kind == ORIGIN_RESPONDER)
		return;
	alert_agents(planner, &planner->ticket, NOTIFICATION_ANSWER,
		     planner->plan.how);
}

void join_ticket(struct planner *planner)
{
	const struct match_candidate *winner = planner->match.winner;
	struct ticket *ticket = &planner->ticket;

	planner_end(planner, DISPOSITION_JOINED, match_word(winner->evidence),
		    admit_word(planner->admit));
	*ticket = winner->ticket->ticket;
	planner->plan.ticket_id = ticket->id;
	planner->plan.ticket = ticket;
	ticket->updated = planner->history->now;
	planner_contact(planner);
	planner_receive(planner, MESSAGE_IN);
	planner_event(planner, EVENT_RECEIVED, planner->plan.how,
		      admit_word(planner->admit));
	handed_note(planner);
	relate_all(planner);
	if (planner_is_person(planner) && planner->reopen != REOPEN_THANKS)
		sort_again(planner);
	join_unite(planner);
	if (planner->judgement.close == NULL)
		rest_end(planner);
	act_plan(planner);
}
