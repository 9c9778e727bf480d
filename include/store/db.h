/* db.h - the one door to libpq.
 *
 * Only prepared statements from the files in sql/queries, binary where it matters;
 * they are all prepared at connect, so that a typo fails at start.  A
 * transaction is sticky: after the first failed statement the rest do
 * nothing, and tx_commit() tells the first error.
 *
 * Errors: by SQLSTATE.  Temporary: connection, 40xxx, 53xxx, 55P03, 57P0x,
 *         25006.  Everything else is permanent.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"

#include <stdint.h>

struct db;

/* Connect to a libpq URI or conninfo; UTF-8, UTC, read-write.  NULL and *err.
 * db_free() also takes NULL. */
struct db *db_open(const char *conninfo, struct err *err);
void db_free(struct db **db);

/* After a broken connection: connect again (one try). */
bool db_reconnect(struct db *db, struct err *err);
bool db_alive(const struct db *db);

/* The socket, to wait on together with others; db_notified() reads what is
 * there and says whether a NOTIFY on a channel we LISTEN to has come. */
int db_socket(const struct db *db);
bool db_listen(struct db *db, const char *channel, struct err *err);
bool db_notified(struct db *db);

/* The business clock: now() plus the offset that only test builds can set. */
bool db_now(struct db *db, usec_t *now_r, struct err *err);

#endif
