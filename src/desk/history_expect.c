/* history_expect.c - how long people wait for a first answer, and how many. */

#include "desk/history_add.h"

#include "base/text.h"

static const char *key_of(struct arena *arena, const char *queue,
			  enum urgency urgency)
{
	return arena_printf(arena, "%s %s", queue, urgency_word(urgency));
}

static struct known_kind *kind_for(struct history *history, const char *queue,
				   enum urgency urgency)
{
	const char *key = key_of(history->arena, queue, urgency);
	struct known_kind *kind = map_get(&history->expectations, key);

	if (kind == NULL) {
		kind = ARENA_NEW(history->arena, struct known_kind);
		map_put(&history->expectations, key, kind);
	}
	return kind;
}

void history_add_band(struct history *history, const char *queue,
		      enum urgency urgency, const struct expectation *band)
{
	struct known_kind *kind = kind_for(history, queue, urgency);

	if (kind->band_count < EXPECTATION_BANDS)
		kind->bands[kind->band_count++] = *band;
}

void history_add_load(struct history *history, const char *queue,
		      enum urgency urgency, int64_t tickets)
{
	kind_for(history, queue, urgency)->waiting += tickets;
}

const struct known_kind *history_kind(const struct history *history,
				      const char *queue, enum urgency urgency)
{
	return map_get(&history->expectations,
		       key_of(history->arena, queue, urgency));
}

int history_ahead(const struct history *history, const char *queue,
		  enum urgency urgency)
{
	int64_t ahead = 0;

	for (; urgency <= URGENCY_CRITICAL; urgency++) {
		const struct known_kind *kind = history_kind(history, queue,
							     urgency);

		ahead += kind == NULL ? 0 : kind->waiting;
	}
	return ahead < INT32_MAX ? (int)ahead : INT32_MAX;
}
