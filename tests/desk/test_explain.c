/* test_explain.c - every condition with its outcome, near misses included. */

#include "desk/explain.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct message message = {
	.subject = "Order 7 is late", .text = "Where is it?",
};
static const struct gist gist = {
	.fold = { .visible = "Where is it?" }, .language = "en",
};

/* Each condition: depth, line, + or -, its words, and what it found. */
static const struct {
	int line;
	const char *when, *want;
} cases[] = {
	{ __LINE__, "{ subject: late }",
	  "yes 1/1|0:3+subject: late <order 7 is late>" },
	{ __LINE__, "{ subject: [late, lost], language: en, by: agent }",
	  "no 2/3|0:3+subject: late, lost <order 7 is late>|"
	  "0:3+language: en <en>|0:3-by: agent" },
	{ __LINE__, "{ any: [{ subject: lost }, { body: it }], "
	  "follow_up: yes }",
	  "no 1/2|0:3+any|1:3-subject: lost|1:3+body: it <where is it?>|"
	  "0:3-follow_up: yes" },
	{ __LINE__, "{ not: { body: it } }",
	  "no 0/1|0:3-not|1:3+body: it <where is it?>" },
	{ __LINE__, "{ any: [{ subject: lost, by: customer }, "
	  "{ size: { over: 1 MB } }] }",
	  "no 0/1|0:3-any|1:3-all|2:3-subject: lost|2:3+by: customer|"
	  "1:3-size: over: 1 MB" },
	{ __LINE__, "\n    subject: { regex: '\\d' }\n    attachment: "
	  "{ name: '*pdf', size: { over: 1 KB } }",
	  "no 1/2|0:4+subject: regex: \\d <Order 7 is late>|"
	  "0:5-attachment: name: *pdf, size: over: 1 KB" },
};

static const char *explained(struct arena *arena, const char *when)
{
	const char *text = arena_printf(arena, "- name: r\n  tier: 2\n"
					"  when: %s\n", when);
	const struct bundle_file file = { "rules/1.yaml", text, strlen(text) };
	struct err err = { 0 };
	struct rules *rules = rules_load(&(struct bundle){ &file, 1 }, &err);
	const struct situation situation = { .organisation = "" };
	struct view view = view_of(arena, &message, &gist);
	struct buffer out = { .arena = arena };
	struct explanation why;

	if (rules == NULL)
		fail_msg("%s", err.text);
	why = explain_rule(arena, rules, 0, &view, &situation);
	buffer_printf(&out, "%s %zu/%zu", why.holds ? "yes" : "no", why.held,
		      why.wanted);
	for (size_t i = 0; i < why.count; i++) {
		const struct explained *one = &why.at[i];

		buffer_printf(&out, "|%d:%zu%c%s", one->depth, one->line,
			      one->holds ? '+' : '-', one->words);
		if (one->excerpt[0] != '\0')
			buffer_printf(&out, " <%s>", one->excerpt);
		assert_int_equal(one->is_test,
				 strchr(one->words, ':') != NULL);
	}
	rules_free(&rules);
	return buffer_string(&out);
}

static void test_cases(void **state)
{
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = explained(arena, cases[i].when);

		if (strcmp(got, cases[i].want) != 0)
			fail_msg("line %d: %s", cases[i].line, got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
