/* test_lint.c - each thing that cannot be meant, beside one that can. */

#include "desk/rules.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define RULE "- name: r\n  tier: 1\n"	/* its condition follows in line 3 */
#define OTHER "- name: s\n  tier: 1\n"
#define STOP "- name: r\n  stop: yes\n"

static const struct {
	int line;
	const char *text;
	const char *refusal;	/* NULL: accepted */
} cases[] = {
	/* Values. */
	{ __LINE__, RULE "  when: { text: [sun, suns] }\n", NULL },
	{ __LINE__, RULE "  when: { text: [sun, sun*] }\n", NULL },
	{ __LINE__, RULE "  when: { text: [σύννεφο, x, ΣΥΝΝΕΦΟ] }\n",
	  "expected each of them once: line 3 says the same" },
	{ __LINE__, RULE "  when: { text: { words: [a, b, A] } }\n",
	  ":3:33: found `A`, expected each of them once" },
	{ __LINE__, RULE "  when: { language: [en, el, en] }\n",
	  ":3:30: found `en`, expected each" },
	{ __LINE__, RULE "  when: { text: { regex: [ab, abc] } }\n", NULL },
	{ __LINE__, RULE "  when: { text: { regex: [ab, ab] } }\n",
	  ":3:31: found `ab`, expected each" },
	{ __LINE__, RULE "  when: { attachment: { name: [a, a] } }\n",
	  ":3:35: found `a`, expected each" },
	{ __LINE__, RULE "  when: { language: xx }\n", ":3:21: found `xx`, "
	  "expected a language that Postdesk can tell" },
	{ __LINE__, RULE "  when: { size: { over: 2 KB, under: 2 KB } }\n",
	  ":3:38: found `2 KB`, expected a limit with something between" },
	{ __LINE__, RULE "  when: { size: { over: 2 KB, under: 3 KB } }\n",
	  NULL },
	{ __LINE__, RULE "  when: { size: { under: 0 } }\n",
	  ":3:26: found `0`" },
	{ __LINE__, RULE "  when: { sender_mails: { over: 5 } }\n",
	  ":3:25: found a map, expected `within:`" },
	{ __LINE__, RULE "  when: { sender_mails: { over: 5, within: 31 days }"
	  " }\n", ":3:44: found `31 days`, expected at most 30 days" },
	{ __LINE__, RULE "  when: { sender_mails: { over: 5, under: 6, "
	  "within: 1 day } }\n", ":3:43: found `6`" },
	{ __LINE__, RULE "  when: { domain: '@example.org' }\n",
	  ":3:19: found `@example.org`, expected a domain as example.org" },
	{ __LINE__, RULE "  when: { attachment_type: pdf }\n",
	  ":3:28: found `pdf`, expected a type as application/pdf" },
	{ __LINE__, RULE "  when: { weekday: monday }\n", ":3:20: found "
	  "`monday`, expected one of: mon, tue" },
	{ __LINE__, RULE "  when: { contact: old }\n", ":3:20: found `old`, "
	  "expected one of: known, new, or an address" },
	{ __LINE__, RULE "  when: { follow_up: maybe }\n", ":3:22: found" },
	{ __LINE__, RULE "  when: { attachment: {} }\n",
	  ":3:23: found an empty map, "
	  "expected `name:`, `type:` or `size:`" },
	{ __LINE__, RULE "  when: { attachment: { nme: x } }\n",
	  ":3:25: found `nme`, expected `name`" },

	/* Conditions side by side. */
	{ __LINE__, RULE "  when: { any: [{ text: a }, { body: a }] }\n",
	  NULL },
	{ __LINE__, RULE "  when: { any: [{ text: [a, b] }, { text: [b, a] }] "
	  "}\n", ":3:43: found a list, expected each condition once: line 3" },
	{ __LINE__, RULE "  when: { all: [{ text: a }, { text: A }] }\n",
	  ":3:38: found `A`, expected each condition once" },
	{ __LINE__, RULE "  when: { text: a, not: { text: a } }\n",
	  "expected what can hold beside line 3" },
	{ __LINE__, RULE "  when: { text: a, all: [{ not: { text: a } }] }\n",
	  "expected what can hold beside line 3" },
	{ __LINE__, RULE "  when: { text: a, not: { text: b } }\n", NULL },
	{ __LINE__, RULE "  when: { any: [{ text: a }, { not: { text: a } }] }"
	  "\n", "expected what may fail as well" },
	{ __LINE__, RULE "  when: { not: { any: [{ body: a }, { body: a }] } }"
	  "\n", "expected each condition once" },
	{ __LINE__, RULE "  when: { all: [{ language: en }, { language: "
	  "[el, he] }] }\n", "expected what can hold beside line 3" },
	{ __LINE__, RULE "  when: { all: [{ language: [en, el] }, { language: "
	  "[el, he] }] }\n", NULL },
	{ __LINE__, RULE "  when: { any: [{ language: en }, { language: el }] "
	  "}\n", NULL },
	{ __LINE__, RULE "  when: { state: open, follow_up: no }\n",
	  "expected what can hold beside line 3" },
	{ __LINE__, RULE "  when: { state: open, follow_up: yes }\n", NULL },
	{ __LINE__, RULE "  when: { all: [{ size: { over: 9 KB } }, { size: "
	  "{ under: 9 KB } }] }\n", "expected what can hold beside line 3" },
	{ __LINE__, RULE "  when: { all: [{ size: { over: 8 KB } }, { size: "
	  "{ under: 9 KB } }] }\n", NULL },

	/* Nothing else is left. */
	{ __LINE__, RULE "  when: { any: [{ follow_up: yes }, { follow_up: no "
	  "}] }\n", "expected what may fail as well" },
	{ __LINE__, RULE "  when: { by: [agent, customer] }\n",
	  ":3:15: found a list, expected not all there are" },
	{ __LINE__, RULE "  when: { contact: [known, new] }\n", ":3:20:" },
	{ __LINE__, RULE "  when: { contact: [known, a@b.test] }\n", NULL },
	{ __LINE__, RULE "  when: { any: [{ contact: a@b.test }, { contact: "
	  "known }] }\n", NULL },
	{ __LINE__, RULE "  when: { any: [{ contact: known }, { contact: "
	  "[new, a@b.test] }] }\n", "expected what may fail" },
	{ __LINE__, RULE "  when: { state: [new, open, pending, closed] }\n",
	  NULL },
	{ __LINE__, RULE "  when: { weekday: [mon, tue, wed, thu, fri, sat] }"
	  "\n", NULL },
	{ __LINE__, RULE "  when: { any: [{ weekday: [mon, tue, wed, thu, fri]"
	  " }, { weekday: [sat, sun] }] }\n", "expected what may fail" },
	{ __LINE__, RULE "  when: { any: [{ language: en }, { language: el }] "
	  "}\n", NULL },

	/* Patterns. */
	{ __LINE__, RULE "  when: { text: { regex: 'a*' } }\n", ":3:26: found "
	  "`a*`, expected a pattern that not everything matches" },
	{ __LINE__, RULE "  when: { text: { regex: '.' } }\n", ":3:26:" },
	{ __LINE__, RULE "  when: { text: { regex: '(a|)' } }\n", ":3:26:" },
	{ __LINE__, RULE "  when: { subject: { regex: '^$' } }\n", NULL },
	{ __LINE__, RULE "  when: { text: { regex: '\\d' } }\n", NULL },

	/* What is caught and used. */
	{ __LINE__, RULE "  when: { text: { regex: '#(?<no>\\d+)' } }\n",
	  ":3:26: found `#(?<no>\\d+)`, expected a use of the name no" },
	{ __LINE__, RULE "  when: { text: { regex: '#(?<no>\\d+)' } }\n"
	  "  fields: { order: '{{no}}' }\n", NULL },
	{ __LINE__, RULE "  when: { text: { regex: '#(?<no>\\d+)' } }\n"
	  "  note: 'It is {{ no }}'\n", NULL },
	{ __LINE__, RULE "  when: { text: { regex: '#(\\d+)' } }\n", NULL },
	{ __LINE__, RULE "  when: { text: sun }\n  fields: { a: b, order: "
	  "'{{no}}' }\n", ":4:26: found `{{no}}`, expected only names that a "
	  "pattern of the rule catches, as (?<no>" },
	{ __LINE__, RULE "  when: { text: sun }\n  note: '{{x}}'\n",
	  ":4:9: found `{{x}}`" },

	/* Rules after one another. */
	{ __LINE__, RULE "  when: { text: a }\n" OTHER "  when: { text: b }\n",
	  NULL },
	{ __LINE__, RULE "  when: { text: [a, b] }\n" OTHER
	  "  when: { text: [b, a] }\n", ":6:9: found a map, expected another "
	  "condition: the rule `r` (rules/1.yaml:1) asks and does the same" },
	{ __LINE__, RULE "  when: { text: a }\n" OTHER "  queue: q\n"
	  "  when: { text: a }\n", NULL },
	{ __LINE__, STOP "  when: { text: [a, b] }\n" OTHER
	  "  when: { text: b }\n", ":6:9: found a map, expected another "
	  "condition: the rule `r` (rules/1.yaml:1) holds wherever" },
	{ __LINE__, STOP "  when: { text: b }\n" OTHER
	  "  when: { text: [a, b] }\n", NULL },
	{ __LINE__, STOP "  when: { text: b }\n" OTHER
	  "  when: { language: en, text: b }\n", ":6:9:" },
	{ __LINE__, STOP "  when: { language: en, text: b }\n" OTHER
	  "  when: { text: b }\n", NULL },
	{ __LINE__, STOP "  when: { header: { name: A, is: b } }\n" OTHER
	  "  when: { header: { name: C, is: b } }\n", NULL },
	{ __LINE__, RULE "  when: { text: b }\n" OTHER
	  "  when: { language: en, text: b }\n", NULL },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *text = cases[i].text;
		const struct bundle_file file = { "rules/1.yaml", text,
						  strlen(text) };
		struct err err = { 0 };
		struct rules *rules = rules_load(&(struct bundle){ &file, 1 },
						 &err);

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
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
