/* test_mutants.c - rule files with random mistakes: each is loaded, or refused
 * with its line. */

#include "desk/rules.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MUTANTS = 1500 };

/* A little of everything. */
static const char whole[] =
	"# A comment.\n"
	"- name: first\n"
	"  when:\n"
	"    any:\n"
	"    - text: [outage, 'shop is down', '*χάλασε']\n"
	"      not: { from: '@example.net' }\n"
	"    - subject: { regex: 'order (?<no>\\d{1,8})' }\n"
	"    - attachment: { name: '*.pdf', size: { over: 1 MB } }\n"
	"  urgency: +40\n"
	"  fields: { order: 'no. {{no}}' }\n"
	"  note: \"Look up {{no}}\"\n"
	"  tags: [a, +b, -c]\n"
	"  notify: [Agent One, boss@example.org]\n"
	"  examples:\n"
	"    hit:\n"
	"    - Outage!\n"
	"    - { subject: Order 17, from: x@example.org }\n"
	"    miss:\n"
	"    - { body: all is well, at: 2026-03-02T20:00 }\n"
	"- name: second\n"
	"  when:\n"
	"    all:\n"
	"    - { follow_up: yes, state: [open, closed], language: [en, el] }\n"
	"    - sender_mails: { over: 5, within: 2 days }\n"
	"    - { hours: outside, weekday: [sat, sun], by: customer }\n"
	"  queue: night\n"
	"  tier: 2\n"
	"  assign: Agent One\n"
	"  reply: night\n"
	"  stop: yes\n"
	"  examples:\n"
	"    hit:\n"
	"    - { state: closed, language: el, sender_mails: 6,\n"
	"        hours: outside, at: 2026-03-01 }\n";

/* Always the same numbers (xorshift). */
static uint32_t next(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static void put(struct buffer *out, const char *from, const char *to)
{
	if (to > from)
		buffer_add(out, from, (size_t)(to - from));
}

/* One change: a stretch goes, comes twice, or becomes something else. */
static const char *mutant(struct arena *arena, const char *text,
			  uint32_t *seed)
{
	static const char *const odd[] = {
		"", "x", ":", "- ", "{", "}", "[", "]", "'", "\"", "\n",
		"    ", "\t", "*", "&a", "\xff", "(", "(a+)+", "é", "0",
		"99999999999", "yes", "- name: first\n", "{{", "!", "|\n",
	};
	struct buffer out = { .arena = arena };
	const size_t size = strlen(text);
	const char *at = text + next(seed) % size;
	const size_t rest = strlen(at);
	const char *end = at + next(seed) % (rest < 9 ? rest + 1 : 9);

	put(&out, text, at);
	if (next(seed) % 4 == 0) {
		put(&out, at, end);
		put(&out, at, end);
	} else {
		buffer_text(&out, odd[next(seed) %
				      (sizeof(odd) / sizeof(odd[0]))]);
	}
	put(&out, end, text + size);
	return buffer_string(&out);
}

/* "rules/1.yaml:12:3: …" */
static bool names_line(const char *text)
{
	const char *line = text + strlen("rules/1.yaml:");

	return strncmp(text, "rules/1.yaml:", strlen("rules/1.yaml:")) == 0 &&
	       line[0] >= '1' && line[0] <= '9' &&
	       strchr(line, ':') != NULL;
}

static void test_mutants(void **state)
{
	uint32_t seed = 2463534242u;
	int refused = 0;

	(void)state;
	for (int i = 0; i < MUTANTS; i++) {
		ARENA(arena);
		const char *text = mutant(arena, whole, &seed);
		struct bundle_file file = { "rules/1.yaml", text, 0 };
		struct err err = { 0 };
		struct rules *rules;

		if (i % 2 == 1)
			text = mutant(arena, text, &seed);
		file.bytes = text;
		file.size = strlen(text);
		rules = rules_load(&(struct bundle){ &file, 1 }, &err);
		if (rules == NULL && !names_line(err.text))
			fail_msg("mutant %d: %s", i, err.text);
		refused += rules == NULL;
		rules_free(&rules);
	}
	/* Both happen, or nothing was tried. */
	assert_in_range(refused, MUTANTS / 4, MUTANTS - MUTANTS / 20);
}

static void test_whole(void **state)
{
	const struct bundle_file file = { "rules/1.yaml", whole,
					  sizeof(whole) - 1 };
	struct err err = { 0 };
	struct rules *rules = rules_load(&(struct bundle){ &file, 1 }, &err);

	(void)state;
	if (rules == NULL)
		fail_msg("%s", err.text);
	assert_int_equal(rules_count(rules), 2);
	rules_free(&rules);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_mutants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
