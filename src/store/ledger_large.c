/* ledger_large.c - a large mail, chunk by chunk, in and out. */

#include "store/ledger_raw.h"

#include "base/hmac.h"
#include "store/tx.h"

struct ledger_large {
	struct db *db;
	struct arena *arena;
	const struct ledger_mailbox *mailbox;	/* borrowed */
	int64_t id;
	struct hmac_stream *digest;
	char *chunk;			/* LEDGER_CHUNK of them */
	size_t fill;			/* bytes in it */
	int64_t chunks;			/* that are on the server */
	size_t size;			/* of all bytes */
};

struct ledger_large *ledger_large_begin(struct db *db,
					const struct ledger_mailbox *mailbox,
					struct err *err)
{
	struct ledger_large *large;
	struct arena *arena;
	int64_t id;

	if (!db_take_ids(db, 1, &id, err))
		return NULL;
	tx_begin(db);
	if (!tx_sync(db, err))
		return NULL;
	arena = arena_new();
	large = ARENA_NEW(arena, struct ledger_large);
	*large = (struct ledger_large){
		.db = db, .arena = arena, .mailbox = mailbox, .id = id,
		.digest = hmac_stream_new(),
		.chunk = arena_room(arena, LEDGER_CHUNK),
	};
	return large;
}

static void give_up(struct ledger_large **large)
{
	struct arena *arena = (*large)->arena;
	uint8_t unused[32];

	if ((*large)->digest != NULL)
		hmac_stream_end(&(*large)->digest, unused);
	*large = NULL;
	arena_free(&arena);
}

void ledger_large_abandon(struct ledger_large **large)
{
	if (*large == NULL)
		return;
	tx_abandon((*large)->db);
	give_up(large);
}

/* One round trip a chunk: nothing piles up on its way. */
static bool put_chunk(struct ledger_large *large, struct err *err)
{
	TX_DO(large->db, SQL_MAIL_RAW_PUT, value_int(large->mailbox->desk_id),
	      value_int(large->id), value_int(large->chunks++),
	      value_bytes(large->chunk, large->fill));
	large->fill = 0;
	return tx_sync(large->db, err);
}

bool ledger_large_add(struct ledger_large *large, const void *bytes,
		      size_t size, struct err *err)
{
	hmac_stream_add(large->digest, bytes, size);
	large->size += size;
	for (size_t at = 0, n; at < size; at += n) {
		n = LEDGER_CHUNK - large->fill;
		if (n > size - at)
			n = size - at;
		memcpy(large->chunk + large->fill, (const char *)bytes + at,
		       n);
		large->fill += n;
		if (large->fill == LEDGER_CHUNK && !put_chunk(large, err))
			return false;
	}
	return true;
}

/* The row of the mail, behind its bytes: it needs their digest.  *added_r is
 * false where somebody else was first, and the bytes may not stay. */
static bool put_row(struct ledger_large *large, const struct ledger_new *mail,
		    bool silent, bool *added_r, struct err *err)
{
	const struct ledger_mailbox *mailbox = large->mailbox;
	struct table table = { .arena = large->arena };
	uint8_t sha256[32];
	ROWS(added);

	hmac_stream_end(&large->digest, sha256);
	TABLE_ADD(&table, value_int(large->id), value_int(mailbox->id),
		  value_int(mailbox->epoch), value_int(mail->item),
		  value_usec(mail->received), value_int((int64_t)large->size),
		  value_int((int64_t)large->size), value_bool(false),
		  value_bytes(sha256, 32), value_bool(silent));
	tx_ask_table(large->db, &added, SQL_MAIL_ADD, mailbox->desk_id,
		     &table);
	TX_DO(large->db, SQL_MAILBOX_HIGHEST, value_int(mailbox->desk_id),
	      value_int(mailbox->id), value_int(mailbox->epoch),
	      value_int(mail->item));
	tx_notify(large->db, DB_CHANNEL_MAIL, mailbox->desk_id);
	if (!tx_sync(large->db, err))
		return false;
	*added_r = added.count > 0;
	return true;
}

static bool end(struct ledger_large *large, const struct ledger_new *mail,
		bool silent, bool *added_r, struct err *err)
{
	if ((large->fill > 0 && !put_chunk(large, err)) ||
	    !put_row(large, mail, silent, added_r, err))
		return false;
	if (!*added_r) {
		tx_abandon(large->db);
		return true;
	}
	return TX_FAILPOINT(large->db, LEDGER_COMMIT, err) &&
	       tx_commit(large->db, err) && FAILPOINT(LEDGER_COMMITTED, err);
}

bool ledger_large_end(struct ledger_large **large,
		      struct ledger_mailbox *mailbox,
		      const struct ledger_new *mail, bool silent,
		      bool *added_r, struct err *err)
{
	struct db *db = (*large)->db;
	const bool good = end(*large, mail, silent, added_r, err);

	give_up(large);
	if (!good || !*added_r)
		return good;
	if (mailbox->highest < mail->item)
		mailbox->highest = mail->item;
	db_grown(db, GROWTH_MAILS, 1);
	return true;
}

bool ledger_chunk(struct db *db, struct arena *arena, int64_t desk_id,
		  int64_t id, size_t number, const void **bytes_r,
		  size_t *size_r, struct err *err)
{
	const void *bytes;
	ROWS(rows);

	*bytes_r = "";
	*size_r = 0;
	TX_ASK(db, &rows, SQL_MAIL_RAW_CHUNK, value_int(desk_id),
	       value_int(id), value_int((int64_t)number));
	if (!tx_sync(db, err))
		return false;
	if (rows.count == 0)
		return true;
	bytes = rows_bytes(&rows, 0, 0, size_r);
	*bytes_r = arena_memdup(arena, bytes, *size_r);
	return true;
}

bool ledger_range(struct db *db, int64_t desk_id, int64_t id, size_t offset,
		  size_t size, char *into, size_t *got_r, struct err *err)
{
	ARENA(piece);

	*got_r = 0;
	while (*got_r < size) {
		const size_t at = offset + *got_r, from = at % LEDGER_CHUNK;
		const void *bytes;
		size_t n;

		arena_reset(piece);
		if (!ledger_chunk(db, piece, desk_id, id, at / LEDGER_CHUNK,
				  &bytes, &n, err))
			return false;
		if (n <= from)
			return true;
		n -= from;
		if (n > size - *got_r)
			n = size - *got_r;
		memcpy(into + *got_r, (const char *)bytes + from, n);
		*got_r += n;
	}
	return true;
}
