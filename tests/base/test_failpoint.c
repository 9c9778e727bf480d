/* test_failpoint.c - what is understood, and at which pass something is done. */

#include "base/failpoint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void test_arm(void **state)
{
	static const struct {
		int line;
		const char *text;
		bool understood;
	} rows[] = {
		{ __LINE__, NULL, true },
		{ __LINE__, "", true },
		{ __LINE__, "commit=kill", true },
		{ __LINE__, "commit=kill@1", true },
		{ __LINE__, "commit=pass,commit-locked=error@12", true },
		{ __LINE__, "moved=delay:0,retired=delay:20@2", true },
		{ __LINE__, "commit", false },
		{ __LINE__, "commit=", false },
		{ __LINE__, "=kill", false },
		{ __LINE__, ",", false },
		{ __LINE__, "commi=kill", false },
		{ __LINE__, "committ=kill", false },
		{ __LINE__, "COMMIT=kill", false },
		{ __LINE__, "commit=kil", false },
		{ __LINE__, "commit=kill1", false },
		{ __LINE__, "commit=kill@", false },
		{ __LINE__, "commit=kill@0", false },
		{ __LINE__, "commit=kill@-1", false },
		{ __LINE__, "commit=kill@1x", false },
		{ __LINE__, "commit=kill:5", false },
		{ __LINE__, "commit=delay", false },
		{ __LINE__, "commit=delay:", false },
		{ __LINE__, "commit=delay:x", false },
		{ __LINE__, "commit=kill retire=kill", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = { .kind = ERR_NONE };

		if (failpoint_arm(rows[i].text, &err) != rows[i].understood)
			fail_msg("line %d: %s", rows[i].line, err.text);
	}
}

static void test_refusal_names_the_point(void **state)
{
	struct err err;

	(void)state;
	assert_false(failpoint_arm("commit=kill,nowhere=kill", &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	assert_non_null(strstr(err.text, "\"nowhere\""));
}

static void test_error_at_one_pass(void **state)
{
	struct err err;

	(void)state;
	assert_true(failpoint_arm("moved=error@2", &err));
	assert_true(FAILPOINT(MOVED, &err));
	assert_true(FAILPOINT(RETIRED, &err));
	assert_false(FAILPOINT(MOVED, &err));
	assert_int_equal(err.kind, ERR_TEMPORARY);
	assert_string_equal(err.text, "failpoint moved");
	assert_true(FAILPOINT(MOVED, &err));
}

static void test_error_at_every_pass(void **state)
{
	struct err err;

	(void)state;
	assert_true(failpoint_arm("moved=error", &err));
	assert_false(FAILPOINT(MOVED, &err));
	assert_false(FAILPOINT(MOVED, &err));
	assert_true(failpoint_arm("", &err));
	assert_true(FAILPOINT(MOVED, &err));
}

static void test_kill(void **state)
{
	int status;
	pid_t pid;
	struct err err;

	(void)state;
	assert_true(failpoint_arm("commit=kill@2", &err));
	pid = fork();
	if (pid == 0) {
		FAILPOINT(COMMIT, &err);
		if (FAILPOINT(COMMITTED, &err))
			FAILPOINT(COMMIT, &err);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGKILL);
}

static void test_delay(void **state)
{
	struct timespec before, after;
	struct err err;
	long passed;

	(void)state;
	assert_true(failpoint_arm("commit=delay:30", &err));
	clock_gettime(CLOCK_MONOTONIC, &before);
	assert_true(FAILPOINT(COMMIT, &err));
	clock_gettime(CLOCK_MONOTONIC, &after);
	passed = (after.tv_sec - before.tv_sec) * 1000 +
		 (after.tv_nsec - before.tv_nsec) / 1000000;
	assert_in_range(passed, 29, 10000);
}

/* Points of another layer, and what all processes count together. */
static void test_more_and_seen(void **state)
{
	static const char *const words[] = { "sql-one", "sql-two" };
	const enum failpoint two = FAILPOINT_COUNT + 1;
	uint32_t seen[2 * (FAILPOINT_COUNT + 2)];
	char path[] = "/tmp/postdesk-seen-XXXXXX";
	int file = mkstemp(path);
	struct err err;

	(void)state;
	failpoint_extend(words, 2);
	assert_int_equal(failpoint_count(), FAILPOINT_COUNT + 2);
	assert_string_equal(failpoint_word(two), "sql-two");
	assert_true(failpoint_watch(path, &err));
	assert_true(failpoint_arm("sql-two=error@2", &err));
	assert_false(failpoint_due(two));
	if (fork() == 0)
		_exit(failpoint_pass(two, &err) ? 0 : 1);
	wait(NULL);
	assert_true(failpoint_pass(two, &err));
	assert_true(failpoint_due(two));
	assert_false(failpoint_pass(two, &err));
	assert_int_equal(read(file, seen, sizeof(seen)), sizeof(seen));
	assert_int_equal(seen[two], 3);
	assert_int_equal(seen[FAILPOINT_COUNT + 2 + two], 1);
	assert_false(failpoint_arm("sql-three=kill", &err));
	assert_false(failpoint_watch("/nowhere/to/be/found", &err));
	close(file);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arm),
		cmocka_unit_test(test_refusal_names_the_point),
		cmocka_unit_test(test_error_at_one_pass),
		cmocka_unit_test(test_error_at_every_pass),
		cmocka_unit_test(test_kill),
		cmocka_unit_test(test_delay),
		cmocka_unit_test(test_more_and_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
