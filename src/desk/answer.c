/* answer.c - the automatic answer to a mail, if there may be one. */

#include "desk/stage_answer.h"
#include "desk/stage_join.h"

#include "base/text.h"
#include "desk/letter.h"
#include "mail/subject.h"

#include <inttypes.h>

/* Bytes of a mail to a sender who was proven. */
enum { ANSWER_LIMIT = 24 * 1024 };

/* Mail servers note the second at which a mail came, not the moment in it. */
bool answer_is_old(const struct planner *planner)
{
	const usec_t activated = planner->history->activated;

	return planner->facts->silent ||
	       planner->facts->received < activated - activated % USEC_SECOND;
}

/* A mail that joins a ticket is answered only where a rule says with what. */
static bool is_later(const struct planner *planner)
{
	return planner->plan.disposition == DISPOSITION_JOINED;
}

static enum respond_verdict judge(const struct planner *planner)
{
	const struct history *history = planner->history;
	const struct decide_facts *facts = planner->facts;
	const struct desk *desk = planner->decider->desk;
	const struct known_address *known = planner->known;
	const char *at = strrchr(planner->author, '@');
	const bool replies = is_later(planner) &&
			     planner->judgement.template != NULL;
	const enum breaker_state breaker = breaker_state(&history->breaker,
							 history->now);

	return respond_judge(&(struct respond_facts){
		.author = planner->author,
		.message = facts->message,
		.origin = &facts->gist->origin,
		.auth = facts->gist->auth.verdict,
		.autos = history->autos,
		.before_activation = answer_is_old(planner),
		.ourselves = origin_is_ours(planner->author, &desk->gist.ours),
		.agent = strings_find(&desk->agents, planner->author) != NULL,
		.forwarded = facts->gist->identity.kind == IDENTITY_FORWARDED,
		.answers_automatic = planner->match.answers_automatic,
		.own_words = planner->own_words,
		.said = planner->said,
		.spam = known != NULL && known->spam,
		.bounced = known != NULL && known->bounced,
		.complained = known != NULL && known->complained,
		.stopped = planner->ticket.quiet,
		.suppressed = planner->judgement.suppress_ack,
		.acknowledged = join_is_acknowledged(planner) && !replies,
		.follow_up = is_later(planner) && !replies,
		.autos_hour = known == NULL ? 0 : known->autos_hour,
		.autos_day = known == NULL ? 0 : known->autos_day,
		.autos_without_person =
			known == NULL ? 0 : known->autos_without_person,
		.domain_hour = at == NULL
			? 0 : history_domain_hour(history, at + 1),
		.desk_minute = history->autos_minute,
		.desk_ten = history->autos_ten,
		.breaker = breaker,
		.breaker_limit = desk->breaker == 0 ? 0 :
			breaker_limit(breaker, desk->breaker,
				      history->autos_usual),
		.desk_hour = history->autos_hour,
	}, desk);
}

/* The Message-ID of what the customer wrote.  What an agent forwarded has his;
 * the customer never saw it. */
static const char *answered_id(const struct decide_facts *facts)
{
	const struct identity *identity = &facts->gist->identity;

	if (identity->kind != IDENTITY_FORWARDED)
		return facts->message->message_id;
	return identity->original == NULL ? "" : identity->original;
}

static struct draft draft_of(const struct planner *planner, int64_t item,
			     const struct rendered *rendered, bool neutral)
{
	return letter_draft(planner->arena, &(struct letter){
		.desk = planner->decider->desk,
		.message = planner->facts->message,
		.answered = answered_id(planner->facts),
		.number = planner->ticket.number,
		.item = item,
		.now = planner->history->now,
		.rendered = rendered,
		.neutral = neutral,
	});
}

/* The envelope sender: bounces name this very mail. */
const char *answer_return_path(const struct planner *planner, int64_t item)
{
	const struct desk *desk = planner->decider->desk;

	if (!desk->address_tokens)
		return desk->address;
	return token_address(planner->arena, desk->token_address,
		token_sign(planner->arena, &desk->ring, TOKEN_RETURN, 0,
			   item));
}

