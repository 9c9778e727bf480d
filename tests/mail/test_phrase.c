/* test_phrase.c - borders of words, and scripts that have none. */

#include "mail/phrase.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct phrase table[] = {
	{ "on", "en" }, { "on the", "en" }, { "ב", "he" }, { "写道", "zh" },
	{ "napisał", "pl" }, { "napisał(a)", "pl" },
};

static const struct {
	int line;
	const char *text;
	const char *in, *starts, *ends;	/* the row, or NULL */
} cases[] = {
	{ __LINE__, "", NULL, NULL, NULL },
	{ __LINE__, "on", "on", "on", "on" },
	{ __LINE__, "on monday", "on", "on", NULL },
	{ __LINE__, "on the day", "on", "on the", NULL },
	{ __LINE__, "one", NULL, NULL, NULL },
	{ __LINE__, "son", NULL, NULL, NULL },
	{ __LINE__, "(on)", "on", NULL, NULL },
	{ __LINE__, "come on", "on", NULL, "on" },
	{ __LINE__, "ב-3 במאי", "ב", "ב", NULL },
	{ __LINE__, "בוקר", NULL, NULL, NULL },
	{ __LINE__, "她于周一写道", "写道", NULL, "写道" },
	{ __LINE__, "ann napisał(a)", "napisał", NULL, "napisał(a)" },
};

static bool is_row(const struct phrase *row, const char *want)
{
	return want == NULL ? row == NULL :
	       row != NULL && strcmp(row->text, want) == 0;
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *text = cases[i].text;

		if (!is_row(phrase_in(text, PHRASES(table), NULL),
			    cases[i].in))
			fail_msg("line %d: in", cases[i].line);
		if (!is_row(phrase_starts(text, PHRASES(table)),
			    cases[i].starts))
			fail_msg("line %d: starts", cases[i].line);
		if (!is_row(phrase_ends(text, PHRASES(table)), cases[i].ends))
			fail_msg("line %d: ends", cases[i].line);
	}
}

static void test_places(void **state)
{
	size_t at = 99;

	(void)state;
	assert_non_null(phrase_in("son, come on", PHRASES(table), &at));
	assert_int_equal(at, 10);
	assert_int_equal(phrase_count("on the", PHRASES(table)), 2);
	assert_int_equal(phrase_count("none", PHRASES(table)), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
