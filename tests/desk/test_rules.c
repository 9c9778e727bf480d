/* test_rules.c - what is read, and one line for each mistake. */

#include "desk/rules.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct rules *load(const char *text, struct err *err)
{
	const struct bundle_file file = { "rules/1.yaml", text, strlen(text) };
	const struct bundle bundle = { &file, 1 };

	return rules_load(&bundle, err);
}

static void test_files(void **state)
{
	static const char first[] =
		"# comment\n"
		"- name: a\n  when: { subject: x }\n  stop: on\n"
		"- name: b\n  when: { body: x }\n  tags: [t]\n";
	static const char second[] =
		"- name: c\n  when: { text: x }\n  tier: 2\n";
	const struct bundle_file files[] = {
		{ "replies/ack/en.md", "}{", 2 },
		{ "rules/1.yaml", first, strlen(first) },
		{ "rules/2.yaml", second, strlen(second) },
		{ "rules/README.md", "}{", 2 },
		{ "rules/3.yml", "# nothing\n", 10 },
	};
	const struct bundle bundle = { files, 5 };
	struct err err = { 0 };
	struct rules *rules = rules_load(&bundle, &err);

	(void)state;
	if (rules == NULL)
		fail_msg("%s", err.text);
	assert_int_equal(rules_count(rules), 3);
	assert_string_equal(rules_name(rules, 0), "a");
	assert_string_equal(rules_name(rules, 2), "c");
	rules_free(&rules);
	assert_null(rules);
}

#define RULE "- name: r\n  tier: 1\n"	/* its condition follows in line 3 */
#define WHEN "- name: r\n  when: { text: sun }\n"

