/* survey.c - may the customer be told or asked, and the mail that does. */

#include "desk/survey.h"

#include "desk/button.h"
#include "desk/respond.h"
#include "mail/compose.h"
#include "mail/subject.h"
#include "mail/token.h"

#include <inttypes.h>

static bool in_queue(const struct survey_policy *policy, const char *queue)
{
	return policy->queues.count == 0 ||
	       strings_find(&policy->queues, queue) != NULL;
}

/* Nothing but what counts how much goes out. */
static bool is_capped(const struct desk *desk, const struct history *history,
		      const struct known_address *known)
{
	const enum breaker_state breaker = breaker_state(&history->breaker,
							 history->now);

	return respond_caps(&(struct respond_facts){
		.auth = AUTH_PASS,
		.autos_hour = known->autos_hour,
		.autos_day = known->autos_day,
		.autos_without_person = known->autos_without_person,
		.desk_minute = history->autos_minute,
		.desk_ten = history->autos_ten,
		.breaker = breaker,
		.breaker_limit = desk->breaker == 0 ? 0 :
			breaker_limit(breaker, desk->breaker,
				      history->autos_usual),
		.desk_hour = history->autos_hour,
	}, desk) != RESPOND_SEND;
}

/* May anything more go to the one who asked for help? */
static enum survey_verdict judge_requester(const struct desk *desk,
					   const struct history *history,
					   const struct known_address *known,
					   bool proven)
{
	if (!proven || known == NULL)
		return SURVEY_UNPROVEN;
	if (known->spam)
		return SURVEY_SPAM;
	if (known->bounced)
		return SURVEY_BOUNCED;
	return is_capped(desk, history, known) ? SURVEY_CAPPED : SURVEY_SEND;
}

static enum survey_verdict judge(const struct desk *desk,
				 const struct history *history,
				 const struct known_ticket *known,
				 const struct known_address *requester,
				 const struct survey_ask *ask)
{
	const struct survey_policy *policy = survey_policy(desk, ask->kind);
	const struct ticket *ticket = &known->ticket;

	if (policy->after == 0 || !desk->address_tokens)
		return SURVEY_OFF;
	if (!history->autos)
		return SURVEY_AUTOS_OFF;
	if (ticket->state != TICKET_CLOSED || ticket->merged_into != 0 ||
	    history->now - ticket->closed < policy->after)
		return SURVEY_NOT_OVER;
	if (ticket->created < history->activated)
		return SURVEY_OLD;
	if (!in_queue(policy, ticket->queue))
		return SURVEY_QUEUE;
	if (ticket->quiet)
		return SURVEY_STOPPED;
	return judge_requester(desk, history, requester, ask->proven);
}

/* One of them while it is planned. */
struct asking {
	struct arena *arena;
	enum survey_kind kind;
	const struct desk *desk;
	struct history *history;
	const struct ticket *ticket;
	const struct known_address *requester;
	int64_t id;
};

static const char *button(const struct asking *asking, enum button button)
{
	return button_address(asking->arena, asking->desk,
			      asking->ticket->number, button);
}

static bool render(const struct asking *asking,
		   const struct templates *templates,
		   struct rendered *rendered_r)
{
	const char *language = asking->ticket->language[0] != '\0'
		? asking->ticket->language : asking->requester->language;

	return template_render(asking->arena, templates,
		survey_kind_word(asking->kind), language,
		asking->desk->language, &(struct template_values){
			.number = arena_printf(asking->arena, "%" PRId64,
					       asking->ticket->number),
			.subject = asking->ticket->subject,
			.customer = asking->requester->name,
			.desk = asking->desk->display_name,
			.solved = button(asking, BUTTON_SOLVED),
			.stop = button(asking, BUTTON_STOP),
			.score1 = button(asking, BUTTON_SCORE1),
			.score2 = button(asking, BUTTON_SCORE2),
			.score3 = button(asking, BUTTON_SCORE3),
			.score4 = button(asking, BUTTON_SCORE4),
			.score5 = button(asking, BUTTON_SCORE5),
		}, rendered_r);
}

static struct draft draft_of(const struct asking *asking,
			     const struct rendered *rendered)
{
	const struct desk *desk = asking->desk;
	struct arena *arena = asking->arena;

	return (struct draft){
		.from = { desk->display_name, desk->address },
		.to = { asking->requester->name,
			asking->ticket->requester_address },
		.reply_to = token_address(arena, desk->token_address,
			token_sign(arena, &desk->ring, TOKEN_REPLY,
				   asking->ticket->number, 0)),
		.message_id = token_message_id(arena, &desk->ring,
			asking->ticket->number, asking->id,
			desk->address + strcspn(desk->address, "@") + 1),
		.in_reply_to = "",
		.subject = rendered->subject,
		.date = asking->history->now,
		.language = rendered->language,
		.markdown = rendered->markdown,
		.automatic = DRAFT_GENERATED,
	};
}

