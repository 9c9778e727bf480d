/* relay.c - compose an agent's answer, look it through, and queue it. */

#include "desk/relay.h"

#include "base/buffer.h"
#include "base/text.h"
#include "desk/carry.h"
#include "desk/leak.h"
#include "desk/stage_answer.h"
#include "desk/relay_letter.h"
#include "desk/team.h"
#include "mail/subject.h"
#include "mail/token.h"

#include <inttypes.h>

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
		[RELAY_WINMAIL] = "It holds a winmail.dat, in which all that "
			"was quoted may stand: send it as HTML or as plain "
			"text.",
		[RELAY_REFUSED] = "An address or header in it cannot be sent.",
	};

	return reasons[verdict];
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

/* As it is; and if it is UTF-16, as the files of Outlook are, without the zero
 * bytes between the letters. */
static enum leak look_into(struct arena *arena, const struct leak_look *look,
			   const struct enclosure *file)
{
	enum leak leak = leak_find(look, file->name, strlen(file->name));
	struct buffer narrow = { .arena = arena };

	if (leak == LEAK_NONE)
		leak = leak_find(look, file->bytes, file->size);
	if (leak != LEAK_NONE || memchr(file->bytes, '\0', file->size) == NULL)
		return leak;
	for (size_t i = 0; i < file->size; i++)
		if (file->bytes[i] != '\0')
			buffer_char(&narrow, file->bytes[i]);
	return leak_find(look, buffer_string(&narrow), narrow.size);
}

/* The mail as it will leave, its words decoded, and each file. */
static enum relay_verdict look_through(const struct relay_letter *letter,
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
	enum leak leak = leak_is_notified(letter->relay->text) ? LEAK_MARKER
								: LEAK_NONE;

	other.notes = false;
	if (leak == LEAK_NONE)
		leak = leak_find(&words, mail->text, strlen(mail->text));
	if (leak == LEAK_NONE)
		leak = leak_find(&other, mail->html, strlen(mail->html));
	if (leak == LEAK_NONE)
		leak = leak_find(&other, draft->subject,
				 strlen(draft->subject));
	for (size_t i = 0; leak == LEAK_NONE && i < draft->files.count; i++)
		leak = look_into(letter->planner->arena, &other,
				 &draft->files.at[i]);
	other.header = true;
	if (leak == LEAK_NONE)
		leak = leak_find(&other, mail->bytes, mail->size);
	return verdict_of(leak);
}

/* Outlook's form of a whole mail, compressed: nobody sees what is in it. */
static bool holds_winmail(const struct enclosures *files)
{
	for (size_t i = 0; i < files->count; i++)
		if (text_starts(files->at[i].type, "application/ms-tnef") ||
		    text_starts(files->at[i].type,
				"application/vnd.ms-tnef") ||
		    text_same(files->at[i].name, "winmail.dat"))
			return true;
	return false;
}

/* --- into the plan --- */

static void queue_one(const struct relay_letter *letter,
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

static void tell_ticket(const struct relay_letter *letter,
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

static void queue_all(const struct relay_letter *letter,
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
	struct relay_letter letter = {
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
	if (holds_winmail(&letter.files))
		return RELAY_WINMAIL;
	relay_letter_address(&letter);
	if (letter.to.count == 0)
		return RELAY_NOBODY;
	if (letter.to.count > RELAY_RECIPIENTS)
		return RELAY_TOO_MANY;
	if (planner->rehearsal)
		return RELAY_QUEUED;
	letter.id = history_take_id(planner->history);
	letter.token = token_sign(planner->arena, &desk->ring, TOKEN_REPLY,
				  ticket->ticket.number, 0);
	draft = relay_letter_draft(&letter);
	if (!compose_message(planner->arena, &draft, &mail, &err))
		return RELAY_REFUSED;
	verdict = look_through(&letter, &draft, &mail);
	if (verdict == RELAY_QUEUED)
		queue_all(&letter, &draft, &mail);
	return verdict;
}
