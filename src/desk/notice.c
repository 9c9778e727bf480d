/* notice.c - compose a mail to one of our own people, and queue it. */

#include "desk/notice.h"

#include "mail/compose.h"
#include "desk/stage_answer.h"

static struct draft draft_of(const struct planner *planner,
			     const struct notice *notice, int64_t item)
{
	const struct desk *desk = planner->decider->desk;

	return (struct draft){
		.from = { desk->display_name, desk->address },
		.to = { "", notice->to },
		.reply_to = notice->reply_to == NULL
			? "" : notice->reply_to,
		.message_id = token_message_id(planner->arena, &desk->ring,
			planner->ticket.number, item,
			desk->address + strcspn(desk->address, "@") + 1),
		.in_reply_to = notice->in_reply_to == NULL
			? "" : notice->in_reply_to,
		.subject = notice->subject,
		.date = planner->history->now,
		.language = "en",
		.markdown = notice->markdown,
		.plain_only = true,
		.automatic = DRAFT_GENERATED,
	};
}

bool notice_queue(struct planner *planner, const struct notice *notice)
{
	const int64_t id = history_take_id(planner->history);
	const struct draft draft = draft_of(planner, notice, id);
	struct plan *plan = &planner->plan;
	struct composed composed;
	struct err err;

	if (!compose_message(planner->arena, &draft, &composed, &err))
		return false;
	planner->outgoing[plan->outgoing_count++] = (struct plan_outgoing){
		.id = id,
		.body_id = history_take_id(planner->history),
		.ticket_id = plan->ticket_id,
		.class = OUTGOING_ADMIN,
		.dedupe_key = notice->dedupe_key,
		.template = notice->template,
		.language = draft.language,
		.because = notice->because,
		.mail_from = answer_return_path(planner, id),
		.rcpt_to = notice->to,
		.message_id = draft.message_id,
		.subject = draft.subject,
		.text = composed.text,
		.bytes = composed.bytes,
		.size = composed.size,
		.due = planner->history->now,
	};
	planner_mention(planner, &(struct plan_mention){
		.message_id = draft.message_id,
		.ticket_id = plan->ticket_id,
		.ours = true,
		.automatic = true,
	});
	return true;
}
