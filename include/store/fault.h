/* store/fault.h - which faults are open, known to every host.
 *
 * Errors: those of the database.
 */
#ifndef STORE_FAULT_H
#define STORE_FAULT_H

#include "store/db.h"

/* Open a fault of that kind.  *new_r: it was not open before. */
bool fault_open(struct db *db, int64_t desk_id, const char *kind,
		const char *detail, bool *new_r, struct err *err);

/* Close it.  *was_open_r: there was one. */
bool fault_close(struct db *db, int64_t desk_id, const char *kind,
		 bool *was_open_r, struct err *err);

#endif
