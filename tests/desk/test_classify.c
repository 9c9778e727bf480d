/* test_classify.c - what rules say of a mail, and how it is summed up. */

#include "desk/classify.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct rules *load(const char *text)
{
	const struct bundle_file file = { "rules/1.yaml", text, strlen(text) };
	const struct bundle bundle = { &file, 1 };
	struct err err = { 0 };
	struct rules *rules = rules_load(&bundle, &err);

	if (rules == NULL)
		fail_msg("%s", err.text);
	return rules;
}

static const struct header headers[] = {
	{ "X-Level", "one" }, { "Subject", "ignored" }, { "x-level", "two" },
};
static const struct mailbox from = { "Ann Example", "ann@Customer.test" };
static const struct mailbox to = { "", "support@desk.test" };
static const struct mailbox cc = { "", "boss@customer.test" };
static const struct part parts[] = {
	{ .use = PART_TEXT, .type = "text/plain", .name = "", .size = 100 },
	{ .use = PART_ATTACHMENT, .type = "application/pdf",
	  .name = "Rechnung 7.PDF", .size = 2 * 1024 * 1024 },
};
static const struct message message = {
	.headers = headers, .header_count = 3,
	.subject = "The shop is down",
	.from = { &from, 1, 1 }, .to = { &to, 1, 1 }, .cc = { &cc, 1, 1 },
	.text = "Please help.\n> old words\n",
	.text_size = 26,
	.parts = parts, .part_count = 2,
};
static const struct gist gist = {
	.fold = { .visible = "Please help.\n" },
	.origin = { .kind = ORIGIN_PERSON },
	.language = "en",
	.auth = { .verdict = AUTH_PASS },
};

static const struct {
	int line;
	const char *when;
	const char *excerpt;	/* NULL: no hit */
} conditions[] = {
	{ __LINE__, "subject: shop is down", "the shop is down" },
	{ __LINE__, "subject: help", NULL },
	{ __LINE__, "body: help", "please help." },
	{ __LINE__, "body: shop", NULL },
	{ __LINE__, "body: old words", NULL },
	{ __LINE__, "body_all: old words", "please help. > old words" },
	{ __LINE__, "text: shop", "the shop is down" },
	{ __LINE__, "text: help", "please help." },
	{ __LINE__, "subject: { regex: 'shop.*(down|slow)' }",
	  "The shop is down" },
	{ __LINE__, "subject: { regex: '^shop' }", NULL },
	{ __LINE__, "subject: { is: THE SHOP IS DOWN }", "The shop is down" },
	{ __LINE__, "subject: { is: shop }", NULL },
	{ __LINE__, "header: { name: X-LEVEL, is: two }", "two" },
	{ __LINE__, "header: { name: X-LEVEL, is: three }", NULL },
	{ __LINE__, "header: { name: X-Level }", "one" },
	{ __LINE__, "header: { name: X-Other }", NULL },
	{ __LINE__, "from: ann@customer.test", "ann@Customer.test" },
	{ __LINE__, "from: '@customer.test'", "@Customer.test" },
	{ __LINE__, "from: '@test'", NULL },
	{ __LINE__, "from: { regex: 'ann@.*test$' }", "ann@Customer.test" },
	{ __LINE__, "from_name: example", "ann example" },
	{ __LINE__, "to: support@desk.test", "support@desk.test" },
	{ __LINE__, "cc: '@customer.test'", "@customer.test" },
	{ __LINE__, "attachment_name: '*pdf'", "rechnung 7.pdf" },
	{ __LINE__, "attachment_type: application/pdf", "application/pdf" },
	{ __LINE__, "attachment_type: text/plain", NULL },
	{ __LINE__, "language: [el, en]", "en" },
	{ __LINE__, "language: el", NULL },
	{ __LINE__, "origin: person", "person" },
	{ __LINE__, "auth: [none, fail]", NULL },
	{ __LINE__, "size: { over: 2 MB }", "" },
	{ __LINE__, "size: { over: 3 MB }", NULL },
	{ __LINE__, "size: { under: 3 MB }", "" },
	{ __LINE__, "size: { over: 1 MB, under: 2 MB }", NULL },
	{ __LINE__, "{ subject: shop, body: shop }", NULL },
	{ __LINE__, "{ subject: shop, body: help }", "please help." },
	{ __LINE__, "any: [{ body: shop }, { subject: shop }]",
	  "the shop is down" },
	{ __LINE__, "any: [{ body: shop }, { subject: help }]", NULL },
	{ __LINE__, "all: [{ body: help }, { subject: help }]", NULL },
	{ __LINE__, "not: { body: shop }", "" },
	{ __LINE__, "not: { body: help }", NULL },
	{ __LINE__, "not: { not: { body: help } }", "please help." },
};

