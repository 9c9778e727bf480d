/* audit.c - ask the ledger, page by page. */

#include "store/audit.h"

#include "store/tx.h"

static struct audit_count *counts_of(struct arena *arena,
				     const struct rows *rows)
{
	struct audit_count *counts = ARENA_ARRAY(arena, struct audit_count,
						 rows->count + 1);

	for (size_t i = 0; i < rows->count; i++)
		counts[i] = (struct audit_count){
			.word = rows_keep(arena, rows, i, 0),
			.count = rows_int(rows, i, 1),
		};
	return counts;
}

bool audit_totals(struct db *db, struct arena *arena, int64_t desk_id,
		  struct audit_totals *totals_r, struct err *err)
{
	ROWS(totals);
	ROWS(dispositions);
	ROWS(outbox);

	TX_ASK(db, &totals, SQL_AUDIT_TOTALS, value_int(desk_id));
	TX_ASK(db, &dispositions, SQL_AUDIT_DISPOSITIONS, value_int(desk_id));
	TX_ASK(db, &outbox, SQL_AUDIT_OUTBOX, value_int(desk_id));
	if (!tx_sync(db, err))
		return false;
	*totals_r = (struct audit_totals){
		.mails = rows_int(&totals, 0, 0),
		.pending = rows_int(&totals, 0, 1),
		.without_ticket = rows_int(&totals, 0, 2),
		.dispositions = counts_of(arena, &dispositions),
		.disposition_count = dispositions.count,
		.outbox = counts_of(arena, &outbox),
		.outbox_count = outbox.count,
	};
	return true;
}

bool audit_here(struct db *db, struct arena *arena,
		const struct ledger_mailbox *mailbox, usec_t began,
		const int64_t *items, size_t count,
		enum audit_place *places_r, struct err *err)
{
	struct table table = { .arena = arena };
	ROWS(rows);

	for (size_t i = 0; i < count; i++)
		TABLE_ADD(&table, value_int(items[i]));
	TX_ASK(db, &rows, SQL_AUDIT_HERE, value_int(mailbox->desk_id),
	       value_int(mailbox->id), value_int(mailbox->epoch),
	       table_array(&table, VALUE_INT), value_usec(began));
	if (!tx_sync(db, err))
		return false;
	for (size_t i = 0, row = 0; i < count; i++) {
		places_r[i] = AUDIT_UNKNOWN;
		if (row == rows.count || rows_int(&rows, row, 0) != items[i])
			continue;
		places_r[i] = rows_bool(&rows, row, 1) ? AUDIT_AWAITED
						       : AUDIT_KNOWN;
		row++;
	}
	return true;
}

bool audit_awaited(struct db *db, const struct ledger_mailbox *mailbox,
		   usec_t began, int64_t *count_r, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_AUDIT_AWAITED, value_int(mailbox->desk_id),
	       value_int(mailbox->id), value_int(mailbox->epoch),
	       value_usec(began));
	if (!tx_sync(db, err))
		return false;
	*count_r = rows_int(&rows, 0, 0);
	return true;
}

bool audit_placed(struct db *db, struct arena *arena,
		  const struct ledger_mailbox *mailbox, int64_t epoch,
		  int64_t after, size_t most, int64_t **items_r,
		  size_t *count_r, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_AUDIT_PLACED, value_int(mailbox->desk_id),
	       value_int(mailbox->id), value_int(epoch), value_int(after),
	       value_int((int64_t)most));
	if (!tx_sync(db, err))
		return false;
	*items_r = rows_ints(arena, &rows, 0);
	*count_r = rows.count;
	return true;
}

bool audit_bytes(struct db *db, struct arena *arena, int64_t desk_id,
		 const uint8_t (*sha256)[32], size_t count, bool *known_r,
		 struct err *err)
{
	struct table table = { .arena = arena };
	ROWS(rows);

	for (size_t i = 0; i < count; i++) {
		TABLE_ADD(&table, value_bytes(sha256[i], sizeof(sha256[i])));
		known_r[i] = false;
	}
	TX_ASK(db, &rows, SQL_AUDIT_BYTES, value_int(desk_id),
	       table_array(&table, VALUE_BYTES));
	if (!tx_sync(db, err))
		return false;
	for (size_t i = 0; i < rows.count; i++)
		known_r[rows_int(&rows, i, 0) - 1] = true;
	return true;
}

bool audit_whole(struct db *db, int64_t desk_id, int64_t *after_r, size_t most,
		 bool digests, size_t *looked_r, int64_t *broken_r,
		 size_t *broken_count_r, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_AUDIT_WHOLE, value_int(desk_id),
	       value_int(*after_r), value_int((int64_t)most),
	       value_bool(digests));
	if (!tx_sync(db, err))
		return false;
	*looked_r = rows.count;
	*broken_count_r = 0;
	for (size_t i = 0; i < rows.count; i++) {
		*after_r = rows_int(&rows, i, 0);
		if (!rows_bool(&rows, i, 1))
			broken_r[(*broken_count_r)++] = *after_r;
	}
	return true;
}

bool audit_settle(struct db *db, const struct ledger_mailbox *mailbox,
		  struct err *err)
{
	TX_DO(db, SQL_AUDIT_SETTLE, value_int(mailbox->desk_id),
	      value_int(mailbox->id));
	return tx_sync(db, err);
}
