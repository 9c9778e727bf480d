/* test_seeds.c - every target over its seeds; what a fuzzer has found once
 * lies among them.
 */

#include "fuzz.h"

#include "base/buffer.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const struct target {
	const char *name;
	int (*run)(const uint8_t *bytes, size_t size);
} targets[] = {
#define ROW(name) { #name, fuzz_##name },
	FUZZ_TARGETS(ROW)
#undef ROW
};

static struct buffer read_seed(struct arena *arena, const char *path)
{
	struct buffer bytes = { .arena = arena };
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	char some[4096];
	ssize_t n;

	assert_true(fd >= 0);
	while ((n = read(fd, some, sizeof(some))) > 0)
		buffer_add(&bytes, some, (size_t)n);
	close(fd);
	buffer_string(&bytes);
	return bytes;
}

/* An abort says which one by the last line of the log. */
static void run_seed(const struct target *target, const char *path)
{
	ARENA(arena);
	const struct buffer seed = read_seed(arena, path);

	print_message("%s\n", path);
	assert_int_equal(target->run((const uint8_t *)seed.data, seed.size),
			 0);
}

static void test_seeds(void **state)
{
	const struct target *target = *state;
	const char *srcdir = getenv("srcdir");
	const struct dirent *file;
	size_t count = 0;
	DIR *folder;
	ARENA(arena);
	const char *path = arena_printf(arena, "%s/tests/fuzz/seeds/%s",
					srcdir == NULL ? ".." : srcdir,
					target->name);

	folder = opendir(path);
	assert_non_null(folder);
	while ((file = readdir(folder)) != NULL) {
		if (file->d_name[0] == '.')
			continue;
		run_seed(target, arena_printf(arena, "%s/%s", path,
					      file->d_name));
		count++;
	}
	closedir(folder);
	assert_true(count > 0);
	assert_int_equal(target->run((const uint8_t *)"", 0), 0);
}

int main(void)
{
	enum { COUNT = sizeof(targets) / sizeof(targets[0]) };
	struct CMUnitTest tests[COUNT];

	for (size_t i = 0; i < COUNT; i++)
		tests[i] = (struct CMUnitTest){
			.name = targets[i].name, .test_func = test_seeds,
			.initial_state = (void *)&targets[i],
		};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
