/* store/history.h - the one read: all that a batch's decisions may need.
 *
 * Two pipelines, the second for the tickets that the first leads to, under the
 * desk's row lock, which stays until the transaction ends.  Enough ids for the
 * whole batch are taken from the sequence's block.
 */
#ifndef STORE_HISTORY_H
#define STORE_HISTORY_H

#include "desk/history.h"
#include "store/db.h"

/* Begin a transaction, lock the desk and read.  On failure the transaction
 * is rolled back.  `ids_needed` is the most that the plans may take. */
bool history_read(struct db *db, struct arena *arena, int64_t desk_id,
		  const struct keys *keys, size_t ids_needed,
		  struct history **history_r, struct err *err);

#endif
