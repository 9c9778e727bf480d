/* relay.c - compose an agent's answer, look it through, and queue it. */

#include "desk/relay.h"

#include "base/buffer.h"
#include "base/text.h"
#include "desk/carry.h"
#include "desk/cite.h"
#include "desk/leak.h"
#include "desk/planner.h"
#include "desk/team.h"
#include "mail/compose.h"
#include "mail/prefix.h"
#include "mail/safe.h"
#include "mail/subject.h"
#include "mail/token.h"
#include "mail/verbatim.h"

#include <inttypes.h>

/* Of the customer's words that are quoted below an answer. */
enum { QUOTE_LINES = 20, QUOTE_BYTES = 2000 };

const char *relay_word(enum relay_verdict verdict)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		RELAY_VERDICTS(ROW)
#undef ROW
	};

	return words[verdict];
}

const char *relay_reason(enum relay_verdict verdict)
{
	static const char *const reasons[] = {
		[RELAY_QUEUED] = "The answer leaves as soon as its time for "
			"undoing is over.",
		[RELAY_NOTHING] = "There are no words for the customer.",
		[RELAY_NOBODY] = "Nobody takes part in the ticket to whom it "
			"could be sent.",
		[RELAY_TOO_MANY] = "More people take part in the ticket than "
			"one answer may go to.",
		[RELAY_TOO_BIG] = "What is attached is larger than the desk "
			"sends.",
		[RELAY_AGENT_ADDRESS] = "It holds the mail address of an "
			"agent, which customers do not see.",
		[RELAY_TOKEN] = "It holds a signed address of the desk, which "
			"no customer may have.",
		[RELAY_MARKER] = "It holds part of a notification.",
		[RELAY_NOTE] = "It repeats an internal note (#insist sends it "
			"all the same).",
		[RELAY_REFUSED] = "An address or header in it cannot be sent.",
	};

	return reasons[verdict];
}

/* One answer on its way. */
struct letter_out {
	struct planner *planner;
	const struct known_ticket *ticket;
	const struct relay *relay;
	struct strings to;	/* everybody, the requester first */
	int64_t id;		/* of the first row in the outbox */
	const char *token;	/* for what customers answer */
	struct enclosures files;
};

/* --- to whom --- */

static bool is_reachable(const struct letter_out *out, const char *address)
{
	const struct desk *desk = out->planner->decider->desk;
	const struct agent *agent = out->relay->agent;
	bool utf8;

	return safe_address(address, &utf8) &&
	       !origin_is_ours(address, &desk->gist.ours) &&
	       (agent == NULL || !text_same(agent->address, address));
}

/* With a local part beyond ASCII in them the same bytes would need SMTPUTF8 on
 * the way to everybody: such an address is answered alone or not at all. */
static size_t plain_only(const struct letter_out *out, const char **to,
			 size_t count)
{
	size_t kept = 0;
	bool utf8;

	for (size_t i = 0; i < count; i++) {
		const char *plain = safe_ascii(out->planner->arena, to[i]);

		if (count == 1 || (safe_address(plain, &utf8) && !utf8))
			to[kept++] = plain;
	}
	return kept;
}

static void address_all(struct letter_out *out)
{
	const struct known_ticket *ticket = out->ticket;
	const char *first = ticket->ticket.requester_address;
	const struct strings *all = &ticket->participants;
	const char **to = ARENA_ARRAY(out->planner->arena, const char *,
				      all->count + 1);
	size_t count = 0;

	if (first != NULL && first[0] != '\0' && is_reachable(out, first) &&
	    (all->count == 0 || strings_find(all, first) != NULL))
		to[count++] = first;
	for (size_t i = 0; i < all->count; i++)
		if ((first == NULL || !text_same(all->at[i], first)) &&
		    is_reachable(out, all->at[i]))
			to[count++] = all->at[i];
	out->to = (struct strings){ to, plain_only(out, to, count) };
}

/* --- what --- */

/* What a customer wrote into a subject or a line may name an agent, or look
 * like an address of ours: it is left out, and stops no answer. */
