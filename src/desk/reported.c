/* reported.c - what mail servers report of the mail that we sent. */

#include "desk/planner.h"

#include "base/text.h"

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

static bool is_hard(const struct bounce *bounce, const char *recipient)
{
	for (size_t i = 0; bounce != NULL && i < bounce->count; i++) {
		const struct bounce_recipient *about = &bounce->recipients[i];

		if (about->class != NULL && text_same(about->class, "hard") &&
		    (bounce->count == 1 ||
		     text_same(about->address, recipient)))
			return true;
	}
	return false;
}

/* It has nothing but the id of a mail of ours (or the one that a relay put for
 * it), which everybody knows who got that mail: agents see it in the ticket,
 * and no address counts as bounced. */
static void note_unsigned(struct planner *planner)
{
	const struct bounce *bounce = planner->facts->gist->bounce;
	const struct known_mention *known;

	if (bounce == NULL || bounce->original_message_id == NULL)
		return;
	known = history_mention(planner->history, bounce->original_message_id);
	while (known != NULL && (!known->ours || known->ticket == NULL))
		known = known->next;
	if (known == NULL)
		return;
	planner->plan.how = "own-message-id";
	planner->plan.ticket_id = known->ticket->ticket.id;
	planner_event(planner, EVENT_NOTED, "unsigned-report",
		      planner->author);
}

/* Reports never open a ticket; those about our mail are kept with it. */
bool reported_about_us(struct planner *planner)
{
	const struct gist *gist = planner->facts->gist;
	struct known_outbox *outbox;

	if (gist->origin.kind != ORIGIN_BOUNCE &&
	    gist->origin.kind != ORIGIN_REPORT)
		return false;
	outbox = reported(planner);
	if (outbox == NULL || gist->bounce == NULL) {
		planner_end(planner, DISPOSITION_NOTED, "none",
			    gist->origin.word);
		note_unsigned(planner);
		return true;
	}
	planner_end(planner, DISPOSITION_BOUNCE, "return-path",
		    gist->origin.word);
	planner->plan.ticket_id = outbox->ticket_id;
	if (!outbox->bounced) {
		planner->plan.bounced_outbox = outbox->id;
		planner->plan.bounced_hard = is_hard(gist->bounce,
						     outbox->recipient);
	}
	if (outbox->ticket_id != 0)
		planner_event(planner, EVENT_BOUNCED,
			      planner->plan.bounced_hard ? "hard" : "soft",
			      outbox->recipient);
	return true;
}
