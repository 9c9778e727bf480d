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

/* The tickets that a person keeps apart from the one of rows [from, to). */
static void read_apart(struct arena *arena, struct known_ticket *known,
		       const struct rows *rows, size_t from, size_t to)
{
	struct plan_relation *all = ARENA_ARRAY(arena, struct plan_relation,
						to - from);

	if (rows_null(rows, from, 3))
		return;
	for (size_t i = from; i < to; i++)
		all[i - from] = (struct plan_relation){
			.ticket_id = known->ticket.id,
			.other_id = rows_int(rows, i, 3),
			.kind = RELATION_APART,
		};
	known->relations = all;
	known->relation_count = to - from;
}

static void add_guess(struct history *history, const struct rows *rows,
		      size_t from, size_t to)
{
	struct known_ticket *known = ARENA_NEW(history->arena,
					       struct known_ticket);

	known->ticket = (struct ticket){
		.id = rows_int(rows, from, 0),
		.number = rows_int(rows, from, 1),
		.merged_into = rows_int(rows, from, 2),
		.subject = "", .queue = "", .agent = "", .reasons = "",
		.requester_address = "", .language = "",
	};
	read_apart(history->arena, known, rows, from, to);
	history_add_ticket(history, known);
}

/* What is known in full stays so, and is folded with the others. */
void history_clues_guess(struct history *history, const struct rows *rows)
{
	size_t count = 0;
	int64_t *ids = ARENA_ARRAY(history->arena, int64_t, rows->count + 1);

	for (size_t i = 0, next; i < rows->count; i = next) {
		const int64_t id = rows_int(rows, i, 0);

		for (next = i + 1; next < rows->count &&
				   rows_int(rows, next, 0) == id;)
			next++;
		if (history_itself(history, id) != NULL)
			continue;
		add_guess(history, rows, i, next);
		ids[count++] = id;
	}
	for (size_t i = 0; i < count; i++)
		history_fold(history, ids[i]);
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
