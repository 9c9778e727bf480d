/* rest.c - an answer to a ticket at rest: thanks, wake it, or begin anew. */

#include "desk/stage_join.h"

#include "base/text.h"
#include "mail/prefix.h"

/* Whom a customer may greet, and who may sign. */
static struct strings names_of(const struct planner *planner)
{
	const struct desk *desk = planner->decider->desk;
	const struct mailboxes *from = &planner->facts->message->from;
	const char **at = ARENA_ARRAY(planner->arena, const char *,
				      desk->agent_names.count + 3);
	size_t count = 0;

	at[count++] = desk->display_name;
	at[count++] = arena_strndup(planner->arena, planner->author,
				    strcspn(planner->author, "@"));
	if (from->count > 0)
		at[count++] = from->at[0].name;
	for (size_t i = 0; i < desk->agent_names.count; i++)
		at[count++] = desk->agent_names.at[i];
	return (struct strings){ at, count };
}

/* Who writes a subject of his own has something to say in it. */
static bool has_own_subject(const struct planner *planner,
			    const struct ticket *ticket,
			    const struct strings *names)
{
	const char *subject = planner->facts->message->subject;
	const char *rest;

	return subject[0] != '\0' &&
	       prefix_read(planner->arena, subject, &rest) == PREFIX_NONE &&
	       !text_same(subject, ticket->subject) &&
	       thanks_judge(planner->arena, subject, names) == THANKS_MORE;
}

enum thanks_verdict rest_thanks(const struct planner *planner,
				const char *text)
{
	const struct strings names = names_of(planner);

	return thanks_judge(planner->arena, text, &names);
}

static enum thanks_verdict thanks_of(const struct planner *planner,
				     const struct known_ticket *ticket)
{
	const struct decide_facts *facts = planner->facts;
	const struct strings names = names_of(planner);

	if (facts->unparsed || facts->truncated ||
	    message_has_attachment(facts->message) ||
	    has_own_subject(planner, &ticket->ticket, &names))
		return THANKS_MORE;
	return thanks_judge(planner->arena, planner_visible(planner, ticket),
			    &names);
}

/* What the mail does to this ticket. */
static void judge(struct planner *planner, const struct known_ticket *known)
{
	const struct ticket *ticket = &known->ticket;
	struct reopen_facts facts = {
		.state = ticket->state,
		.closed = ticket->closed,
		.updated = ticket->updated,
		.queue = ticket->queue,
		.person = planner_is_person(planner),
		.now = planner->history->now,
	};

	planner->thanks = THANKS_MORE;
	if (facts.person && (facts.state == TICKET_CLOSED ||
			     facts.state == TICKET_PENDING))
		planner->thanks = thanks_of(planner, known);
	facts.thanks = planner->thanks;
	planner->reopen = reopen_judge(&facts, &planner->decider->desk->reopen);
}

/* The ticket that an earlier answer to the same old one became: it cites what
 * this mail cites, and the author may join it. */
static const struct match_candidate *later(const struct planner *planner)
{
	const struct match *match = &planner->match;
	int64_t number = match->winner->ticket->ticket.number;
	const struct match_candidate *found = NULL;

	for (size_t i = 0; i < match->count; i++) {
		const struct match_candidate *candidate = &match->candidates[i];

		if (candidate->ticket->ticket.number <= number ||
		    match_leaves(candidate) ||
		    !admit_joins(join_admit(planner, candidate)))
			continue;
		number = candidate->ticket->ticket.number;
		found = candidate;
	}
	return found;
}

bool rest_is_over(struct planner *planner)
{
	const struct match_candidate *next;

	/* It was judged when it was decided. */
	if (planner->rehearsal)
		return false;
	judge(planner, planner->match.winner->ticket);
	while (planner->reopen == REOPEN_TOO_LATE &&
	       (next = later(planner)) != NULL) {
		planner->match.winner = next;
		planner->admit = join_admit(planner, next);
		judge(planner, next->ticket);
	}
	return planner->reopen == REOPEN_TOO_LATE;
}

void rest_end(struct planner *planner)
{
	struct ticket *ticket = &planner->ticket;

	if (planner->reopen == REOPEN_THANKS)
		planner_event(planner, EVENT_THANKED,
			      thanks_word(planner->thanks), "");
	if (planner->reopen != REOPEN_WRITES)
		return;
	ticket->state = TICKET_OPEN;
	ticket->closed = ticket->until = 0;
	planner_event(planner, EVENT_REOPENED, reopen_word(planner->reopen),
		      "");
}
