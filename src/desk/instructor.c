/* instructor.c - the effects of what an agent asks for, one verb each. */

#include "desk/instructor.h"

#include "base/text.h"
#include "desk/when.h"

#include <assert.h>
#include <inttypes.h>

void instructor_done(struct instructor *instructor, const char *format, ...)
{
	va_list args;

	if (instructor->done_count == INSTRUCTOR_LINES)
		return;
	va_start(args, format);
	instructor->done[instructor->done_count++] =
		arena_vprintf(instructor->arena, format, args);
	va_end(args);
}

void instructor_tell(struct instructor *instructor, const char *format, ...)
{
	va_list args;

	if (instructor->told_count == INSTRUCTOR_LINES)
		return;
	va_start(args, format);
	instructor->told[instructor->told_count++] =
		arena_vprintf(instructor->arena, format, args);
	va_end(args);
}

/* The line as it was written, as far as it is known. */
static const char *line_of(const struct instructor *instructor)
{
	const struct command *command = instructor->command;
	const char *line;

	if (command == NULL)
		return "";
	line = arena_printf(instructor->arena, "%s%s%s%s",
			    command->word[0] == '#' ? "" : "#", command->word,
			    command->argument[0] == '\0' ? "" : " ",
			    command->argument);
	return text_line(instructor->arena, line, strlen(line), COMMAND_SHOWN);
}

static void refuse(struct instructor *instructor, const char *word,
		   const char *nearest, const char *reason)
{
	const struct command *command = instructor->command;

	if (instructor->fault_count == INSTRUCTOR_FAULTS)
		return;
	if (instructor->word == NULL)
		instructor->word = word;
	instructor->faults[instructor->fault_count++] = (struct command_fault){
		.why = COMMAND_IMPOSSIBLE,
		.line = command == NULL ? 0 : command->line,
		.text = line_of(instructor),
		.reason = reason,
		.nearest = nearest,
	};
}

void instructor_refuse(struct instructor *instructor,
		       enum instruct_refusal refusal, const char *nearest,
		       const char *format, ...)
{
	va_list args;

	va_start(args, format);
	refuse(instructor, refusal_word(refusal), nearest,
	       arena_vprintf(instructor->arena, format, args));
	va_end(args);
}

void instructor_refuse_as(struct instructor *instructor, const char *word,
			  const char *reason)
{
	refuse(instructor, word, NULL, reason);
}

void instructor_no_ticket(struct instructor *instructor)
{
	const int64_t number = instructor->instruction->number;

	if (number != 0)
		instructor_refuse(instructor, REFUSAL_NO_SUCH_TICKET, NULL,
				  "There is no ticket %" PRId64 "; `postdesk "
				  "tickets` lists them.", number);
	else
		instructor_refuse(instructor, REFUSAL_NO_SUCH_TICKET,
				  "#new to: ann@example.org",
				  "there is no ticket to do that to");
}

void instructor_event(struct instructor *instructor, enum event_kind kind,
		      const char *word, const char *detail)
{
	const char *actor = instructor->instruction->actor;

	planner_event(instructor->planner, kind, word,
		      arena_printf(instructor->arena, "%s%sby %s", detail,
				   detail[0] == '\0' ? "" : ", ", actor));
}

static struct strings without(struct arena *arena,
			      const struct strings *texts, const char *text)
{
	const char **at = ARENA_ARRAY(arena, const char *, texts->count + 1);
	size_t count = 0;

	for (size_t i = 0; i < texts->count; i++)
		if (!text_same(texts->at[i], text))
			at[count++] = texts->at[i];
	return (struct strings){ at, count };
}

void instructor_bring(struct instructor *instructor, const char *address)
{
	struct strings *people = &instructor->now.participants;
	struct plan *plan = &instructor->planner->plan;
	const char **at = ARENA_ARRAY(instructor->arena, const char *,
				      people->count + 1);

	if (strings_find(people, address) != NULL ||
	    plan->participant_count == INSTRUCTOR_PEOPLE)
		return;
	for (size_t i = 0; i < people->count; i++)
		at[i] = people->at[i];
	at[people->count] = address;
	*people = (struct strings){ at, people->count + 1 };
	instructor->coming[plan->participant_count++] =
		(struct plan_participant){ plan->ticket_id, address };
	plan->participants = instructor->coming;
	instructor->came[instructor->step.came.count++] = address;
	instructor->step.came.at = instructor->came;
}

void instructor_part_with(struct instructor *instructor, const char *address)
{
	struct strings *people = &instructor->now.participants;
	struct plan *plan = &instructor->planner->plan;

	if (strings_find(people, address) == NULL ||
	    plan->leaving_count == INSTRUCTOR_PEOPLE)
		return;
	*people = without(instructor->arena, people, address);
	instructor->leaving[plan->leaving_count++] =
		(struct plan_participant){ plan->ticket_id, address };
	plan->leaving = instructor->leaving;
	instructor->left[instructor->step.left.count++] = address;
	instructor->step.left.at = instructor->left;
}

void instructor_shun(struct instructor *instructor, const char *address,
		     bool shunned)
{
	struct plan *plan = &instructor->planner->plan;

	assert(plan->shunned_count < 2 * COMMAND_LINES);
	instructor->shunned[plan->shunned_count++] =
		(struct plan_shunned){ address, shunned };
	plan->shunned = instructor->shunned;
}

void instructor_note(struct instructor *instructor, const char *text)
{
	const struct agent *agent = instructor->instruction->agent;
	struct planner *planner = instructor->planner;
	struct plan *plan = &planner->plan;

	assert(plan->message_count < PLANNER_MESSAGES);
	planner->messages[plan->message_count++] = (struct plan_message){
		.id = history_take_id(instructor->history),
		.ticket_id = plan->ticket_id,
		.direction = MESSAGE_NOTE,
		.message_id = "",
		.from_address = agent == NULL ? "" : agent->address,
		.from_name = agent == NULL ? instructor->instruction->actor
					   : agent->name,
		.subject = "", .text = text, .visible = text, .language = "",
	};
}

const char *instructor_when(const struct instructor *instructor, usec_t moment)
{
	const struct hours *hours = instructor->desk->hours;

	return hours == NULL ? clock_render(instructor->arena, moment)
		: when_render(instructor->arena, hours->zone, moment,
			      instructor->history->now, "en");
}
