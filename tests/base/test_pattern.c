/* test_pattern.c - what is certain of a pattern, and what is left unsaid. */

#include "base/pattern.h"

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
	const char *pattern;
	const char *required;	/* joined by "/" */
	unsigned reads;
	size_t reach;
} cases[] = {
	{ __LINE__, "invoice", "invoice", 0, 0 },
	{ __LINE__, "^invoice$", "invoice", 0, 0 },
	{ __LINE__, "\\berror \\d+\\b", "error ", WORD, SIZE_MAX },
	{ __LINE__, "\\bRFQ-\\d{1,9}", "RFQ-", WORD, 9 },
	{ __LINE__, "invoice.*overdue", "invoice", LINE, SIZE_MAX },
	{ __LINE__, "in.*overdue", "overdue", LINE, SIZE_MAX },
	{ __LINE__, "a\\.b", "a.b", 0, 0 },
	{ __LINE__, "κατάστημα", "κατάστημα", 0, 0 },
	/* what is repeated may not be there, or be there more than once */
	{ __LINE__, "colou?r", "colo", 0, 0 },
	{ __LINE__, "αβγ?", "αβ", 0, 0 },
	{ __LINE__, "ab*cde", "cde", WORD, SIZE_MAX },
	{ __LINE__, "ab+c", "ab", WORD, SIZE_MAX },
	{ __LINE__, "ab{0,3}", "a", WORD, 3 },
	{ __LINE__, "ab{2}c", "ab", WORD, 2 },
	{ __LINE__, "ab{2,}?c", "ab", WORD, SIZE_MAX },
	{ __LINE__, "ab++cd+", "ab", WORD, SIZE_MAX },
	/* branches */
	{ __LINE__, "shop|site", "shop/site", 0, 0 },
	{ __LINE__, "shop|\\d", "", 0, 0 },
	{ __LINE__, "(shop|site) is", "shop/site", 0, 0 },
	{ __LINE__, "(shop|) is", " is", 0, 0 },
	{ __LINE__, "(shop|site)? is", " is", 0, 0 },
	{ __LINE__, "(?:shop|site){0,2}x", "x", 0, 0 },
	{ __LINE__, "(?<n>shop)+x", "shop", 0, 0 },
	{ __LINE__, "(?P<n>shop) (?'m'y) (?>zz)", "shop", 0, 0 },
	{ __LINE__, "(a(b(cdef|ghij)))k", "cdef/ghij", 0, 0 },
	/* looking around requires nothing of the match itself */
	{ __LINE__, "(?=invoice)in", "in", 0, 0 },
	{ __LINE__, "(?!invoice)in", "in", 0, 0 },
	{ __LINE__, "(?<=un)paid(?<!over)", "paid", 0, 0 },
	/* sets */
	{ __LINE__, "[abc]def", "def", 0, 0 },
	{ __LINE__, "[]a]def", "def", 0, 0 },
	{ __LINE__, "[^]a]def", "def", 0, 0 },
	{ __LINE__, "[\\]a]+def", "def", SOLID | WORD, SIZE_MAX },
	{ __LINE__, "[a-z0-9]+", "", WORD, SIZE_MAX },
	{ __LINE__, "[a-]+", "", WORD | SOLID, SIZE_MAX },
	{ __LINE__, "[!-z]+", "", SOLID | WORD | ALL, SIZE_MAX },
	{ __LINE__, "[A-z]+", "", WORD | ALL, SIZE_MAX },
	{ __LINE__, "[α-ω]+", "", SOLID, SIZE_MAX },
	{ __LINE__, "[a-ω]+", "", WORD | SOLID | ALL, SIZE_MAX },
	{ __LINE__, "[^,]*", "", ALL, SIZE_MAX },
	{ __LINE__, "[[:alpha:]]+x", "x", ALL, SIZE_MAX },
	{ __LINE__, "[[:^alpha:]]x", "x", 0, 0 },
	{ __LINE__, "[a[]x", "x", 0, 0 },
	{ __LINE__, "[ \\t]*x", "x", SPACE, SIZE_MAX },
	{ __LINE__, "\\s*\\S{1,7}", "", SPACE | SOLID, SIZE_MAX },
	{ __LINE__, "\\p{L}+\\pN+", "", WORD, SIZE_MAX },
	{ __LINE__, "\\P{L}*x", "x", ALL, SIZE_MAX },
	{ __LINE__, "\\Xx", "x", ALL, SIZE_MAX },
	{ __LINE__, "<*", "", SOLID, SIZE_MAX },
	{ __LINE__, "α*", "", SOLID, SIZE_MAX },
	/* what the reader does not know */
	{ __LINE__, "(?i)invoice", "", ALL, SIZE_MAX },
	{ __LINE__, "in(?#voice)", "", ALL, SIZE_MAX },
	{ __LINE__, "in(?R)?voice", "", ALL, SIZE_MAX },
	{ __LINE__, "(in)(?1)voice", "", ALL, SIZE_MAX },
	{ __LINE__, "(?|in|out)voice", "", ALL, SIZE_MAX },
	{ __LINE__, "(in)?(?(1)voice|x)", "", ALL, SIZE_MAX },
	{ __LINE__, "in(*ACCEPT)voice", "", ALL, SIZE_MAX },
	{ __LINE__, "\\Qin\\Evoice", "", ALL, SIZE_MAX },
	{ __LINE__, "\\x{61}bcd", "", ALL, SIZE_MAX },
	{ __LINE__, "\\N{U+61}bcd", "", ALL, SIZE_MAX },
	{ __LINE__, "[\\Qa]b\\E]cd", "", ALL, SIZE_MAX },
	{ __LINE__, "[[:<:]]abc", "", ALL, SIZE_MAX },
	{ __LINE__, "[[.x.]]abc", "", ALL, SIZE_MAX },
	{ __LINE__, "a{b", "", ALL, SIZE_MAX },
	{ __LINE__, "a{,3}", "", ALL, SIZE_MAX },
	{ __LINE__, "a{2}{0}b", "", ALL, SIZE_MAX },
	{ __LINE__, "abc)", "", ALL, SIZE_MAX },
	{ __LINE__, "(abc", "", ALL, SIZE_MAX },
	{ __LINE__, "[abc", "", ALL, SIZE_MAX },
	{ __LINE__, "abc\\", "", ALL, SIZE_MAX },
	{ __LINE__, "\\p{L", "", ALL, SIZE_MAX },
	{ __LINE__, "", "", 0, 0 },
};

static const char *joined(struct arena *arena, const struct pattern *pattern)
{
	struct buffer out = { .arena = arena };

	for (size_t i = 0; i < pattern->required_count; i++)
		buffer_printf(&out, "%s%s", i == 0 ? "" : "/",
			      pattern->required[i]);
	return buffer_string(&out);
}

static void test_read(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct pattern got = pattern_read(a, cases[i].pattern);

		if (strcmp(joined(a, &got), cases[i].required) != 0)
			fail_msg("line %d: requires `%s`", cases[i].line,
				 joined(a, &got));
		if (got.reads != cases[i].reads ||
		    got.reach != cases[i].reach)
			fail_msg("line %d: reads %u, %zu", cases[i].line,
				 got.reads, got.reach);
	}
}

/* A pattern of many branches requires nothing rather than too much. */
static void test_branches(void **state)
{
	ARENA(a);
	struct buffer text = { .arena = a };

	(void)state;
	for (size_t branches = 1; branches < 40; branches++) {
		struct pattern got;

		buffer_printf(&text, "%sab", branches == 1 ? "" : "|");
		got = pattern_read(a, buffer_string(&text));
		assert_int_equal(got.required_count,
				 branches <= 32 ? branches : 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_branches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
