/* worker.h - the life of every worker: do all there is, sleep, do again.
 *
 * A worker has one database connection and one step that does a batch.  When
 * the world is in the way it waits (1 s, doubling to a minute, with jitter)
 * and tries again for ever; a person hears of it through the log and, if it
 * lasts, by mail (app/fault.h).
 */
#ifndef APP_WORKER_H
#define APP_WORKER_H

#include "app/waker.h"
#include "app/world.h"

struct worker {
	const char *name;		/* "ingest acme": in the log */
	const char *conninfo;
	enum db_channel channel;	/* what wakes it */
	usec_t poll;			/* at the latest after this */
	bool once;			/* end when there is nothing to do */
	const struct world_desk *desk;

	/* One batch.  *done_r: 0 where there was nothing to do. */
	bool (*step)(void *context, struct db *db, size_t *done_r,
		     struct err *err);

	/* How long until there is work that nobody will be told of; NULL:
	 * all is told. */
	bool (*next)(struct db *db, int64_t desk_id, usec_t *wait_r,
		     struct err *err);

	/* Sleep until there may be work; NULL: until `channel`, `next` or
	 * `poll`. */
	bool (*sleep)(void *context, struct waker *waker, struct err *err);

	/* Asked to end, with the database still there; NULL: at once. */
	void (*end)(void *context, struct db *db);
	void *context;
};

/* Until SIGTERM, or until nothing is left with `once`.  The exit status:
 * EX_TEMPFAIL where another database took over, whose past this process does
 * not know, and where `once` failed. */
int worker_run(const struct worker *worker);

/* How long to wait after the n-th failure in a row: with jitter. */
usec_t worker_backoff(unsigned failures, usec_t most);

#endif
