/* decide.c - one mail, the past, and what shall be done. */

#include "desk/decide.h"

#include "base/text.h"
#include "desk/planner.h"

#include <inttypes.h>

/* A mail with more hops than this is going round; it is kept, out of sight. */
enum { MOST_HOPS = 100 };

/* Was this mail here before?  The same bytes (another UIDVALIDITY, a restored
 * mailbox), or the same content under the same Message-ID (a list and direct,
 * two of our addresses).  A different mail under a known id is its own. */
static bool seen_before(struct planner *planner)
{
	const struct message *message = planner->facts->message;
	const struct known_mail *earlier;
	const char *how = "same-bytes";

	earlier = history_same_bytes(planner->history, planner->facts->sha256);
	if (earlier == NULL && message->message_id[0] != '\0') {
		earlier = history_same_id(planner->history,
					  message->message_id);
		how = "same-message";
		if (earlier != NULL && memcmp(earlier->content,
					      planner->plan.content, 32) != 0)
			earlier = NULL;
	}
	if (earlier == NULL || earlier->id == planner->facts->mail_id)
		return false;
	planner_end(planner, DISPOSITION_DUPLICATE, how, "seen-before");
	planner->plan.ticket_id = earlier->ticket_id;
	if (earlier->ticket_id != 0)
		planner_event(planner, EVENT_DUPLICATE, how,
			      arena_printf(planner->arena, "mail %" PRId64,
					   earlier->id));
	return true;
}

/* A mail by which the operator looks whether mail arrives here.  No row knows
 * it: its Message-ID itself is the proof. */
static bool is_probe(const struct planner *planner)
{
	const char *id = planner->facts->message->message_id;
	const char *left = arena_strndup(planner->arena, id, strcspn(id, "@"));
	struct token token;

	return token_read(left, &token) && token.role == TOKEN_PROBE &&
	       token_verify(&token, &planner->decider->desk->ring,
			    planner->history->now);
}

/* Our own mail that found its way back, by a list or a forwarding. */
static bool is_our_own(struct planner *planner)
{
	const char *id = planner->facts->message->message_id;
	const struct known_mention *known =
		id[0] == '\0' ? NULL : history_mention(planner->history, id);

	while (known != NULL && !known->ours)
		known = known->next;
	if (known == NULL && !is_probe(planner))
		return false;
	planner_end(planner, DISPOSITION_NOTED, "own-message-id",
		    "our-own-mail");
	return true;
}

/* The mail of ours that a report proves to be about: by our signed return
 * path, or our signed Message-ID.  An unsigned claim proves nothing. */
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

/* Reports never open a ticket; those about our mail are kept with it. */
static bool is_report(struct planner *planner)
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

static bool is_participant(const struct known_ticket *ticket,
			   const char *author)
{
	for (size_t i = 0; i < ticket->participants.count; i++)
		if (text_same(ticket->participants.at[i], author))
			return true;
	return false;
}

static void find_ticket(struct planner *planner)
{
	const struct decide_facts *facts = planner->facts;
	const struct match_candidate *winner;

	planner->match = match_mail(planner->arena, facts->message,
				    facts->gist, &planner->decider->desk->ring,
				    planner->history);
	planner->admit = ADMIT_OWN_TICKET;
	winner = planner->match.winner;
	if (winner == NULL)
		return;
	planner->admit = admit_judge(&(struct admit_facts){
		.proven = winner->proven,
		.participant = planner->author[0] != '\0' &&
			       is_participant(winner->ticket, planner->author),
		.held = winner->held,
		.auth = facts->gist->auth.verdict,
	});
}

static void classify(struct planner *planner, const struct known_ticket *ticket)
{
	struct judgement *judgement = &planner->judgement;
	const char **names;

	*judgement = classify_ticket(planner->arena, planner->decider->rules,
				     planner->facts->mail_class,
				     planner->decider->desk, ticket);
	names = ARENA_ARRAY(planner->arena, const char *,
			    judgement->reason_count);
	for (size_t i = 0; i < judgement->reason_count; i++)
		names[i] = judgement->reasons[i].rule;
	planner->plan.rules = (struct strings){ names,
						judgement->reason_count };
}

/* Held where only agents see it: no change of the ticket, nothing goes out,
 * the stranger is not added. */
static void hold(struct planner *planner)
{
	const struct match_candidate *winner = planner->match.winner;

	planner_end(planner, DISPOSITION_PENDING_JOIN,
		    match_word(winner->evidence),
		    planner->facts->gist->auth.verdict == AUTH_FAIL
			    ? "authentication-failed" : "not-a-participant");
	planner->plan.ticket_id = winner->ticket->ticket.id;
	planner_receive(planner, MESSAGE_NOTE);
	planner_event(planner, EVENT_PENDING_JOIN, planner->plan.reason,
		      planner->author);
}

static bool is_person(const struct planner *planner)
{
	return planner->facts->gist->origin.kind == ORIGIN_PERSON;
}

