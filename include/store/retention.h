/* store/retention.h - remove the bytes of mails that are old enough.
 *
 * Errors: those of the database.
 */
#ifndef STORE_RETENTION_H
#define STORE_RETENTION_H

#include "desk/retention.h"
#include "store/db.h"

/* At most so many mails of each disposition, the oldest; how many they were. */
bool retention_remove(struct db *db, int64_t desk_id,
		      const struct retention *retention, size_t most,
		      size_t *count_r, struct err *err);

#endif
