/* held.c - keep what lacks proof, and ask the agent in whose name it came. */

#include "desk/agentmail.h"

#include "base/buffer.h"
#include "base/text.h"
#include "desk/notice.h"
#include "desk/stage_answer.h"

#include <inttypes.h>

enum {
	ASKED_HOUR = 3,		/* mails to one agent */
	EXCERPT_LINES = 12,
	EXCERPT_LINE = 200,	/* bytes */
};

static const char *const sentences[PROOF_COUNT] = {
	[PROOF_NO_PIN] = "no server is trusted here to say "
		"who wrote a mail (`postdesk doctor` says how to name one)",
	[PROOF_UNSOUND] = "it names more than one author",
	[PROOF_LISTED] = "a mailing list passed it on",
	[PROOF_OTHER_AGENT] = "it came to the address of another agent",
	[PROOF_MANY_TOKENS] = "it came to the addresses of several tickets",
	[PROOF_EXPIRED] = "the address it came to is too old",
	[PROOF_SILENT] = "it lay here before the desk "
		"began",
	[PROOF_REPLAYED] = "another mail with its Message-ID came before",
	[PROOF_NOT_AUTHENTICATED] =
		"nothing proves that it came from your mail server",
};

/* Nobody shall be able to flood an agent with mails in his own name. */
static bool may_ask(const struct planner *planner, const struct proof *proof)
{
	return !answer_is_old(planner) && !planner->rehearsal &&
	       !history_muted(planner->history, proof->agent->address) &&
	       history_asked(planner->history, proof->agent->address) <
		       ASKED_HOUR;
}

/* NULL where a yes by mail cannot come back, or would prove nothing. */
static const char *reply_to(const struct planner *planner,
			    const struct proof *proof,
			    const struct plan_draft *draft)
{
	const struct desk *desk = planner->decider->desk;

	if (!desk->address_tokens || proof->verdict == PROOF_NO_PIN)
		return NULL;
	return token_address(planner->arena, desk->token_address,
			     token_sign(planner->arena, &desk->ring,
					TOKEN_CONFIRM, proof->ticket,
					draft->id));
}

/* Whoever wrote it, its lines are nothing but lines here: each one its own, as
 * two blanks at its end say. */
static void put_excerpt(struct buffer *out, const char *text)
{
	for (int i = 0; i < EXCERPT_LINES && *text != '\0'; i++) {
		size_t size = strcspn(text, "\n");

		buffer_text(out, "> ");
		template_put_value(out, text_line(out->arena, text, size,
						  EXCERPT_LINE));
		buffer_text(out, "  \n");
		text += size + (text[size] == '\n');
	}
	buffer_text(out, *text == '\0' ? "\n" : "> …\n\n");
}

static const char *text_of(const struct planner *planner,
			   const struct proof *proof,
			   const struct plan_draft *draft, bool answerable)
{
	struct buffer out = { .arena = planner->arena };
	const usec_t until = planner->history->now + PROOF_DRAFT_AGE;

	buffer_text(&out, "A mail in your name was not carried out, because ");
	buffer_text(&out, sentences[proof->verdict]);
	buffer_text(&out, ".  It is held as a draft");
	if (proof->ticket != 0)
		buffer_printf(&out, " of ticket %" PRId64, proof->ticket);
	buffer_text(&out, ":\n\n");
	put_excerpt(&out, draft->text);
	if (draft->attachments > 0)
		buffer_printf(&out, "Its %d attached files will not go "
			      "along.\n\n", draft->attachments);
	if (answerable)
		buffer_printf(&out, "If you wrote it, answer this mail with "
			      "the one word yes, until %s.  If you did not, "
			      "do nothing.\n\n",
			      clock_render_mail(planner->arena, until));
	buffer_printf(&out, "On the server: `postdesk drafts confirm %" PRId64
		      "`\n", draft->id);
	return buffer_string(&out);
}

static bool ask(struct planner *planner, const struct proof *proof,
		const struct plan_draft *draft)
{
	const char *back = reply_to(planner, proof, draft);

	return notice_queue(planner, &(struct notice){
		.to = draft->agent,
		.dedupe_key = arena_printf(planner->arena, "draft/%" PRId64,
					   draft->id),
		.template = "draft",
		.because = draft->why,
		.subject = arena_printf(planner->arena, "Not sent: %s",
					planner->facts->message->subject),
		.markdown = text_of(planner, proof, draft, back != NULL),
		.reply_to = back,
		.in_reply_to = planner->facts->message->message_id,
	});
}

static int attachments_of(const struct message *message)
{
	int count = 0;

	for (size_t i = 0; i < message->part_count; i++)
		count += message->parts[i].use == PART_ATTACHMENT;
	return count;
}

struct plan_draft *held_draft(struct planner *planner,
			      const struct known_ticket *ticket,
			      const struct written *written,
			      const char *agent, const char *why)
{
	struct plan_draft *draft = ARENA_NEW(planner->arena,
					     struct plan_draft);

	*draft = (struct plan_draft){
		.id = history_take_id(planner->history),
		.ticket_id = ticket == NULL ? 0 : ticket->ticket.id,
		.agent = agent,
		.why = why,
		.text = written->text,
		.leading = written->leading,
		.words = written->words,
		.attachments = attachments_of(planner->facts->message),
	};
	planner->plan.draft = draft;
	return draft;
}

void held_mail(struct planner *planner, const struct known_ticket *ticket)
{
	const struct proof *proof = &planner->proof;
	const char *why = proof_word(proof->verdict);
	const struct written written = written_of(planner, ticket);
	struct plan_draft *draft;

	planner_end(planner, DISPOSITION_DRAFTED, AGENT_ADDRESS, why);
	draft = held_draft(planner, ticket, &written, proof->agent->address,
			   why);
	if (ticket != NULL) {
		planner->plan.ticket_id = draft->ticket_id;
		planner->ticket = ticket->ticket;
		planner_receive(planner, MESSAGE_NOTE);
		planner_event(planner, EVENT_DRAFTED, why,
			      arena_printf(planner->arena, "draft %" PRId64
					   ", %s", draft->id, draft->agent));
	}
	if (may_ask(planner, proof))
		draft->asked = ask(planner, proof, draft);
}
