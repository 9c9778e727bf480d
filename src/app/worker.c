/* worker.c - connect, work, sleep, and survive what the world does. */

#include "app/worker.h"

#include "app/fault.h"
#include "app/log.h"

#include <sysexits.h>
#include <unistd.h>

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

static bool connect_db(const struct worker *worker, struct db **db,
		       struct waker *waker, struct err *err)
{
	if (*db != NULL && db_alive(*db))
		return true;
	if (*db != NULL ? !db_reconnect(*db, err)
			: (*db = db_open(worker->conninfo, err)) == NULL)
		return false;
	waker_watch(waker, *db);
	return db_listen(*db, worker->channel, err);
}

int worker_run(const struct worker *worker)
{
	struct waker *waker = waker_new(NULL);
	struct fault fault = { .kind = worker->name };
	struct db *db = NULL;
	unsigned failures = 0;
	int status = 0;

	while (!waker_stopped()) {
		struct err err = { .kind = ERR_NONE };
		size_t done = 0;

		if (connect_db(worker, &db, waker, &err) &&
		    worker->step(worker->context, db, &done, &err)) {
			fault_over(&fault, db, worker->desk);
			failures = 0;
			if (done > 0)
				continue;
			if (worker->once)
				break;
			waker_wait(waker, worker->poll);
			continue;
		}
		log_problem("%s", err.text);
		fault_seen(&fault, db, worker->desk, &err);
		if (worker->once && ++failures >= 3) {
			status = EX_TEMPFAIL;
			break;
		}
		waker_wait(waker, worker_backoff(failures++, USEC_MINUTE));
	}
	waker_free(&waker);
	db_free(&db);
	return status;
}
