/* test_field.c - comments, quotes and parameters, sound and broken. */

#include "mail/field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_keyword(void **state)
{
	static const struct {
		int line;
		const char *value, *want;
	} rows[] = {
		{ __LINE__, "auto-replied", "auto-replied" },
		{ __LINE__, "  Auto-Replied ; owner=x", "auto-replied" },
		{ __LINE__, "(a comment) no", "no" },
		{ __LINE__, "no(comment)", "no" },
		{ __LINE__, "(a (nested) one) no", "no" },
		{ __LINE__, "(escaped \\) end) no", "no" },
		{ __LINE__, "\"no\"", "no" },
		{ __LINE__, "(never closed no", "" },
		{ __LINE__, "(", "" },
		{ __LINE__, "(\\", "" },
		{ __LINE__, ")no", ")no" },
		{ __LINE__, "", "" },
		{ __LINE__, "bulk,list", "bulk" },
		{ __LINE__, "bulk\xe2\x90\x80", "bulk" },
		{ __LINE__, "\xce\xb1", "" },
	};
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *got = field_keyword(arena, rows[i].value);

		if (strcmp(got, rows[i].want) != 0)
			fail_msg("line %d: %s", rows[i].line, got);
	}
}

static void test_lists(void **state)
{
	ARENA(arena);

	(void)state;
	assert_true(field_lists(arena, "DR, OOF , AutoReply", "oof"));
	assert_true(field_lists(arena, "DR,OOF", "oof"));
	assert_true(field_lists(arena, "OOF", "oof"));
	assert_false(field_lists(arena, "OOFS, xOOF", "oof"));
	assert_false(field_lists(arena, "(OOF) DR", "oof"));
	assert_false(field_lists(arena, "", "oof"));
}

static void test_parameter(void **state)
{
	static const struct {
		int line;
		const char *value, *want;
	} rows[] = {
		{ __LINE__, "a/b; report-type=x", "x" },
		{ __LINE__, "a/b; c=d; REPORT-TYPE=\"x y\"; e=f", "x y" },
		{ __LINE__, "a/b;report-type = x;", "x" },
		{ __LINE__, "a/b; report-type=(c) x", "x" },
		{ __LINE__, "a/b; report-type=\"x\\\"y\"", "x\"y" },
		{ __LINE__, "a/b; c=\"; report-type=x\"", NULL },
		{ __LINE__, "a/b (; report-type=x)", NULL },
		{ __LINE__, "a/b; report-types=x", NULL },
		{ __LINE__, "a/b; report-type", NULL },
		{ __LINE__, "a/b; report-type=", "" },
		{ __LINE__, "report-type=x", NULL },
		{ __LINE__, "a/b; c=\"open", NULL },
	};
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *got = field_parameter(arena, rows[i].value,
						  "report-type");

		if ((got == NULL) != (rows[i].want == NULL) ||
		    (got != NULL && strcmp(got, rows[i].want) != 0))
			fail_msg("line %d: %s", rows[i].line,
				 got == NULL ? "none" : got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keyword),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_parameter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