static void raise_urgency(struct planner *planner)
{
	const struct judgement *judgement = &planner->judgement;
	struct ticket *ticket = &planner->ticket;

	if (judgement->score <= ticket->score)
		return;
	ticket->score = judgement->score;
	if (judgement->urgency <= ticket->urgency)
		return;
	ticket->urgency = judgement->urgency;
	planner_event(planner, EVENT_CLASSIFIED, urgency_word(ticket->urgency),
		      "follow-up");
}

static void join(struct planner *planner)
{
	const struct match_candidate *winner = planner->match.winner;
	struct ticket *ticket = &planner->ticket;

	planner_end(planner, DISPOSITION_JOINED, match_word(winner->evidence),
		    admit_word(planner->admit));
	*ticket = winner->ticket->ticket;
	planner->plan.ticket_id = ticket->id;
	planner->plan.ticket = ticket;
	ticket->updated = planner->history->now;
	planner_contact(planner);
	planner_receive(planner, MESSAGE_IN);
	planner_event(planner, EVENT_RECEIVED, planner->plan.how,
		      admit_word(planner->admit));
	/* Automatic mail never changes a ticket's state. */
	if (!is_person(planner))
		return;
	classify(planner, winner->ticket);
	raise_urgency(planner);
	if (ticket->state == TICKET_CLOSED || ticket->state == TICKET_PENDING) {
		ticket->state = TICKET_OPEN;
		planner_event(planner, EVENT_REOPENED, "customer-wrote", "");
	}
}

static void open_ticket(struct planner *planner)
{
	const struct judgement *judgement = &planner->judgement;
	const struct match *match = &planner->match;
	struct ticket *ticket = &planner->ticket;
	struct plan *plan = &planner->plan;

	planner_end(planner, DISPOSITION_TICKETED, "new",
		    match->count > 0 ? "related" : "first-mail");
	*ticket = (struct ticket){
		.id = history_take_id(planner->history),
		.number = planner->history->next_number,
		.state = TICKET_NEW,
		.subject = planner->facts->message->subject,
		.urgency = judgement->urgency,
		.score = judgement->score,
		.queue = judgement->queue,
		.tier = judgement->tier,
		.tags = judgement->tags,
		.requester = planner_contact(planner),
		.requester_address = planner->author,
		.language = plan->language,
		.created = planner->history->now,
		.updated = planner->history->now,
	};
	plan->new_ticket = true;
	plan->ticket = ticket;
	plan->ticket_id = ticket->id;
	if (planner->author[0] != '\0')
		plan->participant = planner->author;
	planner_receive(planner, MESSAGE_IN);
	planner_event(planner, EVENT_CREATED, plan->reason, "");
	planner_event(planner, EVENT_CLASSIFIED, urgency_word(ticket->urgency),
		      judgement->reason_count > 0
			      ? judgement->reasons[0].rule : "");
	if (match->count > 0) {
		plan->related_ticket = match->candidates[0].ticket->ticket.id;
		planner_event(planner, EVENT_RELATED,
			      match_word(match->candidates[0].evidence), "");
	}
	answer_plan(planner);
}

/* What would open a ticket but shall not: it stays in the ledger, where
 * `postdesk mail release` lets it out. */
static bool is_kept_out(struct planner *planner)
{
	const struct judgement *judgement = &planner->judgement;
	enum origin_kind origin = planner->facts->gist->origin.kind;

	if (planner->facts->released)
		return false;
	if (planner->facts->message->received_fields > MOST_HOPS) {
		planner_end(planner, DISPOSITION_QUARANTINED, "none",
			    "too-many-hops");
		return true;
	}
	if (origin == ORIGIN_RESPONDER) {
		planner_end(planner, DISPOSITION_NOTED, "none",
			    planner->facts->gist->origin.word);
		return true;
	}
	if (judgement->verdict == RULE_KEEP)
		return false;
	planner_end(planner, judgement->verdict == RULE_DROP
			    ? DISPOSITION_DROPPED : DISPOSITION_QUARANTINED,
		    "rule", judgement->verdict_rule);
	return true;
}

void decide_conclude(struct planner *planner)
{
	switch (planner->admit) {
	case ADMIT_JOIN:
	case ADMIT_UNVERIFIED:
		join(planner);
		answer_plan(planner);
		return;
	case ADMIT_PENDING:
		hold(planner);
		return;
	case ADMIT_OWN_TICKET:
		classify(planner, NULL);
		if (!is_kept_out(planner))
			open_ticket(planner);
		return;
	}
}

static void decide(struct planner *planner)
{
	if (seen_before(planner) || is_our_own(planner) || is_report(planner))
		return;
	find_ticket(planner);
	decide_conclude(planner);
}

struct plan decide_mail(struct arena *arena, const struct decider *decider,
			const struct decide_facts *facts,
			struct history *history)
{
	struct planner *planner = planner_new(arena, decider, facts, history);

	decide(planner);
	/* A person who was proven ends the silence that unanswered automatic
	 * mail brings; a peer that answers our answers does not. */
	planner->plan.by_person = is_person(planner) &&
		facts->gist->auth.verdict == AUTH_PASS &&
		!planner->match.answers_automatic;
	planner->plan.trace = trace_render(planner);
	return planner->plan;
}
