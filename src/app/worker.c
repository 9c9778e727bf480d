/* worker.c - connect, work, sleep, and survive what the world does. */

#include "app/worker.h"

#include "app/fault.h"
#include "app/log.h"
#include "store/lineage.h"

#include <malloc.h>
#include <sysexits.h>
#include <unistd.h>

/* What one batch needed the next needs too: to give it back to the kernel in
 * between costs a fault for each page of it. */
enum { KEPT = 16 << 20 };

/* In a row, before --once gives up. */
enum { MOST_FAILURES = 3 };

usec_t worker_backoff(unsigned failures, usec_t most)
{
	usec_t wait = USEC_SECOND << (failures < 10 ? failures : 10);
	struct timespec now;

	/* Workers that fail together should not come back together. */
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (wait > most)
		wait = most;
	return wait / 2 + (now.tv_nsec ^ (long)getpid() * 7919) % 1000 *
	       (wait / 2) / 1000;
}

/* What a worker knows of its database. */
struct footing {
	struct db *db;
	char server[64];	/* "" until it is settled */
	bool sure;		/* this connection leads there */
	bool lost;		/* another one answers: know nothing of it */
};

/* Whoever has worked with one database takes nothing of what it remembers to
 * another one: it starts again. */
static bool stand(const struct worker *worker, struct footing *footing,
		  struct err *err)
{
	struct lineage lineage;

	if (!lineage_read(footing->db, worker->desk->desk.id, &lineage, err))
		return false;
	footing->lost = footing->server[0] != '\0' &&
			strcmp(footing->server, lineage.server) != 0;
	if (lineage.noticed != 0)
		return err_temporary(err, "this is not the database that the "
				     "desk worked with (a fail-over, or a "
				     "backup put back): run `postdesk "
				     "reconcile`; until then nothing is done");
	if (footing->lost)
		return err_temporary(err, "another database took over: this "
				     "worker starts again");
	memcpy(footing->server, lineage.server, sizeof(footing->server));
	footing->sure = true;
	return true;
}

static bool connect_db(const struct worker *worker, struct footing *footing,
		       struct waker *waker, struct err *err)
{
	struct db **db = &footing->db;

	if (*db == NULL || !db_alive(*db)) {
		footing->sure = false;
		if (*db != NULL ? !db_reconnect(*db, err)
				: (*db = db_open(worker->conninfo,
						 err)) == NULL)
			return false;
		waker_watch(waker, *db);
		if (!db_listen(*db, worker->channel, err))
			return false;
	}
	return footing->sure || stand(worker, footing, err);
}

/* One step and, with nothing left, the sleep after it. */
static bool turn(const struct worker *worker, struct waker *waker,
		 struct db *db, bool *idle_r, struct err *err)
{
	usec_t next = INT64_MAX;
	size_t done = 0;

	if (!worker->step(worker->context, db, &done, err))
		return false;
	*idle_r = done == 0;
	/* News that came in with the answer to a query wakes nobody. */
	if (done > 0 || worker->once || waker_stopped() || db_notified(db))
		return true;
	if (worker->sleep == NULL) {
		if (worker->next != NULL &&
		    !worker->next(db, worker->desk->desk.id, &next, err))
			return false;
		waker_wait(waker, next < worker->poll ? next : worker->poll);
		return true;
	}
	if (!worker->sleep(worker->context, waker, err))
		return false;
	waker_wait(waker, 0);
	return true;
}

int worker_run(const struct worker *worker)
{
	struct waker *waker = waker_new(NULL);
	struct fault fault = { .kind = worker->name };
	struct footing footing = { .db = NULL };
	unsigned failures = 0;
	int status = 0;

	mallopt(M_MMAP_THRESHOLD, KEPT);
	mallopt(M_TRIM_THRESHOLD, KEPT);
	while (!waker_stopped()) {
		struct err err = { .kind = ERR_NONE };
		bool idle = false;

		if (connect_db(worker, &footing, waker, &err) &&
		    turn(worker, waker, footing.db, &idle, &err)) {
			fault_over(&fault, footing.db, worker->desk);
			failures = 0;
			if (idle && worker->once)
				break;
			continue;
		}
		log_problem("%s", err.text);
		fault_seen(&fault, footing.db, worker->desk, &err);
		if (footing.lost) {
			status = EX_TEMPFAIL;
			break;
		}
		if (worker->once && failures >= MOST_FAILURES) {
			status = EX_TEMPFAIL;
			break;
		}
		waker_wait(waker, worker_backoff(failures++, USEC_MINUTE));
	}
	if (worker->end != NULL && !footing.lost && footing.db != NULL &&
	    db_alive(footing.db))
		worker->end(worker->context, footing.db);
	waker_free(&waker);
	db_free(&footing.db);
	return status;
}
