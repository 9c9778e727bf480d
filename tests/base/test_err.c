/* test_err.c - a failure is one safe line, and keeps its kind. */

#include "base/err.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_fill(void **state)
{
	struct err err;

	(void)state;
	assert_false(err_temporary(&err, "%s: %d", "gone", 7));
	assert_int_equal(err.kind, ERR_TEMPORARY);
	assert_string_equal(err.text, "gone: 7");
	assert_false(err_permanent(&err, "a\r\nb\tc\x7f" "d"));
	assert_int_equal(err.kind, ERR_PERMANENT);
	assert_string_equal(err.text, "a  b c d");
}

/* Bytes of others: characters stay, what is none does not. */
static void test_bytes(void **state)
{
	static const struct {
		int line;
		const char *bytes, *want;
	} cases[] = {
		{ __LINE__, "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80",
		  "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80" },
		{ __LINE__, "caf\xe9 closed", "caf? closed" },
		{ __LINE__, "\x80" "a\xff", "?a?" },
		{ __LINE__, "\xe2\x82" "a", "??a" },
		{ __LINE__, "end\xf0\x9f\x98", "end???" },
		{ __LINE__, "\xed\xa0\x80", "???" },
		{ __LINE__, "\xc0\x80", "??" },
	};
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		err_temporary(&err, "%s", cases[i].bytes);
		if (strcmp(err.text, cases[i].want) != 0)
			fail_msg("line %d: %s", cases[i].line, err.text);
	}
}

static void test_prefix(void **state)
{
	struct err err;

	(void)state;
	err_permanent(&err, "no %s", "such");
	assert_false(err_prefix(&err, "%s", "file"));
	assert_string_equal(err.text, "file: no such");
	assert_int_equal(err.kind, ERR_PERMANENT);
	err_temporary(&err, "later");
	err_prefix(&err, "box");
	assert_int_equal(err.kind, ERR_TEMPORARY);
}

/* Cut at the end of the room, but never inside a character. */
static void test_cut(void **state)
{
	char text[2 * sizeof(((struct err *)0)->text)];
	struct err err;

	(void)state;
	for (size_t shift = 0; shift < 4; shift++) {
		memset(text, 'a', shift);
		for (size_t i = shift; i + 3 < sizeof(text); i += 3)
			memcpy(text + i, "\xe2\x82\xac", 3);
		text[sizeof(text) - 4] = '\0';
		err_permanent(&err, "%s", text);
		assert_true(strlen(err.text) < sizeof(err.text));
		assert_true(strlen(err.text) > sizeof(err.text) - 6);
		assert_true(text_valid(err.text, strlen(err.text)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fill),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_prefix),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
