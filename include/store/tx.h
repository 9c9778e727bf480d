/* tx.h - inside store/: prepared statements and the sticky transaction.
 *
 *	ROWS(rows);
 *
 *	tx_begin(db);
 *	TX_ASK(db, &rows, SQL_X, value_int(desk_id));
 *	TX_DO(db, SQL_Y, value_int(desk_id), value_text(word));
 *	if (!tx_commit(db, err))
 *		return false;
 *
 * Statements are queued in libpq's pipeline; tx_sync() and tx_commit() are
 * the round trips.  After the first failure the rest do nothing, and the
 * next tx_sync() or tx_commit() tells it; the transaction is then rolled
 * back.  Without tx_begin() all statements up to the sync are one implicit
 * transaction.
 *
 * Ownership: rows are freed with rows_free(), or at the end of the block by
 *            ROWS(); what they return is borrowed from them.
 */
#ifndef STORE_TX_H
#define STORE_TX_H

#include "base/failpoint.h"
#include "desk/breaker.h"
#include "mail/message.h"
#include "store/db.h"
#include "store/value.h"

enum statement {
#define STATEMENT(name, word, text) name,
#include "sql/embedded/statements.h"
#undef STATEMENT
	STATEMENT_COUNT
};

struct cell {
	const char *bytes;	/* NULL: null; a NUL follows the last */
	size_t size;
};

struct rows {
	void *result;		/* what the cells point into */
	struct cell *cells;
	size_t count, columns;
};

#define ROWS(name) \
	__attribute__((cleanup(rows_free))) struct rows name = { 0 }

void rows_free(struct rows *rows);

int64_t rows_int(const struct rows *rows, size_t row, int column); /* null: 0 */
bool rows_bool(const struct rows *rows, size_t row, int column);
/* Of breaker_since, breaker_until and breaker_why, from that column on. */
struct breaker rows_breaker(const struct rows *rows, size_t row, int column);
usec_t rows_usec(const struct rows *rows, size_t row, int column); /* null: 0 */
bool rows_null(const struct rows *rows, size_t row, int column);
const char *rows_text(const struct rows *rows, size_t row, int column);
const void *rows_bytes(const struct rows *rows, size_t row, int column,
		       size_t *size_r);

/* A SHA-256; where there is none, *digest_r stays as it is. */
void rows_digest(const struct rows *rows, size_t row, int column,
		 uint8_t digest_r[32]);

/* All of one column. */
int64_t *rows_ints(struct arena *arena, const struct rows *rows, int column);

/* What outlives the rows: a text, and the parts of a text between borders
 * ("" has none). */
const char *rows_keep(struct arena *arena, const struct rows *rows, size_t row,
		      int column);
struct strings rows_split(struct arena *arena, const struct rows *rows,
			  size_t row, int column, char border);

/* Texts as an array; one without elements asks for nothing. */
struct value tx_texts(struct arena *arena, const struct strings *texts);

void tx_begin(struct db *db);
void tx_do(struct db *db, enum statement statement, const struct value *values,
	   size_t count);
void tx_ask(struct db *db, struct rows *rows_r, enum statement statement,
	    const struct value *values, size_t count);

/* Desk id and all columns of the table; nothing where it has no rows. */
void tx_do_table(struct db *db, enum statement statement, int64_t desk_id,
		 struct table *table);
void tx_ask_table(struct db *db, struct rows *rows_r,
		  enum statement statement, int64_t desk_id,
		  struct table *table);

/* Wake those who wait, once this is committed. */
void tx_notify(struct db *db, enum db_channel channel, int64_t desk_id);

bool tx_sync(struct db *db, struct err *err);
bool tx_commit(struct db *db, struct err *err);
void tx_abandon(struct db *db);

/* FAILPOINT() within a transaction: what is queued has reached the server,
 * and a failure rolls it back. */
#define TX_FAILPOINT(db, name, err) \
	(!FAILPOINTS_BUILT || \
	 (tx_sync((db), (err)) && FAILPOINT(name, (err))) || \
	 (tx_abandon(db), false))

#define TX_VALUES(...) (const struct value[]){ __VA_ARGS__ }, \
	sizeof((const struct value[]){ __VA_ARGS__ }) / sizeof(struct value)
#define TX_DO(db, statement, ...) \
	tx_do((db), (statement), TX_VALUES(__VA_ARGS__))
#define TX_ASK(db, rows_r, statement, ...) \
	tx_ask((db), (rows_r), (statement), TX_VALUES(__VA_ARGS__))

/* `count` ids in one run from this connection's block of the sequence, at
 * most DB_IDS_MOST.  An id that was taken and not used is no loss. */
enum { DB_IDS_MOST = 20000 };
bool db_take_ids(struct db *db, size_t count, int64_t *first_r,
		 struct err *err);

/* What belongs to a connection beside libpq's part. */
struct db_state {
	char *conninfo;
	int64_t next_id, end_id;	/* left of the block of ids */
	int64_t holder;		/* who we are in outbox.holder */
	bool in_transaction;
	char sqlstate[6];	/* of the last failure, "" if none */
	size_t grown[2], look_at[2];	/* rows written, see grow.c */
};
struct db_state *db_state(struct db *db);

/* So many rows were committed: see whether plans need new statistics. */
enum db_growth { GROWTH_MAILS, GROWTH_TICKETS };
void db_grown(struct db *db, enum db_growth what, size_t rows);

/* The door itself, and what it asks tx.c: connect, queue a statement, the round
 * trip; the word of a channel, and whether a SQLSTATE is temporary. */
struct db *db_open_as(const char *conninfo, bool bare, struct err *err);
void db_queue(struct db *db, struct rows *rows_r, enum statement statement,
	      const struct value *values, size_t count);
bool db_flush(struct db *db, struct err *err);
const char *tx_channel_word(enum db_channel channel);
bool tx_is_temporary(const char *sqlstate);

/* Does the schema have all that this program will ask for? */
bool db_prepare_all(struct db *db, struct err *err);

/* For migrations: a connection without prepared statements, and SQL text;
 * the first number it gives, if one is wanted. */
struct db *db_open_bare(const char *conninfo, struct err *err);
bool db_execute(struct db *db, const char *sql, int64_t *number_r,
		struct err *err);

#endif
