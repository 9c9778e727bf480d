/* test_regex.c - what matches, what is refused, and that nothing runs away. */

#include "base/regex.h"

#include "../fixture/evil.h"
#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static bool match_in(const struct regex *regex, const char *text, size_t size,
		     struct regex_budget *budget, size_t *start_r,
		     size_t *end_r)
{
	ARENA(a);
	struct regex_subject subject = regex_subject(a, text, size);

	return regex_match(regex, &subject, budget, start_r, end_r);
}

static const struct {
	int line;
	const char *pattern;
	unsigned flags;
	const char *subject;
	const char *want;	/* the first match; NULL: none */
} matches[] = {
	{ __LINE__, "down", 0, "the shop is down", "down" },
	{ __LINE__, "Down", 0, "the shop is down", NULL },
	{ __LINE__, "Down", REGEX_CASELESS, "the shop is down", "down" },
	{ __LINE__, "^b", 0, "a\nb", NULL },
	{ __LINE__, "^b", REGEX_MULTILINE, "a\nb", "b" },
	{ __LINE__, "a$", REGEX_MULTILINE, "a\nb", "a" },
	{ __LINE__, "\\bκατάστημα\\b", REGEX_CASELESS, "το ΚΑΤΆΣΤΗΜΑ!",
	  "ΚΑΤΆΣΤΗΜΑ" },
	{ __LINE__, "\\bשלום\\b", 0, "אמר שלום לכם", "שלום" },
	{ __LINE__, "\\bõ\\w+", 0, "viga õpikus", "õpikus" },
	{ __LINE__, "x?", 0, "", "" },
	{ __LINE__, "^$", 0, "", "" },
	{ __LINE__, "(?<=in)voice", 0, "invoice", "voice" },
	{ __LINE__, "invoice.*overdue", 0, "the invoice 7 is overdue now",
	  "invoice 7 is overdue" },
};

static void test_matches(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(matches) / sizeof(matches[0]); i++) {
		struct err err = { 0 };
		struct regex_budget budget = REGEX_MAIL_BUDGET;
		struct regex *regex = regex_new(matches[i].pattern,
						matches[i].flags, &err);
		const char *subject = matches[i].subject;
		size_t start = 0, end = 0;
		bool found;

		if (regex == NULL)
			fail_msg("line %d: %s", matches[i].line, err.text);
		found = match_in(regex, subject, strlen(subject), &budget,
				    &start, &end);
		if (found != (matches[i].want != NULL) || budget.exceeded)
			fail_msg("line %d", matches[i].line);
		if (found && (end - start != strlen(matches[i].want) ||
			      strncmp(subject + start, matches[i].want,
				      end - start) != 0))
			fail_msg("line %d: %zu to %zu", matches[i].line, start,
				 end);
		regex_free(&regex);
		assert_null(regex);
	}
}

static const char *repeated(struct arena *arena, const char *unit,
			    size_t count)
{
	struct buffer text = { .arena = arena };

	for (size_t i = 0; i < count; i++)
		buffer_text(&text, unit);
	return buffer_string(&text);
}