static void test_conditions(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(conditions) / sizeof(conditions[0]);
	     i++) {
		const char *when = conditions[i].when;
		struct rules *rules = load(arena_printf(a,
			when[0] == '{' ? "- name: r\n  tier: 1\n  when: %s\n" :
			"- name: r\n  tier: 1\n  when: { %s }\n", when));
		struct mail_class mail_class = classify_mail(a, rules,
							&message, &gist);

		if (mail_class.count != (conditions[i].excerpt != NULL))
			fail_msg("line %d: %zu", conditions[i].line,
				 mail_class.count);
		if (mail_class.count == 1 &&
		    strcmp(mail_class.hits[0].excerpt,
			   conditions[i].excerpt) != 0)
			fail_msg("line %d: `%s`", conditions[i].line,
				 mail_class.hits[0].excerpt);
		rules_free(&rules);
	}
}

static const struct desk desk = {
	.queue = "general", .score_low = -20, .score_high = 30,
	.score_critical = 70,
};

static const struct situation fresh_mail = { .organisation = "" };

static struct judgement judge(struct arena *arena, const char *text)
{
	struct rules *rules = load(text);
	struct mail_class mail_class = classify_mail(arena, rules, &message,
						     &gist);
	struct judgement judgement = classify_ticket(arena, rules,
						&mail_class, &desk,
						&fresh_mail);

	/* Words of the set must outlive it here. */
	judgement.queue = arena_strdup(arena, judgement.queue);
	judgement.template = arena_strdup(arena, judgement.template);
	judgement.suppress_rule = arena_strdup(arena, judgement.suppress_rule);
	judgement.verdict_rule = arena_strdup(arena, judgement.verdict_rule);
	rules_free(&rules);
	return judgement;
}

#define HIT(name) "- name: " name "\n  when: { subject: shop }\n"
#define MISS(name) "- name: " name "\n  when: { subject: x }\n"

static const struct {
	int line;
	const char *actions;	/* of one rule that hits */
	int score;
	enum urgency urgency;
} scores[] = {
	{ __LINE__, "urgency: +29", 29, URGENCY_NORMAL },
	{ __LINE__, "urgency: +30", 30, URGENCY_HIGH },
	{ __LINE__, "urgency: 69", 69, URGENCY_HIGH },
	{ __LINE__, "urgency: 70", 70, URGENCY_CRITICAL },
	{ __LINE__, "urgency: -19", -19, URGENCY_NORMAL },
	{ __LINE__, "urgency: -20", -20, URGENCY_LOW },
	{ __LINE__, "urgency: low", 0, URGENCY_LOW },
	{ __LINE__, "urgency: critical", 0, URGENCY_CRITICAL },
	{ __LINE__, "tier: 1", 0, URGENCY_NORMAL },
};

static void test_scores(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(scores) / sizeof(scores[0]); i++) {
		struct judgement judgement = judge(a, arena_printf(a,
			HIT("r") "  %s\n", scores[i].actions));

		if (judgement.score != scores[i].score ||
		    judgement.urgency != scores[i].urgency)
			fail_msg("line %d: %d, %s", scores[i].line,
				 judgement.score,
				 urgency_word(judgement.urgency));
	}
}

static void test_sum(void **state)
{
	ARENA(a);
	struct rules *rules = load(
		HIT("a") "  urgency: +40\n  queue: one\n  tags: [x, y]\n"
		"  tier: 3\n  reply: special\n"
		MISS("b") "  urgency: +500\n  drop: never\n"
		HIT("c") "  urgency: -5\n  queue: two\n  tags: [y, z]\n"
		"  tier: 2\n  acknowledge: off\n"
		HIT("d") "  quarantine: look at it\n"
		HIT("e") "  drop: away\n");
	struct mail_class mail_class = classify_mail(a, rules, &message,
						     &gist);
	struct judgement judgement = classify_ticket(a, rules, &mail_class,
						     &desk, &fresh_mail);

	(void)state;
	assert_int_equal(mail_class.count, 4);
	assert_false(mail_class.budget_exceeded);
	assert_int_equal(judgement.score, 35);
	assert_int_equal(judgement.urgency, URGENCY_HIGH);
	assert_string_equal(judgement.queue, "two");
	assert_int_equal(judgement.tier, 3);
	assert_int_equal(judgement.tags.count, 3);
	assert_string_equal(judgement.tags.at[2], "z");
	assert_string_equal(judgement.template, "special");
	assert_true(judgement.suppress_ack);
	assert_string_equal(judgement.suppress_rule, "c");
	assert_int_equal(judgement.verdict, RULE_QUARANTINE);
	assert_string_equal(judgement.verdict_rule, "d");
	assert_int_equal(judgement.reason_count, 4);
	assert_string_equal(judgement.reasons[0].rule, "a");
	assert_string_equal(judgement.reasons[0].excerpt, "the shop is down");
	assert_string_equal(judgement.reasons[0].effect, "+40 urgency, queue "
		"one, tier 3, tag x, tag y, reply special");
	assert_string_equal(judgement.reasons[1].effect, "-5 urgency, queue "
		"two, tier 2, tag y, tag z, no acknowledgement");
	rules_free(&rules);
}

