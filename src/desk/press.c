/* press.c - a mail to one of the addresses behind buttons. */

#include "desk/stage_answer.h"
#include "desk/stage_join.h"

/* The button that the mail presses in the ticket that it was found to belong
 * to. */
static enum button find(const struct planner *planner)
{
	const struct token_claims *claims = &planner->facts->gist->tokens;
	const struct match_candidate *winner = planner->match.winner;

	for (size_t i = 0; winner != NULL && i < claims->count; i++) {
		const struct token *token = &claims->at[i].token;
		const enum button button = button_of(token);

		if (button != BUTTON_NONE &&
		    claims->at[i].place == TOKEN_IN_ADDRESS &&
		    history_number(planner->history, token->ticket) ==
		    winner->ticket &&
		    token_verify(token, &planner->decider->desk->ring,
				 planner->history->now))
			return button;
	}
	return BUTTON_NONE;
}

/* An attachment and what was not read to its end may say more. */
static bool has_besides(const struct planner *planner,
			const struct known_ticket *ticket)
{
	const struct decide_facts *facts = planner->facts;
	const char *besides = button_besides(planner->arena,
		facts->message->subject, planner_visible(planner, ticket));

	return facts->unparsed || facts->truncated ||
	       message_has_attachment(facts->message) ||
	       (besides[0] != '\0' &&
		rest_thanks(planner, besides) == THANKS_MORE);
}

bool press_is_all(struct planner *planner)
{
	const struct match_candidate *winner = planner->match.winner;
	bool besides;

	planner->button = find(planner);
	if (planner->button == BUTTON_NONE)
		return false;
	besides = has_besides(planner, winner->ticket);
	planner->pressed = button_judge(&(struct button_facts){
		.button = planner->button,
		.person = planner_is_person(planner),
		.admit = planner->admit,
		.besides = besides,
		.state = winner->ticket->ticket.state,
		.quiet = winner->ticket->ticket.quiet,
	});
	/* Its subject is ours, and leads nobody here. */
	planner->match.clues.count = 0;
	return !besides && (planner->pressed == BUTTON_PRESSED ||
			    planner->pressed == BUTTON_AGAIN ||
			    planner->pressed == BUTTON_UNPROVEN);
}

static const char *helped(const struct planner *planner)
{
	const struct strings *offered = &planner->match.winner->ticket->offered;
	const size_t place = (size_t)button_article(planner->button);

	if (place > 0)
		return place <= offered->count ? offered->at[place - 1] : NULL;
	/* It does not say which, but there was no other. */
	return offered->count == 1 ? offered->at[0] : NULL;
}

static void solve(struct planner *planner)
{
	struct ticket *ticket = &planner->ticket;
	const char *article = helped(planner);

	ticket->state = TICKET_CLOSED;
	ticket->closed = planner->history->now;
	planner->plan.solved_by = article;
	planner_event(planner, EVENT_SOLVED, button_word(planner->button),
		      article == NULL ? "" : article);
}

void press_act(struct planner *planner)
{
	const int score = button_score(planner->button);

	if (planner->pressed == BUTTON_UNPROVEN)
		planner_event(planner, EVENT_NOTED,
			      button_verdict_word(planner->pressed),
			      button_word(planner->button));
	if (planner->pressed != BUTTON_PRESSED)
		return;
	if (button_solves(planner->button)) {
		solve(planner);
	} else if (score > 0) {
		planner->plan.score = score;
		planner_event(planner, EVENT_SCORED,
			      button_word(planner->button), "");
	} else {
		planner->ticket.quiet = true;
		planner->plan.quiet = true;
		planner_event(planner, EVENT_STOPPED,
			      button_word(planner->button), "");
	}
}

void press_join(struct planner *planner)
{
	struct ticket *ticket = &planner->ticket;

	planner_end(planner, DISPOSITION_JOINED,
		    match_word(planner->match.winner->evidence),
		    button_verdict_word(planner->pressed));
	*ticket = planner->match.winner->ticket->ticket;
	planner->plan.ticket_id = ticket->id;
	planner->plan.ticket = ticket;
	ticket->updated = planner->history->now;
	planner_contact(planner);
	planner_receive(planner, MESSAGE_IN);
	planner_event(planner, EVENT_RECEIVED, planner->plan.how,
		      admit_word(planner->admit));
	press_act(planner);
}
