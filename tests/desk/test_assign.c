/* test_assign.c - new tickets find somebody, one after the other. */

#include "desk/decide.h"

#include "base/buffer.h"
#include "mail/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW (1000 * USEC_DAY)

static const char reply_text[] = "---\nsubject: Yours\n---\nHello.\n";
static const char rules_text[] =
	"- name: given\n  when: { subject: Given }\n  assign: Omar\n"
	"- name: over\n  when: { subject: Over }\n  close: yes\n";
static const struct token_key key = { .id = 'a', .secret = { 1, 2, 3 } };
static const char *const own[] = { "support@desk.test" };
static const char *const addresses[] = { "maria@desk.test", "omar@desk.test" };
static const char *const names[] = { "Maria", "Omar" };
static const char *const domains[] = { "bolt.test" };
static const struct organisation bolt = {
	.name = "Bolt", .domains = { domains, 1 }, .agent = "Omar",
};
static const struct agent team[] = {
	{ .name = "Maria", .address = "maria@desk.test", .tier = 3 },
	{ .name = "Omar", .address = "omar@desk.test", .tier = 3 },
};

static struct desk desk_of(enum assignment_way way)
{
	return (struct desk){
		.id = 5, .name = "acme", .display_name = "Acme",
		.address = "support@desk.test",
		.token_address = "support@desk.test",
		.gist = { .ours = { own, 1 } },
		.team = { team, 2 }, .assignment = { .way = way },
		.agents = { addresses, 2 }, .agent_names = { names, 2 },
		.ring = { &key, 1, 5 }, .language = "en",
		.queue = "support", .organisations = { &bolt, 1 },
		.score_high = 30, .score_critical = 80, .score_low = -10,
	};
}

static const struct bundle_file files[] = {
	{ "replies/ack/en.md", reply_text, sizeof(reply_text) - 1 },
	{ "rules/10.yaml", rules_text, sizeof(rules_text) - 1 },
};
static const struct bundle bundle = { files, 2 };

struct office {
	struct arena *arena;
	struct desk desk;
	struct history *history;
	int64_t mails;
};

static struct office office_of(struct arena *arena, enum assignment_way way)
{
	struct office office = { .arena = arena, .desk = desk_of(way) };

	office.history = history_new(arena);
	office.history->now = NOW;
	office.history->next_number = 1;
	office.history->ids = (struct ids){ 1000, 1000 + 20 * DECIDE_IDS };
	history_add_load_of(office.history, "maria@desk.test", 1);
	history_add_load_of(office.history, "omar@desk.test", 0);
	return office;
}

/* Who gets the ticket of a mail, and why: "maria@desk.test least-load". */
static const char *who_gets(struct office *office, const char *from,
			    const char *subject)
{
	struct arena *arena = office->arena;
	const char *mail = arena_printf(arena,
		"From: %s\nReturn-Path: <%s>\nTo: support@desk.test\n"
		"Message-ID: <%lld@x>\nSubject: %s\n\nIt leaks.\n", from, from,
		(long long)++office->mails, subject);
	struct reader *reader = reader_new();
	const struct message *message = parse_message(arena, reader, mail,
						      strlen(mail));
	struct gist *gist = ARENA_NEW(arena, struct gist);
	struct mail_class found;
	struct err err;
	struct rules *rules = rules_load(&bundle, &err);
	struct decide_facts facts = {
		.mail_id = office->mails, .received = NOW,
		.message = message, .gist = gist, .mail_class = &found,
		.sha256 = { (uint8_t)office->mails },
	};
	struct plan plan;
	const char *why = "", *got;

	if (rules == NULL)
		fail_msg("%s", err.text);
	*gist = gist_of(arena, message, &office->desk.gist);
	found = classify_mail(arena, rules, message, gist);
	plan = decide_mail(arena, &(struct decider){
		.desk = &office->desk, .rules = rules, .ruleset = 3,
		.templates = template_load(arena, &bundle, &err),
	}, &facts, office->history);
	history_apply(office->history, &plan);
	for (size_t i = 0; i < plan.event_count; i++)
		if (plan.events[i].kind == EVENT_ASSIGNED)
			why = plan.events[i].word;
	assert_non_null(plan.ticket);
	/* The agent that a rule names is the rules' own text. */
	got = arena_printf(arena, "%s %s", plan.ticket->agent == NULL
			   ? "nobody" : plan.ticket->agent, why);
	rules_free(&rules);
	reader_free(&reader);
	return got;
}

/* Each sees what the one before was given. */
static void test_in_turn(void **state)
{
	ARENA(arena);
	struct office office = office_of(arena, ASSIGNMENT_LOAD);

	(void)state;
	assert_string_equal(who_gets(&office, "a@example.org", "One"),
			    "omar@desk.test least-load");
	assert_string_equal(who_gets(&office, "b@example.org", "Two"),
			    "maria@desk.test least-load");
	assert_string_equal(who_gets(&office, "c@example.org", "Three"),
			    "omar@desk.test least-load");
	/* The same load: who stands first. */
	assert_string_equal(who_gets(&office, "d@example.org", "Four"),
			    "maria@desk.test least-load");
	/* Who served a customer before is of no weight here. */
	assert_string_equal(who_gets(&office, "d@example.org", "Five"),
			    "omar@desk.test least-load");
}

static void test_sticky(void **state)
{
	ARENA(arena);
	struct office office = office_of(arena, ASSIGNMENT_STICKY);

	(void)state;
	assert_string_equal(who_gets(&office, "a@example.org", "One"),
			    "omar@desk.test least-load");
	assert_string_equal(who_gets(&office, "a@example.org", "Two"),
			    "omar@desk.test last-agent");
	assert_string_equal(who_gets(&office, "b@bolt.test", "Three"),
			    "omar@desk.test account-manager");
	assert_string_equal(who_gets(&office, "c@example.org", "Four"),
			    "maria@desk.test least-load");
}

static void test_rules_first(void **state)
{
	ARENA(arena);
	struct office office = office_of(arena, ASSIGNMENT_LOAD);

	(void)state;
	history_add_load_of(office.history, "omar@desk.test", 9);
	assert_string_equal(who_gets(&office, "a@example.org", "Given"),
			    "omar@desk.test given");
	/* What a rule closes needs nobody. */
	assert_string_equal(who_gets(&office, "b@example.org", "Over"),
			    "nobody ");
	office = office_of(arena, ASSIGNMENT_NONE);
	assert_string_equal(who_gets(&office, "c@example.org", "One"),
			    "nobody ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_in_turn),
		cmocka_unit_test(test_sticky),
		cmocka_unit_test(test_rules_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
