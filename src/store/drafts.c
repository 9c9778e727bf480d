/* drafts.c - drafts in the one read, in the one write, and as a list. */

#include "store/drafts.h"

#include "store/draft_rows.h"
#include "desk/history_add.h"

void draft_rows_ask(struct db *db, struct arena *arena, int64_t desk_id,
		    const struct keys *keys, struct draft_rows *rows_r)
{
	struct table ids = { .arena = arena };

	for (size_t i = 0; i < keys->draft_count; i++)
		TABLE_ADD(&ids, value_int(keys->draft_ids[i]));
	TX_ASK(db, &rows_r->drafts, SQL_HISTORY_DRAFTS, value_int(desk_id),
	       table_array(&ids, VALUE_INT));
	TX_ASK(db, &rows_r->asked, SQL_HISTORY_ASKED, value_int(desk_id));
	TX_ASK(db, &rows_r->mutes, SQL_HISTORY_MUTES, value_int(desk_id));
}

static enum draft_state state_of(const char *word)
{
	enum draft_state state = DRAFT_HELD;

	while (state < DRAFT_DROPPED &&
	       strcmp(draft_state_word(state), word) != 0)
		state++;
	return state;
}

static void read_draft(struct history *history, const struct rows *rows,
		       size_t i)
{
	struct arena *arena = history->arena;
	struct known_draft *known = ARENA_NEW(arena, struct known_draft);

	*known = (struct known_draft){
		.id = rows_int(rows, i, 0),
		.ticket_id = rows_int(rows, i, 1),
		.mail_id = rows_int(rows, i, 2),
		.agent = rows_keep(arena, rows, i, 3),
		.text = rows_keep(arena, rows, i, 4),
		.leading = (size_t)rows_int(rows, i, 5),
		.words = rows_keep(arena, rows, i, 6),
		.state = state_of(rows_text(rows, i, 7)),
		.created = rows_usec(rows, i, 8),
		.why = rows_keep(arena, rows, i, 9),
	};
	history_add_draft(history, known);
}

void draft_rows_read(struct history *history, const struct draft_rows *rows)
{
	struct arena *arena = history->arena;

	for (size_t i = 0; i < rows->drafts.count; i++)
		read_draft(history, &rows->drafts, i);
	for (size_t i = 0; i < rows->asked.count; i++)
		history_add_asked(history,
				  rows_keep(arena, &rows->asked, i, 0),
				  (int)rows_int(&rows->asked, i, 1));
	for (size_t i = 0; i < rows->mutes.count; i++)
		history_mute(history, rows_keep(arena, &rows->mutes, i, 0));
}

/* A number at the end of a line that may be a command, whatever the desk calls
 * it: "#merge 123". */
static int64_t number_of(const char *line, size_t size)
{
	size_t start = size;

	while (start > 0 && line[start - 1] >= '0' && line[start - 1] <= '9')
		start--;
	if (size == start || size - start > 15 || line[0] != '#')
		return 0;
	return strtoll(line + start, NULL, 10);
}

static void add_numbers(struct table *numbers, const char *line)
{
	for (int i = 0; i < 2 * COMMAND_LINES && *line != '\0'; i++) {
		size_t size = strcspn(line, "\n");
		int64_t number = number_of(line, size);

		if (number != 0)
			TABLE_ADD(numbers, value_int(number));
		line += size + (line[size] == '\n');
	}
}

struct value draft_rows_tickets(struct arena *arena, const struct keys *keys,
				const struct draft_rows *rows)
{
	struct table numbers = { .arena = arena };

	for (size_t i = 0; i < keys->ticket_count; i++)
		TABLE_ADD(&numbers, value_int(keys->ticket_numbers[i]));
	for (size_t i = 0; i < rows->drafts.count; i++)
		add_numbers(&numbers, rows_text(&rows->drafts, i, 4));
	return table_array(&numbers, VALUE_INT);
}

static void add_draft(struct table *table, const struct plan *plan)
{
	const struct plan_draft *draft = plan->draft;

	TABLE_ADD(table, value_int(draft->id), value_id(draft->ticket_id),
		  value_int(plan->mail_id), value_text(draft->agent),
		  value_text(draft->why), value_text(draft->text),
		  value_int((int64_t)draft->leading),
		  value_text(draft->words), value_int(draft->attachments),
		  value_bool(draft->asked), value_usec(plan->now));
}

void batch_drafts(struct db *db, const struct batch *batch)
{
	struct table drafts = { .arena = batch->arena };
	struct table settled = { .arena = batch->arena };

	for (size_t i = 0; i < batch->count; i++) {
		const struct plan *plan = batch->plans[i];

		if (plan->draft != NULL)
			add_draft(&drafts, plan);
		if (plan->settlement.id != 0)
			TABLE_ADD(&settled, value_int(plan->settlement.id),
				  value_text(draft_state_word(
						  plan->settlement.state)),
				  value_usec(plan->now));
	}
	tx_do_table(db, SQL_COMMIT_DRAFTS, batch->desk_id, &drafts);
	tx_do_table(db, SQL_COMMIT_SETTLEMENTS, batch->desk_id, &settled);
}

static void read_row(struct arena *arena, const struct rows *rows, size_t i,
		     struct draft_row *row)
{
	*row = (struct draft_row){
		.id = rows_int(rows, i, 0),
		.mail_id = rows_int(rows, i, 1),
		.ticket = rows_int(rows, i, 2),
		.agent = rows_keep(arena, rows, i, 3),
		.why = rows_keep(arena, rows, i, 4),
		.state = rows_keep(arena, rows, i, 5),
		.text = rows_keep(arena, rows, i, 6),
		.words = rows_keep(arena, rows, i, 7),
		.attachments = (int)rows_int(rows, i, 8),
		.asked = rows_bool(rows, i, 9),
		.created = rows_usec(rows, i, 10),
		.ended = rows_usec(rows, i, 11),
		.above = (size_t)rows_int(rows, i, 12),
	};
}

bool mutes_list(struct db *db, struct arena *arena, int64_t desk_id,
		const char *kind, struct mute_row **rows_r, size_t *count_r,
		struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_MUTES, value_int(desk_id), value_text(kind));
	if (!tx_sync(db, err))
		return false;
	*count_r = rows.count;
	*rows_r = ARENA_ARRAY(arena, struct mute_row, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		(*rows_r)[i] = (struct mute_row){
			.address = rows_keep(arena, &rows, i, 0),
			.muted = rows_bool(&rows, i, 1),
		};
	return true;
}

bool drafts_list(struct db *db, struct arena *arena, int64_t desk_id, bool all,
		 int64_t id, struct draft_row **rows_r, size_t *count_r,
		 struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_DRAFTS, value_int(desk_id), value_bool(all),
	       value_int(id), value_int(DRAFTS_MOST));
	if (!tx_sync(db, err))
		return false;
	*count_r = rows.count;
	*rows_r = ARENA_ARRAY(arena, struct draft_row, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		read_row(arena, &rows, i, &(*rows_r)[i]);
	return true;
}
