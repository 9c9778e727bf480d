/* test_names.c - names that exist, and one line for each that does not. */

#include "desk/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const agents[] = { "one@example.org", "two@example.org" };
static const char *const agent_names[] = { "Agent One", "Agent Two" };
static const char *const queues[] = { "billing", "stock" };
static const char *const ours[] = { "support@example.org", "@desk.test" };
static const struct organisation organisations[] = { { .name = "Ácme Ltd" } };
static const struct desk desk = {
	.name = "acme", .queue = "general",
	.queues = { queues, 2 },
	.agents = { agents, 2 },
	.agent_names = { agent_names, 2 },
	.organisations = { organisations, 1 },
	.gist.ours = { ours, 2 },
};

#define WHEN "- name: r\n  when: { text: sun }\n"	/* 3 is the action */
#define RULE "- name: r\n  tier: 2\n"

static const struct {
	int line;
	const char *text;
	const char *refusal;	/* NULL: accepted */
} cases[] = {
	{ __LINE__, WHEN "  reply: ack\n", NULL },
	{ __LINE__, WHEN "  reply: ackk\n", "rules/1.yaml:3:10: found `ackk`, "
	  "expected the name of a reply" },
	{ __LINE__, WHEN "  queue: general\n", NULL },
	{ __LINE__, WHEN "  queue: billing\n", NULL },
	{ __LINE__, WHEN "  queue: biling\n", ":3:10: found `biling`, "
	  "expected a queue of the desk acme" },
	{ __LINE__, RULE "  when: { queue: [stock, general] }\n", NULL },
	{ __LINE__, RULE "  when: { any: [{ not: { queue: [stock, x] } }] }\n",
	  ":3:41: found `x`, expected a queue" },
	{ __LINE__, WHEN "  assign: Agent Two\n", NULL },
	{ __LINE__, WHEN "  assign: Two@example.org\n", NULL },
	{ __LINE__, WHEN "  assign: Agent Three\n", ":3:11: found `Agent "
	  "Three`, expected an agent of the desk acme" },
	{ __LINE__, WHEN "  notify: [Agent One, boss@example.net]\n", NULL },
	{ __LINE__, WHEN "  notify: [Agent One, Boss]\n", ":3:23: found "
	  "`Boss`, expected an agent of the desk acme, or an address" },
	{ __LINE__, WHEN "  notify: Support@example.org\n", ":3:11: found "
	  "`Support@example.org`, expected an address that is not" },
	{ __LINE__, WHEN "  notify: x@desk.test\n", ":3:11:" },
	{ __LINE__, RULE "  when: { organisation: acme ltd }\n", NULL },
	{ __LINE__, RULE "  when: { organisation: [acme] }\n", ":3:26: found "
	  "`acme`, expected an organisation of the desk acme" },
};

static bool is_named(const char *text, const struct desk *of, struct err *err)
{
	static const char reply[] = "---\nsubject: Hello\n---\nHello.\n";
	const struct bundle_file files[] = {
		{ "replies/ack/en.md", reply, strlen(reply) },
		{ "rules/1.yaml", text, strlen(text) },
	};
	const struct bundle bundle = { files, 2 };
	ARENA(arena);
	struct rules *rules = rules_load(&bundle, err);
	bool named = rules != NULL &&
		     names_check(rules, template_load(arena, &bundle, err), of,
				 err);

	rules_free(&rules);
	return named;
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = { 0 };
		bool named = is_named(cases[i].text, &desk, &err);

		if (named != (cases[i].refusal == NULL))
			fail_msg("line %d: %s", cases[i].line, err.text);
		if (!named && strstr(err.text, cases[i].refusal) == NULL)
			fail_msg("line %d: %s", cases[i].line, err.text);
	}
}

/* Where no desk is known only replies are looked up; a desk that lists no
 * queues has them all. */
static void test_unknown(void **state)
{
	struct desk open = desk;
	struct err err = { 0 };

	(void)state;
	open.queues.count = 0;
	assert_true(is_named(WHEN "  queue: any\n", &open, &err));
	assert_true(is_named(WHEN "  queue: any\n", NULL, &err));
	assert_true(is_named(WHEN "  assign: Any One\n", NULL, &err));
	assert_false(is_named(WHEN "  reply: any\n", NULL, &err));
}

/* Replies that notices name, of the desk and of a queue. */
static void test_notices(void **state)
{
	static const struct hours_notice known = { .reply = "ack" };
	static const struct hours_notice unknown = { .reply = "ack-away" };
	const struct hours good = { .notices = { &known, 1 } };
	const struct hours bad = { .notices = { &unknown, 1 } };
	const struct cover_queue queue = { "billing", &bad };
	struct desk away = desk;
	struct err err = { 0 };

	(void)state;
	away.hours = &good;
	assert_true(is_named(WHEN "  tags: [a]\n", &away, &err));
	away.cover = (struct cover){ &queue, 1, 0 };
	assert_false(is_named(WHEN "  tags: [a]\n", &away, &err));
	assert_string_equal(err.text, "replies: found no `ack-away`, which "
			    "`notices:` in the settings names");
	away.cover.queue_count = 0;
	away.hours = &bad;
	assert_false(is_named(WHEN "  tags: [a]\n", &away, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_notices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
