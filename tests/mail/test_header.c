/* test_header.c - fields, and where the header ends. */

#include "mail/header.h"

#include "base/buffer.h"
#include "mail/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define D(word) (1ull << DEFECT_##word)

/* "name=value" of each, parted by "|", then "#" and what is left. */
static const struct {
	int line;
	enum header_place place;
	const char *bytes, *want;
	uint64_t defects;
} cases[] = {
	{ __LINE__, HEADER_OF_MAIL, "A: b\r\n\r\nx", "A=b#x", 0 },
	{ __LINE__, HEADER_OF_MAIL, "A: b\nC:d \n\nx", "A=b|C=d#x", 0 },
	{ __LINE__, HEADER_OF_MAIL, "A: b\n c\n\td\n\n", "A=b c d#", 0 },
	{ __LINE__, HEADER_OF_MAIL, "A:\n b\n \n\nx", "A=b#x", 0 },
	{ __LINE__, HEADER_OF_MAIL, "A : b\n\nx", "A=b#x", 0 },
	{ __LINE__, HEADER_OF_MAIL, "A:\n\nx", "A=#x", 0 },
	{ __LINE__, HEADER_OF_MAIL, "A: b\nA: c\n\n", "A=b|A=c#", 0 },

	/* The empty line is missing. */
	{ __LINE__, HEADER_OF_MAIL, "A: b", "A=b#", D(NO_HEADER_END) },
	{ __LINE__, HEADER_OF_MAIL, "A: b\nHello there\n\nx",
	  "A=b#Hello there\n\nx", D(NO_HEADER_END) | D(BAD_HEADER) },
	{ __LINE__, HEADER_OF_MAIL, "A: b\nHello\nNote: x\n",
	  "A=b#Hello\nNote: x\n", D(NO_HEADER_END) | D(BAD_HEADER) },
	{ __LINE__, HEADER_OF_MAIL, "hello\n", "#hello\n",
	  D(NO_HEADER_END) | D(BAD_HEADER) },
	{ __LINE__, HEADER_OF_MAIL, "\n\nA: b\n", "#\nA: b\n", 0 },

	/* Stray lines: folding that was lost, and lines in front. */
	{ __LINE__, HEADER_OF_MAIL, "A: b;\nc=d\ne\nSubject: f\n\nx",
	  "A=b; c=d e|Subject=f#x", D(BAD_HEADER) },
	{ __LINE__, HEADER_OF_MAIL, "stray\nX-A: b\n\nx", "X-A=b#x",
	  D(BAD_HEADER) },
	{ __LINE__, HEADER_OF_MAIL, "   \nContent-Type: b\n\nx",
	  "Content-Type=b#x", D(BAD_HEADER) },

	/* A part ends at a boundary and starts with a field or with text. */
	{ __LINE__, HEADER_OF_PART, "--b\n", "#--b\n",
	  D(NO_HEADER_END) | D(BAD_HEADER) },
	{ __LINE__, HEADER_OF_PART, "A: b\n--b:c\nX-A: d\n",
	  "A=b#--b:c\nX-A: d\n", D(NO_HEADER_END) | D(BAD_HEADER) },
	{ __LINE__, HEADER_OF_PART, "stray\nX-A: b\n\nx",
	  "#stray\nX-A: b\n\nx", D(NO_HEADER_END) | D(BAD_HEADER) },

	/* H22, H24: a bare CR and a NUL are data, and shown. */
	{ __LINE__, HEADER_OF_MAIL, "A: b\rC: d\n\n", "A=b␍C: d#",
	  D(BAD_HEADER) },

	/* Raw bytes: UTF-8, the charset of the mail, Western European. */
	{ __LINE__, HEADER_OF_MAIL, "A: caf\xc3\xa9\n\n", "A=café#", 0 },
	{ __LINE__, HEADER_OF_MAIL, "A: caf\xe9\n\n", "A=café#",
	  D(BAD_HEADER) },
	{ __LINE__, HEADER_OF_MAIL,
	  "A: \xe1\xe2\nContent-Type: x; charset=\"windows-1253\"\n\n",
	  "A=αβ|Content-Type=x; charset=\"windows-1253\"#", D(BAD_HEADER) },
	{ __LINE__, HEADER_OF_MAIL,
	  "A: \xf9\nB: charset=utf-8\n\ncharset=iso-8859-8-i",
	  "A=ש|B=charset=utf-8#charset=iso-8859-8-i", D(BAD_HEADER) },
	/* H41: no bidi control, no zero-width character. */
	{ __LINE__, HEADER_OF_MAIL, "A: a\xe2\x80\xae" "b\xe2\x80\x8b\n\n",
	  "A=ab#", D(INVISIBLE) },
};

static void test_scan(void **state)
{
	struct charset_set *set = charset_open();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		struct buffer got = { .arena = arena };
		struct header_block block = header_scan(arena, set,
			cases[i].bytes, strlen(cases[i].bytes),
			cases[i].place);

		for (size_t k = 0; k < block.count; k++)
			buffer_printf(&got, "%s%s=%s", k == 0 ? "" : "|",
				      block.at[k].name, block.at[k].value);
		buffer_printf(&got, "#%s", cases[i].bytes + block.size);
		if (strcmp(buffer_string(&got), cases[i].want) != 0)
			fail_msg("line %d: got %s", cases[i].line, got.data);
		if (block.defects != cases[i].defects)
			fail_msg("line %d: defects %llx", cases[i].line,
				 (unsigned long long)block.defects);
	}
	charset_close(&set);
}

static struct header_block repeat(struct arena *arena, const char *start,
				  const char *text, int count)
{
	struct buffer bytes = { .arena = arena };

	buffer_text(&bytes, start);
	for (int i = 0; i < count; i++)
		buffer_text(&bytes, text);
	buffer_text(&bytes, "\n\nbody");
	return header_scan(arena, NULL, bytes.data, bytes.size,
			   HEADER_OF_MAIL);
}

/* H12, H13, H14: more than anyone needs. */
static void test_limits(void **state)
{
	struct header_block block;
	ARENA(arena);

	(void)state;
	block = repeat(arena, "", "X-i: v\n", LIMIT_FIELDS);
	assert_int_equal(block.count, LIMIT_FIELDS);
	assert_int_equal(block.defects, 0);
	block = repeat(arena, "", "X-i: v\n", 20000);
	assert_int_equal(block.count, LIMIT_FIELDS);
	assert_int_equal(block.defects, D(TOO_MANY_FIELDS));
	assert_int_equal(block.size, 20000 * 7 + 1);
	block = repeat(arena, "Subject: ", "AAAAAAAAAA", 1000000);
	assert_int_equal(block.defects, D(HEADER_TOO_BIG));
	assert_true(strlen(block.at[0].value) <= LIMIT_HEADER);
	assert_int_equal(block.size, 9 + 10000000 + 2);
	block = repeat(arena, "Subject:", "\n a", 80000);
	assert_int_equal(block.count, 1);
	assert_int_equal(strlen(block.at[0].value), 2 * 80000 - 1);
}

static void test_get(void **state)
{
	ARENA(arena);
	struct header_block block = repeat(arena, "A: b\nA: c", "", 0);

	(void)state;
	assert_string_equal(header_get(&block, "a"), "b");
	assert_null(header_get(&block, "b"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scan),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_get),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
