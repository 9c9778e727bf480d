/* test_plans.c - the past is looked up by key, with old statistics as well.
 *
 * The short form of make bench-match: ten thousand tickets, enough for a plan
 * that reads all rows of a desk to look as good as its index to a planner
 * that is misled.  Statistics are no older than store/grow.c lets them be, and
 * then some: of a fiftieth of the rows.
 */

#include "../fixture/crowd.h"
#include "../fixture/database.h"
#include "store/commit.h"
#include "store/ledger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define TICKETS 10000
#define FEW 200

static const char *conninfo;

static void test_plans(void **state)
{
	struct db *crowd = *state;

	assert_true(crowd_plans(crowd, "statistics of few"));
	crowd_analyze(crowd);
	assert_true(crowd_plans(crowd, "fresh statistics"));
}

/* The batches of the bench do ask for what is there. */
static void test_keys(void **state)
{
	struct db *db;
	int64_t desk_id;
	struct err err;
	struct history *history;
	ARENA(arena);
	struct keys keys = crowd_keys(arena, TICKETS, 1);

	(void)state;
	db = db_open(conninfo, &err);
	assert_non_null(db);
	assert_true(ledger_desk(db, "crowd", &desk_id, &err));
	assert_true(history_read(db, arena, desk_id, &keys, 1, &history,
				 &err));
	commit_abandon(db);
	/* Two in three are answers; few of them to the same ticket. */
	assert_in_range(history->tickets.count, 120, 140);
	assert_in_range(history->mentions.count, 480, 536);
	assert_in_range(history->addresses.count, 110, 134);
	assert_in_range(history->outbox.count, 1, 4);
	db_free(&db);
}

static int begin(void **state)
{
	struct db *crowd = crowd_open(conninfo), *db;
	int64_t desk_id;
	struct err err;

	db = db_open(conninfo, &err);
	if (db == NULL || !ledger_desk(db, "crowd", &desk_id, &err))
		return 1;
	db_free(&db);
	crowd_fill(crowd, desk_id, 1, FEW);
	crowd_analyze(crowd);
	crowd_fill(crowd, desk_id, FEW + 1, TICKETS);
	*state = crowd;
	return 0;
}

static int end(void **state)
{
	struct db *crowd = *state;

	db_free(&crowd);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plans),
		cmocka_unit_test(test_keys),
	};

	conninfo = database_start();
	return cmocka_run_group_tests(tests, begin, end);
}
