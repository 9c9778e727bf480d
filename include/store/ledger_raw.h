/* ledger_raw.h - the raw bytes of mail, which may be more than fit into memory.
 *
 * Ownership: results live in the arena given.
 * Errors:    those of the database, temporary or permanent.
 */
#ifndef STORE_LEDGER_RAW_H
#define STORE_LEDGER_RAW_H

#include "store/ledger.h"

/* A mail that comes in pieces: one transaction from its begin on, in which
 * this connection does nothing else.  Of `mail` only item and received are
 * used; it is not there before its end is committed, and nothing is where it
 * is abandoned.  NULL and *err. */
struct ledger_large;

struct ledger_large *ledger_large_begin(struct db *db,
					const struct ledger_mailbox *mailbox,
					struct err *err);
bool ledger_large_add(struct ledger_large *large, const void *bytes,
		      size_t size, struct err *err);
bool ledger_large_end(struct ledger_large **large,
		      struct ledger_mailbox *mailbox,
		      const struct ledger_new *mail, bool silent,
		      bool *added_r, struct err *err);
void ledger_large_abandon(struct ledger_large **large);

/* How many raw bytes of a mail are here; false with *err permanent where it
 * is unknown or its bytes were removed. */
bool ledger_kept(struct db *db, int64_t desk_id, int64_t id, size_t *size_r,
		 struct err *err);

/* The chunk of that number; none behind the end. */
bool ledger_chunk(struct db *db, struct arena *arena, int64_t desk_id,
		  int64_t id, size_t number, const void **bytes_r,
		  size_t *size_r, struct err *err);

/* `size` bytes of a mail from `offset` on; *got_r: as many as there are. */
bool ledger_range(struct db *db, int64_t desk_id, int64_t id, size_t offset,
		  size_t size, char *into, size_t *got_r, struct err *err);

/* The raw bytes of several, in the order of the ids given, which must rise;
 * empty where a mail is unknown, NULL where it is more than LEDGER_CHUNK.
 * *count_r: of how many, because together they are as few as of a claim. */
struct ledger_bytes {
	const void *bytes;
	size_t size;
};

bool ledger_raws(struct db *db, struct arena *arena, int64_t desk_id,
		 const int64_t *ids, size_t count,
		 struct ledger_bytes *bytes_r, size_t *count_r,
		 struct err *err);

#endif