static void test_defaults(void **state)
{
	ARENA(a);
	const struct known_ticket ticket = {
		.ticket = { .queue = "billing", .tier = 2 },
	};
	struct rules *rules = load("");
	struct mail_class mail_class = classify_mail(a, rules, &message,
						     &gist);
	const struct situation follow_up = { .ticket = &ticket };
	struct judgement fresh = classify_ticket(a, rules, &mail_class, &desk,
						 &fresh_mail);
	struct judgement joined = classify_ticket(a, rules, &mail_class,
						  &desk, &follow_up);

	(void)state;
	assert_string_equal(fresh.queue, "general");
	assert_int_equal(fresh.tier, 1);
	assert_int_equal(fresh.verdict, RULE_KEEP);
	assert_null(fresh.template);
	assert_string_equal(joined.queue, "billing");
	assert_int_equal(joined.tier, 2);
	rules_free(&rules);
}

/* A mail over budget is seen to be: its ticket has the tag, once. */
static void test_budget_tag(void **state)
{
	ARENA(a);
	static const char *const tags[] = { "vip", CLASSIFY_BUDGET_TAG };
	const struct known_ticket ticket = {
		.ticket = { .queue = "billing", .tags = { tags, 2 } },
	};
	const struct situation old = { .ticket = &ticket };
	struct rules *rules = load(HIT("a") "  tags: [x]\n");
	struct mail_class mail_class = classify_mail(a, rules, &message,
						     &gist);
	struct judgement judgement = classify_ticket(a, rules, &mail_class,
						     &desk, &fresh_mail);

	(void)state;
	assert_int_equal(judgement.tags.count, 1);
	mail_class.budget_exceeded = true;
	judgement = classify_ticket(a, rules, &mail_class, &desk, &fresh_mail);
	assert_true(judgement.budget_exceeded);
	assert_int_equal(judgement.tags.count, 2);
	assert_string_equal(judgement.tags.at[1], CLASSIFY_BUDGET_TAG);
	judgement = classify_ticket(a, rules, &mail_class, &desk, &old);
	assert_int_equal(judgement.tags.count, 2);
	rules_free(&rules);
}

static void test_stop(void **state)
{
	ARENA(a);
	struct judgement judgement = judge(a,
		HIT("a") "  urgency: 1\n"
		MISS("b") "  stop: on\n"
		HIT("c") "  urgency: 2\n  stop: on\n"
		"- name: d\n  when: { body: help }\n  urgency: 4\n");

	(void)state;
	assert_int_equal(judgement.score, 3);
}

#define OPEN(name) "- name: " name "\n  when: { subject: shop, by: agent }\n"
#define LATER(name) "- name: " name "\n  when: { follow_up: yes }\n"

/* Rules that the mail leaves open keep their place among the others. */
static const struct {
	int line;
	const char *rules;
	const char *customer, *agent;	/* the rules that hold, in order */
} orders[] = {
	{ __LINE__, HIT("a") "  tier: 2\n" OPEN("b") "  tier: 2\n"
	  "- name: c\n  when: { body: help }\n  tier: 2\n", "a c", "a b c" },
	{ __LINE__, OPEN("a") "  stop: yes\n" HIT("b") "  tier: 2\n",
	  "b", "a" },
	{ __LINE__, HIT("a") "  stop: yes\n"
	  "- name: b\n  when: { by: agent }\n  tier: 2\n", "a", "a" },
	{ __LINE__, MISS("a") "  stop: yes\n" OPEN("b") "  tier: 2\n",
	  "", "b" },
	{ __LINE__, LATER("a") "  stop: yes\n" HIT("b") "  tier: 2\n",
	  "b", "b" },
	/* Where an earlier rule put it counts. */
	{ __LINE__, "- name: a\n  when: { queue: two }\n  tier: 2\n"
	  OPEN("b") "  queue: two\n"
	  "- name: c\n  when: { queue: [two, three] }\n  tier: 2\n",
	  "", "b c" },
	{ __LINE__, "- name: a\n  when: { queue: general }\n  tier: 2\n",
	  "a", "a" },
};

