/* instruct_words.c - what an agent wrote: to the customer, or as a note. */

#include "desk/instructor.h"

#include "base/text.h"
#include "desk/collision.h"
#include "desk/nearest.h"
#include "mail/markdown.h"

#include <inttypes.h>

static struct strings reply_names(const struct instructor *instructor)
{
	const struct templates *templates =
		instructor->planner->decider->templates;
	const size_t most = template_count(templates);
	const char **at = ARENA_ARRAY(instructor->arena, const char *,
				      most + 1);
	struct strings names = { at, 0 };

	for (size_t i = 0; i < most; i++) {
		const char *name = template_at(templates, i).name;

		if (strings_find(&names, name) == NULL)
			at[names.count++] = name;
	}
	return names;
}

/* In the ticket's language; its Markdown becomes the text of an agent. */
static bool render(struct instructor *instructor, const char *name)
{
	const struct ticket *ticket = &instructor->now.ticket;
	const struct desk *desk = instructor->desk;
	const char *number = arena_printf(instructor->arena, "%" PRId64,
					  ticket->number);
	const struct known_address *customer = ticket->requester_address ==
		NULL ? NULL : history_address(instructor->history,
					      ticket->requester_address);
	const struct template_values values = {
		.number = number,
		.subject = ticket->subject,
		.customer = customer == NULL ? "" : customer->name,
		.desk = desk->display_name,
		.promise = "", .opens = "", .earlier = "", .holiday = "",
		.incident = "",
	};
	struct rendered rendered;

	if (!template_render(instructor->arena,
			     instructor->planner->decider->templates, name,
			     ticket->language == NULL ? "" : ticket->language,
			     desk->language, &values, &rendered))
		return false;
	if (instructor->words.size > 0)
		buffer_char(&instructor->words, '\n');
	buffer_text(&instructor->words,
		    markdown_render(instructor->arena,
				    rendered.markdown).text);
	return true;
}

void instruct_canned(struct instructor *instructor)
{
	const char *name = instructor->command->argument, *nearest;
	const struct strings names = reply_names(instructor);

	if (strings_find(&names, name) == NULL ||
	    !render(instructor, strings_find(&names, name))) {
		nearest = nearest_find(instructor->arena, name, &names);
		instructor_refuse(instructor, REFUSAL_NO_SUCH_REPLY,
				  nearest == NULL ? NULL :
				  arena_printf(instructor->arena,
					       "#canned %s", nearest),
				  "names no reply of the desk");
		return;
	}
	instructor_done(instructor, "The reply %s goes to the customer.",
			strings_find(&names, name));
}

/* --- two at once --- */

/* Who wrote an answer stands in the step that it was part of. */
static const char *writer_of(const struct instructor *instructor,
			     int64_t outbox)
{
	const struct known_ticket *known = instructor->known;
	struct step step;

	for (size_t i = 0; i < known->step_count; i++) {
		if (!step_read(instructor->arena, known->steps[i].json, &step))
			continue;
		for (size_t k = 0; k < step.outbox_count; k++)
			if (step.outbox[k] == outbox)
				return step.by;
	}
	return "";
}

/* What she answers: the notification that her mail cites. */
static usec_t seen_by(const struct instructor *instructor)
{
	const struct relay_source *source = instructor->instruction->source;
	const struct known_ticket *known = instructor->known;

	for (size_t i = 0; source != NULL && i < known->sent_count; i++)
		if (!known->sent[i].by_agent &&
		    strings_find(&source->message->in_reply_to,
				 known->sent[i].message_id) != NULL)
			return known->sent[i].created;
	return 0;
}

/* When a customer wrote last; 0: nobody did, of late. */
static usec_t customer_wrote(const struct known_ticket *known)
{
	for (size_t i = 0; i < known->said_count; i++)
		if (known->said[i].direction == MESSAGE_IN)
			return known->said[i].at;
	return 0;
}

static struct collision_answer *answers_of(struct instructor *instructor,
					   size_t *count_r)
{
	const struct known_ticket *known = instructor->known;
	struct collision_answer *all = ARENA_ARRAY(
		instructor->arena, struct collision_answer,
		known->sent_count + 1);

	*count_r = 0;
	for (size_t i = 0; i < known->sent_count; i++) {
		const struct known_sent *sent = &known->sent[i];

		if (!sent->by_agent)
			continue;
		all[(*count_r)++] = (struct collision_answer){
			.outbox = sent->id,
			.by = writer_of(instructor, sent->id),
			.at = sent->created,
			.lives = sent->way != WAY_GONE,
		};
	}
	return all;
}

