/* ledger.c - take mails in, hand them out for work, retire what ended. */

#include "store/ledger.h"

#include "store/tx.h"

/* One statement carries small mails up to this many bytes; what is larger
 * than a small mail goes by itself.  Both sides hold a statement's bytes several
 * times: so few stay near the processor. */
enum { GROUP_BYTES = 256 << 10, SMALL_BYTES = 64 << 10 };

bool ledger_desk(struct db *db, const char *name, int64_t *desk_id_r,
		 struct err *err)
{
	ROWS(found);
	int64_t id;

	TX_ASK(db, &found, SQL_DESK_FIND, value_text(name));
	if (!tx_sync(db, err))
		return false;
	if (found.count > 0) {
		*desk_id_r = rows_int(&found, 0, 0);
		return true;
	}
	if (!db_take_ids(db, 1, &id, err))
		return false;
	tx_begin(db);
	tx_do(db, SQL_DESK_LOCK_NAMES, NULL, 0);
	TX_DO(db, SQL_DESK_ADD, value_int(id), value_text(name));
	TX_ASK(db, &found, SQL_DESK_FIND, value_text(name));
	if (!tx_commit(db, err))
		return false;
	*desk_id_r = rows_int(&found, 0, 0);
	return true;
}

static struct ledger_mailbox read_mailbox(int64_t desk_id,
					  const struct rows *rows)
{
	return (struct ledger_mailbox){
		.desk_id = desk_id,
		.id = rows_int(rows, 0, 0),
		.epoch = rows_int(rows, 0, 1),
		.highest = rows_int(rows, 0, 2),
		.since = rows_usec(rows, 0, 3),
		.first_epoch = rows_int(rows, 0, 4),
		.first_item = rows_int(rows, 0, 5),
		.forgotten = rows_usec(rows, 0, 6),
	};
}

bool ledger_mailbox(struct db *db, int64_t desk_id, const char *name,
		    struct ledger_mailbox *mailbox_r, struct err *err)
{
	ROWS(found);
	int64_t id;

	TX_ASK(db, &found, SQL_MAILBOX_FIND, value_int(desk_id),
	       value_text(name));
	if (!tx_sync(db, err))
		return false;
	if (found.count == 0) {
		if (!db_take_ids(db, 1, &id, err))
			return false;
		tx_begin(db);
		TX_DO(db, SQL_MAILBOX_ADD, value_int(desk_id), value_int(id),
		      value_text(name));
		TX_ASK(db, &found, SQL_MAILBOX_FIND, value_int(desk_id),
		       value_text(name));
		if (!tx_commit(db, err))
			return false;
	}
	*mailbox_r = read_mailbox(desk_id, &found);
	return true;
}

bool ledger_contact(struct db *db, struct ledger_mailbox *mailbox,
		    int64_t epoch, int64_t item, struct err *err)
{
	ROWS(rows);

	TX_DO(db, SQL_MAILBOX_CONTACT, value_int(mailbox->desk_id),
	      value_int(mailbox->id), value_int(epoch), value_int(item));
	TX_ASK(db, &rows, SQL_MAILBOX_READ, value_int(mailbox->desk_id),
	       value_int(mailbox->id));
	if (!tx_sync(db, err))
		return false;
	/* Another host may have been first: then its words count. */
	if (rows.count > 0)
		*mailbox = read_mailbox(mailbox->desk_id, &rows);
	return true;
}

bool ledger_epoch(struct db *db, struct ledger_mailbox *mailbox,
		  int64_t epoch, struct err *err)
{
	TX_DO(db, SQL_MAILBOX_EPOCH, value_int(mailbox->desk_id),
	      value_int(mailbox->id), value_int(epoch));
	if (!tx_sync(db, err))
		return false;
	if (mailbox->epoch != epoch)
		mailbox->highest = 0;
	mailbox->epoch = epoch;
	return true;
}

bool ledger_missing(struct db *db, struct arena *arena,
		    const struct ledger_mailbox *mailbox, const int64_t *items,
		    size_t count, int64_t **missing_r, size_t *missing_count_r,
		    struct err *err)
{
	struct table table = { .arena = arena };
	ROWS(rows);

	*missing_count_r = 0;
	*missing_r = NULL;
	if (count == 0)
		return true;
	for (size_t i = 0; i < count; i++)
		TABLE_ADD(&table, value_int(items[i]));
	TX_ASK(db, &rows, SQL_MAIL_MISSING, value_int(mailbox->desk_id),
	       value_int(mailbox->id), value_int(mailbox->epoch),
	       table_column(&table, 0));
	if (!tx_sync(db, err))
		return false;
	*missing_r = rows_ints(arena, &rows, 0);
	*missing_count_r = rows.count;
	return true;
}

/* By item: two who add the same mails take them in the same order. */
static int by_item(const void *a, const void *b)
{
	const struct ledger_new *const *one = a, *const *two = b;

	return ((*one)->item > (*two)->item) - ((*one)->item < (*two)->item);
}

static const struct ledger_new **sorted(struct arena *arena,
					const struct ledger_new *mails,
					size_t count)
{
	const struct ledger_new **order =
		ARENA_ARRAY(arena, const struct ledger_new *, count);

	for (size_t i = 0; i < count; i++)
		order[i] = &mails[i];
	qsort(order, count, sizeof(*order), by_item);
	return order;
}

