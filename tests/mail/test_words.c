/* test_words.c - encoded-words as they are found. */

#include "mail/words.h"

#include "mail/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	int line;
	const char *text, *want;
} cases[] = {
	{ __LINE__, "", "" },
	{ __LINE__, "plain = text ?=", "plain = text ?=" },
	{ __LINE__, "=?utf-8?Q?caf=C3=A9?=", "café" },
	{ __LINE__, "=?UTF-8?b?Y2Fmw6k=?=", "café" },
	{ __LINE__, "=?iso-8859-1?q?a_b?= c", "a b c" },
	{ __LINE__, "x =?utf-8?q?a?= =?utf-8?q?b?= y", "x ab y" },
	{ __LINE__, "=?utf-8*el?q?=CE=B1?=", "α" },

	/* A character over two words, and over two encodings. */
	{ __LINE__, "=?utf-8?B?zg==?= =?utf-8?B?sQ==?=", "α" },
	{ __LINE__, "=?utf-8?Q?=CE?=  =?UTF-8?B?sQ==?=", "α" },
	{ __LINE__, "=?windows-1253?Q?=CA?= =?iso-8859-8-i?Q?=F9?=", "Κש" },

	/* As it should not be: touching, quoted, spaces within, no end. */
	{ __LINE__, "=?utf-8?q?a?==?utf-8?q?b?=", "ab" },
	{ __LINE__, "a=?utf-8?q?b?=c", "abc" },
	{ __LINE__, "\"=?utf-8?q?a?=\"", "\"a\"" },
	{ __LINE__, "=?utf-8?q?a b?=", "a b" },
	{ __LINE__, "=?utf-8?q?caf=C3=A9", "café" },
	{ __LINE__, "=?utf-8?B?Y2Fmw6k?=", "café" },
	{ __LINE__, "=?utf-8?x?a?=", "=?utf-8?x?a?=" },
	{ __LINE__, "=??q?a?=", "=??q?a?=" },
	/* Raw bytes within a word are UTF-8 by now, whatever it claims. */
	{ __LINE__, "=?iso-8859-1?Q?Fr\xc3\xb6sche?=", "Frösche" },

	/* H34: nothing that ends a line or hides. */
	{ __LINE__, "=?utf-8?q?hi=0d=0aBcc:=20e@x?=", "hi Bcc: e@x" },
	{ __LINE__, "=?utf-8?q?a=00b?=", "a\xe2\x90\x80" "b" },
	{ __LINE__, "=?utf-8?q?=C0=AF?=", "\xef\xbf\xbd\xef\xbf\xbd" },
	{ __LINE__, "=?utf-8?q?=ED=A0=80x?=",
	  "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdx" },
	/* H41: bidi, zero-width, soft hyphen. */
	{ __LINE__, "=?utf-8?q?a=E2=80=AEb=E2=81=A6c=E2=80=8Bd=C2=ADe?=",
	  "abcde" },
};

static void test_decode(void **state)
{
	struct charset_set *set = charset_open();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		uint64_t defects = 0;
		const char *got = words_decode(arena, set, cases[i].text, 200,
					       &defects);

		if (strcmp(got, cases[i].want) != 0)
			fail_msg("line %d: got %s, want %s", cases[i].line,
				 got, cases[i].want);
	}
	charset_close(&set);
}

static void test_limit(void **state)
{
	uint64_t defects = 0;
	ARENA(arena);

	(void)state;
	assert_string_equal(words_decode(arena, NULL, "=?utf-8?q?abcd?=", 3,
					 &defects), "abc");
	assert_string_equal(words_decode(arena, NULL, "ab\xc3\xa9", 3,
					 &defects), "ab");
}

static void test_length(void **state)
{
	(void)state;
	assert_int_equal(words_length("=?utf-8?q?a,b?= <x>"), 15);
	assert_int_equal(words_length("=?utf-8?q?a,b"), 0);
	assert_int_equal(words_length("=x"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
