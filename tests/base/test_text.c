/* test_text.c - one line from hostile bytes, and words made comparable. */

#include "base/text.h"
#include "base/text_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>

struct row {
	int line;
	const char *text;
	size_t limit;
	const char *want;
};

static void test_line(void **state)
{
	static const struct row rows[] = {
		{ __LINE__, "plain", 100, "plain" },
		{ __LINE__, "  both ends \t", 100, "both ends" },
		{ __LINE__, "a\r\n\tb", 100, "a  b" },
		{ __LINE__, "\n a\n\tb  c", 100, "a  b  c" },
		{ __LINE__, " ab cd", 3, "ab" },
		{ __LINE__, " ab cd", 4, "ab c" },
		{ __LINE__, " \n\t ", 100, "" },
		{ __LINE__, "abc", 0, "" },
		{ __LINE__, "a\x7f\x01" "b", 100, "ab" },
		/* Characters of several bytes that move one to the left. */
		{ __LINE__, " Ωμέγα", 100, "Ωμέγα" },
		{ __LINE__, "\t 漢字 \xf0\x9f\x96\xa8", 100,
		  "漢字 \xf0\x9f\x96\xa8" },
		{ __LINE__, "\xe2\x80\xaeΩ", 100, "Ω" },
		/* A tag, a filler, a joiner of graphemes. */
		{ __LINE__, "a\xf3\xa0\x81\x81" "b\xe3\x85\xa4"
		  "c\xcd\x8f" "d", 100, "abcd" },
		{ __LINE__, "ΩΩ", 3, "Ω" },
		{ __LINE__, "ΩΩ", 4, "ΩΩ" },
		{ __LINE__, "\xff", 100, "\xef\xbf\xbd" },
		{ __LINE__, "", 100, "" },
	};
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *got = text_line(arena, rows[i].text,
					    strlen(rows[i].text),
					    rows[i].limit);

		if (strcmp(got, rows[i].want) != 0)
			fail_msg("line %d: \"%s\"", rows[i].line, got);
	}
}

static void test_fold(void **state)
{
	static const struct row rows[] = {
		{ __LINE__, "Réponse  AUTO\n", 100, "reponse auto" },
		{ __LINE__, "ΑΥΤΌΜΑΤΗ Απάντηση", 100, "αυτοματη απαντηση" },
		{ __LINE__, "Öö Ää Õõ Üü", 100, "oo aa oo uu" },
		{ __LINE__, "Й Ё", 100, "и е" },
		{ __LINE__, "자동 회신", 100, "자동 회신" },
		{ __LINE__, "ＡＢＣ", 100, "abc" },
		{ __LINE__, "a\xc2\xad\xe2\x80\x8b""b", 100, "ab" },
		{ __LINE__, "  ", 100, "" },
		{ __LINE__, "", 100, "" },
		{ __LINE__, "aΩ", 2, "a" },
		{ __LINE__, "aΩ", 3, "aω" },
		{ __LINE__, "abc", 0, "" },
	};
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *got = text_fold(arena, rows[i].text,
					    rows[i].limit);

		if (strcmp(got, rows[i].want) != 0)
			fail_msg("line %d: \"%s\"", rows[i].line, got);
	}
}

/* Letter by letter, which is how eight at once must come out. */
static void fold_slowly(char *out, const char *text)
{
	bool gap = false;
	size_t size = 0;

	for (; *text != '\0'; text++) {
		if (*text == ' ' || (*text >= '\t' && *text <= '\r')) {
			gap = size > 0;
			continue;
		}
		if (gap)
			out[size++] = ' ';
		gap = false;
		out[size++] = *text >= 'A' && *text <= 'Z'
			? (char)(*text + 32) : *text;
	}
	out[size] = '\0';
}

