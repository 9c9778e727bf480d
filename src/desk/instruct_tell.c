/* instruct_tell.c - what an agent asks: why a ticket is as it is, and help. */

#include "desk/instructor.h"

#include <inttypes.h>

/* What each does, for who cannot remember it. */
static const char *const meanings[] = {
	[COMMAND_NOTE] = "the words are a note that no customer sees",
	[COMMAND_CLOSE] = "close the ticket; words go out first",
	[COMMAND_OPEN] = "open it again",
	[COMMAND_PENDING] = "rest until then, or until the customer answers",
	[COMMAND_ASSIGN] = "give it to somebody, or to nobody",
	[COMMAND_TAKE] = "give it to yourself",
	[COMMAND_QUEUE] = "put it into another queue",
	[COMMAND_URGENCY] = "low, normal, high or critical",
	[COMMAND_TIER] = "escalate it: 1, 2 or 3",
	[COMMAND_TAG] = "add and remove tags",
	[COMMAND_JOIN] = "let a held mail into the ticket",
	[COMMAND_SPLIT] = "give a mail a ticket of its own",
	[COMMAND_MERGE] = "make it part of another ticket",
	[COMMAND_CANNED] = "send a reply of the desk, with your words below",
	[COMMAND_LANG] = "the language in which the customer is written to",
	[COMMAND_CC] = "let somebody take part",
	[COMMAND_UNCC] = "let somebody take part no more",
	[COMMAND_SPAM] = "close it as spam; its sender is answered no more",
	[COMMAND_WHY] = "why the ticket is as it is",
	[COMMAND_UNDO] = "take back what your last mail did",
	[COMMAND_HELP] = "this list",
	[COMMAND_NEW] = "begin a ticket: the words go to the customer",
	[COMMAND_INSIST] = "send it although another agent answered",
	[COMMAND_TRANSCRIPT] = "tell what was done",
};
_Static_assert(sizeof(meanings) / sizeof(meanings[0]) == COMMAND_COUNT,
	       "each command says what it does");

void instruct_help(struct instructor *instructor)
{
	for (enum command_kind kind = 0; kind < COMMAND_COUNT; kind++)
		instructor_tell(instructor, "%s: %s", command_usage(kind),
				meanings[kind]);
}

/* A line each. */
static void tell_reasons(struct instructor *instructor, const char *reasons)
{
	while (reasons != NULL && *reasons != '\0') {
		const size_t size = strcspn(reasons, "\n");

		instructor_tell(instructor, "because of: %.*s", (int)size,
				reasons);
		reasons += size + (reasons[size] == '\n');
	}
}

void instruct_why(struct instructor *instructor)
{
	const struct ticket *ticket = &instructor->now.ticket;
	const struct strings *people = &instructor->now.participants;

	instructor_tell(instructor, "Ticket %" PRId64 " is %s, its urgency is "
			"%s, it is in the queue %s on tier %d",
			ticket->number, ticket_state_word(ticket->state),
			urgency_word(ticket->urgency), ticket->queue,
			ticket->tier);
	tell_reasons(instructor, ticket->reasons);
	if (ticket->until != 0)
		instructor_tell(instructor, "It rests till %s",
				instructor_when(instructor, ticket->until));
	instructor_tell(instructor, "It is with %s", ticket->agent == NULL ||
			ticket->agent[0] == '\0' ? "nobody" : ticket->agent);
	for (size_t i = 0; i < people->count; i++)
		instructor_tell(instructor, "%s takes part", people->at[i]);
}