static const struct {
	int line;
	const char *unit;
	size_t count;
	const char *start;	/* of the refusal */
} refused[] = {
	{ __LINE__, "", 0, "found an empty pattern" },
	{ __LINE__, "(*LIMIT_MATCH=1)a", 1, "found `(*LIMIT_MATCH=1)a`, "
	  "expected a pattern without (*" },
	{ __LINE__, "a(", 1, "found `a(`, wrong at character 3: missing" },
	{ __LINE__, "\\C", 1, "found `\\C`, wrong at character" },
	{ __LINE__, "a", 1001, "found a pattern of 1001 bytes, expected" },
	{ __LINE__, "(a)\\1", 1, "found `(a)\\1`, expected a pattern without "
	  "back references" },
	{ __LINE__, "((a|b){40}c){120}", 1, "found `((a|b){40}c){120}`, "
	  "wrong at character 18: regular expression is too large" },
	{ __LINE__, "(?<=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  "aaaaaaa)b", 1, "found `(?<=aaa" },
	{ __LINE__, "(a+)+$", 1, "found `(a+)+$`, expected a pattern that "
	  "does not run away" },
	{ __LINE__, "(a|a)*b", 1, "found `(a|a)*b`, expected a pattern that" },
	{ __LINE__, "(.*)(.*)(.*)(.*)x", 1, "found `(.*)(.*)(.*)(.*)x`" },
	{ __LINE__, "([a-z]+)*@", 1, "found `([a-z]+)*@`, expected a pattern" },
	/* What repeats is an x; what is missed at the end is no letter. */
	{ __LINE__, "(x|xx)*y", 1, "found `(x|xx)*y`, expected a pattern" },
	{ __LINE__, "(\\w+\\s?)+!", 1, "found `(\\w+\\s?)+!`, expected" },
	{ __LINE__, "(?:\\s*\\w+\\s*)+:", 1, "found `(?:\\s*\\w+\\s*)+:`, "
	  "expected a pattern that does not" },
	{ __LINE__, "\xff", 1, "found `?`, wrong at character 1" },
};

static void test_refused(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct err err = { 0 };
		struct regex *regex = regex_new(repeated(a, refused[i].unit,
						refused[i].count), 0, &err);

		if (regex != NULL || strncmp(err.text, refused[i].start,
					     strlen(refused[i].start)) != 0)
			fail_msg("line %d: %s", refused[i].line, err.text);
	}
}

static void test_limits(void **state)
{
	ARENA(a);
	struct err err = { 0 };
	struct regex *regex;

	(void)state;
	regex = regex_new(repeated(a, "a", 1000), 0, &err);
	assert_non_null(regex);
	regex_free(&regex);
	regex = regex_new(arena_printf(a, "%sa%s", repeated(a, "(", 50),
				       repeated(a, ")", 50)), 0, &err);
	assert_non_null(regex);
	regex_free(&regex);
	assert_null(regex_new(arena_printf(a, "%sa%s", repeated(a, "(", 51),
					   repeated(a, ")", 51)), 0, &err));
}

/* A match may lie anywhere: also across the borders of windows, and beside
 * characters of several bytes that straddle them. */
static void test_windows(void **state)
{
	ARENA(a);
	struct err err = { 0 };
	struct regex *regex = regex_new("\\bnée(d)le\\b", 0, &err);

	(void)state;
	assert_non_null(regex);
	for (size_t before = 400; before < 1200; before++) {
		const char *text = arena_printf(a, "%s née%s",
			repeated(a, before % 2 ? "α" : "x", before),
			"dle and more");
		struct regex_budget budget = REGEX_MAIL_BUDGET;
		size_t start = 0, end = 0;

		if (!match_in(regex, text, strlen(text), &budget, &start,
				 &end) ||
		    strncmp(text + start, "néedle", end - start) != 0 ||
		    end - start != strlen("néedle"))
			fail_msg("%zu before", before);
		arena_reset(a);
	}
	regex_free(&regex);
}

static void test_line_borders(void **state)
{
	ARENA(a);
	struct err err = { 0 };
	struct regex *start = regex_new("^x", REGEX_MULTILINE, &err);
	struct regex *end = regex_new("y$", 0, &err);

	(void)state;
	for (size_t size = 1000; size < 1100; size++) {
		struct regex_budget budget = REGEX_MAIL_BUDGET;
		const char *text = arena_printf(a, "a%sb",
						repeated(a, "xy", size));

		assert_false(match_in(start, text, strlen(text), &budget,
					 NULL, NULL));
		assert_false(match_in(end, text, strlen(text), &budget,
					 NULL, NULL));
		assert_true(match_in(end, text, strlen(text) - 1, &budget,
					NULL, NULL));
	}
	regex_free(&start);
	regex_free(&end);
}

static const char *const hard[8] = {
	"a", "0", " ", "a ", "αβγ", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "<",
	"e\xcc\x81",
};

/* Some of the patterns are refused at load; the others must stay within the
 * budget, and spend the same each time. */
static void run_evil(const struct regex *regex, const char *text)
{
	struct regex_budget first = REGEX_MAIL_BUDGET, again = first;
	size_t size = strlen(text);
	bool found = match_in(regex, text, size, &first, NULL, NULL);

	/* A pattern that runs away would hang here; the steps are what bounds
	 * it, on every machine alike. */
	assert_int_equal(found, match_in(regex, text, size, &again, NULL,
					    NULL));
	assert_int_equal(first.steps, again.steps);
	assert_int_equal(first.exceeded, again.exceeded);
	assert_true(first.steps >= REGEX_MAIL_STEPS - REGEX_RULE_STEPS);
	assert_true(first.rule_steps >= 0);
}

static void test_evil(void **state)
{
	ARENA(a);
	int run = 0;

	(void)state;
	for (size_t i = 0; i < EVIL_PATTERNS; i++) {
		struct err err = { 0 };
		struct regex *regex = regex_new(evil_patterns[i], REGEX_CASELESS, &err);

		for (size_t k = 0; regex != NULL && k < 8; k++, run++) {
			const char *line = repeated(a, hard[k],
						    900 / strlen(hard[k]));

			run_evil(regex, repeated(a, arena_printf(a,
						"%s;b:x.,@#>z1", line), 3));
			arena_reset(a);
		}
		regex_free(&regex);
	}
	/* The test is worth something only where patterns were let in. */
	assert_true(run > 50);
}

static void test_budget(void **state)
{
	ARENA(a);
	struct err err = { 0 };
	struct regex *regex = regex_new("needle", 0, &err);
	const char *text = repeated(a, "hay ", 1000);
	struct regex_budget none = { .rule_steps = 1000 };
	struct regex_budget some = { .steps = 100, .rule_steps = 1000 };
	struct regex_budget rule = { .steps = 1000, .rule_steps = 100 };
	struct regex_budget enough = REGEX_MAIL_BUDGET;

	(void)state;
	assert_false(match_in(regex, "needle", 6, &none, NULL, NULL));
	assert_true(none.exceeded);
	assert_false(match_in(regex, text, strlen(text), &some, NULL,
				 NULL));
	assert_true(some.exceeded);
	assert_int_equal(some.steps, 0);
	assert_int_equal(some.rule_steps, 900);
	assert_false(match_in(regex, text, strlen(text), &rule, NULL,
				 NULL));
	assert_true(rule.exceeded);
	assert_int_equal(rule.steps, 900);
	assert_int_equal(rule.rule_steps, 0);
	assert_false(match_in(regex, text, strlen(text), &enough, NULL,
				 NULL));
	assert_false(enough.exceeded);
	regex_free(&regex);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_matches),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_windows),
		cmocka_unit_test(test_line_borders),
		cmocka_unit_test(test_evil),
		cmocka_unit_test(test_budget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
