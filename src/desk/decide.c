/* decide.c - one mail, the past, and what shall be done: the order. */

#include "desk/decide.h"

#include "desk/stage_answer.h"
#include "desk/stage_join.h"

static void begin(struct planner *planner)
{
	planner_classify(planner, NULL);
	if (!open_kept_out(planner))
		open_ticket(planner);
}

void decide_conclude(struct planner *planner)
{
	switch (planner->admit) {
	case ADMIT_JOIN:
	case ADMIT_UNVERIFIED:
	case ADMIT_COLLEAGUE:
		if (rest_is_over(planner)) {
			begin(planner);
			return;
		}
		if (join_kept_out(planner))
			return;
		join_ticket(planner);
		press_act(planner);
		answer_plan(planner);
		join_tell_agents(planner);
		return;
	case ADMIT_PENDING:
		join_hold(planner);
		return;
	case ADMIT_OWN_TICKET:
		begin(planner);
		return;
	}
}

/* Are these our own words, or those of somebody who says nothing else?  Only
 * what begins anew is asked: what joins may repeat what it answers. */
static void listen(struct planner *planner)
{
	const struct decide_facts *facts = planner->facts;
	const struct history *history = planner->history;
	const struct heard heard = facts->heard != NULL ? *facts->heard :
		heard_of(planner->decider->echo, facts->gist->fold.visible,
			 planner->author);

	planner->own_words = heard.own_words;
	planner->shape = heard.shape;
	planner->said = said_before(history_said(history, planner->shape),
				    planner->author, history->now);
}

static void decide(struct planner *planner)
{
	if (seen_before(planner) || seen_our_own(planner) ||
	    reported_about_us(planner) || agent_mail(planner))
		return;
	join_find(planner);
	if (press_is_all(planner)) {
		press_join(planner);
		return;
	}
	if (planner->admit == ADMIT_OWN_TICKET)
		listen(planner);
	decide_conclude(planner);
}

static void name_candidates(struct planner *planner)
{
	const struct match *match = &planner->match;
	struct plan_candidate *at = ARENA_ARRAY(
		planner->arena, struct plan_candidate, match->count);

	for (size_t i = 0; i < match->count; i++)
		at[i] = (struct plan_candidate){
			.ticket_id = match->candidates[i].ticket->ticket.id,
			.evidence = match_word(match->candidates[i].evidence),
			.score = match->candidates[i].score,
			.proven = match->candidates[i].proven,
			.held = match->candidates[i].held,
		};
	planner->plan.candidates = at;
	planner->plan.candidate_count = match->count;
}

struct plan decide_mail(struct arena *arena, const struct decider *decider,
			const struct decide_facts *facts,
			struct history *history)
{
	struct planner *planner = planner_new(arena, decider, facts, history);

	decide(planner);
	name_candidates(planner);
	/* A person who was proven ends the silence that unanswered automatic
	 * mail brings; a peer that answers our answers does not. */
	planner->plan.by_person = planner_is_person(planner) &&
		facts->gist->auth.verdict == AUTH_PASS &&
		!planner->match.answers_automatic && !planner->own_words &&
		!planner->said;
	planner->plan.trace = trace_render(planner);
	return planner->plan;
}
