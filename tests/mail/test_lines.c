/* test_lines.c - quote marks of every kind, and what only looks like one. */

#include "mail/lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	int line;
	const char *bytes;
	unsigned depth;
	enum weak_mark weak;
	const char *text;
} cases[] = {
	{ __LINE__, "words", 0, WEAK_NONE, "words" },
	{ __LINE__, "  words \t", 0, WEAK_NONE, "words" },
	{ __LINE__, "", 0, WEAK_NONE, "" },
	{ __LINE__, " \t", 0, WEAK_NONE, "" },
	{ __LINE__, "\xc2\xa0words", 0, WEAK_NONE, "words" },

	{ __LINE__, "> one", 1, WEAK_NONE, "one" },
	{ __LINE__, ">one", 1, WEAK_NONE, "one" },
	{ __LINE__, " > one", 1, WEAK_NONE, "one" },
	{ __LINE__, ">> two", 2, WEAK_NONE, "two" },
	{ __LINE__, "> > > three", 3, WEAK_NONE, "three" },
	{ __LINE__, ">", 1, WEAK_NONE, "" },
	{ __LINE__, "&gt; escaped", 1, WEAK_NONE, "escaped" },
	{ __LINE__, "\xef\xbc\x9e wide", 1, WEAK_NONE, "wide" },
	{ __LINE__, ">>> look here <<<", 0, WEAK_NONE,
	  ">>> look here <<<" },
	{ __LINE__, ">>> Ann 5/3/21 >>>", 0, WEAK_NONE, ">>> Ann 5/3/21 >>>" },
	{ __LINE__, "> a > b", 1, WEAK_NONE, "a > b" },
	{ __LINE__, "> <a@a.example>", 1, WEAK_NONE, "<a@a.example>" },
	{ __LINE__, "--> one", 0, WEAK_NONE, "--> one" },
	{ __LINE__, "a > b", 0, WEAK_NONE, "a > b" },

	{ __LINE__, "| bar", 0, WEAK_BAR, "bar" },
	{ __LINE__, "| a | table |", 0, WEAK_NONE, "| a | table |" },
	{ __LINE__, "|| or", 0, WEAK_NONE, "|| or" },
	{ __LINE__, "\xc2\xbb mark", 0, WEAK_GUILLEMET, "mark" },
	{ __LINE__, "\xc2\xbbquoted\xc2\xab", 0, WEAK_NONE,
	  "\xc2\xbbquoted\xc2\xab" },
	{ __LINE__, "AB> initials", 0, WEAK_INITIALS, "initials" },
	{ __LINE__, "ABCD> initials", 0, WEAK_INITIALS, "initials" },
	{ __LINE__, "A> one letter", 0, WEAK_NONE, "A> one letter" },
	{ __LINE__, "ABCDE> five", 0, WEAK_NONE, "ABCDE> five" },
	{ __LINE__, "Ab> mixed", 0, WEAK_NONE, "Ab> mixed" },
	{ __LINE__, "AB>joined", 0, WEAK_NONE, "AB>joined" },
};

static void test_marks(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		char *text = arena_printf(arena, "%s\nend", cases[i].bytes);
		const struct lines lines = lines_of(arena, text, strlen(text));
		const struct line *line = &lines.at[0];
		char *got = arena_strndup(arena, text + line->text,
					  line->tail - line->text);

		if (lines.count != 2 || line->depth != cases[i].depth ||
		    line->weak != cases[i].weak ||
		    strcmp(got, cases[i].text) != 0)
			fail_msg("line %d: depth %u, weak %d, \"%s\"",
				 cases[i].line, line->depth, (int)line->weak,
				 got);
		if (line_is_blank(line) != (cases[i].text[0] == '\0'))
			fail_msg("line %d: blank", cases[i].line);
	}
}

/* The lines are the text, whatever its end. */
static void test_whole(void **state)
{
	static const char *const texts[] = {
		"", "\n", "a", "a\n", "\n\na", "a\n\nb", "> a\n\n\n",
	};
	static const size_t counts[] = { 0, 1, 1, 1, 3, 3, 3 };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		ARENA(arena);
		size_t size = strlen(texts[i]), at = 0;
		const struct lines lines = lines_of(arena, texts[i], size);

		assert_int_equal(lines.count, counts[i]);
		for (size_t k = 0; k < lines.count; k++) {
			assert_int_equal(lines.at[k].start, at);
			at = lines.at[k].next;
		}
		assert_int_equal(at, size);
	}
}

static void test_next(void **state)
{
	ARENA(arena);
	const char *text = "a\n\n> \nB\xc3\x89\n \n";
	const struct lines lines = lines_of(arena, text, strlen(text));

	(void)state;
	assert_int_equal(lines_next(&lines, 0), 0);
	assert_int_equal(lines_next(&lines, 1), 3);
	assert_int_equal(lines_next(&lines, 4), lines.count);
	assert_string_equal(line_caseless(arena, &lines, 3), "b\xc3\xa9");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
