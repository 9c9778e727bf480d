/* test_kill.c - two workers, whose connections are cut at any moment, end
 * every mail exactly once. */

#include "config.h"

#include "../fixture/database.h"
#include "../fixture/plan.h"
#include "../fixture/store.h"
#include "store/commit.h"
#include "store/history.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MAILS = 120, BATCH = 8, WORKERS = 2, CUTS = 50 };

/* The whole test may take this long. */
#define PATIENCE 60

static const char *conninfo;

static bool step(struct db *db, struct arena *arena, int64_t desk_id,
		 size_t *count_r, struct err *err)
{
	const struct keys nothing = { 0 };
	struct plan plans[BATCH];
	struct ledger_claim *claims;
	struct history *history;

	if (!ledger_claim(db, arena, desk_id, BATCH, USEC_SECOND / 5, &claims,
			  count_r, err) || *count_r == 0)
		return *count_r == 0 && db_alive(db);
	if (!history_read(db, arena, desk_id, &nothing, 200, &history, err))
		return false;
	for (size_t i = 0; i < *count_r; i++) {
		plans[i] = plan_ticket(history, &(struct plan_wish){
			claims[i].id,
			arena_printf(arena, "%" PRId64 "@example.org",
				     claims[i].id),
			arena_printf(arena, "m%" PRId64 "@example.org",
				     claims[i].id), true });
		history_apply(history, &plans[i]);
	}
	return commit_plans(db, desk_id, plans, *count_r, history, err);
}

/* Until nothing is pending, whatever happens on the way. */
static void work(int64_t desk_id)
{
	struct db *db = NULL;
	int quiet = 0;

	while (quiet < 6) {
		ARENA(arena);
		struct err err = { 0 };
		size_t count = 0;

		if (db == NULL)
			db = db_open(conninfo, &err);
		else if (!db_alive(db))
			db_reconnect(db, &err);
		if (db == NULL || !db_alive(db) ||
		    !step(db, arena, desk_id, &count, &err)) {
			if (err.kind == ERR_PERMANENT) {
				fprintf(stderr, "%s\n", err.text);
				_exit(1);
			}
			if (db != NULL)
				commit_abandon(db);
		}
		quiet = count > 0 || err.kind != ERR_NONE ? 0 : quiet + 1;
		if (count == 0)
			usleep(100 * 1000);
	}
	db_free(&db);
	_exit(0);
}

static int64_t rows_of(int64_t desk_id, const char *what)
{
	ARENA(arena);

	return store_number(conninfo, arena_printf(arena, "SELECT %s "
				"desk_id = %" PRId64, what, desk_id));
}

/* Gaps of many lengths, so that every step is hit. */
static int cut_until_done(int *killed_r)
{
	int running = WORKERS, failed = 0, status;

	for (int round = 0; running > 0; round++) {
		if (round < CUTS)
			*killed_r += (int)store_number(conninfo,
				"SELECT count(pg_terminate_backend(pid)) "
				"FROM pg_stat_activity WHERE datname = "
				"current_database() AND "
				"backend_type = 'client backend' AND "
				"pid <> pg_backend_pid()");
		usleep((useconds_t)(20000 + round * 7919 % 40 * 1500));
		while (waitpid(-1, &status, WNOHANG) > 0) {
			running--;
			failed += !WIFEXITED(status) || WEXITSTATUS(status);
		}
	}
	return failed;
}

static void test_killed_at_random(void **state)
{
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "killed");
	const int64_t desk_id = mailbox.desk_id;
	int killed = 0;

	(void)state;
	store_add_mails(db, &mailbox, 1, MAILS);
	db_free(&db);
	for (int i = 0; i < WORKERS; i++)
		if (fork() == 0)
			work(desk_id);
	assert_int_equal(cut_until_done(&killed), 0);
	print_message("%d connections cut\n", killed);
	assert_true(killed > 10);
	assert_int_equal(rows_of(desk_id, "count(*) FROM mail WHERE "
				 "state = 'ended' AND"), MAILS);
	assert_int_equal(rows_of(desk_id, "count(*) FROM ticket WHERE"),
			 MAILS);
	assert_int_equal(rows_of(desk_id, "count(DISTINCT ticket_id) "
				 "FROM mail WHERE"), MAILS);
	assert_int_equal(rows_of(desk_id, "max(number) FROM ticket WHERE"),
			 MAILS);
	assert_int_equal(rows_of(desk_id, "count(*) FROM outbox WHERE"),
			 MAILS);
	assert_int_equal(rows_of(desk_id, "count(*) FROM message WHERE"),
			 MAILS);
	assert_int_equal(rows_of(desk_id, "count(*) FROM trace WHERE"),
			 MAILS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_killed_at_random),
	};

	alarm(PATIENCE);
	conninfo = database_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
