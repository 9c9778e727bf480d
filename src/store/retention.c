/* retention.c - dispositions that are not kept for ever, and their time. */

#include "store/retention.h"

#include "desk/plan.h"
#include "store/tx.h"

bool retention_remove(struct db *db, int64_t desk_id,
		      const struct retention *retention, size_t most,
		      size_t *count_r, struct err *err)
{
	ARENA(arena);
	struct table table = { .arena = arena };
	ROWS(rows);

	*count_r = 0;
	for (size_t i = 0; i < RETENTION_DISPOSITIONS; i++)
		if (retention->keep[i] != RETENTION_FOREVER)
			TABLE_ADD(&table, value_text(disposition_word(
					  (enum disposition)i)),
				  value_int(retention->keep[i]));
	if (table.rows == 0)
		return true;
	TX_ASK(db, &rows, SQL_RETENTION_REMOVE, value_int(desk_id),
	       table_column(&table, 0), table_column(&table, 1),
	       value_int((int64_t)most));
	if (!tx_sync(db, err))
		return false;
	*count_r = rows.count;
	return true;
}

bool retention_moved(struct db *db, struct arena *arena,
		     const struct ledger_mailbox *mailbox, int64_t epoch,
		     usec_t keep, size_t most, int64_t **items_r,
		     size_t *count_r, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_RETENTION_MOVED, value_int(mailbox->desk_id),
	       value_int(mailbox->id), value_int(epoch), value_int(keep),
	       value_int((int64_t)most));
	if (!tx_sync(db, err))
		return false;
	*count_r = rows.count;
	*items_r = rows_ints(arena, &rows, 0);
	return true;
}

bool retention_cleared(struct db *db, const struct ledger_mailbox *mailbox,
		       int64_t epoch, const int64_t *items, size_t count,
		       struct err *err)
{
	ARENA(arena);
	struct table table = { .arena = arena };

	for (size_t i = 0; i < count; i++)
		TABLE_ADD(&table, value_int(items[i]));
	TX_DO(db, SQL_RETENTION_CLEARED, value_int(mailbox->desk_id),
	      value_int(mailbox->id), value_int(epoch),
	      table_array(&table, VALUE_INT));
	return tx_sync(db, err);
}