static void add_chunks(struct db *db, int64_t desk_id, int64_t id,
		       const struct ledger_new *mail)
{
	const char *bytes = mail->bytes;
	size_t at = 0;
	int64_t chunk = 0;

	do {
		size_t size = mail->bytes_size - at;

		if (size > LEDGER_CHUNK)
			size = LEDGER_CHUNK;
		TX_DO(db, SQL_MAIL_RAW_ADD_CHUNK, value_int(desk_id),
		      value_int(id), value_int(chunk++),
		      value_bytes(bytes + at, size));
		at += size;
	} while (at < mail->bytes_size);
}

/* The raw bytes: small mails in groups, large ones chunk by chunk. */
static void add_raw(struct db *db, int64_t desk_id, int64_t first_id,
		    const struct ledger_new *const *mails, size_t count)
{
	ARENA(arena);
	struct table group = { .arena = arena };
	size_t grouped = 0;

	for (size_t i = 0; i < count; i++) {
		const int64_t id = first_id + (int64_t)i;

		if (mails[i]->bytes_size > SMALL_BYTES) {
			add_chunks(db, desk_id, id, mails[i]);
			continue;
		}
		TABLE_ADD(&group, value_int(id), value_int(0),
			  value_bytes(mails[i]->bytes, mails[i]->bytes_size));
		grouped += mails[i]->bytes_size;
		if (grouped < GROUP_BYTES)
			continue;
		tx_do_table(db, SQL_MAIL_RAW_ADD, desk_id, &group);
		arena_reset(arena);
		group = (struct table){ .arena = arena };
		grouped = 0;
	}
	tx_do_table(db, SQL_MAIL_RAW_ADD, desk_id, &group);
}

bool ledger_add(struct db *db, struct ledger_mailbox *mailbox,
		const struct ledger_new *mails, size_t count, bool silent,
		size_t *added_r, struct err *err)
{
	ARENA(arena);
	const struct ledger_new **order = sorted(arena, mails, count);
	struct table table = { .arena = arena };
	int64_t first;
	ROWS(added);

	*added_r = 0;
	if (count == 0)
		return true;
	if (!db_take_ids(db, count, &first, err))
		return false;
	for (size_t i = 0; i < count; i++)
		TABLE_ADD(&table, value_int(first + (int64_t)i),
			  value_int(mailbox->id), value_int(mailbox->epoch),
			  value_int(order[i]->item),
			  value_usec(order[i]->received),
			  value_int((int64_t)order[i]->size),
			  value_int((int64_t)order[i]->bytes_size),
			  value_bool(order[i]->truncated),
			  value_bytes(order[i]->sha256, 32),
			  value_bool(silent));
	tx_begin(db);
	tx_ask_table(db, &added, SQL_MAIL_ADD, mailbox->desk_id, &table);
	add_raw(db, mailbox->desk_id, first, order, count);
	TX_DO(db, SQL_MAILBOX_HIGHEST, value_int(mailbox->desk_id),
	      value_int(mailbox->id), value_int(mailbox->epoch),
	      value_int(order[count - 1]->item));
	tx_notify(db, DB_CHANNEL_MAIL, mailbox->desk_id);
	if (!TX_FAILPOINT(db, LEDGER_COMMIT, err) || !tx_commit(db, err) ||
	    !FAILPOINT(LEDGER_COMMITTED, err))
		return false;
	if (mailbox->highest < order[count - 1]->item)
		mailbox->highest = order[count - 1]->item;
	*added_r = added.count;
	db_grown(db, GROWTH_MAILS, added.count);
	return true;
}

bool ledger_due(struct db *db, struct arena *arena,
		const struct ledger_mailbox *mailbox, size_t most,
		struct ledger_due **due_r, size_t *count_r, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_MAIL_DUE, value_int(mailbox->desk_id),
	       value_int(mailbox->id), value_int(mailbox->epoch),
	       value_int((int64_t)most));
	if (!tx_sync(db, err))
		return false;
	*due_r = ARENA_ARRAY(arena, struct ledger_due, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		(*due_r)[i] = (struct ledger_due){
			.item = rows_int(&rows, i, 0),
			.id = rows_int(&rows, i, 1),
			.truncated = rows_bool(&rows, i, 2),
		};
	*count_r = rows.count;
	return true;
}

bool ledger_retired(struct db *db, const struct ledger_mailbox *mailbox,
		    const struct ledger_moved *moved, size_t count,
		    struct err *err)
{
	ARENA(arena);
	struct table table = { .arena = arena };

	if (count == 0)
		return true;
	for (size_t i = 0; i < count; i++)
		TABLE_ADD(&table, value_int(moved[i].id),
			  value_id(moved[i].target_epoch),
			  value_id(moved[i].target_item));
	tx_do_table(db, SQL_MAIL_RETIRED, mailbox->desk_id, &table);
	TX_DO(db, SQL_MAIL_DEPARTED, value_int(mailbox->desk_id),
	      value_int(mailbox->id), value_int(mailbox->epoch),
	      table_column(&table, 0));
	return tx_sync(db, err);
}
