/* test_address.c - address fields of every make. */

#include "mail/address.h"

#include "base/buffer.h"
#include "mail/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* "name|address" of each, parted by a line end. */
static const struct {
	int line;
	const char *field, *want;
} cases[] = {
	{ __LINE__, "", "" },
	{ __LINE__, "ann@a.test", "|ann@a.test" },
	{ __LINE__, "Ann <ann@a.test>", "Ann|ann@a.test" },
	{ __LINE__, "\"Smith, Ann\" <ann@a.test>", "Smith, Ann|ann@a.test" },
	{ __LINE__, "\"An\\\"n\\\\\" <ann@a.test>", "An\"n\\|ann@a.test" },
	{ __LINE__, "a@a.test, b@b.test", "|a@a.test\n|b@b.test" },
	{ __LINE__, "a@a.test; b@b.test", "|a@a.test\n|b@b.test" },
	{ __LINE__, ",, a@a.test ,", "|a@a.test" },
	{ __LINE__, "A. B. Cee <a@a.test>", "A. B. Cee|a@a.test" },

	/* Comments. */
	{ __LINE__, "ann@a.test (Ann (really) Smith)",
	  "Ann (really) Smith|ann@a.test" },
	{ __LINE__, "Ann (x) <ann@a.test>", "Ann|ann@a.test" },
	{ __LINE__, "(a\\)b) ann@a.test", "a)b|ann@a.test" },
	{ __LINE__, "ann@a.test (open", "open|ann@a.test" },
	{ __LINE__, "Ann (ann@a.test)", "Ann|ann@a.test" },
	{ __LINE__, "MAILER-DAEMON (Mail System)",
	  "Mail System|MAILER-DAEMON" },

	/* Groups, also nested. */
	{ __LINE__, "undisclosed-recipients:;", "" },
	{ __LINE__, "g: a@a.test, B <b@b.test>;", "|a@a.test\nB|b@b.test" },
	{ __LINE__, "g:h:i: a@a.test;;", "|a@a.test" },

	/* Brackets: empty, doubled, missing, routes. */
	{ __LINE__, "<>", "" },
	{ __LINE__, "Ann <>", "Ann|" },
	{ __LINE__, "<<ann@a.test>>", "|ann@a.test" },
	{ __LINE__, "Ann <ann@a.test", "Ann|ann@a.test" },
	{ __LINE__, "Ann <ann@a.test, b@b.test", "Ann|ann@a.test\n|b@b.test" },
	{ __LINE__, "<@x.test,@y.test:ann@a.test>", "|ann@a.test" },
	{ __LINE__, "<mailto:ann@a.test>", "|ann@a.test" },
	{ __LINE__, "< ann @ a.test >", "|ann@a.test" },
	{ __LINE__, "Ann ann@a.test", "Ann|ann@a.test" },
	{ __LINE__, "Ann", "Ann|" },

	/* Quoted local parts keep their quotes. */
	{ __LINE__, "\"a b\"@a.test", "|\"a b\"@a.test" },
	{ __LINE__, "<\"a,b\"@a.test>", "|\"a,b\"@a.test" },

	/* Encoded-words: in names, also where they hold commas; an address is
	 * never decoded. */
	{ __LINE__, "=?utf-8?q?=CE=B1?= <a@a.test>", "α|a@a.test" },
	{ __LINE__, "\"=?utf-8?q?=CE=B1?=\" <a@a.test>", "α|a@a.test" },
	{ __LINE__, "=?utf-8?q?A,_B?= <a@a.test>", "A, B|a@a.test" },
	{ __LINE__, "<=?utf-8?q?a=40a.test?=>", "|=?utf-8?q?a=40a.test?=" },
	{ __LINE__, "=?utf-8?q?a=40a.test?=", "a@a.test|" },

	/* International. */
	{ __LINE__, "Άννα <άννα@ά.test>", "Άννα|άννα@ά.test" },
};

static void test_list(void **state)
{
	struct charset_set *set = charset_open();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		struct buffer got = { .arena = arena };
		uint64_t defects = 0;
		struct mailboxes list = address_list(arena, set,
						     cases[i].field, &defects);

		for (size_t k = 0; k < list.count; k++)
			buffer_printf(&got, "%s%s|%s", k == 0 ? "" : "\n",
				      list.at[k].name, list.at[k].address);
		if (strcmp(buffer_string(&got), cases[i].want) != 0)
			fail_msg("line %d: got %s", cases[i].line, got.data);
	}
	charset_close(&set);
}

static struct mailboxes repeat(struct arena *arena, const char *text,
			       int count, uint64_t *defects)
{
	struct buffer field = { .arena = arena };

	for (int i = 0; i < count; i++)
		buffer_text(&field, text);
	return address_list(arena, NULL, buffer_string(&field), defects);
}

/* H15, H16, H17 and deep groups: counted, bounded, not recursive. */
static void test_many(void **state)
{
	uint64_t defects = 0;
	struct mailboxes list;
	ARENA(arena);

	(void)state;
	list = repeat(arena, "a@a.test,", LIMIT_ADDRESSES, &defects);
	assert_int_equal(list.count, LIMIT_ADDRESSES);
	assert_int_equal(defects, 0);
	list = repeat(arena, "a@a.test,", 100000, &defects);
	assert_int_equal(list.count, LIMIT_ADDRESSES);
	assert_int_equal(list.seen, 100000);
	assert_int_equal(defects, 1ull << DEFECT_TOO_MANY_ADDRESSES);
	assert_int_equal(repeat(arena, ":", 99999, &defects).count, 0);
	assert_int_equal(repeat(arena, "g:", 10000, &defects).count, 0);
	assert_int_equal(repeat(arena, "(", 200000, &defects).count, 1);
	assert_int_equal(repeat(arena, "<\"\\", 100000, &defects).count, 1);
}

static void test_join(void **state)
{
	uint64_t defects = 0;
	ARENA(arena);
	struct mailboxes a = address_list(arena, NULL, "a@a.test", &defects);
	struct mailboxes none = { NULL, 0, 0 };
	struct mailboxes both = address_join(arena, a, a);

	(void)state;
	assert_int_equal(both.count, 2);
	assert_int_equal(both.seen, 2);
	assert_int_equal(address_join(arena, none, a).count, 1);
	assert_int_equal(address_join(arena, a, none).count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_join),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
