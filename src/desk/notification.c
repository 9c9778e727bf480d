/* notification.c - one mail for one ticket, or one digest of many. */

#include "desk/notification.h"

#include "base/text.h"
#include "desk/leak.h"
#include "desk/notification_text.h"
#include "desk/proof.h"
#include "desk/team.h"
#include "mail/compose.h"
#include "mail/token.h"

#include <inttypes.h>

/* Of the customer's words, in a digest. */
enum { FIRST_WORDS = 300 };

struct teller {
	struct arena *arena;
	const struct notification_facts *facts;
	struct plan *plan;
	struct plan_outgoing *outgoing;
	struct plan_mention *mentions;
	struct plan_event *events;
};

bool notification_is_digest(const struct notification_facts *facts)
{
	const size_t tickets = facts->ticket_count + facts->more;
	bool waited = false;

	if (tickets < 2)
		return false;
	for (size_t i = 0; i < facts->cause_count; i++)
		waited |= facts->now - facts->causes[i].created >
			  NOTIFICATION_WAITED;
	return tickets > NOTIFICATION_SINGLE || waited ||
	       facts->agent->digest != AGENT_AT_ONCE;
}

static const char *domain_of(const struct desk *desk)
{
	return desk->address + strcspn(desk->address, "@") + 1;
}

static const char *mail_from(const struct teller *teller, int64_t id)
{
	const struct desk *desk = teller->facts->desk;

	if (!desk->address_tokens)
		return desk->address;
	return token_address(teller->arena, desk->token_address,
			     token_sign(teller->arena, &desk->ring,
					TOKEN_RETURN, 0, id));
}

static const char *answer_address(const struct teller *teller,
				  int64_t number)
{
	const struct notification_facts *facts = teller->facts;

	return proof_is_possible(facts->desk)
		? proof_address(teller->arena, facts->desk, facts->agent,
				number, facts->now) : NULL;
}

/* An id that no mail ever had: what cites it is one thread, for each ticket
 * and for ever. */
static struct strings root_of(const struct teller *teller, int64_t number)
{
	const char **root = ARENA_NEW(teller->arena, const char *);

	*root = token_message_id(teller->arena,
				 &teller->facts->desk->ring, number, 0,
				 domain_of(teller->facts->desk));
	return (struct strings){ root, 1 };
}

static struct enclosures files_of(struct arena *arena,
				  const struct notification_ticket *ticket)
{
	struct enclosure *all = ARENA_ARRAY(arena, struct enclosure,
					    ticket->file_count + 1);
	size_t count = 0;

	for (size_t i = 0; i < ticket->file_count; i++)
		if (ticket->files[i].bytes != NULL)
			all[count++] = (struct enclosure){
				ticket->files[i].name, ticket->files[i].type,
				ticket->files[i].bytes,
				ticket->files[i].byte_count,
			};
	return (struct enclosures){ all, count };
}

static struct draft draft_of(const struct teller *teller, int64_t number,
			     int64_t id, const char *subject,
			     const char *text)
{
	const struct notification_facts *facts = teller->facts;
	const struct desk *desk = facts->desk;

	return (struct draft){
		.from = { desk->display_name, desk->address },
		.to = { facts->agent->name, facts->agent->address },
		.reply_to = "",
		.message_id = token_message_id(teller->arena, &desk->ring,
					       number, id, domain_of(desk)),
		.in_reply_to = "",
		.subject = subject,
		.date = facts->now,
		.language = "en",
		.markdown = text,
		.plain_only = true,
		.automatic = DRAFT_GENERATED,
	};
}

/* False: it cannot be sent, and is left out. */
static bool queue(struct teller *teller, const struct draft *draft,
		  const struct ticket *ticket, const char *template,
		  int64_t id)
{
	const struct notification_facts *facts = teller->facts;
	struct plan *plan = teller->plan;
	struct composed mail;
	struct err err;

	if (!compose_message(teller->arena, draft, &mail, &err))
		return false;
	teller->outgoing[plan->outgoing_count++] = (struct plan_outgoing){
		.id = id,
		.body_id = history_take_id(facts->history),
		.ticket_id = ticket == NULL ? 0 : ticket->id,
		.class = OUTGOING_ADMIN,
		.dedupe_key = arena_printf(teller->arena, "agent/%" PRId64,
					   id),
		.template = template,
		.language = draft->language,
		.because = notification_word(facts->causes[0].kind),
		.mail_from = mail_from(teller, id),
		.rcpt_to = draft->to.address,
		.message_id = draft->message_id,
		.subject = draft->subject,
		.text = mail.text,
		.bytes = mail.bytes,
		.size = mail.size,
		.due = facts->now,
	};
	if (ticket != NULL)
		teller->mentions[plan->mention_count++] =
			(struct plan_mention){
				.message_id = draft->message_id,
				.ticket_id = ticket->id,
				.ours = true, .automatic = true,
			};
	return true;
}

