/* test_migrate.c - once, twice, two at once, and newer than we are. */

#include "store/migrate.h"

#include "../fixture/database.h"
#include "store/tx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char *conninfo;

/* Two processes start at the same moment on an empty database. */
static void test_two_at_once(void **state)
{
	pid_t children[2];
	int applied[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			struct err err;
			int steps;

			if (!migrate_database(conninfo, &steps, &err)) {
				fprintf(stderr, "%s\n", err.text);
				_exit(99);
			}
			_exit(steps);
		}
	}
	for (int i = 0; i < 2; i++) {
		int status;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_true(WIFEXITED(status));
		assert_int_not_equal(WEXITSTATUS(status), 99);
		applied[i] = WEXITSTATUS(status);
	}
	/* One did it all, the other found it done. */
	assert_int_equal(applied[0] * applied[1], 0);
	assert_int_not_equal(applied[0] + applied[1], 0);
}

static void test_again(void **state)
{
	struct err err;
	int steps = -1;

	(void)state;
	assert_true(migrate_database(conninfo, &steps, &err));
	assert_int_equal(steps, 0);
}

static void test_newer(void **state)
{
	struct db *db;
	struct err err;
	int steps;

	(void)state;
	db = db_open_bare(conninfo, &err);
	assert_non_null(db);
	assert_true(db_execute(db, "INSERT INTO schema_step "
			       "VALUES (0, 9000, 'x', now())", NULL, &err));
	assert_false(migrate_database(conninfo, &steps, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	assert_non_null(strstr(err.text, "schema 9000"));
	assert_null(strchr(err.text, '\n'));
	assert_true(db_execute(db, "DELETE FROM schema_step WHERE step = 9000",
			       NULL, &err));
	db_free(&db);
}

static void test_nobody_there(void **state)
{
	struct err err;
	int steps;

	(void)state;
	assert_false(migrate_database("host=/nonexistent dbname=x", &steps,
				      &err));
	assert_int_equal(err.kind, ERR_TEMPORARY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_at_once),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_newer),
		cmocka_unit_test(test_nobody_there),
	};

	conninfo = database_start_empty();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
