/* ledger_claim.c - hand mails out for work, with their raw bytes. */

#include "store/ledger_raw.h"

#include "store/tx.h"

#include <inttypes.h>

static struct ledger_claim *read_claims(struct arena *arena,
					const struct rows *rows)
{
	struct ledger_claim *claims =
		ARENA_ARRAY(arena, struct ledger_claim, rows->count + 1);

	for (size_t i = 0; i < rows->count; i++) {
		claims[i] = (struct ledger_claim){
			.id = rows_int(rows, i, 0),
			.mailbox_id = rows_int(rows, i, 1),
			.received = rows_usec(rows, i, 2),
			.attempts = (int)rows_int(rows, i, 3),
			.truncated = rows_bool(rows, i, 4),
			.silent = rows_bool(rows, i, 5),
			.released = rows_bool(rows, i, 6),
			.size = (size_t)rows_int(rows, i, 8),
			.more = rows_bool(rows, i, 9),
		};
		rows_digest(rows, i, 7, claims[i].sha256);
	}
	return claims;
}

/* The chunks of those mails that are no larger than one. */
static bool ask_raw(struct db *db, int64_t desk_id, const int64_t *ids,
		    const struct ledger_bytes *sizes, size_t count,
		    struct rows *rows_r, struct err *err)
{
	ARENA(arena);
	struct table table = { .arena = arena };

	for (size_t i = 0; i < count; i++)
		if (sizes[i].size <= LEDGER_CHUNK)
			TABLE_ADD(&table, value_int(ids[i]));
	if (table.rows == 0)
		return true;
	tx_ask_table(db, rows_r, SQL_MAIL_RAW_READ, desk_id, &table);
	return tx_sync(db, err);
}

/* The chunks of one mail, which start at row *row, as one piece. */
static const void *join_chunks(struct arena *arena, const struct rows *rows,
			       size_t *row, int64_t id, size_t *size_r)
{
	size_t total = 0, at = 0, end = *row, size;
	char *joined;

	for (; end < rows->count && rows_int(rows, end, 0) == id; end++) {
		rows_bytes(rows, end, 1, &size);
		total += size;
	}
	joined = arena_room(arena, total + 1);
	for (; *row < end; ++*row) {
		const void *bytes = rows_bytes(rows, *row, 1, &size);

		memcpy(joined + at, bytes, size);
		at += size;
	}
	joined[total] = '\0';
	*size_r = total;
	return joined;
}

