/* store/retention.h - remove the bytes of mails that are old enough.
 *
 * Errors: those of the database.
 */
#ifndef STORE_RETENTION_H
#define STORE_RETENTION_H

#include "desk/retention.h"
#include "store/db.h"
#include "store/ledger.h"

/* At most so many mails of each disposition, the oldest; how many they were. */
bool retention_remove(struct db *db, int64_t desk_id,
		      const struct retention *retention, size_t most,
		      size_t *count_r, struct err *err);

/* Mails of that mailbox that may go from the folder of that epoch (0: any), by
 * their numbers there; and that they went. */
bool retention_moved(struct db *db, struct arena *arena,
		     const struct ledger_mailbox *mailbox, int64_t epoch,
		     usec_t keep, size_t most, int64_t **items_r,
		     size_t *count_r, struct err *err);
bool retention_cleared(struct db *db, const struct ledger_mailbox *mailbox,
		       int64_t epoch, const int64_t *items, size_t count,
		       struct err *err);

#endif
