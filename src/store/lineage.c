/* lineage.c - notice another database, and settle what it has forgotten. */

#include "store/lineage.h"

#include "store/tx.h"

/* Tickets that may have been begun by a command and left no mail behind. */
enum { NUMBERS = 1000 };

/* The clocks of the mail server and of the database may differ so much. */
#define CLOCKS (5 * USEC_SECOND)

bool lineage_read(struct db *db, int64_t desk_id, struct lineage *lineage_r,
		  struct err *err)
{
	ROWS(rows);

	TX_DO(db, SQL_LINEAGE_NOTE, value_int(desk_id));
	TX_ASK(db, &rows, SQL_LINEAGE_READ, value_int(desk_id));
	if (!tx_sync(db, err))
		return false;
	*lineage_r = (struct lineage){ .noticed = rows_usec(&rows, 0, 1) };
	snprintf(lineage_r->server, sizeof(lineage_r->server), "%s",
		 rows_text(&rows, 0, 0));
	return true;
}

/* The ids of events are the client's, and those of the new block. */
static bool tell_doubts(struct db *db, struct arena *arena, int64_t desk_id,
			const struct rows *doubted, struct err *err)
{
	struct table events = { .arena = arena };
	int64_t first;

	if (!db_take_ids(db, doubted->count, &first, err))
		return false;
	for (size_t i = 0; i < doubted->count; i++)
		TABLE_ADD(&events, value_int(rows_int(doubted, i, 0)),
			  value_int(first + (int64_t)i));
	tx_do_table(db, SQL_OUTBOX_LOST, desk_id, &events);
	return true;
}

bool lineage_begin(struct db *db, int64_t desk_id, size_t *doubted_r,
		   struct err *err)
{
	ARENA(arena);
	ROWS(doubted);

	tx_begin(db);
	TX_DO(db, SQL_LINEAGE_LEAP_IDS);
	TX_DO(db, SQL_LINEAGE_LEAP, value_int(desk_id), value_int(NUMBERS));
	TX_DO(db, SQL_LINEAGE_SILENCE, value_int(desk_id));
	TX_DO(db, SQL_LINEAGE_FORGOTTEN, value_int(desk_id),
	      value_int(CLOCKS));
	TX_ASK(db, &doubted, SQL_LINEAGE_DOUBT, value_int(desk_id));
	if (!tx_sync(db, err))
		return false;
	*doubted_r = doubted.count;
	/* What is left of a block may be given to others as well. */
	db_state(db)->next_id = db_state(db)->end_id = 0;
	return tell_doubts(db, arena, desk_id, &doubted, err) &&
	       tx_commit(db, err);
}

bool lineage_settle(struct db *db, int64_t desk_id, int64_t taken,
		    struct err *err)
{
	tx_begin(db);
	TX_DO(db, SQL_LINEAGE_LEAP, value_int(desk_id), value_int(taken));
	TX_DO(db, SQL_LINEAGE_SETTLE, value_int(desk_id));
	tx_notify(db, DB_CHANNEL_MAIL, desk_id);
	tx_notify(db, DB_CHANNEL_ENDED, desk_id);
	tx_notify(db, DB_CHANNEL_OUTBOX, desk_id);
	tx_notify(db, DB_CHANNEL_AGENTS, desk_id);
	return tx_commit(db, err);
}