static void note(struct teller *teller, const struct ticket *ticket,
		 const char *template)
{
	const struct notification_facts *facts = teller->facts;

	teller->events[teller->plan->event_count++] = (struct plan_event){
		.id = history_take_id(facts->history),
		.ticket_id = ticket->id,
		.kind = EVENT_NOTIFIED,
		.word = template,
		.detail = facts->agent->address,
	};
}

static void tell_one(struct teller *teller,
		     const struct notification_ticket *of)
{
	const struct ticket *ticket = &of->ticket;
	const int64_t id = history_take_id(teller->facts->history);
	const char *answer = answer_address(teller, ticket->number);
	struct draft draft = draft_of(teller, ticket->number, id,
		notification_subject(teller->arena, ticket),
		notification_text(teller->arena, teller->facts, of, answer));

	if (answer != NULL)
		draft.reply_to = answer;
	draft.references = root_of(teller, ticket->number);
	draft.in_reply_to = draft.references.at[0];
	draft.thread_topic = arena_printf(teller->arena, "[#%" PRId64 "] %s",
		ticket->number, notification_line(teller->arena,
						  ticket->subject, 200));
	draft.files = files_of(teller->arena, of);
	if (queue(teller, &draft, ticket, "notification", id))
		note(teller, ticket, "notification");
}

/* --- the digest --- */

static const struct notification_said *
last_words(const struct notification_ticket *ticket)
{
	for (size_t i = 0; i < ticket->said_count; i++)
		if (ticket->said[i].direction == MESSAGE_IN)
			return &ticket->said[i];
	return ticket->said_count == 0 ? NULL : &ticket->said[0];
}

static void put_entry(struct buffer *out, const struct teller *teller,
		      const struct notification_ticket *of)
{
	const struct notification_said *said = last_words(of);
	const char *answer = answer_address(teller, of->ticket.number);

	notification_put_words(out, notification_subject(out->arena,
							 &of->ticket));
	if (said != NULL) {
		buffer_char(out, '\n');
		notification_put_words(out, arena_printf(out->arena,
			"%s %s\n%s\n", notification_line(out->arena,
				said->from_name, 80), said->from_address,
			notification_line(out->arena, said->visible,
					  FIRST_WORDS)));
	}
	if (answer != NULL) {
		buffer_text(out, "\nTo answer: ");
		notification_put_words(out, answer);
	}
	buffer_text(out, "\n---\n\n");
}

static const char *digest_text(const struct teller *teller)
{
	const struct notification_facts *facts = teller->facts;
	struct buffer out = { .arena = teller->arena };

	buffer_printf(&out, "\\#\\#\\- %s \\-\\#\\#\n\n",
		      notification_marker(facts->agent));
	buffer_text(&out, "Do not answer this mail itself: each ticket has an "
		    "address of its own\\.\n\n---\n\n");
	for (size_t i = 0; i < facts->ticket_count; i++)
		put_entry(&out, teller, &facts->tickets[i]);
	if (facts->more > 0)
		buffer_printf(&out, "And %zu more: postdesk tickets\n",
			      facts->more);
	return buffer_string(&out);
}

static size_t count_urgent(const struct notification_facts *facts)
{
	size_t count = 0;

	for (size_t i = 0; i < facts->ticket_count; i++)
		count += facts->tickets[i].ticket.urgency >= URGENCY_HIGH;
	return count;
}

static void tell_all(struct teller *teller)
{
	const struct notification_facts *facts = teller->facts;
	const int64_t id = history_take_id(facts->history);
	const struct draft draft = draft_of(teller, 0, id,
		arena_printf(teller->arena, "%zu tickets, %zu of them urgent",
			     facts->ticket_count + facts->more,
			     count_urgent(facts)), digest_text(teller));

	if (!queue(teller, &draft, NULL, "digest", id))
		return;
	for (size_t i = 0; i < facts->ticket_count; i++)
		note(teller, &facts->tickets[i].ticket, "digest");
}

struct plan notification_plan(struct arena *arena,
			      const struct notification_facts *facts)
{
	const size_t most = facts->ticket_count + 1;
	struct plan plan = {
		.now = facts->now, .author = "", .message_id = "",
		.language = "", .subject = "", .how = "none", .reason = "",
		.origin = "", .answer = "", .trace = "{}",
	};
	struct teller teller = {
		.arena = arena, .facts = facts, .plan = &plan,
		.outgoing = ARENA_ARRAY(arena, struct plan_outgoing, most),
		.mentions = ARENA_ARRAY(arena, struct plan_mention, most),
		.events = ARENA_ARRAY(arena, struct plan_event, most),
	};

	if (facts->ticket_count == 0)
		return plan;
	if (notification_is_digest(facts))
		tell_all(&teller);
	else
		for (size_t i = 0; i < facts->ticket_count; i++)
			tell_one(&teller, &facts->tickets[i]);
	plan.outgoing = teller.outgoing;
	plan.mentions = teller.mentions;
	plan.events = teller.events;
	return plan;
}
