/* test_params.c - parameters of every make, and names that disagree. */

#include "mail/params.h"

#include "base/buffer.h"
#include "mail/guard.h"
#include "mail/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* What a person reads of "name", NULL where there is none. */
static const struct {
	int line;
	const char *field, *want;
	bool conflict;
} cases[] = {
	{ __LINE__, "x/y", NULL, false },
	{ __LINE__, "x/y; name=a.txt", "a.txt", false },
	{ __LINE__, "x/y; NAME = \"a b.txt\" ; q=1", "a b.txt", false },
	{ __LINE__, "x/y; name=a b.txt; q=1", "a b.txt", false },
	{ __LINE__, "x/y name=a.txt", "a.txt", false },
	{ __LINE__, "name=a.txt", "a.txt", false },
	{ __LINE__, "x/y; name=\"a\\\"b\\c\"", "a\"b\\c", false },
	{ __LINE__, "x/y; name=\"C:\\temp\\a.txt\"", "C:\\temp\\a.txt",
	  false },
	{ __LINE__, "x/y; name=\"a;b\"", "a;b", false },
	{ __LINE__, "x/y; name=\"a.txt", "a.txt", false },
	{ __LINE__, "x/y; name=\"\"", "", false },
	{ __LINE__, "x/y; name=\"=?utf-8?q?=CE=B1.txt?=\"", "α.txt", false },

	/* RFC 2231. */
	{ __LINE__, "x/y; name*=utf-8''%CE%B1.txt", "α.txt", false },
	{ __LINE__, "x/y; name*=windows-1253'el'%E1.txt", "α.txt", false },
	{ __LINE__, "x/y; name*0=\"long\"; name*1=\"name\"", "longname",
	  false },
	{ __LINE__, "x/y; name*1*=%B1.txt; name*0*=utf-8''%CE", "α.txt",
	  false },
	{ __LINE__, "x/y; name*0*=utf-8''%CE%B1; name*1=\"b%20\"", "αb%20",
	  false },
	{ __LINE__, "x/y; name*0=a; name*2=c", "a", false },
	{ __LINE__, "x/y; name*=noquotes.txt", "noquotes.txt", false },
	{ __LINE__, "x/y; name*=utf-8''100%.txt", "100%.txt", false },

	/* H46: the plain name of old programs, and one that lies. */
	{ __LINE__, "x/y; name=_.txt; name*=utf-8''%CE%B1.txt", "α.txt",
	  false },
	{ __LINE__, "x/y; name*0=\"a.\"; name*1=\"exe\"; name=safe.txt",
	  "a.exe", true },
	{ __LINE__, "x/y; name=safe; name*=utf-8''a.exe", "a.exe", true },
	{ __LINE__, "x/y; name=safe.txt; name=a.exe", "safe.txt", true },
	{ __LINE__, "x/y; name=a.txt; name=b.TXT", "a.txt", false },

	/* H45: no line end, no NUL. */
	{ __LINE__, "x/y; name*=utf-8''a%0d%0aSet-Cookie:x",
	  "a Set-Cookie:x", false },
	{ __LINE__, "x/y; name*=utf-8''a%00.exe", "a\xe2\x90\x80.exe", false },
	{ __LINE__, "x/y; name*=utf-8''%E2%80%AEgpj.exe", "gpj.exe", false },
	{ __LINE__, "x/y; name*=utf-8''%E2%80%8B.htaccess", ".htaccess",
	  false },
};

static void test_text(void **state)
{
	struct charset_set *set = charset_open();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		uint64_t defects = 0;
		struct params params = params_parse(arena, cases[i].field);
		const char *got = params_text(arena, set, &params, "name",
					      &defects);
		bool conflict = defects & 1ull << DEFECT_NAME_CONFLICT;

		if ((got == NULL) != (cases[i].want == NULL) ||
		    (got != NULL && strcmp(got, cases[i].want) != 0))
			fail_msg("line %d: got %s", cases[i].line, got);
		if (conflict != cases[i].conflict)
			fail_msg("line %d: conflict", cases[i].line);
	}
	charset_close(&set);
}

static void test_value(void **state)
{
	struct params params;
	ARENA(arena);

	(void)state;
	params = params_parse(arena, " Text/Plain (why) ; Charset=UTF-8");
	assert_string_equal(params.value, "text/plain");
	assert_string_equal(params_get(&params, "charset"), "UTF-8");
	assert_string_equal(params_get(&params, "boundary"), "");
	params = params_parse(arena, "");
	assert_string_equal(params.value, "");
	assert_int_equal(params.count, 0);
}

/* H19: 40,000 parameters. */
static void test_many(void **state)
{
	ARENA(arena);
	struct buffer field = { .arena = arena };
	struct params params;
	uint64_t defects = 0;

	(void)state;
	buffer_text(&field, "x/y");
	for (int i = 0; i < 40000; i++)
		buffer_printf(&field, "; name*%d=a", i);
	params = params_parse(arena, buffer_string(&field));
	assert_int_equal(params.count, LIMIT_PARAMETERS);
	assert_int_equal(strlen(params_text(arena, NULL, &params, "name",
					    &defects)), LIMIT_PARAMETERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_value),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