static const struct {
	int line;
	const char *text;
	const char *refusal;	/* NULL: accepted */
} cases[] = {
	{ __LINE__, WHEN "  urgency: +40\n", NULL },
	{ __LINE__, WHEN "  urgency: critical\n", NULL },
	{ __LINE__, WHEN "  acknowledge: off\n", NULL },
	{ __LINE__, WHEN "  reply: ack-neutral\n", NULL },
	{ __LINE__, WHEN "  tags: [a, +b, -c]\n", NULL },
	{ __LINE__, WHEN "  fields: { order: '7' }\n", NULL },
	{ __LINE__, WHEN "  note: look\n  close: yes\n  assign: Ann\n", NULL },
	{ __LINE__, WHEN "  notify: [a@b.test, Ann]\n", NULL },
	{ __LINE__, WHEN "  notify: a@b.test\n", NULL },
	{ __LINE__, WHEN "  drop: 'a list that nobody reads'\n", NULL },
	{ __LINE__, RULE "  when: { any: [{subject: a}, {not: {all: "
	  "[{body: b}]}}] }\n", NULL },
	{ __LINE__, RULE "  when: { header: { name: X-A } }\n", NULL },
	{ __LINE__, RULE "  when: { size: { over: 5 MB } }\n", NULL },
	{ __LINE__, RULE "  when: { from: '@a.test', auth: [pass, none] }\n",
	  NULL },

	{ __LINE__, "a: b\n", ":1:1: found a map, expected a list of rules" },
	{ __LINE__, "- x\n", ":1:3: found `x`, expected a map" },
	{ __LINE__, "- name: r\n", ":1:3: found a map, expected `when:`" },
	{ __LINE__, "- when: { text: x }\n", ":1:3: found a map, expected "
	  "`name:`" },
	{ __LINE__, WHEN, ":1:3: found a map, expected something to do" },
	{ __LINE__, WHEN "  urgncy: 1\n", ":3:3: found `urgncy`, expected "
	  "`urgency`" },
	{ __LINE__, WHEN "  urgency: very\n", ":3:12: found `very`, expected "
	  "a number such as +40" },
	{ __LINE__, WHEN "  urgency: 1001\n", ":3:12: found `1001`" },
	{ __LINE__, WHEN "  tier: 4\n", ":3:9: found `4`, expected a whole" },
	{ __LINE__, WHEN "  tags: []\n",
	  ":3:9: found an empty list, expected a list "
	  "of 1 to 20" },
	{ __LINE__, WHEN "  tags: [A b]\n", ":3:10: found `A b`, expected a "
	  "word" },
	{ __LINE__, WHEN "  queue: Å\n", ":3:10: found `Å`, expected a word" },
	{ __LINE__, WHEN "  drop: a\n  quarantine: b\n",
	  ":3:9: found `a`, expected no `drop:`" },
	{ __LINE__, WHEN "  drop: ''\n", ":3:9: found an empty text" },
	{ __LINE__, WHEN "  acknowledge: other\n", ":3:16: found `other`, "
	  "expected off (with another text: `reply:`" },
	{ __LINE__, WHEN "  acknowledge: on\n", ":3:16: found `on`" },
	{ __LINE__, WHEN "  acknowledge: off\n  reply: a\n",
	  ":3:16: found `off`, expected no `acknowledge: off` beside" },
	{ __LINE__, WHEN "  urgency: 0\n", ":3:12: found `0`, expected a "
	  "number that changes" },
	{ __LINE__, WHEN "  stop: off\n", ":3:9: found `off`, expected yes" },
	{ __LINE__, WHEN "  close: no\n", ":3:10: found `no`, expected yes" },
	{ __LINE__, WHEN "  tags: [a, -a]\n", ":3:13: found `-a`, expected "
	  "each tag once" },
	{ __LINE__, WHEN "  tags: [a, +a]\n", ":3:13: found `+a`" },
	{ __LINE__, WHEN "  tags: [-]\n", ":3:10: found" },
	{ __LINE__, WHEN "  fields: {}\n",
	  ":3:11: found an empty map, expected a "
	  "map of 1 to 10 fields" },
	{ __LINE__, WHEN "  fields: { A: b }\n", ":3:13: found `A`, expected "
	  "a word" },
	{ __LINE__, WHEN "  notify: []\n",
	  ":3:11: found an empty list, expected 1 "
	  "to 5" },
	{ __LINE__, WHEN "  notify: [a@b.test, A@b.test]\n", ":3:22: found "
	  "`A@b.test`, expected each of them once" },
	{ __LINE__, WHEN "  note: \"a\\nb\"\n", ":3:9: found" },
	{ __LINE__, WHEN "  tier: 1\n- name: r\n  when: { text: x }\n"
	  "  tier: 1\n", ":4:9: found `r`, expected a name of its own: this "
	  "one stands in rules/1.yaml:1" },
	{ __LINE__, RULE "  when: {}\n", ":3:9: found an empty map, expected a "
	  "condition" },
	{ __LINE__, RULE "  when: { bdy: x }\n", ":3:11: found `bdy`, "
	  "expected `body`" },
	{ __LINE__, RULE "  when: { all: x }\n", ":3:16: found `x`, expected "
	  "a list of conditions" },
	{ __LINE__, RULE "  when: { any: [{text: x}, {text: {regex: 'a('}}] }"
	  "\n", ":3:43: found `a(`, wrong at character 3" },
	{ __LINE__, RULE "  when: { text: { regex: '(a+)+$' } }\n",
	  ":3:26: found `(a+)+$`, expected a pattern that does not run" },
	{ __LINE__, RULE "  when: { text: { regex: a, words: b } }\n",
	  ":3:17: found a map, expected one of words, regex and is" },
	{ __LINE__, RULE "  when: { text: ['*'] }\n", ":3:18: found `*`, "
	  "expected a word" },
	{ __LINE__, RULE "  when: { text: [] }\n",
	  ":3:17: found an empty list, "
	  "expected 1 to 500 of them" },
	{ __LINE__, RULE "  when: { language: english }\n",
	  ":3:21: found `english`, expected two letters" },
	{ __LINE__, RULE "  when: { origin: human }\n", ":3:19: found `human`,"
	  " expected one of: person, responder" },
	{ __LINE__, RULE "  when: { auth: maybe }\n", ":3:17: found `maybe`, "
	  "expected one of: none, pass, fail" },
	{ __LINE__, RULE "  when: { from: example.org }\n", ":3:17: found "
	  "`example.org`, expected an address" },
	{ __LINE__, RULE "  when: { header: { is: x } }\n",
	  ":3:19: found a map, expected `name:`" },
	{ __LINE__, RULE "  when: { header: { name: 'X Y' } }\n",
	  ":3:27: found `X Y`, expected the name" },
	{ __LINE__, RULE "  when: { size: {} }\n", ":3:17: found an empty map, "
	  "expected `over:` or `under:`" },

	{ __LINE__, WHEN "  tier: 1\n  examples:\n    hit: [Sun!]\n"
	  "    miss: [sunday]\n", NULL },
	{ __LINE__, WHEN "  tier: 1\n  examples:\n    hit: [sunday]\n",
	  ":5:11: found `sunday`, expected an example that the rule `r` hits" },
	{ __LINE__, WHEN "  tier: 1\n  examples:\n    miss: [x, sun]\n",
	  ":5:15: found `sun`, expected an example that the rule `r` misses" },
	{ __LINE__, WHEN "  tier: 1\n  examples:\n    hits: [x]\n",
	  ":5:5: found `hits`, expected `hit`" },
	{ __LINE__, RULE "  when: { from: '@a.test', attachment_name: '*exe',"
	  " language: el, origin: list, auth: fail }\n  examples:\n    hit:\n"
	  "    - { from: x@A.test, attachment: a.EXE, language: el,\n"
	  "        origin: list, auth: fail }\n", NULL },
	{ __LINE__, RULE "  when: { text: x }\n  examples:\n    hit:\n"
	  "    - { body: x, auth: y }\n", ":6:24: found `y`, expected none" },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = { 0 };
		struct rules *rules = load(cases[i].text, &err);

		if ((rules != NULL) != (cases[i].refusal == NULL))
			fail_msg("line %d: %s", cases[i].line, err.text);
		if (rules == NULL &&
		    (strstr(err.text, cases[i].refusal) == NULL ||
		     strncmp(err.text, "rules/1.yaml:", 13) != 0))
			fail_msg("line %d: %s", cases[i].line, err.text);
		rules_free(&rules);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
