/* redecide.c - the past as it was, and the rules once more. */

#include "desk/redecide.h"

#include "base/text.h"
#include "desk/stage_answer.h"
#include "desk/stage_join.h"
#include "desk/history_add.h"

/* Nothing is stored: ids only have to be there. */
enum { FIRST_ID = 1 };

static struct history *history_of(struct arena *arena,
				  const struct redecide_past *past,
				  const char *author)
{
	struct history *history = history_new(arena);
	const char *at = strrchr(author, '@');

	history->now = past->decided;
	history->autos = past->autos;
	history->activated = past->activated;
	history->autos_minute = past->desk_minute;
	history->autos_hour = past->desk_hour;
	history->autos_ten = past->desk_ten;
	history->autos_usual = past->desk_usual;
	history->breaker = breaker_in(past->breaker, past->decided);
	history->incidents = past->incidents;
	history->next_number = 1;
	history->ids = (struct ids){ FIRST_ID, FIRST_ID + DECIDE_IDS };
	if (past->author != NULL) {
		struct known_address *known =
			ARENA_NEW(arena, struct known_address);

		*known = *past->author;
		known->address = author;
		history_add_address(history, known);
	}
	for (size_t i = 0; i < past->sent_count; i++)
		history_add_sent(history, author, past->sent[i]);
	for (size_t i = 0; i < past->load_count; i++)
		history_add_load_of(history, past->loads[i].agent,
				    past->loads[i].open);
	if (past->served != NULL && past->served[0] != '\0')
		history_add_served(history, author, past->served);
	if (at != NULL) {
		struct known_domain *domain =
			ARENA_NEW(arena, struct known_domain);

		*domain = (struct known_domain){ at + 1, past->domain_hour };
		history_add_domain(history, domain);
	}
	return history;
}

/* The match as it was found; its evidence is of no weight any more. */
static struct match match_of(struct arena *arena, struct history *history,
			     const struct redecide_past *past)
{
	struct match match = { .answers_automatic = past->answers_automatic };
	struct match_candidate *winner;
	struct known_ticket *ticket;

	if (past->ticket == NULL)
		return match;
	ticket = ARENA_NEW(arena, struct known_ticket);
	ticket->ticket = *past->ticket;
	ticket->acknowledged = past->acknowledged;
	history_add_ticket(history, ticket);
	winner = ARENA_NEW(arena, struct match_candidate);
	*winner = (struct match_candidate){ .ticket = ticket, .id = "" };
	match.candidates = winner;
	match.count = 1;
	match.winner = winner;
	return match;
}

static bool is_cap(const char *answer)
{
	static const enum respond_verdict caps[] = {
		RESPOND_SAID, RESPOND_MUTED, RESPOND_CAP_ADDRESS, RESPOND_CAP_DOMAIN,
		RESPOND_BREAKER, RESPOND_CAP_DESK,
	};

	for (size_t i = 0; i < sizeof(caps) / sizeof(caps[0]); i++)
		if (strcmp(respond_word(caps[i]), answer) == 0)
			return true;
	return false;
}

static unsigned grounds_of(const struct planner *planner)
{
	const char *reply = planner->reply;
	unsigned grounds = redecide_grounds(planner->decider->rules,
					    planner->facts->mail_class);

	if (planner->match.winner != NULL)
		grounds |= 1u << REDECIDE_TICKET;
	if (is_cap(planner->plan.answer))
		grounds |= 1u << REDECIDE_COUNTERS;
	if (reply != NULL && (text_ends(reply, "-closed") ||
			      text_ends(reply, "-holiday") ||
			      hours_notice(planner->hours,
					   planner->history->now) != NULL))
		grounds |= 1u << REDECIDE_HOURS;
	if (planner->judgement.budget_exceeded)
		grounds |= 1u << REDECIDE_BUDGET;
	return grounds;
}

static struct planner *planner_of(struct arena *arena,
				  const struct decider *decider,
				  const struct decide_facts *facts,
				  const struct redecide_past *past)
{
	const char *author = text_lower(arena, message_author(facts->message));
	struct history *history = history_of(arena, past, author);
	struct decide_facts *again = ARENA_NEW(arena, struct decide_facts);
	struct planner *planner;

	*again = *facts;
	again->rehearsal = true;
	planner = planner_new(arena, decider, again, history);
	planner->match = match_of(arena, history, past);
	planner->own_words = past->own_words;
	planner->said = past->said;
	planner->admit = past->ticket == NULL ? ADMIT_OWN_TICKET : past->admit;
	return planner;
}

struct situation redecide_situation(struct arena *arena,
				    const struct decider *decider,
				    const struct decide_facts *facts,
				    const struct redecide_past *past)
{
	const struct planner *planner = planner_of(arena, decider, facts,
						   past);

	const struct known_ticket *ticket = planner->match.winner == NULL
		? NULL : planner->match.winner->ticket;
	struct situation situation = planner_situation(planner, ticket);

	situation.queue = ticket == NULL ? decider->desk->queue
					 : ticket->ticket.queue;
	return situation;
}

struct redecided redecide_mail(struct arena *arena,
			       const struct decider *decider,
			       const struct decide_facts *facts,
			       const struct redecide_past *past)
{
	struct planner *planner = planner_of(arena, decider, facts, past);

	decide_conclude(planner);
	return (struct redecided){
		.outcome = outcome_of(arena, &planner->plan,
				      planner->judgement.queue == NULL
					      ? NULL : &planner->judgement,
				      planner->reply == NULL ? NULL :
				      reply_name(planner)),
		.grounds = grounds_of(planner),
	};
}

const char *redecide_ground_word(enum redecide_ground ground)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		REDECIDE_GROUNDS(ROW)
#undef ROW
	};

	return words[ground];
}
