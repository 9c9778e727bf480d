/* correct_split.c - messages of a ticket get one of their own. */

#include "desk/corrector.h"

#include "base/text.h"

#include <inttypes.h>

/* A message goes with the mail that brought it, and its answer with it. */
static bool is_asked_for(const struct correct_ask *ask,
			 const struct correct_message *message)
{
	for (size_t i = 0; i < ask->message_count; i++)
		if (ask->messages[i] == message->id ||
		    (message->mail_id != 0 &&
		     ask->messages[i] == message->mail_id))
			return true;
	return false;
}

static bool goes(const struct corrector *corrector,
		 const struct correct_message *message)
{
	const struct correct_facts *facts = corrector->facts;

	if (is_asked_for(corrector->ask, message))
		return true;
	for (size_t i = 0; message->mail_id != 0 && i < facts->message_count;
	     i++)
		if (facts->messages[i].mail_id == message->mail_id &&
		    is_asked_for(corrector->ask, &facts->messages[i]))
			return true;
	return false;
}

/* What leaves, in order of time. */
struct leaving {
	const struct correct_message **at;
	size_t count;
	const struct correct_message *first;	/* that a sender wrote */
	bool only_held;		/* all are held mails of one sender */
};

static void gather(const struct corrector *corrector, struct leaving *leaving)
{
	const struct correct_facts *facts = corrector->facts;

	leaving->at = ARENA_ARRAY(corrector->arena,
				  const struct correct_message *,
				  facts->message_count + 1);
	leaving->only_held = true;
	for (size_t i = 0; i < facts->message_count; i++) {
		const struct correct_message *message = &facts->messages[i];

		if (!goes(corrector, message))
			continue;
		leaving->at[leaving->count++] = message;
		leaving->only_held &= message->held &&
			text_same(message->from_address,
				  leaving->at[0]->from_address);
		if (leaving->first == NULL &&
		    message->direction != MESSAGE_OUT)
			leaving->first = message;
	}
}

/* The first id that was asked for and is no message of the ticket; 0: all
 * are. */
static int64_t missing(const struct corrector *corrector)
{
	const struct correct_ask *ask = corrector->ask;
	const struct correct_facts *facts = corrector->facts;

	for (size_t i = 0; i < ask->message_count; i++) {
		const struct correct_ask one = {
			.messages = &ask->messages[i], .message_count = 1,
		};
		bool found = false;

		for (size_t m = 0; m < facts->message_count; m++)
			found |= is_asked_for(&one, &facts->messages[m]);
		if (!found)
			return ask->messages[i];
	}
	return 0;
}

static void open_ticket(struct corrector *corrector,
			const struct known_ticket *old,
			const struct leaving *leaving)
{
	const struct correct_message *first = leaving->first != NULL
		? leaving->first : leaving->at[0];
	struct ticket *ticket = corrector_change(corrector, old);
	struct plan *plan = &corrector->out.plan;

	ticket->id = history_take_id(corrector->history);
	ticket->number = corrector->history->next_number;
	ticket->state = TICKET_OPEN;
	ticket->closed = 0;
	ticket->subject = corrector->ask->subject != NULL
		? corrector->ask->subject : first->subject;
	ticket->created = corrector->history->now;
	if (leaving->first != NULL) {
		ticket->requester = first->contact_id;
		ticket->requester_address = first->from_address;
		ticket->language = first->language;
	}
	plan->new_ticket = true;
	plan->ticket_id = ticket->id;
	corrector->out.ticket = ticket->number;
}

/* A held mail that gets a ticket of its own waits for nobody's consent. */
static void admit_all(struct corrector *corrector,
		      const struct leaving *leaving)
{
	for (size_t i = 0; i < leaving->count; i++)
		corrector_admit(corrector, leaving->at[i],
				DISPOSITION_TICKETED);
	if (corrector->out.plan.address != NULL)
		corrector->ticket.requester =
			corrector->out.plan.address->contact_id;
}

static void move_all(struct corrector *corrector,
		     const struct known_ticket *old,
		     const struct leaving *leaving)
{
	const int64_t id = corrector->ticket.id;
	struct plan *plan = &corrector->out.plan;

	if (leaving->only_held)
		admit_all(corrector, leaving);
	/* The whole first: there is not room for any number of its parts. */
	corrector_part(corrector, id, old->ticket.id);
	for (size_t i = 0; i < leaving->count; i++) {
		const struct correct_message *message = leaving->at[i];
		const enum message_direction direction = leaving->only_held
			? MESSAGE_IN : message->direction;

		corrector_move(corrector, message, id, direction);
		if (direction == MESSAGE_IN)
			corrector_participant(corrector, NULL,
					      message->from_address);
		corrector_part(corrector, id, message->ticket_id);
	}
	/* Nothing that a sender wrote: it is between the same people. */
	for (size_t i = 0; plan->participant_count == 0 &&
			   i < old->participants.count; i++)
		corrector->participants[plan->participant_count++] =
			(struct plan_participant){
				id, old->participants.at[i] };
	corrector_move_mentions(corrector, id);
	corrector_move_clues(corrector);
}

static void plan_split(struct corrector *corrector,
		       const struct known_ticket *old,
		       const struct leaving *leaving)
{
	open_ticket(corrector, old, leaving);
	move_all(corrector, old, leaving);
	corrector_event(corrector, corrector->ticket.id, EVENT_SPLIT,
			arena_printf(corrector->arena, "from ticket %" PRId64,
				     old->ticket.number));
	corrector_event(corrector, old->ticket.id, EVENT_SPLIT,
			arena_printf(corrector->arena, "into ticket %" PRId64,
				     corrector->ticket.number));
	corrector_say(corrector, CORRECT_DONE, "Ticket %" PRId64 " was "
		      "made of %zu message%s of ticket %" PRId64 ", and "
		      "answers to %s go there.", corrector->ticket.number,
		      leaving->count, leaving->count == 1 ? "" : "s",
		      old->ticket.number,
		      leaving->count == 1 ? "it" : "them");
}

void correct_split(struct corrector *corrector)
{
	struct leaving leaving = { 0 };
	struct known_ticket *old;
	int64_t lost;

	old = corrector_ticket(corrector, corrector->ask->ticket);
	if (old == NULL)
		return;
	old = history_root(corrector->history, old);
	lost = missing(corrector);
	gather(corrector, &leaving);
	if (lost != 0)
		corrector_say(corrector, CORRECT_NO_MESSAGE, "Ticket %" PRId64
			      " has no message or mail %" PRId64 "; `postdesk "
			      "show %" PRId64 "` shows their numbers.",
			      old->ticket.number, lost, old->ticket.number);
	else if (leaving.count == corrector->facts->message_count)
		corrector_say(corrector, CORRECT_NOTHING_LEFT, "These are all "
			      "messages of ticket %" PRId64 ": leave at least "
			      "one where it is.", old->ticket.number);
	else
		plan_split(corrector, old, &leaving);
}
