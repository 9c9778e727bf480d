/* instruct.c - all that was asked for, or nothing: the order. */

#include "desk/instructor.h"

#include "base/text.h"

#include <assert.h>
#include <inttypes.h>

static instructor_verb *const verbs[COMMAND_COUNT] = {
	[COMMAND_CLOSE] = instruct_correct,
	[COMMAND_OPEN] = instruct_correct,
	[COMMAND_PENDING] = instruct_pending,
	[COMMAND_ASSIGN] = instruct_assign,
	[COMMAND_TAKE] = instruct_take,
	[COMMAND_QUEUE] = instruct_queue,
	[COMMAND_URGENCY] = instruct_urgency,
	[COMMAND_TIER] = instruct_tier,
	[COMMAND_TAG] = instruct_tag,
	[COMMAND_JOIN] = instruct_correct,
	[COMMAND_SPLIT] = instruct_correct,
	[COMMAND_MERGE] = instruct_correct,
	[COMMAND_CANNED] = instruct_canned,
	[COMMAND_LANG] = instruct_lang,
	[COMMAND_CC] = instruct_cc,
	[COMMAND_UNCC] = instruct_uncc,
	[COMMAND_SPAM] = instruct_spam,
	[COMMAND_WHY] = instruct_why,
	[COMMAND_UNDO] = instruct_undo,
	[COMMAND_HELP] = instruct_help,
	[COMMAND_NEW] = instruct_new,
};

/* What the words to the customer come before: they go, then it is closed. */
static bool is_last(enum command_kind kind)
{
	return kind == COMMAND_CLOSE || kind == COMMAND_PENDING ||
	       kind == COMMAND_SPAM || kind == COMMAND_MERGE ||
	       kind == COMMAND_SPLIT;
}

/* Makes sense without a ticket. */
static bool is_free(enum command_kind kind)
{
	return kind == COMMAND_NEW || kind == COMMAND_HELP ||
	       kind == COMMAND_TRANSCRIPT || kind == COMMAND_INSIST;
}

/* A correction says itself where a ticket is part of another. */
static bool is_correction(enum command_kind kind)
{
	return verbs[kind] == instruct_correct || kind == COMMAND_HELP ||
	       kind == COMMAND_WHY;
}

bool instructor_stands_alone(struct instructor *instructor)
{
	const struct known_ticket *known = instructor->known, *whole;

	if (known == NULL)
		return true;
	whole = history_root(instructor->history, instructor->known);
	if (whole == known)
		return true;
	instructor_refuse_as(instructor, correct_word(CORRECT_MERGED),
			     arena_printf(instructor->arena, "Ticket %" PRId64
					  " is part of ticket %" PRId64 ": "
					  "say it of that one.",
					  known->ticket.number,
					  whole->ticket.number));
	return false;
}

static bool can_begin(struct instructor *instructor)
{
	const enum command_kind kind = instructor->command->kind;

	if (kind == COMMAND_JOIN && instructor->command->number != 0)
		return true;
	if (instructor->now.ticket.id == 0 && !is_free(kind)) {
		instructor_no_ticket(instructor);
		return false;
	}
	return is_correction(kind) || instructor_stands_alone(instructor);
}

/* What was done before is taken back first of all. */
enum turn { TURN_UNDO, TURN_FIRST, TURN_LAST };

static enum turn turn_of(enum command_kind kind)
{
	if (kind == COMMAND_UNDO)
		return TURN_UNDO;
	return is_last(kind) ? TURN_LAST : TURN_FIRST;
}

static void carry_out(struct instructor *instructor, enum turn turn)
{
	const struct commands *commands = instructor->instruction->commands;

	for (size_t i = 0; i < commands->count; i++) {
		instructor->command = &commands->at[i];
		if (turn_of(instructor->command->kind) == turn &&
		    verbs[instructor->command->kind] != NULL &&
		    can_begin(instructor))
			verbs[instructor->command->kind](instructor);
	}
	instructor->command = NULL;
}

/* What was said, for the history: "#close, #tag +vip".  A note stands in the
 * ticket itself. */