/* Rows that this very step calls back live no more. */
static void forget_cancelled(const struct instructor *instructor,
			     struct collision_answer *answers, size_t count)
{
	const struct plan *plan = &instructor->planner->plan;

	for (size_t i = 0; i < count; i++)
		for (size_t c = 0; c < plan->cancelled_count; c++)
			if (plan->cancelled[c] == answers[i].outbox)
				answers[i].lives = false;
}

static const char *collision(struct instructor *instructor)
{
	const struct known_ticket *known = instructor->known;
	const struct collision_answer *other;
	struct collision_answer *answers;
	const struct agent *agent;
	size_t count;

	if (known == NULL || instructor->insist)
		return NULL;
	answers = answers_of(instructor, &count);
	forget_cancelled(instructor, answers, count);
	other = collision_find(&(struct collision_facts){
		.by = instructor->by, .customer = customer_wrote(known),
		.seen = seen_by(instructor), .answers = answers,
		.count = count,
	});
	if (other == NULL)
		return NULL;
	agent = team_find(&instructor->desk->team, other->by);
	return arena_printf(instructor->arena, "%s answered at %s, and yours "
		"does not know of it.  It is held back: to send it all the "
		"same, %s.", agent != NULL ? agent->name
		: other->by[0] != '\0' ? other->by : "Somebody",
		instructor_when(instructor, other->at),
		instructor->instruction->by_mail
		? "send it again with the line #insist above it"
		: "say --insist");
}

/* --- the words --- */

static bool is_note(const struct instructor *instructor)
{
	return command_of(instructor->instruction->commands,
			  COMMAND_NOTE) != NULL;
}

/* What stands behind the commands, then what stands below. */
static void add_note(struct instructor *instructor)
{
	const struct commands *commands = instructor->instruction->commands;
	struct buffer text = { .arena = instructor->arena };

	for (size_t i = 0; i < commands->count; i++)
		if (commands->at[i].kind == COMMAND_NOTE &&
		    commands->at[i].argument[0] != '\0')
			buffer_printf(&text, "%s\n", commands->at[i].argument);
	buffer_text(&text, instructor->instruction->text);
	if (text.size == 0) {
		instructor_refuse(instructor, REFUSAL_NO_WORDS, NULL,
				  "#note needs words behind it or below");
		return;
	}
	instructor_note(instructor, buffer_string(&text));
	instructor_event(instructor, EVENT_NOTED, "by-hand", "");
	instructor_done(instructor, "The note is in the ticket; the customer "
			"does not see it.");
}

static void send_words(struct instructor *instructor)
{
	const struct instruction *instruction = instructor->instruction;
	enum relay_verdict verdict;

	verdict = relay_plan(instructor->planner, &instructor->now,
			     &(struct relay){
		.agent = instruction->agent,
		.text = buffer_string(&instructor->words),
		.source = instruction->source,
		.insist = instructor->insist,
	});
	if (verdict != RELAY_QUEUED) {
		instructor_refuse_as(instructor, relay_word(verdict),
				     relay_reason(verdict));
		return;
	}
	instructor_done(instructor, "%s", relay_reason(verdict));
}

bool instruct_words(struct instructor *instructor, const char **collides_r)
{
	const char *text = instructor->instruction->text;

	if (is_note(instructor)) {
		if (instructor->now.ticket.id != 0 &&
		    instructor_stands_alone(instructor))
			add_note(instructor);
		else if (instructor->now.ticket.id == 0)
			instructor_no_ticket(instructor);
		return true;
	}
	if (text[0] != '\0' && instructor->words.size > 0)
		buffer_char(&instructor->words, '\n');
	buffer_text(&instructor->words, text);
	/* Commands may stand alone.  A mail without any holds words or a file,
	 * or she is told that nothing of it was found. */
	if (instructor->words.size == 0 &&
	    instructor->instruction->commands->count > 0)
		return true;
	if (instructor->now.ticket.id == 0) {
		instructor_no_ticket(instructor);
		return true;
	}
	if (!instructor_stands_alone(instructor))
		return true;
	*collides_r = collision(instructor);
	if (*collides_r == NULL)
		send_words(instructor);
	return *collides_r == NULL;
}
