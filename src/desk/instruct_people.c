/* instruct_people.c - commands about who takes part. */

#include "desk/instructor.h"

#include "base/text.h"
#include "desk/nearest.h"
#include "mail/prefix.h"

#include <inttypes.h>

/* Neither we ourselves nor an agent is a customer. */
static bool is_customer(struct instructor *instructor, const char *address)
{
	const struct desk *desk = instructor->desk;

	if (origin_is_ours(address, &desk->gist.ours)) {
		instructor_refuse(instructor, REFUSAL_OWN_ADDRESS, NULL,
				  "names an address of the desk itself");
		return false;
	}
	if (team_find(&desk->team, address) != NULL) {
		instructor_refuse(instructor, REFUSAL_AGENT_ADDRESS, NULL,
				  "names an agent, whom customers do not see");
		return false;
	}
	return true;
}

void instruct_cc(struct instructor *instructor)
{
	const char *address = text_lower(instructor->arena,
					 instructor->command->argument);

	if (!is_customer(instructor, address))
		return;
	if (strings_find(&instructor->now.participants, address) != NULL) {
		instructor_done(instructor, "%s takes part already.", address);
		return;
	}
	instructor_bring(instructor, address);
	instructor_event(instructor, EVENT_ADMITTED, "copied", address);
	instructor_done(instructor, "%s takes part now.", address);
}

/* Those who may go: all but the requester. */
static struct strings others(const struct instructor *instructor)
{
	const struct known_ticket *now = &instructor->now;
	const char *first = now->ticket.requester_address;
	const char **at = ARENA_ARRAY(instructor->arena, const char *,
				      now->participants.count + 1);
	size_t count = 0;

	for (size_t i = 0; i < now->participants.count; i++)
		if (first == NULL ||
		    !text_same(now->participants.at[i], first))
			at[count++] = now->participants.at[i];
	return (struct strings){ at, count };
}

void instruct_uncc(struct instructor *instructor)
{
	const char *word = instructor->command->argument, *address;
	const struct strings rest = others(instructor);

	address = word[0] == '\0' && rest.count == 1
		? rest.at[0] : strings_find(&rest, word);
	if (address == NULL) {
		const char *nearest = rest.count == 0 ? NULL
			: word[0] == '\0' ? rest.at[0]
			: nearest_find(instructor->arena, word, &rest);

		instructor_refuse(instructor, REFUSAL_TAKES_NO_PART,
				  nearest == NULL ? NULL :
				  arena_printf(instructor->arena, "#uncc %s",
					       nearest),
				  rest.count == 0 ? "finds nobody who could "
				  "go: only the requester takes part"
				  : "must name one of those who take part, "
				  "and not the requester");
		return;
	}
	instructor_part_with(instructor, address);
	instructor_event(instructor, EVENT_ADMITTED, "uncopied", address);
	instructor_done(instructor, "%s takes part no more.", address);
}

/* "[#7] high, en: Kettle" is of a notification, and of another customer. */
static bool is_notified(struct arena *arena, const char *subject)
{
	const char *rest;

	while (prefix_read(arena, subject, &rest) != PREFIX_NONE)
		subject = rest;
	return strncmp(subject, "[#", 2) == 0;
}

/* Of the mail, or as the command line has it. */
static const char *subject_of(const struct instructor *instructor)
{
	const struct instruction *instruction = instructor->instruction;
	const char *subject = instruction->subject;

	if (subject != NULL)
		return subject;
	if (instruction->source != NULL)
		subject = instruction->source->message->subject;
	return subject == NULL || is_notified(instructor->arena, subject)
		? "" : subject;
}

static void meet(struct instructor *instructor, const char *address)
{
	struct planner *planner = instructor->planner;
	const struct known_address *known =
		history_address(instructor->history, address);
	struct ticket *ticket = &instructor->now.ticket;
	struct plan_address *new;

	ticket->requester_address = address;
	ticket->language = known != NULL && known->language[0] != '\0'
		? known->language : instructor->desk->language;
	if (known != NULL && known->contact_id != 0) {
		ticket->requester = known->contact_id;
		return;
	}
	new = ARENA_NEW(instructor->arena, struct plan_address);
	*new = (struct plan_address){
		.id = history_take_id(instructor->history),
		.contact_id = history_take_id(instructor->history),
		.address = address, .name = "",
	};
	planner->plan.address = new;
	ticket->requester = new->contact_id;
}

static void begin_ticket(struct instructor *instructor, const char *address)
{
	const struct agent *agent = instructor->instruction->agent;
	const struct desk *desk = instructor->desk;
	struct plan *plan = &instructor->planner->plan;

	instructor->known = NULL;
	instructor->now = (struct known_ticket){ .ticket = {
		.id = history_take_id(instructor->history),
		.number = instructor->history->next_number,
		.state = TICKET_OPEN,
		.subject = subject_of(instructor),
		.urgency = URGENCY_NORMAL,
		.queue = desk->queue,
		.tier = 1,
		.agent = agent == NULL ? "" : agent->address,
		.reasons = "",
		.created = instructor->history->now,
		.updated = instructor->history->now,
	} };
	plan->new_ticket = true;
	plan->ticket_id = instructor->now.ticket.id;
	meet(instructor, address);
	instructor_bring(instructor, address);
	instructor->step.begun = true;
	instructor->parted = true;
}

void instruct_new(struct instructor *instructor)
{
	const char *address = text_lower(instructor->arena,
					 instructor->command->argument);

	if (!is_customer(instructor, address))
		return;
	if (instructor->parted || instructor->step.came.count > 0) {
		instructor_refuse(instructor, REFUSAL_NOT_TOGETHER, NULL,
				  "must be the first command of its mail");
		return;
	}
	if (subject_of(instructor)[0] == '\0') {
		instructor_refuse(instructor, REFUSAL_NO_SUBJECT, NULL,
				  "needs a subject of its own: write it as that "
				  "of the mail");
		return;
	}
	if (instructor->instruction->text[0] == '\0' &&
	    command_of(instructor->instruction->commands,
		       COMMAND_CANNED) == NULL) {
		instructor_refuse(instructor, REFUSAL_NO_WORDS, NULL,
				  "needs words to the customer below it");
		return;
	}
	begin_ticket(instructor, address);
	instructor_event(instructor, EVENT_CREATED, "by-agent", address);
	instructor_done(instructor, "Ticket %" PRId64 " to %s was begun.",
			instructor->now.ticket.number, address);
}