static const char *held(struct arena *arena, const struct rules *rules,
			bool agent)
{
	struct mail_class mail_class = classify_mail(arena, rules, &message,
						     &gist);
	const struct situation situation = { .organisation = "",
					     .agent = agent };
	struct judgement judgement = classify_ticket(arena, rules,
						     &mail_class, &desk,
						     &situation);
	struct buffer out = { .arena = arena };

	assert_true(classify_sound(rules, mail_class.hits, mail_class.count));
	for (size_t i = 0; i < judgement.reason_count; i++)
		buffer_printf(&out, "%s%s", i == 0 ? "" : " ",
			      judgement.reasons[i].rule);
	return buffer_string(&out);
}

static void test_order(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		struct rules *rules = load(orders[i].rules);
		const char *customer = held(a, rules, false);
		const char *agent = held(a, rules, true);

		if (strcmp(customer, orders[i].customer) != 0 ||
		    strcmp(agent, orders[i].agent) != 0)
			fail_msg("line %d: `%s`, `%s`", orders[i].line,
				 customer, agent);
		rules_free(&rules);
	}
}

/* What the mail said of an open rule stands in the reason. */
static void test_open_excerpt(void **state)
{
	ARENA(a);
	struct rules *rules = load("- name: a\n  when: { all: [{ by: agent }, "
		"{ subject: { regex: 'the (?<what>\\w+)' } }] }\n"
		"  note: '{{what}}'\n");
	struct mail_class mail_class = classify_mail(a, rules, &message,
						     &gist);
	const struct situation situation = { .organisation = "",
					     .agent = true };
	struct judgement judgement;

	(void)state;
	assert_int_equal(mail_class.count, 1);
	assert_true(mail_class.hits[0].open);
	assert_int_equal(mail_class.hits[0].test_count, 1);
	assert_int_equal(mail_class.hits[0].tests[0].test, 2);
	judgement = classify_ticket(a, rules, &mail_class, &desk, &situation);
	assert_string_equal(judgement.reasons[0].excerpt, "The shop is down");
	assert_string_equal(judgement.notes[0].value, "shop");
	rules_free(&rules);
}

/* Hits that no mail can have, as a broken cell may send them. */
static void test_forged(void **state)
{
	struct rules *rules = load(HIT("a") "  tier: 2\n"
				   OPEN("b") "  tier: 2\n");
	const struct test_hit second = { .test = 2, .excerpt = "" };
	const struct test_hit third = { .test = 3, .excerpt = "" };
	const struct rule_hit sound[] = {
		{ .rule = 0, .excerpt = "" },
		{ .rule = 1, .open = true, .excerpt = "", .tests = &second,
		  .test_count = 1 },
	};
	const struct rule_hit twice[] = { sound[0], sound[0] };
	const struct rule_hit back[] = { sound[1], sound[0] };
	const struct rule_hit beyond = { .rule = 2, .excerpt = "" };
	const struct rule_hit closed = { .rule = 0, .open = true };
	const struct rule_hit no_test = { .rule = 1, .open = true,
		.tests = &third, .test_count = 1 };
	const struct rule_hit not_open = { .rule = 1, .tests = &second,
		.test_count = 1 };

	(void)state;
	assert_true(classify_sound(rules, sound, 2));
	assert_false(classify_sound(rules, twice, 2));
	assert_false(classify_sound(rules, back, 2));
	assert_false(classify_sound(rules, &beyond, 1));
	assert_false(classify_sound(rules, &closed, 1));
	assert_false(classify_sound(rules, &no_test, 1));
	assert_false(classify_sound(rules, &not_open, 1));
	rules_free(&rules);
}

