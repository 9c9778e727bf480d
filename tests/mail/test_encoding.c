/* test_encoding.c - whole and damaged encodings, in one step and in many. */

#include "mail/encoding.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	int line;
	enum encoding encoding;
	const char *text, *want;
	bool bad;
} cases[] = {
	{ __LINE__, ENCODING_BASE64, "", "", false },
	{ __LINE__, ENCODING_BASE64, "QUJD", "ABC", false },
	{ __LINE__, ENCODING_BASE64, "QUJDRA==", "ABCD", false },
	{ __LINE__, ENCODING_BASE64, "QU\nJD\r\nR A = =", "ABCD", false },
	/* Padding left out, and a single character that says nothing. */
	{ __LINE__, ENCODING_BASE64, "QUJDRA", "ABCD", false },
	{ __LINE__, ENCODING_BASE64, "QUJDRUY", "ABCEF", false },
	{ __LINE__, ENCODING_BASE64, "QUJDR", "ABC", true },
	/* H39: what does not belong there is left out. */
	{ __LINE__, ENCODING_BASE64, "!!!!QUJD====@@", "ABC", true },
	/* Texts that were joined after they were encoded. */
	{ __LINE__, ENCODING_BASE64, "QUJDRA==QUJD", "ABCDABC", false },
	{ __LINE__, ENCODING_BASE64, "QUJDRA==\r\nQUJD\r\n", "ABCDABC",
	  false },
	/* A list's footer below, and words behind the end. */
	{ __LINE__, ENCODING_BASE64, "QUJDRA==\n____\nlist", "ABCD", true },
	{ __LINE__, ENCODING_BASE64, "QUJDRA== ignored\nQUJD", "ABCD", true },
	{ __LINE__, ENCODING_BASE64, "QUJDRA== \nQUJD", "ABCDABC", false },
	{ __LINE__, ENCODING_BASE64, "QUJDRA== \r\nQUJD", "ABCDABC", false },
	{ __LINE__, ENCODING_BASE64, "QUJD\r\n\r\n-- \nlist", "ABC", true },
	{ __LINE__, ENCODING_BASE64, "QUJD\n\nRA==\n", "ABCD", false },
	{ __LINE__, ENCODING_BASE64, "QUJDR\n-A==", "ABCD", true },
	/* Data that was quoted whole, and rubbish above it. */
	{ __LINE__, ENCODING_BASE64, ">QUJD\n>QUJD\n", "ABCABC", true },
	{ __LINE__, ENCODING_BASE64, "\n*QUJD\n", "ABC", true },

	{ __LINE__, ENCODING_QUOTED_PRINTABLE, "a=3Db", "a=b", false },
	{ __LINE__, ENCODING_QUOTED_PRINTABLE, "a=3db", "a=b", false },
	{ __LINE__, ENCODING_QUOTED_PRINTABLE, "a=\nb", "ab", false },
	{ __LINE__, ENCODING_QUOTED_PRINTABLE, "a=\r\nb", "ab", false },
	{ __LINE__, ENCODING_QUOTED_PRINTABLE, "a= \t\r\nb", "ab", false },
	{ __LINE__, ENCODING_QUOTED_PRINTABLE, "a_b", "a_b", false },
	{ __LINE__, ENCODING_Q, "a_b=5F", "a b_", false },
	/* H39: an escape that is none stands for itself. */
	{ __LINE__, ENCODING_QUOTED_PRINTABLE, "a=XYb", "a=XYb", true },
	{ __LINE__, ENCODING_QUOTED_PRINTABLE, "a=4Gb", "a=4Gb", true },
	{ __LINE__, ENCODING_QUOTED_PRINTABLE, "a==41", "a=A", true },
	{ __LINE__, ENCODING_QUOTED_PRINTABLE, "a=4\nb", "a=4\nb", true },
	{ __LINE__, ENCODING_QUOTED_PRINTABLE, "a= b", "a= b", true },
	{ __LINE__, ENCODING_QUOTED_PRINTABLE, "a=         b",
	  "a=         b", true },
	/* H39: the end in the middle of one. */
	{ __LINE__, ENCODING_QUOTED_PRINTABLE, "a=", "a", false },
	{ __LINE__, ENCODING_QUOTED_PRINTABLE, "a=4", "a=4", true },

	/* Left alone, but for the line ends of the transport. */
	{ __LINE__, ENCODING_UUENCODE,
	  "begin 644 x\r\n#86)C\r\n`\r\nend\r\n",
	  "begin 644 x\n#86)C\n`\nend\n", false },

	{ __LINE__, ENCODING_NONE, "a=3D", "a=3D", false },
	{ __LINE__, ENCODING_UNKNOWN, "QUJD", "QUJD", false },
};

/* Decode in pieces of `piece` bytes. */
static void check(size_t i, size_t piece)
{
	struct encoding_step step = { .encoding = cases[i].encoding };
	const char *text = cases[i].text;
	size_t size = strlen(text), used = 0;
	ARENA(arena);
	char *out = arena_alloc(arena, encoding_room(size) + 64);

	for (size_t at = 0; at < size; at += piece)
		used += encoding_step(&step, text + at,
				      size - at < piece ? size - at : piece,
				      out + used);
	used += encoding_end(&step, out + used);
	if (used != strlen(cases[i].want) ||
	    memcmp(out, cases[i].want, used) != 0)
		fail_msg("line %d, pieces of %zu: got %.*s, want %s",
			 cases[i].line, piece, (int)used, out, cases[i].want);
	if (step.bad != cases[i].bad)
		fail_msg("line %d, pieces of %zu: bad is %d", cases[i].line,
			 piece, step.bad);
}

static void test_decode(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (size_t piece = 1; piece < 32; piece++)
			check(i, piece);
}

static void test_names(void **state)
{
	(void)state;
	assert_int_equal(encoding_named(""), ENCODING_NONE);
	assert_int_equal(encoding_named("8BIT"), ENCODING_NONE);
	assert_int_equal(encoding_named("Base64 (really)"), ENCODING_BASE64);
	assert_int_equal(encoding_named("quoted-printable; x=1"),
			 ENCODING_QUOTED_PRINTABLE);
	assert_int_equal(encoding_named("base"), ENCODING_UNKNOWN);
	assert_int_equal(encoding_named("x-foo"), ENCODING_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
