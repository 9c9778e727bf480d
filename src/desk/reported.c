/* reported.c - what mail servers report of the mail that we sent. */

#include "desk/stage_join.h"

#include "base/text.h"

/* Mails to an address that failed softly, with no word from it between. */
enum { SOFT_MOST = 5 };

/* By the signed Message-ID, which only those know who got that mail.  Enough
 * for a complaint, which harms nobody but who makes it. */
static struct known_outbox *complained_of(const struct planner *planner)
{
	const struct report *report = planner->facts->gist->report;
	struct token token;

	if (!complaint_is(report) || report->original_message_id == NULL ||
	    !token_read_id(report->original_message_id, &token) ||
	    !token_verify(&token, &planner->decider->desk->ring,
			  planner->history->now))
		return NULL;
	return history_outbox(planner->history, token.item);
}

/* The mail of ours that a report proves to be about: by our signed return
 * path.  An unsigned claim proves nothing. */
static struct known_outbox *reported(const struct planner *planner)
{
	const struct token_claims *claims = &planner->facts->gist->tokens;
	const struct token_ring *ring = &planner->decider->desk->ring;

	for (size_t i = 0; i < claims->count; i++) {
		const struct token *token = &claims->at[i].token;
		struct known_outbox *outbox;

		if (token->role != TOKEN_RETURN ||
		    claims->at[i].place != TOKEN_IN_ADDRESS ||
		    !token_verify(token, ring, planner->history->now))
			continue;
		outbox = history_outbox(planner->history, token->item);
		if (outbox != NULL)
			return outbox;
	}
	return NULL;
}

/* What it says of our recipient, the gravest first; "other" where it says
 * nothing of the kind.  A report on several speaks of the one it names. */
static const char *said_of(const struct bounce *bounce, const char *recipient)
{
	static const char *const classes[] = { "hard", "soft", "delayed" };

	for (size_t k = 0; k < sizeof(classes) / sizeof(classes[0]); k++)
		for (size_t i = 0; i < bounce->count; i++) {
			const struct bounce_recipient *about =
				&bounce->recipients[i];

			if (about->class != NULL &&
			    strcmp(about->class, classes[k]) == 0 &&
			    (bounce->count == 1 ||
			     text_same(about->address, recipient)))
				return classes[k];
		}
	return "other";
}

/* A failure counts once for each mail; a delay is none.  An address that has
 * failed softly so often is taken for one that does not work. */
static void mark_bounced(struct planner *planner,
			 const struct known_outbox *outbox, const char *said)
{
	const bool soft = strcmp(said, "soft") == 0;

	if (outbox->bounced || (!soft && strcmp(said, "hard") != 0))
		return;
	planner->plan.bounced_outbox = outbox->id;
	planner->plan.bounced_hard = !soft ||
				     outbox->soft + 1 >= SOFT_MOST;
}

/* For the trace: the ticket that the report is about, as far as we know, and
 * whether that is proven. */
static void name_ticket(struct planner *planner,
			const struct known_outbox *outbox)
{
	const struct bounce *bounce = planner->facts->gist->bounce;
	const char *id = bounce == NULL || bounce->original_message_id == NULL
		? "" : bounce->original_message_id;
	const struct known_mention *known = history_mention(planner->history,
							    id);
	struct match_candidate *candidate;
	struct known_ticket *ticket = NULL;

	while (known != NULL && (!known->ours || known->ticket == NULL))
		known = known->next;
	if (outbox != NULL)
		ticket = history_ticket(planner->history, outbox->ticket_id);
	else if (known != NULL)
		ticket = history_root(planner->history, known->ticket);
	if (ticket == NULL)
		return;
	candidate = ARENA_NEW(planner->arena, struct match_candidate);
	*candidate = (struct match_candidate){
		.ticket = ticket, .evidence = MATCH_REPORT,
		.score = match_score(MATCH_REPORT),
		.proven = outbox != NULL, .held = true, .cited = true,
		.linked = true, .id = id,
	};
	planner->match.candidates = candidate;
	planner->match.count = 1;
	planner->match.winner = outbox == NULL ? NULL : candidate;
}

/* It has nothing but the id of a mail of ours (or the one that a relay put for
 * it), which everybody knows who got that mail: agents see it in the ticket,
 * and no address counts as bounced. */
static void note_unsigned(struct planner *planner)
{
	if (planner->match.count == 0 || planner->match.winner != NULL)
		return;
	planner->plan.how = "own-message-id";
	planner->plan.ticket_id =
		planner->match.candidates[0].ticket->ticket.id;
	planner_event(planner, EVENT_NOTED, "unsigned-report",
		      planner->author);
}

/* Nobody reads what did not arrive: somebody must know. */
static void tell_agents(struct planner *planner)
{
	const struct known_ticket *ticket = history_ticket(
		planner->history, planner->plan.ticket_id);

	if (ticket != NULL && planner->plan.bounced_hard)
		alert_agents(planner, &ticket->ticket,
			     NOTIFICATION_UNDELIVERED, "hard");
}

static bool is_complaint(struct planner *planner,
			 const struct known_outbox *returned)
{
	const struct gist *gist = planner->facts->gist;
	const struct known_outbox *outbox = returned != NULL ? returned :
					    complained_of(planner);

	if (outbox == NULL || !complaint_is(gist->report))
		return false;
	name_ticket(planner, outbox);
	planner_end(planner, DISPOSITION_NOTED, returned != NULL ?
		    "return-path" : "own-message-id", gist->origin.word);
	complaint_plan(planner, outbox);
	return true;
}

/* Reports never open a ticket; those about our mail are kept with it. */
bool reported_about_us(struct planner *planner)
{
	const struct gist *gist = planner->facts->gist;
	struct known_outbox *outbox;
	const char *said;

	if (gist->origin.kind != ORIGIN_BOUNCE &&
	    gist->origin.kind != ORIGIN_REPORT)
		return false;
	outbox = reported(planner);
	if (is_complaint(planner, outbox))
		return true;
	name_ticket(planner, outbox);
	if (outbox == NULL || gist->bounce == NULL) {
		planner_end(planner, DISPOSITION_NOTED, "none",
			    gist->origin.word);
		note_unsigned(planner);
		return true;
	}
	planner_end(planner, DISPOSITION_BOUNCE, "return-path",
		    gist->origin.word);
	planner->plan.ticket_id = planner_whole(planner, outbox->ticket_id);
	said = said_of(gist->bounce, outbox->recipient);
	mark_bounced(planner, outbox, said);
	tell_agents(planner);
	if (outbox->ticket_id != 0)
		planner_event(planner, EVENT_BOUNCED, said, outbox->recipient);
	return true;
}
