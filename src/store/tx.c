/* tx.c - the sticky transaction, and ids in blocks. */

#include "store/tx.h"

#include <assert.h>

static enum failpoint point_of(enum statement statement)
{
	return FAILPOINT_COUNT + statement;
}

#ifdef POSTDESK_FAILPOINTS
void db_name_failpoints(void)
{
	static const char *const words[] = {
#define STATEMENT(name, word, text) "sql-" word,
#include "sql/embedded/statements.h"
#undef STATEMENT
	};

	failpoint_extend(words, STATEMENT_COUNT);
}
#endif

/* Each statement is a failpoint.  Who dies there has let the server do all
 * before it; who fails there asks with values that do not fit, and so the
 * server itself refuses the statement and what follows. */
static void queue(struct db *db, struct rows *rows_r,
		  enum statement statement, const struct value *values,
		  size_t count)
{
	const struct value other = value_int(0);
	struct err err;

	if (db_state(db)->in_transaction && FAILPOINT_DUE(point_of(statement)))
		db_flush(db, &err);
	if (FAILPOINT_AT(point_of(statement), &err))
		db_queue(db, rows_r, statement, values, count);
	else
		db_queue(db, rows_r, statement, &other, count == 0 ? 1 : 0);
}

struct db *db_open(const char *conninfo, struct err *err)
{
	struct db *db = FAILPOINT(DB_CONNECT, err)
		? db_open_as(conninfo, false, err) : NULL;

	if (db == NULL || !db_take_ids(db, 1, &db_state(db)->holder, err)) {
		db_free(&db);
		return NULL;
	}
	TX_DO(db, SQL_SESSION_NAME, value_int(db_state(db)->holder));
	if (!tx_sync(db, err) || !FAILPOINT(DB_CONNECTED, err))
		db_free(&db);
	return db;
}

struct db *db_beside(struct db *db, struct err *err)
{
	return db_open(db_state(db)->conninfo, err);
}

struct db *db_open_bare(const char *conninfo, struct err *err)
{
	return db_open_as(conninfo, true, err);
}

void tx_ask(struct db *db, struct rows *rows_r, enum statement statement,
	    const struct value *values, size_t count)
{
	queue(db, rows_r, statement, values, count);
}

void tx_do(struct db *db, enum statement statement, const struct value *values,
	   size_t count)
{
	queue(db, NULL, statement, values, count);
}

void tx_ask_table(struct db *db, struct rows *rows_r,
		  enum statement statement, int64_t desk_id,
		  struct table *table)
{
	struct value values[TABLE_COLUMNS_MOST + 1] = { value_int(desk_id) };

	if (table->rows == 0)
		return;
	for (size_t i = 0; i < table->columns; i++)
		values[i + 1] = table_column(table, i);
	queue(db, rows_r, statement, values, table->columns + 1);
}

void tx_do_table(struct db *db, enum statement statement, int64_t desk_id,
		 struct table *table)
{
	tx_ask_table(db, NULL, statement, desk_id, table);
}

const char *tx_channel_word(enum db_channel channel)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		DB_CHANNELS(ROW)
#undef ROW
	};

	return words[channel];
}

void tx_notify(struct db *db, enum db_channel channel, int64_t desk_id)
{
	TX_DO(db, SQL_NOTIFY, value_text(tx_channel_word(channel)),
	      value_int(desk_id));
}

bool tx_is_temporary(const char *sqlstate)
{
	static const char *const classes[] = { "08", "40", "53", "57P0", "58",
					       "55P03", "57014", "25006" };
	bool found = sqlstate[0] == '\0';

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (strncmp(sqlstate, classes[i], strlen(classes[i])) == 0)
			found = true;
	return found;
}

void tx_begin(struct db *db)
{
	assert(!db_state(db)->in_transaction);
	queue(db, NULL, SQL_TX_BEGIN, NULL, 0);
	db_state(db)->in_transaction = true;
}

void tx_abandon(struct db *db)
{
	struct err ignored;

	if (!db_state(db)->in_transaction)
		return;
	db_state(db)->in_transaction = false;
	/* What is queued ends first, or ROLLBACK would be skipped with it. */
	db_flush(db, &ignored);
	db_queue(db, NULL, SQL_TX_ROLLBACK, NULL, 0);
	db_flush(db, &ignored);
}

bool tx_sync(struct db *db, struct err *err)
{
	if (db_flush(db, err))
		return true;
	tx_abandon(db);
	return false;
}

bool tx_commit(struct db *db, struct err *err)
{
	queue(db, NULL, SQL_TX_COMMIT, NULL, 0);
	if (!tx_sync(db, err))
		return false;
	db_state(db)->in_transaction = false;
	return true;
}

bool db_take_ids(struct db *db, size_t count, int64_t *first_r,
		 struct err *err)
{
	struct db_state *state = db_state(db);

	if (count > DB_IDS_MOST)
		return err_permanent(err, "%zu ids wanted, expected at most %d",
				     count, DB_IDS_MOST);
	if (state->end_id - state->next_id < (int64_t)count) {
		ROWS(rows);

		tx_ask(db, &rows, SQL_ID_BLOCK, NULL, 0);
		if (!tx_sync(db, err))
			return false;
		state->next_id = rows_int(&rows, 0, 0);
		state->end_id = state->next_id + DB_IDS_MOST;
	}
	*first_r = state->next_id;
	state->next_id += (int64_t)count;
	return true;
}

bool db_now(struct db *db, usec_t *now_r, struct err *err)
{
	ROWS(rows);

	tx_ask(db, &rows, SQL_NOW, NULL, 0);
	if (!tx_sync(db, err))
		return false;
	*now_r = rows_usec(&rows, 0, 0);
	return true;
}

bool db_shift_clock(struct db *db, usec_t shift, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_CLOCK_SHIFT, value_int(shift),
	       value_bool(FAILPOINTS_BUILT));
	if (!tx_sync(db, err))
		return false;
	if (rows.count == 0)
		return err_permanent(err, "the clock of this database is real "
				     "and cannot be moved");
	return true;
}

struct value tx_texts(struct arena *arena, const struct strings *texts)
{
	struct table table = { .arena = arena };

	for (size_t i = 0; i < texts->count; i++)
		TABLE_ADD(&table, value_text(texts->at[i]));
	return table_array(&table, VALUE_TEXT);
}
