/* db.h - the one door to libpq.
 *
 * Only prepared statements from sql/queries, binary where it matters.  A
 * session prepares each when it is first executed; all are tried when the
 * schema was changed (store/migrate.h), so that a typo fails at start.  A
 * transaction is sticky: after the first failed statement the rest do
 * nothing, and tx_commit() tells the first error.
 *
 * Errors: by SQLSTATE.  Temporary: connection (none, 08xxx), 40xxx, 53xxx,
 *         55P03, 57014 (statement timeout), 57P0x, 58xxx (disk), 25006 (read
 *         only: another server is the primary now; db_alive() turns false).
 *         Everything else is permanent.
 * Limits: 60 s a statement, 10 s to connect, 30 s for an answer of a dead
 *         peer (TCP).
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

/* One more to where this one leads, with claims of its own. */
struct db *db_beside(struct db *db, struct err *err);

/* After a broken connection: connect again (one try). */
bool db_reconnect(struct db *db, struct err *err);
bool db_alive(const struct db *db);

/* What one worker tells the others by NOTIFY; the payload is the desk's id. */
#define DB_CHANNELS(ROW)					\
	ROW(DB_CHANNEL_MAIL,   "postdesk_mail")	/* mail in the ledger */ \
	ROW(DB_CHANNEL_ENDED,  "postdesk_ended") /* mail may be retired */ \
	ROW(DB_CHANNEL_OUTBOX, "postdesk_outbox") /* mail to be sent */	\
	ROW(DB_CHANNEL_AUTOS,  "postdesk_autos") /* switched on or off */ \
	ROW(DB_CHANNEL_AGENTS, "postdesk_agents") /* what they are told */ \
	ROW(DB_CHANNEL_RULES,  "postdesk_rules") /* ruleset published */

enum db_channel {
#define ROW(name, word) name,
	DB_CHANNELS(ROW)
#undef ROW
	DB_CHANNEL_COUNT
};

/* The socket, to wait on together with others; db_notified() reads what is
 * there and says whether a NOTIFY on a channel we LISTEN to has come. */
int db_socket(const struct db *db);
bool db_listen(struct db *db, enum db_channel channel, struct err *err);
bool db_notified(struct db *db);

/* The business clock: now() plus an offset. */
bool db_now(struct db *db, usec_t *now_r, struct err *err);

/* Move the business clock of this database so far from now().  Refused unless
 * this is a test build (base/failpoint.h) or the cluster a throw-away one. */
bool db_shift_clock(struct db *db, usec_t shift, struct err *err);

/* Test builds: each statement is a failpoint, "sql-" and its name. */
void db_name_failpoints(void);

#endif
