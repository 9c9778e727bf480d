/* trace.c - why: the tests, the candidates, the rules, the facts, as JSON. */

#include "desk/stage_answer.h"
#include "desk/stage_join.h"
#include "desk/redecide.h"

#include "base/json.h"

static void put_origin(struct json *json, const struct gist *gist)
{
	json_key(json, "origin");
	json_open(json, '{');
	json_put(json, "kind", origin_word(gist->origin.kind));
	json_put(json, "word", gist->origin.word);
	json_key(json, "evidence");
	json_open(json, '[');
	for (size_t i = 0; i < gist->origin.evidence.count; i++)
		json_string(json, gist->origin.evidence.at[i]);
	json_close(json, ']');
	json_close(json, '}');
	json_key(json, "authentication");
	json_open(json, '{');
	json_put(json, "verdict", auth_word(gist->auth.verdict));
	json_put(json, "evidence", gist->auth.evidence);
	json_close(json, '}');
	json_put(json, "language", gist->language);
}

/* Who wrote it, for the desk, and by whom it came. */
static void put_identity(struct json *json, const struct planner *planner)
{
	const struct identity *identity = &planner->facts->gist->identity;

	json_key(json, "identity");
	json_open(json, '{');
	json_put(json, "author", planner->author);
	json_put(json, "how", identity_word(identity->kind));
	json_put(json, "via", identity->via);
	json_put(json, "original", identity->original);
	json_close(json, '}');
}

static void put_candidate(struct json *json,
			  const struct match_candidate *candidate)
{
	json_open(json, '{');
	json_put_int(json, "ticket", candidate->ticket->ticket.number);
	json_put(json, "evidence", match_word(candidate->evidence));
	json_put_int(json, "score", candidate->score);
	json_put_bool(json, "signed", candidate->proven);
	json_put_bool(json, "held", candidate->held);
	json_put_bool(json, "new_subject", match_leaves(candidate));
	json_put(json, "id", candidate->id);
	json_close(json, '}');
}

static void put_match(struct json *json, const struct planner *planner)
{
	const struct match *match = &planner->match;

	json_key(json, "candidates");
	json_open(json, '[');
	for (size_t i = 0; i < match->count; i++)
		put_candidate(json, &match->candidates[i]);
	json_close(json, ']');
	json_key(json, "winner");
	if (match->winner != NULL)
		json_int(json, match->winner->ticket->ticket.number);
	else
		json_null(json);
	json_key(json, "united");
	json_open(json, '[');
	for (size_t i = 1; i < planner->united_count; i++)
		json_int(json, planner->united[i]->ticket->ticket.number);
	json_close(json, ']');
	json_put_bool(json, "forged_token", match->forged);
	json_put(json, "admission",
		 match->count == 0 ? NULL : admit_word(planner->admit));
}

static void put_command(struct json *json, const struct command *command)
{
	json_open(json, '{');
	json_put(json, "command", command_word(command->kind));
	json_put(json, "argument", command->argument);
	json_close(json, '}');
}

static void put_fault(struct json *json, const struct command_fault *fault)
{
	json_open(json, '{');
	json_put_int(json, "line", fault->line);
	json_put(json, "text", fault->text);
	json_put(json, "reason", command_reason_word(fault->why));
	json_put(json, "nearest", fault->nearest);
	json_close(json, '}');
}

/* Whether it has an agent's powers, and what was made of them. */
static void put_agent(struct json *json, const struct planner *planner)
{
	const struct proof *proof = &planner->proof;
	const struct commands *commands = &planner->commands;

	if (proof->verdict == PROOF_NOT_AGENT && planner->confirmed == NULL)
		return;
	json_key(json, "agent");
	json_open(json, '{');
	json_put(json, "proof", planner->confirmed != NULL
		 ? NULL : proof_word(proof->verdict));
	json_put(json, "address",
		 proof->agent == NULL ? NULL : proof->agent->address);
	json_put(json, "token_of",
		 proof->named == NULL ? NULL : proof->named->address);
	json_put_int(json, "ticket", proof->ticket);
	json_put(json, "expires", proof->expires == 0 ? NULL :
		 clock_render(planner->arena, proof->expires));
	json_put(json, "confirmed", planner->confirmed);
	json_put(json, "outcome", planner->instructed);
	json_key(json, "commands");
	json_open(json, '[');
	for (size_t i = 0; i < commands->count; i++)
		put_command(json, &commands->at[i]);
	json_close(json, ']');
	json_key(json, "faults");
	json_open(json, '[');
	for (size_t i = 0; i < commands->fault_count; i++)
		put_fault(json, &commands->faults[i]);
	json_close(json, ']');
	json_close(json, '}');
}

