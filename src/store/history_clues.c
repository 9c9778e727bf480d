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

/* Who has nothing but its subject joins no ticket: match_guesses(). */
void history_clues_add(struct table *ids, struct table *guesses,
		       const struct rows *rows)
{
	const char *subject = clue_word(CLUE_SUBJECT);

	for (size_t i = 0; i < rows->count; i++)
		TABLE_ADD(strcmp(rows_text(rows, i, 0), subject) == 0
				? guesses : ids,
			  value_int(rows_int(rows, i, 2)));
}

void history_clues_read(struct history *history, const struct rows *rows,
			size_t i)
{
	struct known_clue clue = {
		.key = rows_keep(history->arena, rows, i, 1),
		.ticket = history_itself(history, rows_int(rows, i, 2)),
	};

	while (clue.kind < CLUE_COUNT - 1 &&
	       strcmp(clue_word(clue.kind), rows_text(rows, i, 0)) != 0)
		clue.kind++;
	history_add_clue(history, &clue);
}