static bool may_leave(const struct letter_out *out, const char *text,
		      size_t size)
{
	const struct leak_look look = {
		.desk = out->planner->decider->desk,
		.ticket = out->ticket,
		.allowed = out->token,
	};

	return leak_find(&look, text, size) == LEAK_NONE;
}

/* Text with "{agent}" and "{desk}" in it. */
static const char *name_of(struct arena *arena, const struct desk *desk,
			   const struct agent *agent)
{
	const char *p = desk->relay.name == NULL ? "{desk}"
						 : desk->relay.name;
	struct buffer out = { .arena = arena };

	if (agent == NULL)
		return desk->display_name;
	while (*p != '\0') {
		if (text_starts(p, "{agent}")) {
			buffer_text(&out, agent->name);
			p += strlen("{agent}");
		} else if (text_starts(p, "{desk}")) {
			buffer_text(&out, desk->display_name);
			p += strlen("{desk}");
		} else {
			buffer_char(&out, *p++);
		}
	}
	return buffer_string(&out);
}

/* The subject of the ticket, once with its number and once with "Re:". */
static const char *subject_of(const struct letter_out *letter)
{
	struct arena *arena = letter->planner->arena;
	const struct known_ticket *ticket = letter->ticket;
	const char *subject = ticket->ticket.subject;
	const char *tag = arena_printf(arena, "[#%" PRId64 "]",
				       ticket->ticket.number);
	const char *rest;

	while (prefix_read(arena, subject, &rest) != PREFIX_NONE)
		subject = rest;
	if (!may_leave(letter, subject, strlen(subject)))
		subject = "";
	if (strstr(subject, tag) != NULL)
		tag = "";
	return arena_printf(arena, "%s%s%s%s",
			    ticket->last == NULL ? "" : "Re: ", tag,
			    tag[0] == '\0' || subject[0] == '\0' ? "" : " ",
			    subject);
}

/* The last words of the customer, so that he sees what is answered; unless
 * the agent quoted them herself.  What must not leave is left out. */
static void quote_last(struct buffer *out, const struct letter_out *letter)
{
	const struct known_ticket *ticket = letter->ticket;
	const char *text = NULL, *said = letter->relay->text;
	size_t lines = 0, bytes = 0;

	for (size_t i = 0; i < ticket->said_count && text == NULL; i++)
		if (ticket->said[i].direction == MESSAGE_IN)
			text = ticket->said[i].visible;
	if (text == NULL || said[0] == '>' || strstr(said, "\n>") != NULL)
		return;
	buffer_char(out, '\n');
	while (*text != '\0') {
		size_t size = strcspn(text, "\n");

		if (lines++ == QUOTE_LINES || (bytes += size) > QUOTE_BYTES) {
			buffer_text(out, "> [\u2026]\n");
			return;
		}
		if (may_leave(letter, text, size))
			buffer_printf(out, "> %.*s\n", (int)size, text);
		text += size + (text[size] == '\n');
	}
}

/* The agent's words, without lines that she quotes and that may not leave. */
static const char *words_of(const struct letter_out *letter)
{
	const char *text = letter->relay->text;
	struct buffer out = { .arena = letter->planner->arena };

	while (*text != '\0') {
		size_t size = strcspn(text, "\n");

		if (text[0] != '>' || may_leave(letter, text, size))
			buffer_printf(&out, "%.*s\n", (int)size, text);
		text += size + (text[size] == '\n');
	}
	return buffer_string(&out);
}

static struct strings references_of(const struct letter_out *letter,
				    const struct strings *ids)
{
	const char **at = ARENA_ARRAY(letter->planner->arena, const char *,
				      ids->count + 1);
	size_t count = 0;

	for (size_t i = 0; i < ids->count; i++)
		if (may_leave(letter, ids->at[i], strlen(ids->at[i])))
			at[count++] = ids->at[i];
	return (struct strings){ at, count };
}

