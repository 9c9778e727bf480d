/* history_clues.c - the clues of a batch, and the tickets that they lead to. */

#include "store/history_clues.h"

void history_clues_ask(struct db *db, struct arena *arena, int64_t desk_id,
		       const struct keys *keys, struct rows *rows)
{
	struct table kinds = { .arena = arena }, texts = { .arena = arena };

	for (size_t i = 0; i < keys->clue_count; i++) {
		TABLE_ADD(&kinds, value_text(clue_word(keys->clues[i].kind)));
		TABLE_ADD(&texts, value_text(keys->clues[i].key));
	}
	TX_ASK(db, rows, SQL_HISTORY_CLUES, value_int(desk_id),
	       table_array(&kinds, VALUE_TEXT),
	       table_array(&texts, VALUE_TEXT), value_int(keys->window));
}

/* Which of the clues a row is about: places count from 1. */
static const struct plan_clue *clue_of(const struct keys *keys,
				       const struct rows *rows, size_t i)
{
	return &keys->clues[rows_int(rows, i, 0) - 1];
}

/* Who has nothing but its subject joins no ticket: match_guesses(). */
void history_clues_add(struct table *ids, struct table *guesses,
		       const struct keys *keys, const struct rows *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		TABLE_ADD(clue_of(keys, rows, i)->kind == CLUE_SUBJECT
				? guesses : ids,
			  value_int(rows_int(rows, i, 1)));
}

void history_clues_read(struct history *history, const struct keys *keys,
			const struct rows *rows)
{
	for (size_t i = 0; i < rows->count; i++) {
		const struct plan_clue *asked = clue_of(keys, rows, i);

		history_add_clue(history, &(struct known_clue){
			.kind = asked->kind,
			.key = arena_strdup(history->arena, asked->key),
			.ticket = history_itself(history,
						 rows_int(rows, i, 1)),
		});
	}
}