/* `sizes` tells how large they are, and then holds those that are not. */
static bool read_raw(struct db *db, struct arena *arena, int64_t desk_id,
		     const int64_t *ids, struct ledger_bytes *sizes,
		     size_t count, struct err *err)
{
	ROWS(raw);
	size_t row = 0;

	if (!ask_raw(db, desk_id, ids, sizes, count, &raw, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (sizes[i].size <= LEDGER_CHUNK)
			sizes[i].bytes = join_chunks(arena, &raw, &row, ids[i],
						     &sizes[i].size);
	return true;
}

bool ledger_claim(struct db *db, struct arena *arena, int64_t desk_id,
		  size_t most, usec_t lease, struct ledger_claim **claims_r,
		  size_t *count_r, struct err *err)
{
	ROWS(rows);
	struct ledger_bytes *raw;
	int64_t *ids, id;

	*count_r = 0;
	if (!db_take_ids(db, 1, &id, err))
		return false;
	/* A claim that a crash of the server undoes is no harm: its mails are
	 * taken again. */
	TX_DO(db, SQL_TX_SOON);
	TX_DO(db, SQL_CLAIM_TURN, value_int(desk_id));
	TX_DO(db, SQL_CLAIM_OVER, value_int(desk_id));
	TX_ASK(db, &rows, SQL_MAIL_CLAIM, value_int(desk_id),
	       value_int((int64_t)most), value_int(lease),
	       value_int(LEDGER_BATCH), value_int(db_state(db)->holder),
	       value_int(id));
	if (!tx_sync(db, err))
		return false;
	*claims_r = read_claims(arena, &rows);
	if (rows.count == 0)
		return true;
	ids = ARENA_ARRAY(arena, int64_t, rows.count);
	raw = ARENA_ARRAY(arena, struct ledger_bytes, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		ids[i] = (*claims_r)[i].id;
		raw[i].size = (*claims_r)[i].size;
	}
	if (!FAILPOINT(CLAIMED, err) ||
	    !read_raw(db, arena, desk_id, ids, raw, rows.count, err))
		return false;
	for (size_t i = 0; i < rows.count; i++) {
		(*claims_r)[i].bytes = raw[i].bytes;
		(*claims_r)[i].size = raw[i].size;
	}
	*count_r = rows.count;
	return true;
}

enum tried { NOT_TRIED, TRIED };

static bool give_back(struct db *db, int64_t desk_id, const int64_t *ids,
		      size_t count, enum tried tried, struct err *err)
{
	ARENA(arena);

	TX_DO(db, SQL_MAIL_RELEASE, value_int(desk_id),
	      value_int(db_state(db)->holder), table_ints(arena, ids, count),
	      value_bool(tried == TRIED));
	return tx_sync(db, err);
}

bool ledger_release(struct db *db, int64_t desk_id, const int64_t *ids,
		    size_t count, struct err *err)
{
	return give_back(db, desk_id, ids, count, TRIED, err);
}

bool ledger_unclaim(struct db *db, int64_t desk_id, const int64_t *ids,
		    size_t count, struct err *err)
{
	return give_back(db, desk_id, ids, count, NOT_TRIED, err);
}

bool ledger_free(struct db *db, int64_t desk_id, struct err *err)
{
	TX_DO(db, SQL_MAIL_FREE, value_int(desk_id),
	      value_int(db_state(db)->holder));
	return tx_sync(db, err);
}

static bool ask_kept(struct db *db, int64_t desk_id, const int64_t *ids,
		     size_t count, struct rows *rows_r, struct err *err)
{
	ARENA(arena);
	struct table table = { .arena = arena };

	for (size_t i = 0; i < count; i++)
		TABLE_ADD(&table, value_int(ids[i]));
	tx_ask_table(db, rows_r, SQL_MAIL_KEPT, desk_id, &table);
	return tx_sync(db, err);
}

bool ledger_raws(struct db *db, struct arena *arena, int64_t desk_id,
		 const int64_t *ids, size_t count,
		 struct ledger_bytes *bytes_r, size_t *count_r,
		 struct err *err)
{
	ROWS(kept);
	size_t row = 0, sum = 0, n = 0;

	*count_r = 0;
	if (count == 0)
		return true;
	if (!ask_kept(db, desk_id, ids, count, &kept, err))
		return false;
	for (; n < count; n++) {
		bytes_r[n] = (struct ledger_bytes){ "", 0 };
		if (row < kept.count && rows_int(&kept, row, 0) == ids[n])
			bytes_r[n] = (struct ledger_bytes){
				NULL, (size_t)rows_int(&kept, row++, 1) };
		sum += bytes_r[n].size;
		if (n > 0 && sum > LEDGER_BATCH)
			break;
	}
	*count_r = n;
	return read_raw(db, arena, desk_id, ids, bytes_r, n, err);
}

static bool refuse_removed(int64_t id, usec_t removed, struct err *err)
{
	ARENA(arena);

	return err_permanent(err, "the bytes of mail %" PRId64 " were removed "
			     "on %.10s", id, clock_render(arena, removed));
}

/* Was there such a mail, and are its bytes still here? */
static bool has_bytes(struct db *db, int64_t desk_id, int64_t id,
		       struct err *err)
{
	ROWS(found);

	TX_ASK(db, &found, SQL_MAIL_DISPOSITION, value_int(desk_id),
	       value_int(id));
	if (!tx_sync(db, err))
		return false;
	if (found.count > 0 && !rows_null(&found, 0, 2))
		return refuse_removed(id, rows_usec(&found, 0, 2), err);
	return found.count > 0 ||
	       err_permanent(err, "no mail %" PRId64 " in the ledger", id);
}

bool ledger_kept(struct db *db, int64_t desk_id, int64_t id, size_t *size_r,
		 struct err *err)
{
	ROWS(kept);

	if (!ask_kept(db, desk_id, &id, 1, &kept, err))
		return false;
	*size_r = kept.count == 0 ? 0 : (size_t)rows_int(&kept, 0, 1);
	/* One that is removed still says how large it was. */
	return has_bytes(db, desk_id, id, err);
}

static bool refuse_again(int64_t id, const struct rows *found, struct err *err)
{
	if (found->count == 0)
		return err_permanent(err, "no mail %" PRId64 " in the ledger",
				     id);
	if (!rows_null(found, 0, 2))
		return refuse_removed(id, rows_usec(found, 0, 2), err);
	return err_permanent(err, "mail %" PRId64 " is done: %s, ticket "
			     "%" PRId64, id, rows_text(found, 0, 0),
			     rows_int(found, 0, 1));
}

bool ledger_again(struct db *db, int64_t desk_id, int64_t id,
		  enum ledger_again how, struct err *err)
{
	ROWS(done);
	ROWS(found);

	tx_begin(db);
	TX_ASK(db, &done, SQL_MAIL_AGAIN, value_int(desk_id), value_int(id),
	       value_bool(how == LEDGER_LET_OUT));
	TX_ASK(db, &found, SQL_MAIL_DISPOSITION, value_int(desk_id),
	       value_int(id));
	tx_notify(db, DB_CHANNEL_MAIL, desk_id);
	if (!tx_commit(db, err))
		return false;
	return done.count > 0 || refuse_again(id, &found, err);
}
