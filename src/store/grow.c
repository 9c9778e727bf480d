/* grow.c - new statistics for tables that have grown out of their plans.
 *
 * All statements are planned once, when a new database is empty and every
 * index looks as good as the next; a plan that reads all rows of a desk to
 * find one stays until there are statistics.  Autovacuum brings them within
 * minutes, which is too late for a first import of a hundred thousand mails,
 * and a throw-away cluster has none.
 */

#include "store/tx.h"

/* Look after so many rows, and then each time after twice as many. */
enum { FIRST_LOOK = 100 };

void db_grown(struct db *db, enum db_growth what, size_t rows)
{
	struct db_state *state = db_state(db);
	struct err ignored;
	ROWS(stale);

	state->grown[what] += rows;
	if (state->grown[what] < state->look_at[what] + FIRST_LOOK)
		return;
	state->look_at[what] = state->grown[what] * 2;
	tx_ask(db, &stale, SQL_GROW_STALE, NULL, 0);
	if (!tx_sync(db, &ignored) || !rows_bool(&stale, 0, 0))
		return;
	tx_begin(db);
	tx_do(db, SQL_GROW_SAMPLE, NULL, 0);
	tx_do(db, SQL_GROW_ANALYZE, NULL, 0);
	tx_commit(db, &ignored);
}