/* Words stand at both ends of a long text; the middle is not looked at. */
static void test_long_text(void **state)
{
	ARENA(a);
	struct buffer text = { .arena = a };
	struct message long_mail = message;
	struct gist long_gist = gist;
	struct rules *rules = load(
		"- name: a\n  when: { body: first }\n  tier: 1\n"
		"- name: b\n  when: { body: middle }\n  tier: 1\n"
		"- name: c\n  when: { body: last }\n  tier: 1\n"
		"- name: d\n  when: { body: { regex: '\\bfirst' } }\n"
		"  tier: 1\n"
		"- name: e\n  when: { body: { regex: 'last\\b' } }\n"
		"  tier: 1\n");
	struct mail_class mail_class;

	(void)state;
	buffer_text(&text, "first ");
	while (text.size < 1000 * 1000)
		buffer_text(&text, text.size / 10 == 50000 ? " middle " :
			    "α 34567 ");
	buffer_text(&text, " last");
	long_mail.text = buffer_string(&text);
	long_gist.fold.visible = long_mail.text;
	mail_class = classify_mail(a, rules, &long_mail, &long_gist);
	assert_int_equal(mail_class.count, 4);
	assert_int_equal(mail_class.hits[1].rule, 2);
	rules_free(&rules);
}

/* All conditions as rules, from the first or from the last; the rule number
 * `stop` stops. */
static struct rules *load_all(struct arena *arena, bool backwards, size_t stop)
{
	const size_t count = sizeof(conditions) / sizeof(conditions[0]);
	struct buffer text = { .arena = arena };

	for (size_t i = 0; i < count; i++) {
		const char *when =
			conditions[backwards ? count - 1 - i : i].when;
		const char *map = when[0] == '{' ? when :
				  arena_printf(arena, "{ %s }", when);

		buffer_printf(&text, "- name: r%zu\n  when: %s\n"
			      "  tier: 2\n%s", i, map,
			      i == stop ? "  stop: on\n" : "");
	}
	return load(buffer_string(&text));
}

static void expect_same(const struct mail_class *one,
			const struct mail_class *two)
{
	assert_int_equal(one->count, two->count);
	assert_int_equal(one->budget_exceeded, two->budget_exceeded);
	for (size_t i = 0; i < one->count; i++) {
		assert_int_equal(one->hits[i].rule, two->hits[i].rule);
		assert_string_equal(one->hits[i].excerpt,
				    two->hits[i].excerpt);
	}
}

/* What a set borrows from another is what it would find itself. */
static void test_too(void **state)
{
	static const size_t stops[] = { SIZE_MAX, 0, 6, 24 };
	const size_t count = sizeof(stops) / sizeof(stops[0]);
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < count * count; i++) {
		struct rules *rules = load_all(a, false, stops[i / count]);
		struct rules *other = load_all(a, true, stops[i % count]);
		const struct classify_sets sets = {
			rules, other, rules_twins(a, rules, other) };
		struct mail_class found, too, alone;

		assert_int_equal(sets.twins[0], rules_count(rules) - 1);
		found = classify_mail_too(a, &sets, &message, &gist, &too);
		alone = classify_mail(a, rules, &message, &gist);
		expect_same(&found, &alone);
		alone = classify_mail(a, other, &message, &gist);
		expect_same(&too, &alone);
		rules_free(&rules);
		rules_free(&other);
	}
}

static void test_twins(void **state)
{
	struct rules *rules = load(
		"- name: a\n  when: { subject: x }\n  tier: 1\n"
		"- name: b\n  when: { subject: [x, y] }\n  tier: 1\n"
		"- name: c\n  when: { language: en, body: x }\n  tier: 1\n");
	struct rules *other = load(
		"- name: a\n  when: { subject: y }\n  tier: 1\n"
		"- name: b\n  when: { subject: [x, y] }\n  tier: 2\n"
		"- name: c\n  when: { body: x, language: en }\n  tier: 1\n"
		"- name: d\n  when: { subject: x }\n  tier: 1\n");
	ARENA(a);
	const uint32_t *twins = rules_twins(a, rules, other);

	(void)state;
	assert_int_equal(twins[0], RULES_NO_TWIN);
	assert_int_equal(twins[1], 1);
	assert_int_equal(twins[2], RULES_NO_TWIN);
	assert_int_equal(twins[3], 0);
	rules_free(&rules);
	rules_free(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conditions),
		cmocka_unit_test(test_too),
		cmocka_unit_test(test_twins),
		cmocka_unit_test(test_scores),
		cmocka_unit_test(test_sum),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_budget_tag),
		cmocka_unit_test(test_stop),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_open_excerpt),
		cmocka_unit_test(test_forged),
		cmocka_unit_test(test_long_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
