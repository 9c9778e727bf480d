/* confirmed.c - the agent's answer to a held draft, and what it lets go. */

#include "desk/agentmail.h"

#include "desk/transcript.h"

static const struct token *token_of(const struct planner *planner)
{
	const struct token_claims *claims = &planner->facts->gist->tokens;

	for (size_t i = 0; i < claims->count; i++)
		if (claims->at[i].token.role == TOKEN_CONFIRM &&
		    claims->at[i].place == TOKEN_IN_ADDRESS &&
		    token_verify(&claims->at[i].token,
				 &planner->decider->desk->ring,
				 planner->history->now))
			return &claims->at[i].token;
	return NULL;
}

/* Who said that another agent's answer is not enough says it once more by
 * letting the words go. */
static struct commands commands_of(const struct planner *planner,
				   const struct known_draft *draft)
{
	struct commands commands = command_read_above(
		planner->arena, draft->text, draft->leading,
		&planner->decider->desk->aliases);
	struct command *at;

	if (strcmp(draft->why, instruct_word(INSTRUCT_COLLIDES)) != 0 ||
	    command_of(&commands, COMMAND_INSIST) != NULL)
		return commands;
	at = ARENA_ARRAY(planner->arena, struct command, commands.count + 1);
	for (size_t i = 0; i < commands.count; i++)
		at[i] = commands.at[i];
	at[commands.count++] = (struct command){
		.kind = COMMAND_INSIST,
		.word = command_word(COMMAND_INSIST), .argument = "",
	};
	commands.at = at;
	return commands;
}

enum instruct_verdict draft_release(struct planner *planner,
				    const struct known_draft *draft,
				    const char *actor, bool by_mail,
				    struct instruct_outcome *outcome_r)
{
	const struct commands commands = commands_of(planner, draft);
	const struct instruction instruction = {
		.agent = team_find(&planner->decider->desk->team,
				   draft->agent),
		.actor = actor,
		.commands = &commands,
		.text = draft->words,
		.by_mail = by_mail,
	};
	struct known_ticket *ticket = history_ticket(planner->history,
						     draft->ticket_id);

	planner->commands = commands;
	if (ticket != NULL)
		planner->plan.ticket_id = ticket->ticket.id;
	instruct_plan(planner, ticket, &instruction, outcome_r);
	planner->instructed = outcome_r->word;
	if (outcome_r->verdict != INSTRUCT_COLLIDES)
		planner->plan.settlement = (struct plan_settlement){
			draft->id, outcome_r->verdict == INSTRUCT_DONE
					? DRAFT_SENT : DRAFT_DROPPED };
	if (outcome_r->verdict == INSTRUCT_DONE &&
	    planner->plan.ticket_id != 0)
		planner_event(planner, EVENT_CONFIRMED, draft->why, actor);
	if (by_mail)
		transcript_plan(planner, &instruction, outcome_r);
	return outcome_r->verdict;
}

void draft_drop(struct planner *planner, const struct known_draft *draft,
		const char *actor)
{
	planner->plan.settlement = (struct plan_settlement){ draft->id,
							     DRAFT_DROPPED };
	if (history_ticket(planner->history, draft->ticket_id) == NULL)
		return;
	planner->plan.ticket_id = planner_whole(planner, draft->ticket_id);
	planner_event(planner, EVENT_REFUSED, confirm_word(CONFIRM_NO), actor);
}

/* Kept for who looks why nothing happened. */
static void note(struct planner *planner, const struct known_draft *draft)
{
	if (draft == NULL ||
	    history_ticket(planner->history, draft->ticket_id) == NULL)
		return;
	planner->plan.ticket_id = planner_whole(planner, draft->ticket_id);
	planner_event(planner, EVENT_NOTED, planner->plan.reason,
		      planner->author);
}

static enum confirm_verdict judge(const struct planner *planner,
				  const struct known_draft *draft)
{
	const struct decide_facts *facts = planner->facts;
	const struct team *team = &planner->decider->desk->team;

	return confirm_judge(planner->arena, &(struct confirm_facts){
		.draft = draft,
		.automatic = proof_is_automatic(facts->gist->origin.kind),
		.author = team_find(team, planner->author) == NULL
			? "" : planner->author,
		.auth = facts->gist->auth.verdict,
		.words = facts->gist->fold.visible,
		.now = planner->history->now,
	});
}

bool confirmed_mail(struct planner *planner)
{
	const struct token *token = token_of(planner);
	struct instruct_outcome outcome = { 0 };
	const struct known_draft *draft;
	enum confirm_verdict verdict;

	if (token == NULL)
		return false;
	draft = history_draft(planner->history, token->item);
	verdict = judge(planner, draft);
	planner->confirmed = confirm_word(verdict);
	planner_end(planner, DISPOSITION_NOTED, CONFIRM_ADDRESS,
		    planner->confirmed);
	if (verdict == CONFIRM_NO)
		draft_drop(planner, draft, planner->author);
	else if (verdict != CONFIRM_YES)
		note(planner, draft);
	else if (draft_release(planner, draft, planner->author, true,
			       &outcome) == INSTRUCT_DONE)
		agentmail_done(planner, CONFIRM_ADDRESS, planner->confirmed);
	return true;
}
