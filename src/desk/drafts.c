/* drafts.c - words that wait for an agent's yes, as far as is known. */

#include "desk/history_add.h"

#include <inttypes.h>

struct decimal {
	char text[24];
};

static struct decimal decimal_of(int64_t id)
{
	struct decimal key;

	snprintf(key.text, sizeof(key.text), "%" PRId64, id);
	return key;
}

void history_add_draft(struct history *history, struct known_draft *draft)
{
	map_put(&history->drafts, decimal_of(draft->id).text, draft);
}

struct known_draft *history_draft(const struct history *history, int64_t id)
{
	return map_get(&history->drafts, decimal_of(id).text);
}

void history_add_asked(struct history *history, const char *agent, int hour)
{
	struct known_asked *asked = map_get(&history->asked, agent);

	if (asked == NULL) {
		asked = ARENA_NEW(history->arena, struct known_asked);
		asked->agent = agent;
		map_put(&history->asked, agent, asked);
	}
	asked->hour += hour;
}

int history_asked(const struct history *history, const char *agent)
{
	const struct known_asked *asked = map_get(&history->asked, agent);

	return asked == NULL ? 0 : asked->hour;
}

void history_mute(struct history *history, const char *address)
{
	map_put(&history->muted, address, history);
}

bool history_muted(const struct history *history, const char *address)
{
	return map_get(&history->muted, address) != NULL;
}

void history_apply_draft(struct history *history, const struct plan *plan)
{
	const struct plan_draft *draft = plan->draft;
	struct known_draft *known = history_draft(history,
						  plan->settlement.id);

	if (known != NULL)
		known->state = plan->settlement.state;
	if (draft == NULL)
		return;
	known = ARENA_NEW(history->arena, struct known_draft);
	*known = (struct known_draft){
		.id = draft->id,
		.ticket_id = draft->ticket_id,
		.mail_id = plan->mail_id,
		.agent = draft->agent,
		.why = draft->why,
		.text = draft->text,
		.words = draft->words,
		.leading = draft->leading,
		.created = plan->now,
	};
	history_add_draft(history, known);
	if (draft->asked)
		history_add_asked(history, draft->agent, 1);
}
