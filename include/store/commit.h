/* commit.h - execute plans: the one place that changes tickets.
 *
 * Inside the transaction that history_read() began: all plans of the batch in
 * one pipeline of set-wise statements, then COMMIT.  A mail that has its
 * disposition already is left alone, so that doing it twice changes nothing.
 *
 * Errors: temporary: nothing happened, or (connection lost during COMMIT)
 *         the outcome is unknown and running again is safe.
 */
#ifndef STORE_COMMIT_H
#define STORE_COMMIT_H

#include "desk/history.h"
#include "desk/plan.h"
#include "store/db.h"

bool commit_plans(struct db *db, int64_t desk_id, const struct plan *plans,
		  size_t count, const struct history *history,
		  struct err *err);

/* Give up the transaction that history_read() began. */
void commit_abandon(struct db *db);

#endif