static void queue(struct planner *planner, const struct draft *draft,
		  const struct composed *composed, int64_t id)
{
	struct plan *plan = &planner->plan;
	int64_t row = history_take_id(planner->history);

	planner->outgoing[plan->outgoing_count++] = (struct plan_outgoing){
		.id = id,
		.body_id = history_take_id(planner->history),
		.ticket_id = plan->ticket_id,
		.message_row = row,
		.class = OUTGOING_AUTOMATIC,
		.dedupe_key = is_later(planner)
			? arena_printf(planner->arena, "reply/%" PRId64,
				       plan->mail_id)
			: arena_printf(planner->arena, "ack/%" PRId64,
				       plan->ticket_id),
		.template = reply_name(planner),
		.language = draft->language,
		.because = respond_word(planner->answer),
		.mail_from = answer_return_path(planner, id),
		.rcpt_to = draft->to.address,
		.message_id = draft->message_id,
		.subject = draft->subject,
		.text = composed->text,
		.bytes = composed->bytes,
		.size = composed->size,
		.due = planner->history->now,
	};
	planner->messages[plan->message_count++] = (struct plan_message){
		.id = row,
		.ticket_id = plan->ticket_id,
		.direction = MESSAGE_OUT,
		.message_id = draft->message_id,
		.from_address = draft->from.address,
		.from_name = draft->from.name,
		.subject = draft->subject,
		.text = composed->text,
		.visible = composed->text,
		.language = draft->language,
	};
	planner_mention(planner, &(struct plan_mention){
		.message_id = draft->message_id,
		.ticket_id = plan->ticket_id,
		.ours = true,
		.automatic = true,
		.branch = subject_base(planner->arena, draft->subject),
	});
	plan->shape = planner->shape;
	planner_event(planner, EVENT_ANSWERED, respond_word(planner->answer),
		      reply_name(planner));
	offer_plan(planner);
}

static void not_answered(struct planner *planner, const char *word,
			 const char *detail)
{
	planner->plan.answer = word;
	planner_event(planner, EVENT_NOT_ANSWERED, word, detail);
}

/* With as much of what is offered as there is room for. */
static bool compose(struct planner *planner, int64_t id, bool neutral,
		    struct rendered *rendered, struct draft *draft_r,
		    struct composed *composed_r, struct err *err)
{
	for (;;) {
		*draft_r = draft_of(planner, id, rendered, neutral);
		if (!compose_message(planner->arena, draft_r, composed_r, err))
			return false;
		if (composed_r->size <= ANSWER_LIMIT ||
		    planner->offer_count == 0)
			return true;
		planner->offer_count--;
		reply_write(planner, neutral, rendered);
	}
}

void answer_plan(struct planner *planner)
{
	struct rendered rendered;
	struct composed composed;
	struct draft draft;
	struct err err;
	bool neutral;
	int64_t id;

	planner_look_at_hours(planner);
	planner->answer = judge(planner);
	/* There is no neutral form of what a rule says later. */
	if (planner->answer == RESPOND_SEND_NEUTRAL && is_later(planner))
		planner->answer = RESPOND_UNVERIFIED;
	planner->plan.answer = respond_word(planner->answer);
	alarm_plan(planner);
	neutral = planner->answer == RESPOND_SEND_NEUTRAL;
	if (planner->answer != RESPOND_SEND && !neutral) {
		not_answered(planner, respond_word(planner->answer), "");
		return;
	}
	if (!reply_render(planner, neutral, &rendered)) {
		not_answered(planner, "no-such-reply", planner->reply);
		return;
	}
	if (planner->rehearsal) {
		offer_plan(planner);
		return;
	}
	id = history_take_id(planner->history);
	if (!compose(planner, id, neutral, &rendered, &draft, &composed,
		     &err)) {
		not_answered(planner, "cannot-be-sent",
			     arena_strdup(planner->arena, err.text));
		return;
	}
	queue(planner, &draft, &composed, id);
}
