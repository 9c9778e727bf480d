/* instruct_ticket.c - commands that change how a ticket stands. */

#include "desk/instructor.h"

#include "base/text.h"
#include "desk/names.h"
#include "desk/nearest.h"

static struct ticket *ticket_of(struct instructor *instructor)
{
	return &instructor->now.ticket;
}

static const char *argument_of(const struct instructor *instructor)
{
	return instructor->command->argument;
}

/* A date is its morning on the desk's clocks, when it opens. */
static usec_t end_of_rest(const struct instructor *instructor)
{
	const struct command *command = instructor->command;
	const struct hours *hours = instructor->desk->hours;
	usec_t opening;

	if (command->duration != 0)
		return instructor->history->now + command->duration;
	if (command->until == 0 || hours == NULL)
		return command->until;
	return hours_opening(hours, zone_moment(hours->zone, command->until),
			     &opening) ? opening : command->until;
}

void instruct_pending(struct instructor *instructor)
{
	struct ticket *ticket = ticket_of(instructor);
	const usec_t until = end_of_rest(instructor);
	const char *what;

	if (until != 0 && until <= instructor->history->now) {
		instructor_refuse(instructor, REFUSAL_IN_THE_PAST,
				  "#pending 3d", "names a time that is over");
		return;
	}
	ticket->state = TICKET_PENDING;
	ticket->closed = 0;
	ticket->until = until;
	what = until == 0 ? "until the customer answers"
		: arena_printf(instructor->arena, "until %s",
			       clock_render(instructor->arena, until));
	instructor_event(instructor, EVENT_PENDED, "pending", what);
	instructor_done(instructor, "The ticket is pending %s%s.",
			until == 0 ? "" : "at the latest ", until == 0 ? what
			: arena_printf(instructor->arena, "till %s",
				       instructor_when(instructor, until)));
}

/* Whom it may have meant: names and what stands before the @. */
static const char *nearest_agent(const struct instructor *instructor,
				 const char *word)
{
	const struct team *team = &instructor->desk->team;
	const char **at = ARENA_ARRAY(instructor->arena, const char *,
				      3 * team->count + 1);
	struct strings names = { at, 0 };

	for (size_t i = 0; i < team->count; i++) {
		const struct agent *agent = &team->at[i];

		at[names.count++] = arena_strndup(
			instructor->arena, agent->name,
			strcspn(agent->name, " "));
		at[names.count++] = arena_strndup(
			instructor->arena, agent->address,
			strcspn(agent->address, "@"));
		at[names.count++] = agent->name;
	}
	return nearest_find(instructor->arena, word, &names);
}

static void give_to(struct instructor *instructor, const struct agent *agent)
{
	struct ticket *ticket = ticket_of(instructor);
	const char *address = agent == NULL ? "" : agent->address;

	if (text_same(ticket->agent == NULL ? "" : ticket->agent, address)) {
		instructor_done(instructor, "The ticket is %s already.",
				agent == NULL ? "nobody's"
				: arena_printf(instructor->arena, "with %s",
					       agent->name));
		return;
	}
	ticket->agent = address;
	if (agent != NULL && agent != instructor->instruction->agent)
		alert_agent(instructor->planner, agent, ticket,
			    NOTIFICATION_ASSIGNED,
			    instructor->instruction->actor);
	instructor_event(instructor, EVENT_ASSIGNED, "by-hand",
			 agent == NULL ? "nobody" : address);
	instructor_done(instructor, "The ticket is %s now.",
			agent == NULL ? "nobody's"
			: arena_printf(instructor->arena, "with %s",
				       agent->name));
}

void instruct_assign(struct instructor *instructor)
{
	const char *word = argument_of(instructor), *nearest;
	const struct agent *agent = team_named(&instructor->desk->team, word);

	if (agent == NULL && text_same(word, "nobody")) {
		give_to(instructor, NULL);
		return;
	}
	if (agent != NULL) {
		give_to(instructor, agent);
		return;
	}
	nearest = nearest_agent(instructor, word);
	instructor_refuse(instructor, REFUSAL_NO_SUCH_AGENT,
			  nearest == NULL ? NULL
			  : arena_printf(instructor->arena, "#assign %s",
					 nearest),
			  "names nobody of the desk, or more than one");
}

void instruct_take(struct instructor *instructor)
{
	if (instructor->instruction->agent == NULL)
		instructor_refuse(instructor, REFUSAL_NO_SUCH_AGENT, NULL,
				  "needs to know for whom (--as AGENT)");
	else
		give_to(instructor, instructor->instruction->agent);
}

