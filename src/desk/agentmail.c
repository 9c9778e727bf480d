/* agentmail.c - an agent's mail: proven, held, or only seen by agents. */

#include "desk/agentmail.h"

#include "desk/agentkeys.h"
#include "desk/relay.h"
#include "desk/transcript.h"
#include "desk/stage_join.h"

/* Commands stand in the first text part; a text file shown below it is none.
 * What it was before its charset was read bounds it from above. */
static size_t first_part(const struct message *message)
{
	const struct part *first = NULL;
	size_t count = 0;

	for (size_t i = 0; i < message->part_count; i++) {
		if (message->parts[i].use != PART_TEXT)
			continue;
		if (first == NULL)
			first = &message->parts[i];
		count++;
	}
	return count > 1 ? first->size : SIZE_MAX;
}

/* Where the words begin in the whole text, behind the commands. */
static const char *below_commands(const struct message *message,
				  const struct written *written,
				  const struct commands *commands)
{
	size_t above = strlen(written->text) - strlen(commands->rest);

	if (commands->count == 0 && commands->fault_count == 0)
		above = 0;
	return message->text +
	       (above < written->leading ? above : written->leading);
}

struct written written_of(const struct planner *planner,
			  const struct known_ticket *ticket)
{
	const struct message *message = planner->facts->message;
	/* By the marks of her client alone: beside lines that the ticket
	 * holds, the rest of a quoted notification would look like hers. */
	const struct strings nothing = { 0 };
	const struct fold fold = fold_text(planner->arena, message, &nothing);
	size_t above = agentkeys_above(&fold), first = first_part(message);
	struct written written = {
		.text = fold.visible,
		.leading = above < first ? above : first,
	};
	const struct commands commands = command_read_above(
		planner->arena, written.text, written.leading,
		&planner->decider->desk->aliases);

	written.words = relay_clean(planner->arena, message,
				    below_commands(message, &written,
						   &commands), ticket);
	return written;
}

/* A mail that did what it asked for belongs to the ticket. */
void agentmail_done(struct planner *planner, const char *how,
		    const char *reason)
{
	const struct message *message = planner->facts->message;
	struct plan *plan = &planner->plan;

	planner_end(planner, plan->new_ticket ? DISPOSITION_TICKETED
					      : DISPOSITION_JOINED,
		    how, reason);
	plan->parts = message->parts;
	plan->part_count = message->part_count;
	if (plan->ticket_id != 0 && message->message_id[0] != '\0')
		planner_mention(planner, &(struct plan_mention){
			.message_id = message->message_id,
			.ticket_id = plan->ticket_id,
			.received = true,
		});
}

/* Two agents answered at once: the second one's words wait for her to
 * insist. */
static void hold_second(struct planner *planner,
			const struct known_ticket *ticket,
			const struct written *written)
{
	const char *why = instruct_word(INSTRUCT_COLLIDES);

	planner_end(planner, DISPOSITION_DRAFTED, AGENT_ADDRESS, why);
	planner->plan.ticket_id = ticket->ticket.id;
	held_draft(planner, ticket, written, planner->proof.agent->address,
		   why);
	planner_receive(planner, MESSAGE_NOTE);
	planner_event(planner, EVENT_DRAFTED, why,
		      planner->proof.agent->address);
}

static void act(struct planner *planner, struct known_ticket *ticket)
{
	const struct decide_facts *facts = planner->facts;
	const struct relay_source source = {
		.message = facts->message,
		.raw = facts->raw, .size = facts->raw_size,
	};
	const struct written written = written_of(planner, ticket);
	const struct commands commands = command_read_above(
		planner->arena, written.text, written.leading,
		&planner->decider->desk->aliases);
	const struct instruction instruction = {
		.agent = planner->proof.agent,
		.actor = planner->proof.agent->address,
		.commands = &commands,
		.text = written.words,
		.source = &source,
		.by_mail = true,
	};
	struct instruct_outcome outcome = { 0 };

	planner->commands = commands;
	if (ticket != NULL)
		planner->plan.ticket_id = ticket->ticket.id;
	instruct_plan(planner, ticket, &instruction, &outcome);
	planner->instructed = outcome.word;
	if (outcome.verdict == INSTRUCT_COLLIDES)
		hold_second(planner, ticket, &written);
	else
		agentmail_done(planner, AGENT_ADDRESS,
			       instruct_word(outcome.verdict));
	transcript_plan(planner, &instruction, &outcome);
}

/* It came to an agent's address, but no agent wrote it: a forwarded
 * notification, answered by whoever got it.  Agents see it; nothing else. */
static void pend(struct planner *planner, const struct known_ticket *ticket)
{
	planner_end(planner, DISPOSITION_PENDING_JOIN, AGENT_ADDRESS,
		    proof_word(planner->proof.verdict));
	planner->plan.ticket_id = ticket->ticket.id;
	planner_receive(planner, MESSAGE_NOTE);
	planner_event(planner, EVENT_PENDING_JOIN, planner->plan.reason,
		      planner->author);
}

static void note(struct planner *planner, const struct known_ticket *ticket)
{
	planner_end(planner, DISPOSITION_NOTED, AGENT_ADDRESS,
		    proof_word(planner->proof.verdict));
	if (ticket == NULL)
		return;
	planner->plan.ticket_id = ticket->ticket.id;
	planner_event(planner, EVENT_NOTED, planner->plan.reason,
		      planner->author);
}

bool agent_mail(struct planner *planner)
{
	const struct decide_facts *facts = planner->facts;
	struct proof *proof = &planner->proof;
	struct known_ticket *ticket;
	struct proof_past past;

	if (confirmed_mail(planner))
		return true;
	past = (struct proof_past){ .silent = facts->silent,
				    .replayed = seen_id(planner) };
	*proof = proof_of(planner->decider->desk, facts->message,
			  facts->gist, past, planner->history->now);
	ticket = history_number(planner->history, proof->ticket);
	/* A ticket that is gone gives nobody powers. */
	if (proof->ticket != 0 && ticket == NULL)
		return false;
	switch (proof_effect(proof->verdict)) {
	case PROOF_IGNORES:
		return false;
	case PROOF_ACTS:
		act(planner, ticket);
		return true;
	case PROOF_HOLDS:
		held_mail(planner, ticket);
		return true;
	case PROOF_PENDS:
		if (ticket == NULL)
			return false;
		pend(planner, ticket);
		return true;
	case PROOF_NOTES:
		if (facts->released)
			return false;
		note(planner, ticket);
		return true;
	}
	return false;
}
