/* transcript.c - what an agent's mail did, as an answer in her thread. */

#include "desk/transcript.h"

#include "base/text.h"
#include "desk/command.h"
#include "desk/notification_text.h"
#include "desk/proof.h"
#include "desk/relay.h"
#include "mail/compose.h"
#include "desk/stage_answer.h"

#include <inttypes.h>

/* What others wrote is no markup of ours. */
static void put_item(struct buffer *out, const char *text)
{
	buffer_text(out, "- ");
	template_put_value(out, text);
	buffer_char(out, '\n');
}

static void put_all(struct buffer *out, const char *title,
		    const struct strings *lines)
{
	if (lines->count == 0)
		return;
	buffer_printf(out, "%s\n\n", title);
	for (size_t i = 0; i < lines->count; i++)
		put_item(out, lines->at[i]);
	buffer_char(out, '\n');
}

static void put_fault(struct buffer *out, const struct command_fault *fault)
{
	struct arena *arena = out->arena;
	const char *line = fault->line == 0 ? ""
		: arena_printf(arena, "line %d, %s: ", fault->line,
			       fault->text);

	put_item(out, arena_printf(arena, "%s%s%s%s%s", line, fault->reason,
				   fault->nearest == NULL ? ""
				   : " (did you mean ",
				   fault->nearest == NULL ? ""
				   : fault->nearest,
				   fault->nearest == NULL ? "" : "?)"));
}

static void put_faults(struct buffer *out,
		       const struct instruction *instruction,
		       const struct instruct_outcome *outcome)
{
	buffer_text(out, "**Nothing was done**, and nothing was sent:\n\n");
	for (size_t i = 0; i < outcome->fault_count; i++)
		put_fault(out, &outcome->faults[i]);
	buffer_char(out, '\n');
	if (instruction->text[0] != '\0' && outcome->ticket != 0)
		buffer_text(out, "Your words are kept in the ticket as a "
			    "note.  ");
	buffer_text(out, "Please correct it and send it again.  #help alone "
		    "on a line lists the commands.\n");
}

const char *transcript_text(struct arena *arena,
			    const struct instruction *instruction,
			    const struct instruct_outcome *outcome)
{
	struct buffer out = { .arena = arena };

	if (outcome->verdict == INSTRUCT_FAULT)
		put_faults(&out, instruction, outcome);
	else if (outcome->verdict == INSTRUCT_COLLIDES)
		template_put_value(&out, outcome->collides);
	put_all(&out, "Done:", &outcome->done);
	put_all(&out, "You asked:", &outcome->told);
	if (out.size == 0)
		buffer_text(&out, "Nothing was to be done.\n");
	return buffer_string(&out);
}

static bool is_due(const struct planner *planner,
		   const struct instruction *instruction,
		   const struct instruct_outcome *outcome)
{
	if (instruction->agent == NULL || !instruction->by_mail)
		return false;
	return outcome->verdict != INSTRUCT_DONE || outcome->wanted ||
	       planner->decider->desk->transcript == TRANSCRIPT_ALWAYS;
}

/* An answer to it is an agent's mail again: about the same ticket. */
static const char *reply_to(const struct planner *planner,
			    const struct agent *agent, int64_t number)
{
	const struct desk *desk = planner->decider->desk;
	const char *address = proof_address(planner->arena, desk, agent,
					    number, planner->history->now);

	return address == NULL ? "" : address;
}

static const char *subject_of(const struct planner *planner)
{
	const char *subject = planner->facts->message->subject;

	return text_starts(subject, "re:") ? subject
		: arena_printf(planner->arena, "Re: %s", subject);
}

static struct draft draft_of(const struct planner *planner,
			     const struct instruction *instruction,
			     const struct instruct_outcome *outcome,
			     int64_t item)
{
	const struct desk *desk = planner->decider->desk;
	const struct message *message = planner->facts->message;
	const struct agent *agent = instruction->agent;

	return (struct draft){
		.from = { desk->display_name, desk->address },
		.to = { agent->name, agent->address },
		.reply_to = reply_to(planner, agent, outcome->ticket),
		.message_id = token_message_id(planner->arena, &desk->ring,
			outcome->ticket, item,
			desk->address + strcspn(desk->address, "@") + 1),
		.in_reply_to = message->message_id,
		.references = message->references,
		.subject = subject_of(planner),
		.date = planner->history->now,
		.language = "en",
		.markdown = arena_printf(planner->arena,
			"\\#\\#\\- %s \\-\\#\\#\n\n%s",
			notification_marker(agent),
			transcript_text(planner->arena, instruction,
					outcome)),
		.plain_only = true,
		.automatic = DRAFT_REPLIED,
	};
}

static void queue(struct planner *planner, const struct draft *draft,
		  const struct composed *composed,
		  const struct instruct_outcome *outcome, int64_t id)
{
	struct plan *plan = &planner->plan;

	planner->outgoing[plan->outgoing_count++] = (struct plan_outgoing){
		.id = id,
		.body_id = history_take_id(planner->history),
		.ticket_id = plan->ticket_id,
		.class = OUTGOING_ADMIN,
		.dedupe_key = arena_printf(planner->arena,
					   "transcript/%" PRId64,
					   plan->mail_id),
		.template = "transcript",
		.language = draft->language,
		.because = outcome->word,
		.mail_from = answer_return_path(planner, id),
		.rcpt_to = draft->to.address,
		.message_id = draft->message_id,
		.subject = draft->subject,
		.text = composed->text,
		.bytes = composed->bytes,
		.size = composed->size,
		.due = planner->history->now,
	};
	planner_mention(planner, &(struct plan_mention){
		.message_id = draft->message_id,
		.ticket_id = plan->ticket_id,
		.ours = true, .automatic = true,
	});
}

bool transcript_plan(struct planner *planner,
		     const struct instruction *instruction,
		     const struct instruct_outcome *outcome)
{
	struct composed composed;
	struct draft draft;
	struct err ignored;
	int64_t id;

	if (!is_due(planner, instruction, outcome) || planner->rehearsal ||
	    planner->plan.outgoing_count == PLANNER_OUTGOING)
		return false;
	id = history_take_id(planner->history);
	draft = draft_of(planner, instruction, outcome, id);
	if (!compose_message(planner->arena, &draft, &composed, &ignored))
		return false;
	queue(planner, &draft, &composed, outcome, id);
	return true;
}
