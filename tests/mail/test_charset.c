/* test_charset.c - the languages of the desk, wrong names, what is refused. */

#include "mail/charset.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define BYTES(s) s, sizeof(s) - 1

static const struct {
	int line;
	const char *claimed;
	const char *bytes;
	size_t size;
	const char *want;
	bool bad;
} cases[] = {
	{ __LINE__, "", BYTES("plain"), "plain", false },
	{ __LINE__, "us-ascii", BYTES("plain"), "plain", false },
	{ __LINE__, "UTF8", BYTES("caf\xc3\xa9"), "café", false },
	{ __LINE__, "utf-8", BYTES(""), "", false },

	/* The languages of the desk. */
	{ __LINE__, "windows-1253", BYTES("\xca\xe1\xeb\xe7"), "Καλη", false },
	{ __LINE__, "ISO-8859-7", BYTES("\xca\xe1\xeb\xe7"), "Καλη", false },
	{ __LINE__, "iso-8859-8-i", BYTES("\xf9\xec\xe5\xed"), "שלום", false },
	{ __LINE__, "iso_8859-8", BYTES("\xf9\xec\xe5\xed"), "שלום", false },
	{ __LINE__, "windows-1255", BYTES("\xf9\xec\xe5\xed"), "שלום", false },
	{ __LINE__, "iso-8859-13", BYTES("\xf5"), "õ", false },
	{ __LINE__, "iso-8859-15", BYTES("\xb8 \xa4"), "ž €", false },
	{ __LINE__, "koi8-r", BYTES("\xd0\xd2\xc9"), "при", false },
	{ __LINE__, "iso-2022-jp", BYTES("\x1b$B$\"\x1b(B"), "あ", false },

	/* Names that promise less than mail holds. */
	{ __LINE__, "latin1", BYTES("\x80 \x93x\x94"), "€ “x”", false },
	{ __LINE__, "GB2312", BYTES("\xe9\x46"), "镕", false },
	{ __LINE__, "ks_c_5601-1987", BYTES("\xb0\xa1"), "가", false },
	{ __LINE__, "iso-2022-jp", BYTES("\x83\x63\x81\x5b\x83\x8b"),
	  "ツール", false },

	/* H36: no such charset, and bytes that are not what is claimed. */
	{ __LINE__, "x-nope", BYTES("caf\xe9"), "café", true },
	{ __LINE__, "x-nope", BYTES("caf\xc3\xa9"), "café", true },
	{ __LINE__, "us-ascii", BYTES("caf\xc3\xa9"), "café", true },
	{ __LINE__, "utf-8", BYTES("caf\xe9"), "café", true },
	{ __LINE__, "", BYTES("caf\xe9"), "café", true },

	/* H37: refused, so read as ASCII or windows-1252. */
	{ __LINE__, "utf-7", BYTES("+ADw-script+AD4-"), "+ADw-script+AD4-",
	  true },
	{ __LINE__, "ISO-2022-CN-EXT", BYTES("a\x1b$+I!!"),
	  "a\x1b$+I!!", true },
	{ __LINE__, "IBM1390", BYTES("abc"), "abc", true },
	{ __LINE__, "ibm1399", BYTES("abc"), "abc", true },
	{ __LINE__, "ISO-2022-JP-3", BYTES("abc"), "abc", true },
	{ __LINE__, "utf-16", BYTES("a\0b\0"), "a\0b\0", true },
	{ __LINE__, "../x", BYTES("abc"), "abc", true },
	{ __LINE__, "utf-16", BYTES("\xff\xfe\x61\0"), "a", false },
	{ __LINE__, "UTF-16BE", BYTES("\0a"), "a", false },

	/* H38: mistakes within UTF-8. */
	{ __LINE__, "utf-8", BYTES("\xc3\xa9 \xc0\xaf"),
	  "é \xef\xbf\xbd\xef\xbf\xbd", true },
	{ __LINE__, "utf-8", BYTES("\xed\xa0\x80"),
	  "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", true },
	{ __LINE__, "utf-8", BYTES("\xf5\x80\x80\x80"),
	  "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", true },
	/* A bad byte in another charset. */
	{ __LINE__, "windows-1253", BYTES("\xca\xff\xca"),
	  "Κ\xef\xbf\xbdΚ", true },
};

static void test_decode(void **state)
{
	struct charset_set *set = charset_open();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		bool bad = false;
		size_t size;
		char *got = charset_decode(arena, set, cases[i].claimed,
					   cases[i].bytes, cases[i].size,
					   &size, &bad);

		if (strcmp(got, cases[i].want) != 0)
			fail_msg("line %d: got %s, want %s", cases[i].line,
				 got, cases[i].want);
		if (bad != cases[i].bad)
			fail_msg("line %d: bad is %d", cases[i].line, bad);
		assert_true(text_utf8(got, size));
	}
	charset_close(&set);
	assert_null(set);
}

/* H37: a name of 10 KB. */
static void test_long_name(void **state)
{
	struct charset_set *set = charset_open();
	char name[10 * 1024];
	bool bad = false;
	size_t size;
	ARENA(arena);

	(void)state;
	memset(name, 'a', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	assert_string_equal(charset_decode(arena, set, name, "abc", 3, &size,
					   &bad), "abc");
	assert_true(bad);
	assert_false(charset_known(set, name));
	assert_true(charset_known(set, "WINDOWS-1253"));
	assert_true(charset_known(set, "utf-8"));
	assert_false(charset_known(set, ""));
	charset_close(&set);
}

/* A charset that has states does not leak one from text to text. */
static void test_state(void **state)
{
	struct charset_set *set = charset_open();
	bool bad = false;
	size_t size;
	ARENA(arena);

	(void)state;
	charset_decode(arena, set, "iso-2022-jp", "\x1b$B$\"", 5, &size,
		       &bad);
	assert_string_equal(charset_decode(arena, set, "iso-2022-jp", "ab", 2,
					   &size, &bad), "ab");
	charset_close(&set);
}

/* Without handles no library is asked. */
static void test_no_set(void **state)
{
	bool bad = false;
	size_t size;
	ARENA(arena);

	(void)state;
	assert_string_equal(charset_decode(arena, NULL, "windows-1253",
					   "\xe9", 1, &size, &bad), "é");
	assert_true(bad);
}

static void test_hint(void **state)
{
	static const struct {
		int line;
		const char *bytes, *want;
	} hints[] = {
		{ __LINE__, "", "" },
		{ __LINE__, "charset=", "" },
		{ __LINE__, "charset=utf-8; charset=\"US-ASCII\"", "" },
		{ __LINE__, "charset=utf-8; CharSet=\"Windows-1253\"",
		  "windows-1253" },
		{ __LINE__, "<meta charset='koi8-r'>", "koi8-r" },
		{ __LINE__, "=?utf-8?q?a?= =?ISO-8859-8-I?Q?b?=",
		  "iso-8859-8-i" },
		{ __LINE__, "charset", "" },
	};
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
		const char *got = charset_hint(arena, hints[i].bytes,
					       strlen(hints[i].bytes));

		if (strcmp(got, hints[i].want) != 0)
			fail_msg("line %d: got %s", hints[i].line, got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode),
		cmocka_unit_test(test_long_name),
		cmocka_unit_test(test_state),
		cmocka_unit_test(test_no_set),
		cmocka_unit_test(test_hint),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