/* What it did to a ticket at rest. */
static void put_rest(struct json *json, const struct planner *planner)
{
	if (planner->reopen == REOPEN_AWAKE)
		return;
	json_put(json, "rest", reopen_word(planner->reopen));
	json_put(json, "thanks", thanks_word(planner->thanks));
}

/* What it pressed, and what came of it. */
static void put_button(struct json *json, const struct planner *planner)
{
	if (planner->button == BUTTON_NONE)
		return;
	json_put(json, "button", button_word(planner->button));
	json_put(json, "pressed", button_verdict_word(planner->pressed));
}

/* What was offered, and how well it fits. */
static void put_offers(struct json *json, const struct planner *planner)
{
	if (planner->offer_count == 0)
		return;
	json_key(json, "articles");
	json_open(json, '[');
	for (size_t i = 0; i < planner->offer_count; i++) {
		json_open(json, '{');
		json_put(json, "article", planner->offers[i].article->name);
		json_put_int(json, "score", planner->offers[i].score);
		json_put_int(json, "needed", planner->offers[i].needed);
		json_close(json, '}');
	}
	json_close(json, ']');
}

/* Whom rules had told, or why not. */
static void put_notices(struct json *json, const struct planner *planner)
{
	const struct judgement *judgement = &planner->judgement;

	if (judgement->notify_count == 0 || planner->notices[0] == NULL)
		return;
	json_key(json, "notices");
	json_open(json, '[');
	for (size_t i = 0; i < judgement->notify_count; i++) {
		json_open(json, '{');
		json_put(json, "rule", judgement->notify[i].rule);
		json_put(json, "to", judgement->notify[i].value);
		json_put(json, "verdict", planner->notices[i]);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_rules(struct json *json, const struct judgement *judgement)
{
	json_key(json, "rules");
	json_open(json, '[');
	for (size_t i = 0; i < judgement->reason_count; i++) {
		json_open(json, '{');
		json_put(json, "rule", judgement->reasons[i].rule);
		json_put(json, "found", judgement->reasons[i].excerpt);
		json_put(json, "effect", judgement->reasons[i].effect);
		json_close(json, '}');
	}
	json_close(json, ']');
	json_put_int(json, "score", judgement->score);
	json_put(json, "urgency", urgency_word(judgement->urgency));
	json_put_bool(json, "budget_exceeded", judgement->budget_exceeded);
}

/* Was somebody there, and what was said of it? */
static void put_hours(struct json *json, const struct planner *planner)
{
	const struct hours *hours = planner->hours;

	json_put(json, "reply", planner->reply == NULL ? NULL :
		 reply_name(planner));
	json_put_bool(json, "open", planner->open);
	if (hours == NULL)
		return;
	json_put(json, "opens", planner->opens == PLANNER_NEVER ? NULL :
		 clock_render(planner->arena, planner->opens));
	json_put(json, "zone", hours->zone->name);
	json_put(json, "date", hours_name(hours, planner->history->now));
}

/* By when an answer was said to come, and on what that rested. */
static void put_promise(struct json *json, const struct planner *planner)
{
	const struct promise *promise = &planner->promise;
	const struct known_kind *kind = history_kind(
		planner->history, planner->ticket.queue,
		planner->ticket.urgency);
	int64_t samples = 0;

	for (size_t i = 0; kind != NULL && i < kind->band_count; i++)
		samples += kind->bands[i].samples;
	json_key(json, "promise");
	json_open(json, '{');
	json_put(json, "by", promise->by == 0 ? NULL :
		 clock_render(planner->arena, promise->by));
	json_put(json, "basis", promise_word(promise->basis));
	json_put(json, "queue", planner->ticket.queue);
	json_put(json, "promised", promise_render(planner->arena, promise_term(
		&planner->decider->desk->promises, planner->ticket.queue,
		planner->ticket.urgency)));
	if (promise->expected != EXPECTATION_UNKNOWN)
		json_put_int(json, "expected_minutes",
			     promise->expected / USEC_MINUTE);
	json_put_int(json, "samples", samples);
	json_put_int(json, "ahead", planner->ahead);
	json_close(json, '}');
}

/* The ticket that the mail may join, as it stood before. */
static void put_ticket(struct json *json, const struct planner *planner)
{
	const struct known_ticket *known = planner->match.winner == NULL
		? NULL : planner->match.winner->ticket;

	if (known == NULL || planner->admit == ADMIT_OWN_TICKET ||
	    planner->admit == ADMIT_PENDING ||
	    planner->reopen == REOPEN_TOO_LATE)
		return;
	json_key(json, "ticket");
	json_open(json, '{');
	json_put_int(json, "number", known->ticket.number);
	json_put(json, "state", ticket_state_word(known->ticket.state));
	json_put(json, "urgency", urgency_word(known->ticket.urgency));
	json_put_int(json, "score", known->ticket.score);
	json_put(json, "queue", known->ticket.queue);
	json_put_int(json, "tier", known->ticket.tier);
	json_put(json, "agent", known->ticket.agent);
	json_key(json, "tags");
	json_open(json, '[');
	for (size_t i = 0; i < known->ticket.tags.count; i++)
		json_string(json, known->ticket.tags.at[i]);
	json_close(json, ']');
	json_put_bool(json, "acknowledged", known->acknowledged ||
		      join_is_acknowledged(planner));
	json_put_bool(json, "quiet", planner->ticket.quiet);
	json_close(json, '}');
}

static void put_breaker(struct json *json, const struct planner *planner)
{
	const struct history *history = planner->history;

	json_put(json, "breaker", breaker_state_word(
		breaker_state(&history->breaker, history->now)));
	json_put_int(json, "desk_ten", history->autos_ten);
	json_put_int(json, "desk_usual", history->autos_usual);
	json_put_bool(json, "own_words", planner->own_words);
	json_put_bool(json, "said_before", planner->said);
	json_put_int(json, "own_words_from", (int64_t)history->echoes.count);
	if (planner->plan.breaker != NULL)
		json_put(json, "breaker_opened",
			 breaker_reason_word(planner->breaker.why));
}

/* The faults that were known, by their queues; "*" is the whole desk. */
static void put_incidents(struct json *json, const struct history *history)
{
	if (history->incidents.count == 0)
		return;
	json_key(json, "incidents");
	json_open(json, '[');
	for (size_t i = 0; i < history->incidents.count; i++) {
		const char *queue = history->incidents.at[i].queue;

		json_string(json, queue[0] == '\0' ? "*" : queue);
	}
	json_close(json, ']');
}

/* What decide saw of the past: without it no re-run would be true. */
static void put_facts(struct json *json, const struct planner *planner)
{
	const struct history *history = planner->history;
	const struct known_address *known = planner->known;
	const char *at = strrchr(planner->author, '@');

	json_key(json, "facts");
	json_open(json, '{');
	json_put(json, "author", planner->author);
	json_put(json, "received",
		 clock_render(planner->arena, planner->facts->received));
	json_put(json, "decided",
		 clock_render(planner->arena, history->now));
	json_put(json, "activated",
		 clock_render(planner->arena, history->activated));
	json_put_int(json, "ruleset", planner->decider->ruleset);
	json_put_bool(json, "autos", history->autos);
	json_put_bool(json, "silent", planner->facts->silent);
	json_put_bool(json, "unparsed", planner->facts->unparsed);
	json_put_bool(json, "known", known != NULL);
	if (known != NULL) {
		json_put_int(json, "autos_hour", known->autos_hour);
		json_put_int(json, "autos_day", known->autos_day);
		json_put_int(json, "autos_without_person",
			     known->autos_without_person);
		json_put_bool(json, "spam", known->spam);
		json_put_bool(json, "bounced", known->bounced);
		json_put_bool(json, "complained", known->complained);
		json_put(json, "language", known->language);
		json_put_bool(json, "contact", known->contact_id != 0);
	}
	trace_put_sent(json, planner);
	json_put_int(json, "domain_hour", at == NULL
		     ? 0 : history_domain_hour(history, at + 1));
	json_put_int(json, "desk_minute", history->autos_minute);
	json_put_int(json, "desk_hour", history->autos_hour);
	put_breaker(json, planner);
	json_put_bool(json, "answers_automatic",
		      planner->match.answers_automatic);
	put_incidents(json, history);
	put_ticket(json, planner);
	trace_put_team(json, planner);
	json_close(json, '}');
}

const char *trace_render(const struct planner *planner)
{
	struct buffer out = { .arena = planner->arena };
	struct json json = { .out = &out };
	const struct plan *plan = &planner->plan;

	json_open(&json, '{');
	json_put(&json, "disposition", disposition_word(plan->disposition));
	json_put(&json, "how", plan->how);
	json_put(&json, "reason", plan->reason);
	json_put(&json, "answer",
		 plan->answer[0] == '\0' ? NULL : plan->answer);
	put_hours(&json, planner);
	if (plan->new_ticket)
		put_promise(&json, planner);
	put_origin(&json, planner->facts->gist);
	put_identity(&json, planner);
	put_match(&json, planner);
	put_agent(&json, planner);
	put_rest(&json, planner);
	put_button(&json, planner);
	put_offers(&json, planner);
	if (planner->judgement.queue != NULL)
		put_rules(&json, &planner->judgement);
	put_notices(&json, planner);
	put_facts(&json, planner);
	json_close(&json, '}');
	return buffer_string(&out);
}
