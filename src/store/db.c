/* db.c - the one door to libpq: connections, pipelines and rows. */

#include "config.h"

#include "store/tx.h"

#include <assert.h>
#include <inttypes.h>
#include <libpq-fe.h>

static const struct {
	const char *name, *text;
} statements[] = {
#define STATEMENT(name, word, text) { word, text },
#include "sql/embedded/statements.h"
#undef STATEMENT
};

enum prepared { PREPARED_NOT, PREPARED_ASKED, PREPARED };

/* A statement on its way: where its rows go. */
struct queued {
	const char *name;
	struct rows *rows_r;	/* borrowed; NULL: nobody wants them */
	enum prepared *prepared_r; /* borrowed; NULL: it is executed */
};

struct db {
	PGconn *conn;
	bool bare;		/* without prepared statements */
	bool listening[DB_CHANNEL_COUNT];
	enum prepared prepared[STATEMENT_COUNT];	/* in this session */
	struct queued *queue;
	size_t queued, room;
	bool lost;		/* reconnect before anything else */
	struct err failure;	/* the first of this transaction */
	struct db_state state;
};

/* Every statement of ours is a look-up by key, and its plan is made when the
 * tables are still empty: keep the planner from choosing scans then, and from
 * remembering answers that nobody asks for twice.  What we ask for is of late,
 * so its pages are in memory: one costs little more than the next.  For that a
 * look at few rows is enough (store/grow.c). */
static const char session[] =
	"SET timezone = 'UTC'; SET client_min_messages = warning;"
	"SET statement_timeout = '60s'; SET lock_timeout = '30s';"
	"SET idle_in_transaction_session_timeout = '120s'; SET jit = off;"
	"SET max_parallel_workers_per_gather = 0; SET enable_seqscan = off;"
	"SET enable_hashjoin = off; SET enable_mergejoin = off;"
	"SET enable_memoize = off; SET default_statistics_target = 20;"
	"SET random_page_cost = 1.1; SET plan_cache_mode = force_generic_plan";

/* Remember the first failure; the rest are its consequences. */
static void fail(struct db *db, const char *where, const PGresult *result)
{
	const char *state = NULL, *text = NULL;

	if (result != NULL) {
		state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
		text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	}
	if (PQstatus(db->conn) == CONNECTION_BAD ||
	    (state != NULL && strcmp(state, "25006") == 0))
		db->lost = true;
	if (db->failure.kind != ERR_NONE)
		return;
	if (text == NULL || text[0] == '\0')
		text = PQerrorMessage(db->conn);
	snprintf(db->state.sqlstate, sizeof(db->state.sqlstate), "%s",
		 state == NULL ? "" : state);
	if (tx_is_temporary(db->state.sqlstate))
		err_temporary(&db->failure, "database: %s: %s", where, text);
	else
		err_permanent(&db->failure, "database: %s: %s (%s)", where,
			      text, db->state.sqlstate);
}

static bool take_failure(struct db *db, struct err *err)
{
	if (db->failure.kind == ERR_NONE)
		return true;
	*err = db->failure;
	db->failure = (struct err){ 0 };
	return false;
}

static void enqueue(struct db *db, const struct queued *queued)
{
	if (db->queued == db->room) {
		db->room = db->room == 0 ? 32 : db->room * 2;
		db->queue = realloc(db->queue,
				    db->room * sizeof(*db->queue));
		if (db->queue == NULL)
			abort();
	}
	db->queue[db->queued++] = *queued;
}

void rows_free(struct rows *rows)
{
	PQclear(rows->result);
	free(rows->cells);
	*rows = (struct rows){ 0 };
}

/* From here on store/rows.c reads them without libpq. */
static void keep_rows(PGresult *result, struct rows *rows)
{
	const int count = PQntuples(result), columns = PQnfields(result);
	const size_t cells = (size_t)count * (size_t)columns;

	rows_free(rows);
	*rows = (struct rows){
		.result = result,
		.cells = calloc(cells + 1, sizeof(*rows->cells)),
		.count = (size_t)count,
		.columns = (size_t)columns,
	};
	if (rows->cells == NULL)
		abort();
	for (int row = 0, i = 0; row < count; row++)
		for (int column = 0; column < columns; column++, i++) {
			rows->cells[i].size = (size_t)PQgetlength(result, row,
								  column);
			if (!PQgetisnull(result, row, column))
				rows->cells[i].bytes = PQgetvalue(result, row,
								  column);
		}
}

