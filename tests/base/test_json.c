/* test_json.c - commas, escapes, and nothing that breaks out of a string. */

#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_strings(void **state)
{
	static const struct {
		int line;
		const char *text;
		size_t size;
		const char *want;
	} rows[] = {
		{ __LINE__, "", 0, "\"\"" },
		{ __LINE__, "plain", 5, "\"plain\"" },
		{ __LINE__, "a\"b", 3, "\"a\\\"b\"" },
		{ __LINE__, "\\", 1, "\"\\\\\"" },
		{ __LINE__, "\"\"", 2, "\"\\\"\\\"\"" },
		{ __LINE__, "a\nb\tc\r", 6, "\"a\\nb\\tc\\u000d\"" },
		{ __LINE__, "a\0b", 3, "\"a\\u0000b\"" },
		{ __LINE__, "\x1f \x7f", 3, "\"\\u001f \\u007f\"" },
		{ __LINE__, "Ωμέγα", 10, "\"Ωμέγα\"" },
		{ __LINE__, "longer than told", 6, "\"longer\"" },
	};
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buffer out = { .arena = arena };
		struct json json = { .out = &out };

		json_bytes(&json, rows[i].text, rows[i].size);
		if (strcmp(buffer_string(&out), rows[i].want) != 0)
			fail_msg("line %d: %s", rows[i].line,
				 buffer_string(&out));
	}
}

static void test_nesting(void **state)
{
	ARENA(arena);
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	(void)state;
	json_open(&json, '{');
	json_put(&json, "a", "x");
	json_put(&json, "b", NULL);
	json_put_int(&json, "c", INT64_MIN);
	json_put_bool(&json, "d", true);
	json_key(&json, "e\"");
	json_open(&json, '[');
	json_int(&json, 0);
	json_bool(&json, false);
	json_null(&json);
	json_string(&json, NULL);
	json_open(&json, '[');
	json_close(&json, ']');
	json_open(&json, '{');
	json_close(&json, '}');
	json_close(&json, ']');
	json_put_int(&json, "f", -1);
	json_close(&json, '}');
	assert_string_equal(buffer_string(&out),
		"{\"a\":\"x\",\"b\":null,\"c\":-9223372036854775808,"
		"\"d\":true,\"e\\\"\":[0,false,null,null,[],{}],\"f\":-1}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_nesting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