static const struct plan_outgoing *
outgoing_of(const struct asking *asking, const struct draft *draft,
	    const struct composed *composed, int64_t row)
{
	const struct desk *desk = asking->desk;
	struct arena *arena = asking->arena;
	struct plan_outgoing *out = ARENA_NEW(arena, struct plan_outgoing);

	*out = (struct plan_outgoing){
		.id = asking->id,
		.body_id = history_take_id(asking->history),
		.ticket_id = asking->ticket->id,
		.message_row = row,
		.class = OUTGOING_AUTOMATIC,
		.dedupe_key = arena_printf(arena, "%s/%" PRId64,
					   survey_kind_word(asking->kind),
					   asking->ticket->id),
		.template = survey_kind_word(asking->kind),
		.language = draft->language,
		.because = survey_word(SURVEY_SEND),
		.mail_from = token_address(arena, desk->token_address,
			token_sign(arena, &desk->ring, TOKEN_RETURN, 0,
				   asking->id)),
		.rcpt_to = draft->to.address,
		.message_id = draft->message_id, .subject = draft->subject,
		.text = composed->text,
		.bytes = composed->bytes, .size = composed->size,
		.due = asking->history->now,
	};
	return out;
}

static const struct plan_message *
message_of(const struct asking *asking, const struct draft *draft,
	   const struct composed *composed, int64_t row)
{
	struct plan_message *message = ARENA_NEW(asking->arena,
						 struct plan_message);

	*message = (struct plan_message){
		.id = row, .ticket_id = asking->ticket->id,
		.direction = MESSAGE_OUT,
		.message_id = draft->message_id,
		.from_address = draft->from.address,
		.from_name = draft->from.name,
		.subject = draft->subject,
		.text = composed->text, .visible = composed->text,
		.language = draft->language,
	};
	return message;
}

static struct plan plan_of(const struct asking *asking,
			   const struct draft *draft,
			   const struct composed *composed)
{
	struct arena *arena = asking->arena;
	struct plan_event *event = ARENA_NEW(arena, struct plan_event);
	struct plan_mention *mention = ARENA_NEW(arena, struct plan_mention);
	const int64_t row = history_take_id(asking->history);

	*event = (struct plan_event){
		.id = history_take_id(asking->history),
		.ticket_id = asking->ticket->id,
		.kind = asking->kind == SURVEY_SCORE ? EVENT_SURVEYED
						     : EVENT_ANSWERED,
		.word = survey_word(SURVEY_SEND),
		.detail = asking->kind == SURVEY_SCORE ? draft->language
			: survey_kind_word(asking->kind),
	};
	*mention = (struct plan_mention){
		.message_id = draft->message_id,
		.ticket_id = asking->ticket->id,
		.ours = true, .automatic = true,
		.branch = subject_base(arena, draft->subject),
	};
	return (struct plan){
		.now = asking->history->now,
		.how = "", .reason = "", .subject = "", .origin = "",
		.answer = "", .author = "", .message_id = "", .language = "",
		.ticket_id = asking->ticket->id,
		.messages = message_of(asking, draft, composed, row),
		.message_count = 1,
		.events = event, .event_count = 1,
		.mentions = mention, .mention_count = 1,
		.outgoing = outgoing_of(asking, draft, composed, row),
		.outgoing_count = 1,
	};
}

static struct survey ask_now(const struct asking *asking,
			     const struct templates *templates)
{
	struct survey survey = { .verdict = SURVEY_NO_REPLY };
	struct rendered rendered;
	struct composed composed;
	struct draft draft;
	struct err ignored;

	if (!render(asking, templates, &rendered))
		return survey;
	draft = draft_of(asking, &rendered);
	survey.verdict = SURVEY_REFUSED;
	if (draft.reply_to == NULL ||
	    !compose_message(asking->arena, &draft, &composed, &ignored))
		return survey;
	survey.verdict = SURVEY_SEND;
	survey.plan = plan_of(asking, &draft, &composed);
	return survey;
}

struct survey survey_plan(struct arena *arena, const struct desk *desk,
			  const struct templates *templates,
			  struct history *history,
			  const struct survey_ask *ask)
{
	const struct known_ticket *known = history_numbered(history,
							    ask->number);
	const struct known_address *requester = known == NULL ? NULL :
		history_address(history, known->ticket.requester_address);
	struct survey survey = { .verdict = SURVEY_NOT_OVER };

	if (known == NULL)
		return survey;
	survey.verdict = judge(desk, history, known, requester, ask);
	if (survey.verdict != SURVEY_SEND)
		return survey;
	return ask_now(&(struct asking){
		.arena = arena, .kind = ask->kind,
		.desk = desk, .history = history,
		.ticket = &known->ticket, .requester = requester,
		.id = history_take_id(history),
	}, templates);
}

const struct survey_policy *survey_policy(const struct desk *desk,
					  enum survey_kind kind)
{
	return kind == SURVEY_CLOSED ? &desk->tell_closed : &desk->survey;
}

const char *survey_kind_word(enum survey_kind kind)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		SURVEY_KINDS(ROW)
#undef ROW
	};

	return words[kind];
}

const char *survey_word(enum survey_verdict verdict)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		SURVEY_VERDICTS(ROW)
#undef ROW
	};

	return words[verdict];
}
