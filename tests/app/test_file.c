/* test_file.c - files that are replaced, and those that are not. */

#include "app/file.h"

#include "folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void expect(struct arena *arena, const char *path, const char *text)
{
	struct buffer bytes;
	struct err err;

	if (!file_read(arena, path, 100, &bytes, &err))
		fail_msg("%s", err.text);
	assert_string_equal(bytes.data, text);
}

static void test_replace(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);
	const char *page = arena_printf(a, "%s/page", folder);
	struct err err;

	(void)state;
	assert_true(file_replace(a, page, 0644, "one", &err));
	expect(a, page, "one");
	assert_true(file_replace(a, page, 0644, "two", &err));
	expect(a, page, "two");
	assert_int_equal(access(arena_printf(a, "%s.new", page), F_OK), -1);
	folder_delete(folder);
}

/* A device, a pipe, a link such as /dev/stdout: each stays what it is. */
static void test_kept(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);
	const char *pipe = arena_printf(a, "%s/pipe", folder);
	const char *link = arena_printf(a, "%s/link", folder);
	struct stat status;
	struct err err;

	(void)state;
	assert_int_equal(mkfifo(pipe, 0600), 0);
	assert_int_equal(symlink("pipe", link), 0);
	assert_false(file_replace(a, pipe, 0644, "one", &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	assert_false(file_replace(a, link, 0644, "one", &err));
	assert_int_equal(lstat(pipe, &status), 0);
	assert_true(S_ISFIFO(status.st_mode));
	assert_int_equal(lstat(link, &status), 0);
	assert_true(S_ISLNK(status.st_mode));
	assert_int_equal(access(arena_printf(a, "%s.new", pipe), F_OK), -1);
	folder_delete(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_replace),
		cmocka_unit_test(test_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
