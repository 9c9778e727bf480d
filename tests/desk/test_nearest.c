/* test_nearest.c - what was meant, and where nothing is near enough. */

#include "desk/nearest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const words[] = {
	"close", "open", "pending", "cc", "σημείωση", "Rückgabe", "billing",
	"billing-eu",
};

static const struct {
	int line;
	const char *word, *want;	/* NULL: nothing */
} cases[] = {
	{ __LINE__, "close", "close" },
	{ __LINE__, "CLOSE", "close" },
	{ __LINE__, "clsoe", "close" },
	{ __LINE__, "closed", "close" },
	{ __LINE__, "cloze", "close" },
	{ __LINE__, "pendign", "pending" },
	{ __LINE__, "oepn", "open" },
	{ __LINE__, "c", "cc" },
	{ __LINE__, "bb", NULL },
	{ __LINE__, "Σημειωσι", "σημείωση" },
	{ __LINE__, "ruckgab", "Rückgabe" },

	/* The first of two, and the nearer one. */
	{ __LINE__, "biling", "billing" },
	{ __LINE__, "billing-eo", "billing-eu" },

	/* Too far, empty, too long. */
	{ __LINE__, "cluse!", "close" },
	{ __LINE__, "clxxx", NULL },
	{ __LINE__, "1234", NULL },
	{ __LINE__, "", NULL },
	{ __LINE__, "pendingpendingpendingpendingpendingpendings", NULL },
};

static void test_find(void **state)
{
	const struct strings known = { words,
				       sizeof(words) / sizeof(words[0]) };
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = nearest_find(arena, cases[i].word, &known);

		if (got == cases[i].want || (got != NULL &&
		    cases[i].want != NULL && strcmp(got, cases[i].want) == 0))
			continue;
		fail_msg("line %d: %s", cases[i].line,
			 got == NULL ? "(nothing)" : got);
	}
}

static void test_same(void **state)
{
	ARENA(arena);

	(void)state;
	assert_true(nearest_same(arena, "Rückgabe", "RUCKGABE"));
	assert_false(nearest_same(arena, "close", "closes"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
