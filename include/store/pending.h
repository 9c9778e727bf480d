/* store/pending.h - open the tickets whose rest is over.
 *
 * Errors: those of the database.
 */
#ifndef STORE_PENDING_H
#define STORE_PENDING_H

#include "desk/desk.h"
#include "store/db.h"

/* PENDING_MOST at a time; how many in *opened_r. */
bool pending_open(struct db *db, const struct desk *desk, size_t *opened_r,
		  struct err *err);

#endif