/* Take the result of one queued statement. */
static void take_result(struct db *db, PGresult *result,
			const struct queued *queued)
{
	const ExecStatusType status = PQresultStatus(result);

	if (queued->prepared_r != NULL)
		*queued->prepared_r = status == PGRES_COMMAND_OK
			? PREPARED : PREPARED_NOT;
	switch (status) {
	case PGRES_COMMAND_OK:
	case PGRES_PIPELINE_ABORTED:
		break;
	case PGRES_TUPLES_OK:
		if (queued->rows_r != NULL) {
			keep_rows(result, queued->rows_r);
			return;
		}
		break;
	default:
		fail(db, queued->name, result);
	}
	PQclear(result);
}

/* Read what all queued statements gave, up to the sync point: each ends in
 * one NULL.  A broken connection gives NULL for ever. */
static void collect(struct db *db)
{
	static const struct queued sync = { .name = "sync" };

	for (size_t done = 0; done <= db->queued;) {
		PGresult *result = PQgetResult(db->conn);

		if (result == NULL) {
			done++;
			continue;
		}
		if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
			PQclear(result);
			db->queued = 0;
			return;
		}
		take_result(db, result,
			    done < db->queued ? &db->queue[done] : &sync);
	}
	db->queued = 0;
	db->lost = true;
	fail(db, "connection", NULL);
}

/* One round trip. */
static void flush(struct db *db)
{
	if (db->lost) {
		db->queued = 0;
		if (db->failure.kind == ERR_NONE)
			err_temporary(&db->failure,
				      "database: connection lost");
		return;
	}
	if (PQpipelineSync(db->conn) != 1)
		db->lost = true;
	collect(db);
}

/* Once a session, right before it is executed first: a worker uses few of
 * them, and to have all costs the server 50 ms. */
static void prepare(struct db *db, enum statement statement)
{
	const char *name = statements[statement].name;

	if (db->prepared[statement] != PREPARED_NOT)
		return;
	db->prepared[statement] = PREPARED_ASKED;
	if (PQsendPrepare(db->conn, name, statements[statement].text, 0,
			  NULL) != 1)
		fail(db, name, NULL);
	enqueue(db, &(struct queued){ name, NULL, &db->prepared[statement] });
}

bool db_prepare_all(struct db *db, struct err *err)
{
	for (size_t i = 0; i < STATEMENT_COUNT; i++)
		prepare(db, (enum statement)i);
	return db_flush(db, err);
}

static void listen_all(struct db *db)
{
	char sql[64];

	for (size_t i = 0; i < DB_CHANNEL_COUNT; i++) {
		const char *word = tx_channel_word((enum db_channel)i);

		if (!db->listening[i])
			continue;
		snprintf(sql, sizeof(sql), "LISTEN %s", word);
		if (PQsendQueryParams(db->conn, sql, 0, NULL, NULL, NULL,
				      NULL, 1) != 1)
			fail(db, word, NULL);
		else
			enqueue(db, &(struct queued){ .name = word });
	}
	flush(db);
}

static void ignore_notice(void *unused, const PGresult *notice)
{
	(void)unused;
	(void)notice;
}

static void begin_session(struct db *db)
{
	PGresult *result;

	PQsetNoticeReceiver(db->conn, ignore_notice, NULL);
	result = PQexec(db->conn, session);
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		fail(db, "session", result);
	PQclear(result);
	if (db->failure.kind != ERR_NONE || db->bare)
		return;
	PQenterPipelineMode(db->conn);
	listen_all(db);
}