static void test_fold_eight(void **state)
{
	static const char letters[] = "aZ@[`{ bc  \tA\n~\x7f\x01zM.";
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char text[48], want[48];
		size_t size = (size_t)round % 45;
		ARENA(arena);

		for (size_t i = 0; i < size; i++) {
			seed = seed * 1664525 + 1013904223;
			text[i] = letters[(seed >> 16) % (sizeof(letters) - 1)];
		}
		text[size] = '\0';
		fold_slowly(want, text);
		if (strcmp(text_fold(arena, text, 100), want) != 0)
			fail_msg("\"%s\"", text);
		/* The same between letters that are none of these. */
		if (strcmp(text_fold(arena, arena_printf(arena, "Ω%sΩ", text),
				     100),
			   arena_printf(arena, "ω%s%s%sω",
					strchr(" \t\n", text[0]) != NULL &&
					want[0] != '\0' ? " " : "", want,
					size > 0 && strchr(" \t\n",
						text[size - 1]) != NULL
					? " " : "")) != 0)
			fail_msg("Ω\"%s\"Ω", text);
	}
}

/* A letter folds the second time as it did the first, whatever stands around
 * it. */
static void test_fold_again(void **state)
{
	(void)state;
	for (unsigned long c = 0x80; c < 0x20000; c++) {
		ARENA(a);
		char bytes[5] = "";
		const char *close, *apart;

		text_put(bytes, c);
		close = text_fold(a, arena_printf(a, "a%sb", bytes), 100);
		apart = text_fold(a, arena_printf(a, "a %s b", bytes), 100);
		if (strcmp(text_fold(a, arena_printf(a, "a%sba%sb a %s b",
						bytes, bytes, bytes), 100),
			   arena_printf(a, "%s%s %s", close, close,
					apart)) != 0)
			fail_msg("U+%04lX", c);
	}
}

/* Long ones grow while they are folded. */
static void test_fold_long(void **state)
{
	ARENA(a);
	char text[3 * 1000 + 1] = "";
	const char *folded;

	(void)state;
	/* A ligature of Arabic, which is a phrase of eighteen letters. */
	for (size_t i = 0; i < 1000; i++)
		memcpy(text + 3 * i, "\xef\xb7\xba", 4);
	folded = text_fold(a, text, sizeof(text));
	assert_int_equal(strlen(folded), 1000 * strlen(text_fold(a,
		"\xef\xb7\xba", 3)));
}

/* The tables say what GLib says, below, at and behind their ends. */
static void test_tables(void **state)
{
	(void)state;
	for (uint32_t c = 0; c < 2 * TEXT_TABLE_WORDS; c++) {
		char one[8] = "", *caseless;
		const char *p = one;
		ARENA(arena);

		assert_int_equal(text_is_alnum(c), g_unichar_isalnum(c) ||
				 g_unichar_ismark(c));
		assert_int_equal(text_lower_of(c), g_unichar_tolower(c));
		if (c == 0)
			continue;
		text_put(one, c);
		assert_int_equal(text_next(&p, one + strlen(one)), c);
		caseless = text_caseless(arena, one, strlen(one));
		if (!text_is_space(c) && !text_is_invisible(c))
			assert_int_equal(g_utf8_get_char(caseless),
					 g_unichar_tolower(c));
	}
}

/* A control, and a byte that is no UTF-8, at each place of a text. */
static void test_valid(void **state)
{
	static const struct { char c; bool valid; } bytes[] = {
		{ '\t', true }, { '\n', true }, { ' ', true }, { 0x7f, true },
		{ '\0', false }, { '\r', false }, { 0x1f, false },
		{ '\x80', false }, { '\xff', false },
	};

	(void)state;
	for (size_t size = 1; size < 20; size++)
		for (size_t at = 0; at < size; at++)
			for (size_t i = 0; i < sizeof(bytes) / sizeof(bytes[0]);
			     i++) {
				char text[20];

				memset(text, '~', size);
				text[at] = bytes[i].c;
				assert_int_equal(text_valid(text, size),
						 bytes[i].valid);
			}
	assert_true(text_valid("", 0));
	assert_true(text_valid("Zw\xc3\xb6lf \xe2\x82\xac am Abend", 18));
	assert_false(text_valid("Zw\xc3\xb6lf am Abend \xe2\x82", 18));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_fold_eight),
		cmocka_unit_test(test_fold_again),
		cmocka_unit_test(test_fold_long),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_valid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