static const char *markdown_of(const struct letter_out *letter)
{
	struct arena *arena = letter->planner->arena;
	const struct desk *desk = letter->planner->decider->desk;
	const char *signature = desk->relay.signature;
	struct buffer quote = { .arena = arena };
	struct buffer out = { .arena = arena };

	quote_last(&quote, letter);
	buffer_text(&out, verbatim_markdown(arena, words_of(letter)));
	if (signature != NULL && signature[0] != '\0')
		buffer_printf(&out, "\n%s\n", signature);
	if (!desk->address_tokens)
		buffer_printf(&out, "\n\\[%s\\]\n", letter->token);
	buffer_printf(&out, "\n%s", verbatim_markdown(
			arena, buffer_string(&quote)));
	return buffer_string(&out);
}

static struct draft draft_of(const struct letter_out *letter)
{
	struct planner *planner = letter->planner;
	const struct desk *desk = planner->decider->desk;
	const struct known_ticket *ticket = letter->ticket;
	const struct message *last = ticket->last;
	struct cites cites = { .in_reply_to = "", .thread_topic = NULL };

	if (last != NULL)
		cites = cite_mail(planner->arena, last, last->message_id,
				  false, planner->history->now,
				  (unsigned)letter->id);
	return (struct draft){
		.from = { name_of(planner->arena, desk, letter->relay->agent),
			  desk->address },
		.to = { "", letter->to.at[0] },
		.cc = { letter->to.at + 1, letter->to.count - 1 },
		.reply_to = !desk->address_tokens ? desk->address :
			token_address(planner->arena, desk->token_address,
				      letter->token),
		.message_id = token_message_id(planner->arena, &desk->ring,
			ticket->ticket.number, letter->id,
			desk->address + strcspn(desk->address, "@") + 1),
		.in_reply_to = may_leave(letter, cites.in_reply_to,
					 strlen(cites.in_reply_to))
			? cites.in_reply_to : "",
		.references = references_of(letter, &cites.references),
		.thread_topic = cites.thread_topic != NULL &&
				may_leave(letter, cites.thread_topic,
					  strlen(cites.thread_topic))
			? cites.thread_topic : NULL,
		.thread_index = cites.thread_index,
		.subject = subject_of(letter),
		.date = planner->history->now,
		.language = ticket->ticket.language == NULL ||
			    ticket->ticket.language[0] == '\0'
			? desk->language : ticket->ticket.language,
		.markdown = markdown_of(letter),
		.automatic = DRAFT_HUMAN,
		.files = letter->files,
	};
}

/* --- may it leave --- */

static enum relay_verdict verdict_of(enum leak leak)
{
	static const enum relay_verdict verdicts[] = {
		[LEAK_NONE] = RELAY_QUEUED,
		[LEAK_AGENT_ADDRESS] = RELAY_AGENT_ADDRESS,
		[LEAK_TOKEN] = RELAY_TOKEN,
		[LEAK_MARKER] = RELAY_MARKER,
		[LEAK_NOTE] = RELAY_NOTE,
	};

	return verdicts[leak];
}

/* The mail as it will leave, its words decoded, and each file. */
static enum relay_verdict look_through(const struct letter_out *letter,
				       const struct draft *draft,
				       const struct composed *mail)
{
	const struct leak_look words = {
		.desk = letter->planner->decider->desk,
		.ticket = letter->ticket,
		.allowed = letter->token,
		.notes = !letter->relay->insist,
	};
	struct leak_look other = words;
	enum leak leak;

	other.notes = false;
	leak = leak_find(&words, mail->text, strlen(mail->text));
	if (leak == LEAK_NONE)
		leak = leak_find(&other, mail->html, strlen(mail->html));
	if (leak == LEAK_NONE)
		leak = leak_find(&other, draft->subject,
				 strlen(draft->subject));
	for (size_t i = 0; leak == LEAK_NONE && i < draft->files.count; i++) {
		const struct enclosure *file = &draft->files.at[i];

		leak = leak_find(&other, file->name, strlen(file->name));
		if (leak == LEAK_NONE)
			leak = leak_find(&other, file->bytes, file->size);
	}
	other.header = true;
	if (leak == LEAK_NONE)
		leak = leak_find(&other, mail->bytes, mail->size);
	return verdict_of(leak);
}

/* --- into the plan --- */

