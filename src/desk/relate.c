/* relate.c - the tickets that a mail is shown to have to do with. */

#include "desk/stage_join.h"

#include "base/buffer.h"
#include "mail/subject.h"

#include <inttypes.h>

/* Guesses that are worth an agent's look. */
enum { GUESSES_MOST = 3 };

/* It cited this mail, whose answer it is therefore. */
static bool is_answer(const struct planner *planner,
		      const struct match_candidate *candidate)
{
	return candidate->evidence == MATCH_MENTIONED &&
	       strcmp(candidate->id,
		      planner->facts->message->message_id) == 0;
}

/* A subject alone says something only if it is telling; who uses one id for
 * many mails says nothing by it, nor do those whom one mail to many made write
 * to us. */
static bool is_worth_it(const struct planner *planner,
			const struct match_candidate *candidate)
{
	switch (candidate->evidence) {
	case MATCH_SAME_ID:
		return false;
	case MATCH_MENTIONED:
		return planner->match.count < MATCH_CANDIDATES ||
		       is_answer(planner, candidate);
	case MATCH_SUBJECT:
		return subject_tells(planner->match.branch.own);
	default:
		return true;
	}
}

static bool is_known(const struct planner *planner,
		     const struct match_candidate *candidate)
{
	const struct known_ticket *own =
		history_ticket(planner->history, planner->plan.ticket_id);

	if (own == NULL)
		return false;
	for (int kind = RELATION_RELATED; kind <= RELATION_APART; kind++)
		if (history_related(planner->history, own, candidate->ticket,
				    (enum relation_kind)kind))
			return true;
	return false;
}

static bool is_joined(const struct planner *planner,
		      const struct match_candidate *candidate)
{
	bool joined = candidate->ticket->ticket.id == planner->plan.ticket_id;

	for (size_t i = 1; i < planner->united_count; i++)
		joined |= planner->united[i] == candidate;
	return joined;
}

/* Of the same sender, but of another subject; nobody else's ticket is a child
 * or a parent of his. */
static bool is_family(const struct planner *planner,
		      const struct match_candidate *candidate)
{
	return match_leaves(candidate) &&
	       planner->facts->gist->auth.verdict != AUTH_FAIL &&
	       standing_participant(planner, candidate->ticket);
}

/* The events of a mail: one a kind, with all tickets. */
struct telling {
	struct buffer tickets;
	const char *word;	/* the best evidence; NULL: nothing to tell */
};

static void tell(struct planner *planner, struct telling *telling,
		 const struct match_candidate *candidate)
{
	telling->tickets.arena = planner->arena;
	buffer_printf(&telling->tickets, "%s%" PRId64,
		      telling->word == NULL ? "ticket " : ", ",
		      candidate->ticket->ticket.number);
	if (telling->word == NULL)
		telling->word = match_word(candidate->evidence);
}

static void relate(struct planner *planner,
		   const struct match_candidate *candidate, bool family)
{
	const int64_t own = planner->plan.ticket_id;
	const int64_t other = candidate->ticket->ticket.id;

	if (family && is_answer(planner, candidate))
		planner_relate(planner, other, own, RELATION_CHILD);
	else
		planner_relate(planner, own, other, family
			       ? RELATION_CHILD : RELATION_RELATED);
}

bool relate_has_reason(const struct planner *planner)
{
	for (size_t i = 0; i < planner->match.count; i++)
		if (is_worth_it(planner, &planner->match.candidates[i]))
			return true;
	return false;
}

void relate_all(struct planner *planner)
{
	const struct match *match = &planner->match;
	bool joins = !planner->plan.new_ticket;
	bool late = !joins && planner->reopen == REOPEN_TOO_LATE;
	struct telling child = { 0 }, related = { 0 };
	size_t guesses = 0;

	for (size_t i = 0; i < match->count; i++) {
		const struct match_candidate *candidate = &match->candidates[i];
		bool guess = !candidate->cited && !candidate->proven;
		bool family = is_family(planner, candidate);

		/* Who joins has his ticket: guesses say nothing more. */
		if (is_joined(planner, candidate) || (guess && joins) ||
		    (late && candidate == match->winner) ||
		    !is_worth_it(planner, candidate) ||
		    is_known(planner, candidate))
			continue;
		if (guess && ++guesses > GUESSES_MOST)
			continue;
		relate(planner, candidate, family);
		tell(planner, family ? &child : &related, candidate);
	}
	if (child.word != NULL)
		planner_event(planner, EVENT_CHILD, child.word,
			      buffer_string(&child.tickets));
	if (related.word != NULL)
		planner_event(planner, EVENT_RELATED, related.word,
			      buffer_string(&related.tickets));
}