void instruct_queue(struct instructor *instructor)
{
	const char *queue = argument_of(instructor);
	const struct desk *desk = instructor->desk;
	struct ticket *ticket = ticket_of(instructor);
	const char *nearest;

	if (!names_queue(desk, queue)) {
		nearest = nearest_find(instructor->arena, queue,
				       &desk->queues);
		instructor_refuse(instructor, REFUSAL_NO_SUCH_QUEUE,
				  arena_printf(instructor->arena, "#queue %s",
					       nearest != NULL ? nearest
					       : desk->queues.at[0]),
				  "names no queue of the desk");
		return;
	}
	if (ticket->queue != NULL && strcmp(ticket->queue, queue) == 0) {
		instructor_done(instructor, "It is in the queue %s already.",
				queue);
		return;
	}
	instructor_event(instructor, EVENT_CLASSIFIED, "queue",
			 arena_printf(instructor->arena, "%s to %s",
				      ticket->queue == NULL ? ""
				      : ticket->queue, queue));
	ticket->queue = queue;
	instructor_done(instructor, "It is in the queue %s now.", queue);
}

void instruct_urgency(struct instructor *instructor)
{
	struct ticket *ticket = ticket_of(instructor);
	const enum urgency urgency = instructor->command->urgency;
	const char *word = urgency_word(urgency);

	if (ticket->urgency == urgency) {
		instructor_done(instructor, "Its urgency is %s already.", word);
		return;
	}
	ticket->urgency = urgency;
	ticket->reasons = arena_printf(instructor->arena, "set by %s",
				       instructor->instruction->actor);
	instructor_event(instructor, EVENT_CLASSIFIED, word, "");
	instructor_done(instructor, "Its urgency is %s now.", word);
}

void instruct_tier(struct instructor *instructor)
{
	struct ticket *ticket = ticket_of(instructor);
	const int tier = (int)instructor->command->number;

	if (ticket->tier == tier) {
		instructor_done(instructor, "It is on tier %d already.", tier);
		return;
	}
	instructor_event(instructor, EVENT_ESCALATED,
			 tier > ticket->tier ? "raised" : "lowered",
			 arena_printf(instructor->arena, "tier %d to %d",
				      ticket->tier, tier));
	ticket->tier = tier;
	instructor_done(instructor, "It is on tier %d now.", tier);
}

/* In order and each once, as the database has them. */
static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct strings retagged(struct arena *arena, const struct strings *tags,
			       const struct strings *add,
			       const struct strings *remove)
{
	const char **at = ARENA_ARRAY(arena, const char *,
				      tags->count + add->count + 1);
	struct strings all = { at, 0 };

	for (size_t i = 0; i < tags->count; i++)
		if (strings_find(remove, tags->at[i]) == NULL)
			at[all.count++] = tags->at[i];
	for (size_t i = 0; i < add->count; i++)
		if (strings_find(&all, add->at[i]) == NULL)
			at[all.count++] = add->at[i];
	qsort(at, all.count, sizeof(*at), by_text);
	return all;
}

void instruct_tag(struct instructor *instructor)
{
	const struct command *command = instructor->command;
	struct ticket *ticket = ticket_of(instructor);

	ticket->tags = retagged(instructor->arena, &ticket->tags,
				&command->add, &command->remove);
	instructor_event(instructor, EVENT_CLASSIFIED, "tags",
			 command->argument);
	instructor_done(instructor, "Its tags are changed: %s.",
			command->argument);
}

void instruct_lang(struct instructor *instructor)
{
	struct ticket *ticket = ticket_of(instructor);
	const char *language = argument_of(instructor);

	if (ticket->language != NULL && text_same(ticket->language, language)) {
		instructor_done(instructor, "Its language is %s already.",
				language);
		return;
	}
	ticket->language = language;
	instructor_event(instructor, EVENT_CLASSIFIED, "language", language);
	instructor_done(instructor, "Its language is %s now.", language);
}

void instruct_spam(struct instructor *instructor)
{
	static const char *const tag[] = { "spam" };
	const struct strings spam = { tag, 1 }, none = { NULL, 0 };
	struct ticket *ticket = ticket_of(instructor);
	const char *address = ticket->requester_address;

	ticket->tags = retagged(instructor->arena, &ticket->tags, &spam,
				&none);
	if (ticket->state != TICKET_CLOSED) {
		ticket->state = TICKET_CLOSED;
		ticket->closed = instructor->history->now;
		ticket->until = 0;
	}
	instructor_event(instructor, EVENT_CLOSED, "spam", "");
	if (address == NULL || address[0] == '\0') {
		instructor_done(instructor, "The ticket is closed as spam.");
		return;
	}
	instructor_shun(instructor, address, true);
	instructor->spammers[instructor->step.shunned.count++] = address;
	instructor->step.shunned.at = instructor->spammers;
	instructor_done(instructor, "The ticket is closed as spam, and no "
			"automatic mail goes to %s.", address);
}
