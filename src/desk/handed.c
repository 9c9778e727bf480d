/* handed.c - what is kept of the agent who forwarded a customer's mail. */

#include "desk/stage_join.h"

/* Words of the agent's above what he forwards are for agents only. */
static void note_words(struct planner *planner)
{
	const struct identity *identity = &planner->facts->gist->identity;
	struct plan *plan = &planner->plan;

	if (identity->words == NULL || identity->words[0] == '\0')
		return;
	planner->messages[plan->message_count++] = (struct plan_message){
		.id = history_take_id(planner->history),
		.ticket_id = plan->ticket_id,
		.direction = MESSAGE_NOTE,
		.message_id = "",
		.from_address = identity->via,
		.from_name = "",
		.subject = "",
		.text = identity->words,
		.visible = identity->words,
		.language = "",
	};
}

void handed_note(struct planner *planner)
{
	const struct identity *identity = &planner->facts->gist->identity;

	switch (identity->kind) {
	case IDENTITY_FORWARDED:
		note_words(planner);
		break;
	case IDENTITY_UNPROVEN:
	case IDENTITY_NO_ADDRESS:
		break;
	default:
		return;
	}
	planner_event(planner, EVENT_NOTED, identity_word(identity->kind),
		      identity->via);
}