bool db_reconnect(struct db *db, struct err *err)
{
	/* What stands after the conninfo wins over what is in it. */
	static const char *const keys[] = {
		"connect_timeout", "tcp_user_timeout", "application_name",
		"dbname", "client_encoding", "target_session_attrs", NULL
	};
	char name[40] = "postdesk";
	const char *const texts[] = { "10", "30000", name, db->state.conninfo,
				      "UTF8", "read-write", NULL };

	/* Others see by it that whoever holds a claim is alive. */
	if (db->state.holder != 0)
		snprintf(name, sizeof(name), "postdesk-%" PRId64,
			 db->state.holder);
	PQfinish(db->conn);
	db->conn = PQconnectdbParams(keys, texts, 1);
	db->lost = false;
	db->queued = 0;
	memset(db->prepared, 0, sizeof(db->prepared));
	db->state.in_transaction = false;
	/* Another server may be the primary now, and give them to others. */
	db->state.next_id = db->state.end_id = 0;
	db->failure = (struct err){ 0 };
	if (PQstatus(db->conn) == CONNECTION_OK)
		begin_session(db);
	else
		fail(db, "connect", NULL);
	db->lost = db->failure.kind != ERR_NONE;
	return take_failure(db, err);
}

struct db *db_open_as(const char *conninfo, bool bare, struct err *err)
{
	struct db *db = calloc(1, sizeof(*db));

	if (db == NULL ||
	    (db->state.conninfo = strdup(conninfo)) == NULL)
		abort();
	db->bare = bare;
	if (!db_reconnect(db, err))
		db_free(&db);
	return db;
}

void db_free(struct db **db)
{
	if (*db == NULL)
		return;
	PQfinish((*db)->conn);
	free((*db)->queue);
	free((*db)->state.conninfo);
	free(*db);
	*db = NULL;
}

bool db_alive(const struct db *db)
{
	return !db->lost && PQstatus(db->conn) == CONNECTION_OK;
}

int db_socket(const struct db *db)
{
	return PQsocket(db->conn);
}

struct db_state *db_state(struct db *db)
{
	return &db->state;
}

bool db_listen(struct db *db, enum db_channel channel, struct err *err)
{
	db->listening[channel] = true;
	listen_all(db);
	return take_failure(db, err);
}

bool db_notified(struct db *db)
{
	bool any = false;
	PGnotify *note;

	if (PQconsumeInput(db->conn) != 1)
		db->lost = true;
	while ((note = PQnotifies(db->conn)) != NULL) {
		any = true;
		PQfreemem(note);
	}
	return any;
}

static void send_prepared(struct db *db, enum statement statement,
			  const struct value *values, size_t count)
{
	const char *bytes[TABLE_COLUMNS_MOST + 1];
	int sizes[TABLE_COLUMNS_MOST + 1], binary[TABLE_COLUMNS_MOST + 1];

	assert(count <= TABLE_COLUMNS_MOST + 1);
	for (size_t i = 0; i < count; i++) {
		bytes[i] = values[i].null ? NULL : value_data(&values[i]);
		sizes[i] = (int)values[i].size;
		binary[i] = 1;
	}
	if (PQsendQueryPrepared(db->conn, statements[statement].name,
				(int)count, bytes, sizes, binary, 1) != 1)
		fail(db, statements[statement].name, NULL);
}

void db_queue(struct db *db, struct rows *rows_r, enum statement statement,
	      const struct value *values, size_t count)
{
	if (rows_r != NULL)
		rows_free(rows_r);
	if (db->lost || db->failure.kind != ERR_NONE)
		return;
	prepare(db, statement);
	send_prepared(db, statement, values, count);
	enqueue(db, &(struct queued){ statements[statement].name, rows_r,
				      NULL });
}

bool db_flush(struct db *db, struct err *err)
{
	flush(db);
	return take_failure(db, err);
}

bool db_execute(struct db *db, const char *sql, int64_t *number_r,
		struct err *err)
{
	PGresult *result = PQexec(db->conn, sql);
	const ExecStatusType status = PQresultStatus(result);

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		fail(db, "migrate", result);
	else if (number_r != NULL && PQntuples(result) > 0)
		*number_r = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
	PQclear(result);
	return take_failure(db, err);
}
