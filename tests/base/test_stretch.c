/* test_stretch.c - the longest stretch of each kind, where it lies. */

#include "base/stretch.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define WORD	PATTERN_READS_WORD
#define SPACE	PATTERN_READS_SPACE
#define SOLID	PATTERN_READS_SOLID
#define LINE	PATTERN_READS_LINE
#define ALL	PATTERN_READS_ALL

static const struct {
	int line;
	const char *text;
	unsigned reads;
	size_t want;
} cases[] = {
	{ __LINE__, "", WORD | SPACE | SOLID | LINE | ALL, 0 },
	{ __LINE__, "abc de_7!", WORD, 4 },
	{ __LINE__, "abc de_7!", SOLID, 5 },
	{ __LINE__, "abc de_7!", LINE, 9 },
	{ __LINE__, "abc de_7!", SPACE, 1 },
	{ __LINE__, "abc\nde\n", LINE, 3 },
	{ __LINE__, "abc \t\r\n de\n", SPACE, 5 },
	{ __LINE__, "abc \t\r\n de\n", SPACE | SOLID, 5 },
	{ __LINE__, "abc \n\n", ALL, 6 },
	{ __LINE__, "αβ γ", WORD, 4 },
	{ __LINE__, "αβ γ", SOLID, 4 },
	{ __LINE__, "αβ γ", LINE, 7 },
	/* a no-break space, and others that Unicode has */
	{ __LINE__, " \xc2\xa0 ", SPACE, 4 },
	{ __LINE__, " \xe2\x80\x83\xe3\x80\x80 ", SPACE, 8 },
	{ __LINE__, "  ", 0, 0 },
};

static void test_kinds(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *text = cases[i].text;
		size_t got = stretch_longest(
			stretch_measure(a, text, strlen(text)), cases[i].reads,
			0, strlen(text));

		if (got != cases[i].want)
			fail_msg("line %d: %zu", cases[i].line, got);
	}
}

/* A long one counts wherever it touches, and nowhere else. */
static void test_places(void **state)
{
	ARENA(a);
	struct buffer text = { .arena = a };
	const struct stretch *stretches;

	(void)state;
	while (text.size < 10000)
		buffer_text(&text, text.size >= 1000 && text.size < 1600 ?
			    "aaaa" : "a.a ");
	stretches = stretch_measure(a, buffer_string(&text), text.size);
	assert_int_equal(stretch_longest(stretches, WORD, 0, 768), 1);
	assert_int_equal(stretch_longest(stretches, WORD, 0, 769), 601);
	assert_int_equal(stretch_longest(stretches, WORD, 1535, 9000), 601);
	assert_int_equal(stretch_longest(stretches, WORD, 1792, 9000), 1);
	assert_int_equal(stretch_longest(stretches, LINE, 0, 1),
			 STRETCH_MOST);
	assert_int_equal(stretch_longest(stretches, ALL, 100, 300), 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
