/* test_ids.c - Message-IDs of sound and careless programs. */

#include "mail/ids.h"

#include "base/buffer.h"
#include "mail/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	int line;
	const char *field, *want;	/* parted by blanks */
} cases[] = {
	{ __LINE__, NULL, "" },
	{ __LINE__, "", "" },
	{ __LINE__, "<a@x>", "a@x" },
	{ __LINE__, "<a@x><b@x>", "a@x b@x" },
	{ __LINE__, "<a@x> <b@x> <a@x>", "a@x b@x" },
	{ __LINE__, "Your message of today <a@x> (was <b@x>)", "a@x b@x" },
	{ __LINE__, "<a @x>", "a@x" },
	{ __LINE__, "<a@x", "a@x" },
	{ __LINE__, "<> < > <b@x>", "b@x" },
	{ __LINE__, "a@x, b@x", "a@x b@x" },
	{ __LINE__, "no id at all", "" },
	{ __LINE__, "<no-at-sign>", "no-at-sign" },
};

static void test_list(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		struct buffer got = { .arena = arena };
		uint64_t defects = 0;
		struct strings ids = ids_list(arena, cases[i].field, &defects);

		for (size_t k = 0; k < ids.count; k++)
			buffer_printf(&got, "%s%s", k == 0 ? "" : " ",
				      ids.at[k]);
		if (strcmp(buffer_string(&got), cases[i].want) != 0)
			fail_msg("line %d: got %s", cases[i].line, got.data);
		assert_int_equal(defects, 0);
	}
}

/* H18: the first and the last 49. */
static void test_many(void **state)
{
	ARENA(arena);
	struct buffer field = { .arena = arena };
	uint64_t defects = 0;
	struct strings ids;

	(void)state;
	for (int i = 0; i < 60000; i++)
		buffer_printf(&field, "<%d@x>", i);
	ids = ids_list(arena, buffer_string(&field), &defects);
	assert_int_equal(ids.count, LIMIT_REFERENCES);
	assert_string_equal(ids.at[0], "0@x");
	assert_string_equal(ids.at[1], "59951@x");
	assert_string_equal(ids.at[LIMIT_REFERENCES - 1], "59999@x");
	assert_int_equal(defects, 1ull << DEFECT_TOO_MANY_REFERENCES);
}

static void test_one(void **state)
{
	char longest[LIMIT_MESSAGE_ID + 8];
	ARENA(arena);

	(void)state;
	assert_string_equal(ids_one(arena, NULL), "");
	assert_string_equal(ids_one(arena, "<a@x>"), "a@x");
	assert_string_equal(ids_one(arena, "a@x (no brackets)"), "a@x");
	assert_string_equal(ids_one(arena, "<>"), "");
	memset(longest, 'a', sizeof(longest));
	longest[0] = '<';
	longest[LIMIT_MESSAGE_ID + 1] = '\0';
	assert_int_equal(strlen(ids_one(arena, longest)), LIMIT_MESSAGE_ID);
	longest[LIMIT_MESSAGE_ID + 1] = 'a';
	longest[LIMIT_MESSAGE_ID + 2] = '\0';
	assert_string_equal(ids_one(arena, longest), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