static const char *what_was_said(const struct instructor *instructor)
{
	const struct instruction *instruction = instructor->instruction;
	const struct commands *commands = instruction->commands;
	struct buffer out = { .arena = instructor->arena };

	for (size_t i = 0; i < commands->count; i++) {
		const struct command *command = &commands->at[i];
		const char *argument = command->kind == COMMAND_NOTE
			? "" : command->argument;

		buffer_printf(&out, "%s#%s%s%s", i == 0 ? "" : ", ",
			      command_word(command->kind),
			      argument[0] == '\0' ? "" : " ", argument);
	}
	if (out.size == 0)
		buffer_text(&out, "an answer");
	return text_line(instructor->arena, buffer_string(&out), out.size,
			 200);
}

/* The rows of the answer that the words became. */
static void keep_answer(struct instructor *instructor, size_t from)
{
	const struct plan *plan = &instructor->planner->plan;
	const size_t count = plan->outgoing_count - from;
	int64_t *ids = ARENA_ARRAY(instructor->arena, int64_t, count + 1);
	int64_t *rows = ARENA_ARRAY(instructor->arena, int64_t, count + 1);
	struct step *step = &instructor->step;

	for (size_t i = from; i < plan->outgoing_count; i++) {
		const struct plan_outgoing *out = &plan->outgoing[i];

		if (out->class != OUTGOING_AGENT)
			continue;
		ids[step->outbox_count++] = out->id;
		if (out->message_row != 0 &&
		    (step->row_count == 0 ||
		     rows[step->row_count - 1] != out->message_row))
			rows[step->row_count++] = out->message_row;
	}
	step->outbox = ids;
	step->rows = rows;
}

/* An agent who works on a ticket that nobody touched opens it. */
static void wake(struct instructor *instructor)
{
	struct ticket *ticket = &instructor->now.ticket;

	if (ticket->state == TICKET_NEW && instructor->step.outbox_count > 0)
		ticket->state = TICKET_OPEN;
}

static void finish(struct instructor *instructor, size_t outgoing)
{
	struct planner *planner = instructor->planner;
	struct plan *plan = &planner->plan;
	struct step *step = &instructor->step;
	struct plan_event *event;

	keep_answer(instructor, outgoing);
	wake(instructor);
	/* Of a new ticket and of one that went into another nothing is to be
	 * put back. */
	if (!step->begun && instructor->stands_in == NULL)
		step_compare(instructor->arena, &instructor->before,
			     &instructor->now.ticket, step);
	if (instructor->now.ticket.id == 0)
		return;
	plan->ticket_id = instructor->now.ticket.id;
	if (step_is_empty(step) && plan->cancelled_count == 0 &&
	    plan->event_count == 0 && plan->message_count == 0)
		return;
	instructor->now.ticket.updated = instructor->history->now;
	planner->ticket = instructor->now.ticket;
	plan->ticket = &planner->ticket;
	if (step_is_empty(step))
		return;
	step->by = instructor->by;
	step->did = what_was_said(instructor);
	instructor_event(instructor, EVENT_COMMANDED,
			 instructor->instruction->by_mail ? "by-mail"
							  : "by-hand",
			 step->did);
	event = &planner->events[plan->event_count - 1];
	event->undo = step_write(instructor->arena, step);
	if (instructor->stands_in != NULL)
		event->ticket_id = instructor->stands_in->ticket.id;
}

