/* notify.c - tell people of a ticket, as rules ask. */

#include "desk/notify.h"

#include "base/buffer.h"
#include "base/text.h"
#include "desk/notice.h"
#include "desk/stage_answer.h"
#include "desk/stage_join.h"

#include <inttypes.h>

enum notify_verdict notify_judge(const struct notify_facts *facts)
{
	if (!facts->autos)
		return NOTIFY_AUTOS_OFF;
	if (facts->old)
		return NOTIFY_OLD_MAIL;
	if (facts->loop)
		return NOTIFY_LOOP;
	if (facts->ourselves)
		return NOTIFY_OURSELVES;
	if (facts->takes_part)
		return NOTIFY_CUSTOMER;
	if (facts->muted)
		return NOTIFY_MUTED;
	if (facts->notices_hour >= NOTIFY_HOUR)
		return NOTIFY_CAP;
	return NOTIFY_SEND;
}

const char *notify_word(enum notify_verdict verdict)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		NOTIFY_VERDICTS(ROW)
#undef ROW
	};

	return words[verdict];
}

static bool takes_part(const struct planner *planner, const char *address)
{
	const struct known_ticket *ticket =
		history_ticket(planner->history, planner->plan.ticket_id);

	if (text_same(planner->author, address) ||
	    (planner->known != NULL &&
	     strings_find(&planner->known->also, address) != NULL) ||
	    (planner->ticket.requester_address != NULL &&
	     text_same(planner->ticket.requester_address, address)))
		return true;
	return ticket != NULL &&
	       strings_find(&ticket->participants, address) != NULL;
}

/* A notice that came back, with another Message-ID on the way, would tell of
 * itself. */
static bool is_loop(const struct planner *planner)
{
	return planner->facts->gist->origin.kind == ORIGIN_OURSELVES ||
	       (planner->match.answers_automatic &&
		!planner_is_person(planner));
}

static enum notify_verdict judge(const struct planner *planner,
				 const char *address, int sent)
{
	const struct desk *desk = planner->decider->desk;

	return notify_judge(&(struct notify_facts){
		.autos = planner->history->autos,
		.old = answer_is_old(planner),
		.loop = is_loop(planner),
		.ourselves = origin_is_ours(address, &desk->gist.ours),
		.takes_part = takes_part(planner, address),
		.muted = history_muted(planner->history,
				text_lower(planner->arena, address)),
		.notices_hour = planner->history->notices_hour + sent,
	});
}

enum notify_verdict notify_look(const struct planner *planner,
				const char *address)
{
	return notify_judge(&(struct notify_facts){
		.autos = true,
		.old = answer_is_old(planner),
		.loop = is_loop(planner),
		.ourselves = origin_is_ours(address,
				&planner->decider->desk->gist.ours),
		.takes_part = takes_part(planner, address),
	});
}

static enum notify_verdict judge_agent(const struct planner *planner,
				       const char *address)
{
	return alert_is_on(planner) ? notify_look(planner, address)
				    : NOTIFY_AUTOS_OFF;
}

static void put_line(struct buffer *out, const char *what, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	buffer_printf(out, "- %s: ", what);
	template_put_value(out, value);
	buffer_char(out, '\n');
}

/* Agents read what the customer wrote as it is in the ticket; here only what
 * tells whether it is worth a look. */
static const char *text_of(const struct planner *planner,
			   const struct judged *whom)
{
	const struct ticket *ticket = &planner->ticket;
	struct buffer out = { .arena = planner->arena };

	buffer_printf(&out, "The rule %s has you told of ticket %" PRId64
		      ".\n\n", whom->rule, ticket->number);
	put_line(&out, "Subject", planner->facts->message->subject);
	put_line(&out, "From", planner->author);
	put_line(&out, "Urgency", urgency_word(ticket->urgency));
	put_line(&out, "Queue", ticket->queue);
	buffer_printf(&out, "\nTo read it: `postdesk show %" PRId64 "`\n",
		      ticket->number);
	return buffer_string(&out);
}

/* Each address is told once of each mail, whatever happens to the mail. */
static enum notify_verdict notify(struct planner *planner,
				  const struct judged *whom)
{
	const struct ticket *ticket = &planner->ticket;

	if (!notice_queue(planner, &(struct notice){
		.to = whom->value,
		.dedupe_key = arena_printf(planner->arena,
					   "notify/%" PRId64 "/%s",
					   planner->plan.mail_id, whom->value),
		.template = "notify",
		.because = whom->rule,
		.subject = arena_printf(planner->arena,
					"Ticket %" PRId64 " (%s): %s",
					ticket->number,
					urgency_word(ticket->urgency),
					planner->facts->message->subject),
		.markdown = text_of(planner, whom),
	}))
		return NOTIFY_REFUSED;
	planner_event(planner, EVENT_NOTIFIED, whom->rule, whom->value);
	return NOTIFY_SEND;
}

void notify_plan(struct planner *planner)
{
	const struct judgement *judgement = &planner->judgement;
	int sent = 0;

	for (size_t i = 0; i < judgement->notify_count; i++) {
		const struct judged *whom = &judgement->notify[i];
		const struct agent *agent = team_find(
			&planner->decider->desk->team, whom->value);
		enum notify_verdict verdict = agent != NULL
			? judge_agent(planner, whom->value)
			: judge(planner, whom->value, sent);

		/* Agents get what all agents get, once. */
		if (verdict == NOTIFY_SEND && agent != NULL)
			alert_agent(planner, agent, &planner->ticket,
				    NOTIFICATION_RULE, whom->rule);
		else if (verdict == NOTIFY_SEND && !planner->rehearsal)
			verdict = notify(planner, whom);
		sent += verdict == NOTIFY_SEND && agent == NULL;
		planner->notices[i] = notify_word(verdict);
	}
}
