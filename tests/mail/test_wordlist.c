/* test_wordlist.c - whole words only, at every place of a list. */

#include "mail/wordlist.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_has(void **state)
{
	static const struct {
		int line;
		const char *words, *word;
		bool want;
	} rows[] = {
		{ __LINE__, "to|an|at", "to", true },
		{ __LINE__, "to|an|at", "an", true },
		{ __LINE__, "to|an|at", "at", true },
		{ __LINE__, "to|an|at", "t", false },
		{ __LINE__, "to|an|at", "o", false },
		{ __LINE__, "to|an|at", "att", false },
		{ __LINE__, "toto|to", "to", true },
		{ __LINE__, "a|toto|to", "to", true },
		{ __LINE__, "to|an", "to|an", false },
		{ __LINE__, "to||an", "", false },
		{ __LINE__, "", "to", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (wordlist_has(rows[i].words, rows[i].word) != rows[i].want)
			fail_msg("line %d", rows[i].line);
}

static void test_starts(void **state)
{
	(void)state;
	assert_true(wordlist_starts("by |from ", "by ann"));
	assert_true(wordlist_starts("by |from ", "from ann"));
	assert_false(wordlist_starts("by |from ", "byann"));
	assert_false(wordlist_starts("by |from ", "b"));
	assert_false(wordlist_starts("", "by"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_has),
		cmocka_unit_test(test_starts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
