/* correct_join.c - let a held mail into its ticket, and its sender with it. */

#include "desk/corrector.h"

#include "base/text.h"

#include <inttypes.h>

static bool ended_as(const struct correct_mail *mail,
		     enum disposition disposition)
{
	return strcmp(mail->disposition, disposition_word(disposition)) == 0;
}

static struct known_ticket *ticket_of(const struct corrector *corrector,
				      const struct correct_mail *mail)
{
	return history_ticket(corrector->history, mail->ticket_id);
}

/* It is in a ticket: the one that is meant, or another. */
static void is_in(struct corrector *corrector, const struct known_ticket *in,
		  const struct known_ticket *wanted)
{
	const int64_t mail_id = corrector->facts->mail->id;
	const int64_t number = in->ticket.number;

	corrector->out.ticket = number;
	if (wanted == in)
		corrector_say(corrector, CORRECT_ALREADY, "Mail %" PRId64
			      " is part of ticket %" PRId64 " already.",
			      mail_id, number);
	else
		corrector_say(corrector, CORRECT_NOT_HELD, "Mail %" PRId64
			      " is part of ticket %" PRId64 ".  To move it, "
			      "`postdesk split %" PRId64 " %" PRId64 "` and "
			      "merge the new ticket into %" PRId64 ".",
			      mail_id, number, number, mail_id,
			      wanted->ticket.number);
}

/* Why it cannot be let in, and what to do instead. */
static void is_not_held(struct corrector *corrector,
			const struct known_ticket *wanted)
{
	const struct correct_mail *mail = corrector->facts->mail;
	const struct known_ticket *in = ticket_of(corrector, mail);

	if (mail->disposition[0] == '\0')
		corrector_say(corrector, CORRECT_NOT_HELD, "Mail %" PRId64
			      " waits to be worked on: ask again when it is "
			      "judged.", mail->id);
	else if (in != NULL && (ended_as(mail, DISPOSITION_JOINED) ||
				ended_as(mail, DISPOSITION_TICKETED)))
		is_in(corrector, in, wanted);
	else if (ended_as(mail, DISPOSITION_QUARANTINED) ||
		 ended_as(mail, DISPOSITION_DROPPED))
		corrector_say(corrector, CORRECT_NOT_HELD, "Mail %" PRId64
			      " was %s.  To have it judged as a mail that may "
			      "come in, `postdesk mail release %" PRId64 "`.",
			      mail->id, mail->disposition, mail->id);
	else
		corrector_say(corrector, CORRECT_NOT_HELD, "Mail %" PRId64
			      " is not held, it was %s: `postdesk why %" PRId64
			      "` says why.", mail->id, mail->disposition,
			      mail->id);
}

static const struct correct_message *
held_message(const struct correct_facts *facts)
{
	for (size_t i = 0; i < facts->message_count; i++)
		if (facts->messages[i].mail_id == facts->mail->id)
			return &facts->messages[i];
	return NULL;
}

/* As the mail would have done by itself. */
static void change_state(struct corrector *corrector,
			 const struct correct_mail *mail)
{
	corrector_open(corrector);
	if (mail->judged)
		corrector_weigh(corrector, &(struct corrector_weight){
			mail->score, mail->urgency, mail->rules,
			arena_printf(corrector->arena, "mail %" PRId64,
				     mail->id) });
}

static void plan_join(struct corrector *corrector,
		      const struct correct_message *message,
		      const struct known_ticket *target)
{
	const struct correct_mail *mail = corrector->facts->mail;
	const struct known_ticket *held_at = ticket_of(corrector, mail);
	struct plan *plan = &corrector->out.plan;
	const char *who = message->from_address[0] == '\0'
		? "nobody we could name" : message->from_address;

	corrector_change(corrector, target);
	corrector_move(corrector, message, target->ticket.id, MESSAGE_IN);
	corrector_admit(corrector, message, DISPOSITION_JOINED);
	corrector_participant(corrector, target, message->from_address);
	corrector_event(corrector, target->ticket.id, EVENT_ADMITTED,
			arena_printf(corrector->arena, "%s, mail %" PRId64,
				     who, mail->id));
	/* Automatic mail never changes a ticket's state. */
	if (mail->by_person)
		change_state(corrector, mail);
	if (held_at != NULL && held_at != target) {
		corrector_move_mentions(corrector, target->ticket.id);
		corrector_move_clues(corrector);
		corrector_part(corrector, held_at->ticket.id,
			       target->ticket.id);
		corrector_event(corrector, held_at->ticket.id, EVENT_ADMITTED,
				arena_printf(corrector->arena, "mail %" PRId64
					     " into ticket %" PRId64, mail->id,
					     target->ticket.number));
	}
	if (plan->participant_count > 0)
		corrector_say(corrector, CORRECT_DONE, "Mail %" PRId64
			      " is part of ticket %" PRId64 " now.  Later "
			      "mail of %s joins it by itself.", mail->id,
			      target->ticket.number, who);
	else
		corrector_say(corrector, CORRECT_DONE, "Mail %" PRId64
			      " is part of ticket %" PRId64 " now.", mail->id,
			      target->ticket.number);
}

void correct_join(struct corrector *corrector)
{
	const struct correct_ask *ask = corrector->ask;
	const struct correct_mail *mail = corrector->facts->mail;
	const struct correct_message *message;
	struct known_ticket *target;

	if (mail == NULL) {
		corrector_say(corrector, CORRECT_NO_MAIL, "There is no mail %"
			      PRId64 "; `postdesk mail list --disposition "
			      "pending-join` lists those that are held.",
			      ask->mail_id);
		return;
	}
	target = ask->ticket == 0 ? ticket_of(corrector, mail)
				  : corrector_ticket(corrector, ask->ticket);
	if (ask->ticket != 0 && target == NULL)
		return;
	target = history_root(corrector->history, target);
	message = held_message(corrector->facts);
	if (!ended_as(mail, DISPOSITION_PENDING_JOIN) || target == NULL ||
	    message == NULL)
		is_not_held(corrector, target);
	else
		plan_join(corrector, message, target);
}
