/* test_actor.c - the user behind sudo, the user, or his number; one line. */

#include "app/actor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

static const struct {
	int line;
	const char *sudo, *user;	/* NULL: not set */
	const char *want;		/* NULL: the number */
} cases[] = {
	{ __LINE__, "carol", "root", "carol" },
	{ __LINE__, "", "dave", "dave" },
	{ __LINE__, NULL, "dave", "dave" },
	{ __LINE__, "carol", NULL, "carol" },
	{ __LINE__, "", "", NULL },
	{ __LINE__, NULL, NULL, NULL },
	{ __LINE__, "two\nlines\x1b[31m", NULL, "two lines[31m" },
	{ __LINE__, "0123456789012345678901234567890123456789"
		    "0123456789012345678901234567890123456789", NULL,
	  "0123456789012345678901234567890123456789"
	  "012345678901234567890123" },
};

static void set(const char *name, const char *value)
{
	if (value == NULL)
		unsetenv(name);
	else
		setenv(name, value, 1);
}

static void test_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		const char *want = cases[i].want, *got;

		set("SUDO_USER", cases[i].sudo);
		set("USER", cases[i].user);
		if (want == NULL)
			want = arena_printf(arena, "uid %ld", (long)getuid());
		got = actor_name(arena);
		if (strcmp(got, want) != 0)
			fail_msg("line %d: %s", cases[i].line, got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
