/* choose.c - of all tickets that a mail may belong to, the one that it joins,
 * and those that it shows to be the same. */

#include "desk/stage_join.h"

enum admit_verdict join_admit(const struct planner *planner,
			      const struct match_candidate *candidate)
{
	if (match_guesses(candidate))
		return ADMIT_OWN_TICKET;
	return admit_judge(&(struct admit_facts){
		.proven = candidate->proven,
		.participant = standing_participant(planner,
						    candidate->ticket),
		.held = candidate->held,
		.colleague = standing_colleague(planner, candidate->ticket),
		.auth = planner->facts->gist->auth.verdict,
	});
}

/* Does nobody but the author take part in it, by whatever address of his? */
static bool is_of_author_alone(const struct planner *planner,
			       const struct known_ticket *ticket)
{
	const struct known_address *known = planner->known;

	for (size_t i = 0; i < ticket->participants.count; i++) {
		const char *address = ticket->participants.at[i];

		if (strcmp(address, planner->author) != 0 &&
		    (known == NULL ||
		     strings_find(&known->also, address) == NULL))
			return false;
	}
	return ticket->participants.count > 0;
}

/* May this mail make a ticket one with others?  Message-IDs have to say that
 * they hang together, or of a proven sender the conversation with its subject:
 * nothing is built on a guess.  One that was closed stays as it is.  Of a
 * sender who was proven once, nobody who is not proven makes anything one. */
static bool may_unite(const struct planner *planner,
		      const struct match_candidate *candidate)
{
	const struct known_ticket *ticket = candidate->ticket;
	bool proven = planner->facts->gist->auth.verdict == AUTH_PASS;

	return ((candidate->cited && candidate->linked) ||
		(candidate->topic && proven)) &&
	       ticket->ticket.state != TICKET_CLOSED &&
	       is_of_author_alone(planner, ticket) &&
	       (proven || !ticket->verified);
}

static bool is_apart(const struct planner *planner,
		     const struct match_candidate *candidate)
{
	for (size_t i = 0; i < planner->united_count; i++)
		if (history_related(planner->history, candidate->ticket,
				    planner->united[i]->ticket,
				    RELATION_APART))
			return true;
	return false;
}

/* All tickets of the author that the mail connects, the chosen one first. */
static void unite(struct planner *planner,
		  const struct match_candidate *chosen)
{
	const struct match *match = &planner->match;

	planner->united_count = 0;
	planner->united[planner->united_count++] = chosen;
	if (!may_unite(planner, chosen))
		return;
	for (size_t i = 0; i < match->count; i++) {
		const struct match_candidate *other = &match->candidates[i];

		if (other != chosen &&
		    admit_joins(join_admit(planner, other)) &&
		    may_unite(planner, other) && !is_apart(planner, other))
			planner->united[planner->united_count++] = other;
	}
}

static bool is_united(const struct planner *planner,
		      const struct match_candidate *candidate)
{
	for (size_t i = 0; i < planner->united_count; i++)
		if (planner->united[i] == candidate)
			return true;
	return false;
}

/* Is there another ticket that the mail could join just as well? */
static bool is_ambiguous(const struct planner *planner,
			 const struct match_candidate *chosen)
{
	const struct match *match = &planner->match;

	for (size_t i = 0; i < match->count; i++)
		if (match->candidates[i].score == chosen->score &&
		    !is_united(planner, &match->candidates[i]) &&
		    !match_leaves(&match->candidates[i]) &&
		    admit_joins(join_admit(planner, &match->candidates[i])))
			return true;
	return false;
}

/* The younger ones go into the oldest: it comes first. */
static void put_oldest_first(struct planner *planner)
{
	const struct match_candidate **all = planner->united;

	for (size_t i = 1; i < planner->united_count; i++) {
		const struct match_candidate *first = all[0];

		if (all[i]->ticket->ticket.number >=
		    first->ticket->ticket.number)
			continue;
		all[0] = all[i];
		all[i] = first;
	}
}

/* The best that lets the author in; what he leaves with a new subject is its
 * parent. */
static const struct match_candidate *choose(struct planner *planner)
{
	const struct match *match = &planner->match;

	for (size_t i = 0; i < match->count; i++) {
		const struct match_candidate *candidate = &match->candidates[i];

		if (!admit_joins(join_admit(planner, candidate)))
			continue;
		if (!match_leaves(candidate))
			return candidate;
		if (planner->parent == NULL)
			planner->parent = candidate;
	}
	return NULL;
}

void join_find(struct planner *planner)
{
	const struct match_source mail = {
		.message = planner->facts->message,
		.gist = planner->facts->gist,
		.author = planner->author,
	};
	const struct match_candidate *best, *chosen;

	planner->match = match_mail(planner->arena, &mail,
				    planner->decider->desk, planner->history);
	planner->admit = ADMIT_OWN_TICKET;
	best = planner->match.winner;
	/* What we signed names one ticket: there he is held or let in. */
	if (best != NULL && join_admit(planner, best) == ADMIT_PENDING) {
		planner->admit = ADMIT_PENDING;
		return;
	}
	chosen = choose(planner);
	if (chosen == NULL) {
		if (planner->parent != NULL)
			planner->match.winner = planner->parent;
		return;
	}
	unite(planner, chosen);
	if (is_ambiguous(planner, chosen)) {
		planner->match.winner = NULL;
		planner->united_count = 0;
		return;
	}
	planner->admit = join_admit(planner, chosen);
	put_oldest_first(planner);
	planner->match.winner = planner->united[0];
}
