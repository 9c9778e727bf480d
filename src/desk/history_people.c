/* history_people.c - who takes part, once a plan will have been done. */

#include "desk/history.h"

#include "base/text.h"

static bool has_text(const struct strings *strings, const char *text)
{
	for (size_t i = 0; i < strings->count; i++)
		if (strcmp(strings->at[i], text) == 0)
			return true;
	return false;
}

/* All of `one`, then those of `more` that it lacks. */
struct strings history_joined(struct arena *arena, const struct strings *one,
			      const struct strings *more)
{
	const char **all = ARENA_ARRAY(arena, const char *,
				       one->count + more->count);
	size_t count = 0;

	for (size_t i = 0; i < one->count; i++)
		all[count++] = one->at[i];
	for (size_t i = 0; i < more->count; i++)
		if (!has_text(one, more->at[i]))
			all[count++] = more->at[i];
	return (struct strings){ all, count };
}

static void add_participant(struct history *history, int64_t ticket_id,
			    const char *address)
{
	struct known_ticket *known = history_ticket(history, ticket_id);

	if (address != NULL && known != NULL)
		known->participants = history_joined(history->arena,
			&known->participants,
			&(struct strings){ &address, 1 });
}

static void remove_participant(struct history *history, int64_t ticket_id,
			       const char *address)
{
	struct known_ticket *known = history_ticket(history, ticket_id);
	struct strings rest = { 0 };
	const char **at;

	if (known == NULL)
		return;
	at = ARENA_ARRAY(history->arena, const char *,
			 known->participants.count);
	for (size_t i = 0; i < known->participants.count; i++)
		if (!text_same(known->participants.at[i], address))
			at[rest.count++] = known->participants.at[i];
	rest.at = at;
	known->participants = rest;
}

static void apply_participants(struct history *history,
			       const struct plan *plan)
{
	for (size_t i = 0; i < plan->leaving_count; i++)
		remove_participant(history, plan->leaving[i].ticket_id,
				   plan->leaving[i].address);
	add_participant(history, plan->ticket_id, plan->participant);
	for (size_t i = 0; i < plan->participant_count; i++)
		add_participant(history, plan->participants[i].ticket_id,
				plan->participants[i].address);
}

/* Of an address that nobody knows nothing is stored. */
static void apply_shunned(struct history *history, const struct plan *plan)
{
	for (size_t i = 0; i < plan->shunned_count; i++) {
		struct known_address *known = history_address(
			history, plan->shunned[i].address);

		if (known != NULL)
			known->spam = plan->shunned[i].shunned;
	}
}

void history_apply_people(struct history *history, const struct plan *plan)
{
	apply_participants(history, plan);
	apply_shunned(history, plan);
}