static struct instructor *begin(struct planner *planner,
				struct known_ticket *ticket,
				const struct instruction *instruction)
{
	struct instructor *instructor = ARENA_NEW(planner->arena,
						  struct instructor);
	const struct commands *commands = instruction->commands;

	instructor->arena = planner->arena;
	instructor->planner = planner;
	instructor->history = planner->history;
	instructor->desk = planner->decider->desk;
	instructor->instruction = instruction;
	instructor->known = ticket;
	instructor->words.arena = planner->arena;
	instructor->by = instruction->agent != NULL
		? instruction->agent->address : instruction->actor;
	instructor->insist = command_of(commands, COMMAND_INSIST) != NULL;
	if (ticket != NULL) {
		instructor->now = *ticket;
		instructor->before = ticket->ticket;
		planner->plan.ticket_id = ticket->ticket.id;
	}
	for (size_t i = 0; i < commands->fault_count; i++) {
		instructor->faults[instructor->fault_count++] =
			commands->faults[i];
		if (instructor->fault_count == INSTRUCTOR_FAULTS)
			break;
	}
	if (commands->fault_count > 0)
		instructor->word =
			command_reason_word(commands->faults[0].why);
	return instructor;
}

/* Nothing was done; what an agent wrote is not lost. */
static void put_back(struct instructor *instructor,
		     const struct planner *before, struct ids ids)
{
	struct planner *planner = instructor->planner;
	const char *text = instructor->instruction->text;

	*planner = *before;
	instructor->history->ids = ids;
	if (instructor->known == NULL || !instructor->instruction->by_mail)
		return;
	instructor->now = *instructor->known;
	planner->plan.ticket_id = instructor->known->ticket.id;
	if (text[0] != '\0')
		instructor_note(instructor, text);
	instructor_event(instructor, EVENT_REFUSED,
			 instructor->word == NULL ? "" : instructor->word,
			 instructor->fault_count == 0 ? ""
				: instructor->faults[0].text);
}

static void tell(const struct instructor *instructor,
		 enum instruct_verdict verdict, const char *collides,
		 struct instruct_outcome *outcome_r)
{
	const struct commands *commands = instructor->instruction->commands;
	const int64_t number = instructor->about != 0
		? instructor->about : instructor->now.ticket.number;

	*outcome_r = (struct instruct_outcome){
		.verdict = verdict,
		.word = instructor->word != NULL ? instructor->word
						 : instruct_word(verdict),
		.faults = instructor->faults,
		.fault_count = instructor->fault_count,
		.collides = collides,
		/* Whether it was called back in time must be known. */
		.wanted = command_of(commands, COMMAND_TRANSCRIPT) != NULL ||
			  command_of(commands, COMMAND_UNDO) != NULL ||
			  instructor->told_count > 0,
		.ticket = number,
	};
	if (verdict != INSTRUCT_DONE)
		return;
	outcome_r->done = (struct strings){ instructor->done,
					    instructor->done_count };
	outcome_r->told = (struct strings){ instructor->told,
					    instructor->told_count };
}

bool instruct_plan(struct planner *planner, struct known_ticket *ticket,
		   const struct instruction *instruction,
		   struct instruct_outcome *outcome_r)
{
	struct planner *before = arena_memdup(planner->arena, planner,
					      sizeof(*planner));
	const struct ids ids = planner->history->ids;
	const size_t outgoing = planner->plan.outgoing_count;
	struct instructor *instructor = begin(planner, ticket, instruction);
	const char *collides = NULL;

	if (instructor->fault_count == 0) {
		carry_out(instructor, TURN_UNDO);
		carry_out(instructor, TURN_FIRST);
		if (instructor->fault_count == 0)
			instruct_words(instructor, &collides);
		carry_out(instructor, TURN_LAST);
	}
	if (instructor->fault_count > 0) {
		put_back(instructor, before, ids);
		tell(instructor, INSTRUCT_FAULT, NULL, outcome_r);
		return false;
	}
	if (collides != NULL) {
		*planner = *before;
		planner->history->ids = ids;
		tell(instructor, INSTRUCT_COLLIDES, collides, outcome_r);
		return false;
	}
	finish(instructor, outgoing);
	tell(instructor, INSTRUCT_DONE, NULL, outcome_r);
	return true;
}

const char *instruct_word(enum instruct_verdict verdict)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		INSTRUCT_VERDICTS(ROW)
	};

	return words[verdict];
}

const char *refusal_word(enum instruct_refusal refusal)
{
	static const char *const words[] = {
		INSTRUCT_REFUSALS(ROW)
#undef ROW
	};

	return words[refusal];
}