static void queue_one(const struct letter_out *letter,
		      const struct plan_outgoing *mail, size_t i)
{
	struct planner *planner = letter->planner;
	struct plan_outgoing *row =
		&planner->outgoing[planner->plan.outgoing_count++];

	*row = *mail;
	if (i > 0)
		row->id = history_take_id(planner->history);
	row->dedupe_key = arena_printf(planner->arena,
				       "relay/%" PRId64 "/%s", letter->id,
				       letter->to.at[i]);
	row->mail_from = answer_return_path(planner, row->id);
	row->rcpt_to = letter->to.at[i];
}

static void tell_ticket(const struct letter_out *letter,
			const struct draft *draft,
			const struct composed *mail, int64_t row)
{
	struct planner *planner = letter->planner;
	const int64_t ticket_id = letter->ticket->ticket.id;
	const struct agent *agent = letter->relay->agent;

	planner->messages[planner->plan.message_count++] =
		(struct plan_message){
			.id = row,
			.ticket_id = ticket_id,
			.direction = MESSAGE_OUT,
			.message_id = draft->message_id,
			.from_address = draft->from.address,
			.from_name = draft->from.name,
			.subject = draft->subject,
			.text = mail->text,
			.visible = letter->relay->text,
			.language = draft->language,
		};
	planner_mention(planner, &(struct plan_mention){
		.message_id = draft->message_id,
		.ticket_id = ticket_id,
		.ours = true,
		.branch = subject_base(planner->arena, draft->subject),
	});
	planner_event_in(planner, ticket_id, EVENT_RELAYED, "by-agent",
			 agent == NULL ? "" : agent->address);
}

static void queue_all(const struct letter_out *letter,
		      const struct draft *draft, const struct composed *mail)
{
	struct planner *planner = letter->planner;
	const usec_t undo = planner->decider->desk->relay.undo;
	const usec_t now = planner->history->now;
	const struct plan_outgoing row = {
		.id = letter->id,
		.body_id = history_take_id(planner->history),
		.ticket_id = letter->ticket->ticket.id,
		.message_row = history_take_id(planner->history),
		.class = OUTGOING_AGENT,
		.template = "relay",
		.language = draft->language,
		.because = "by-agent",
		.message_id = draft->message_id,
		.subject = draft->subject,
		.text = mail->text,
		.bytes = mail->bytes,
		.size = mail->size,
		.due = now + undo,
		.hold_until = undo == 0 ? 0 : now + undo,
	};

	for (size_t i = 0; i < letter->to.count; i++)
		queue_one(letter, &row, i);
	tell_ticket(letter, draft, mail, row.message_row);
}

enum relay_verdict relay_plan(struct planner *planner,
			      struct known_ticket *ticket,
			      const struct relay *relay)
{
	const struct desk *desk = planner->decider->desk;
	struct letter_out letter = {
		.planner = planner, .ticket = ticket,
	};
	struct relay own = *relay;
	enum relay_verdict verdict;
	struct composed mail;
	struct draft draft;
	struct err err;

	if (relay->agent != NULL)
		own.text = relay_unsigned(planner->arena, relay->text,
					  relay->agent->name,
					  relay->agent->address);
	letter.relay = relay = &own;
	if (!carry_files(planner->arena, relay->source, relay->text,
			 desk->relay.limit, &letter.files))
		return RELAY_TOO_BIG;
	if (relay->text[0] == '\0' && letter.files.count == 0)
		return RELAY_NOTHING;
	address_all(&letter);
	if (letter.to.count == 0)
		return RELAY_NOBODY;
	if (letter.to.count > RELAY_RECIPIENTS)
		return RELAY_TOO_MANY;
	if (planner->rehearsal)
		return RELAY_QUEUED;
	letter.id = history_take_id(planner->history);
	letter.token = token_sign(planner->arena, &desk->ring, TOKEN_REPLY,
				  ticket->ticket.number, 0);
	draft = draft_of(&letter);
	if (!compose_message(planner->arena, &draft, &mail, &err))
		return RELAY_REFUSED;
	verdict = look_through(&letter, &draft, &mail);
	if (verdict == RELAY_QUEUED)
		queue_all(&letter, &draft, &mail);
	return verdict;
}
