/* test_people.c - who counts as whom: other addresses, colleagues, people in
 * Cc, lists, and customers whose mail an agent passes on. */

#include "desk/decide.h"

#include "mail/parse.h"
#include "desk/history_add.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW (1000 * USEC_DAY)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char reply_text[] =
	"---\nsubject: 'Yours: {{number}}'\n---\nHello {{customer|you}}.\n";
static const struct bundle_file files[] = {
	{ "replies/ack/en.md", reply_text, sizeof(reply_text) - 1 },
	{ "replies/ack-neutral/en.md", reply_text, sizeof(reply_text) - 1 },
};
static const struct bundle bundle = { files, COUNT(files) };

static const struct token_key key = { .id = 'a', .secret = { 1, 2, 3 } };
static const char *const own[] = { "support@desk.test" };
static const char *const pins[] = { "mx.desk.test" };
static const char *const lists[] = { "team@lists.test" };
static const char *const agents[] = { "one@desk.test" };
static const char *const domains[] = { "bolt.test", "bolt.example" };
static const struct organisation bolt = { .name = "Bolt",
					      .domains = { domains, 2 } };

static const struct desk desk = {
	.id = 5, .name = "acme", .display_name = "Acme",
	.address = "support@desk.test", .token_address = "support@desk.test",
	.address_tokens = true,
	.gist = { .ours = { own, 1 }, .pins = { pins, 1 },
		  .lists = { lists, 1 }, .agents = { agents, 1 } },
	.agents = { agents, 1 },
	.ring = { &key, 1, 5 },
	.language = "en", .queue = "support",
	.ack_unverified = ACK_NORMAL,
	.organisations = { &bolt, 1 },
	.caps = { 10, 10, 10, 10, 10, 10, 10, 10 },
	.score_high = 30, .score_critical = 80, .score_low = -10,
};

/* Ann of Bolt has ticket 7, and somebody said that ann@home.test is hers. */
static struct history *past(struct arena *arena)
{
	static const char *const people[] = { "ann@bolt.test" };
	static const char *const hers[] = { "ann@bolt.test" };
	static struct known_address home = {
		.id = 101, .contact_id = 100, .address = "ann@home.test",
		.name = "Ann", .language = "", .also = { hers, 1 },
	};
	struct known_ticket *seven = ARENA_NEW(arena, struct known_ticket);
	struct history *history = history_new(arena);

	*seven = (struct known_ticket){
		.ticket = { .id = 70, .number = 7, .state = TICKET_OPEN,
			    .subject = "Kettle", .queue = "support",
			    .requester = 100, .language = "",
			    .requester_address = "ann@bolt.test" },
		.participants = { people, 1 }, .acknowledged = true,
	};
	history->now = NOW;
	history->autos = true;
	history->activated = NOW - USEC_DAY;
	history->next_number = 8;
	history->ids = (struct ids){ 1000, 1000 + 4 * DECIDE_IDS };
	history_add_ticket(history, seven);
	history_add_mention(history, &(struct known_mention){
		.message_id = "in-seven@x", .ticket = seven,
		.received = true });
	history_add_address(history, &home);
	return history;
}

/* Everything that is made of one mail lives as long as the test. */
static struct plan decide(struct arena *arena, const struct desk *by,
			  struct history *history, const char *mail)
{
	struct err err;
	struct reader *reader = reader_new();
	struct rules *rules = rules_load(&bundle, &err);
	const struct decider decider = {
		.desk = by, .rules = rules, .ruleset = 3,
		.templates = template_load(arena, &bundle, &err),
	};
	struct identity identity;
	const struct message *message = identity_undo(arena,
		parse_message(arena, reader, mail, strlen(mail)), &by->gist,
		&identity);
	struct gist *gist = ARENA_NEW(arena, struct gist);
	struct mail_class *found = ARENA_NEW(arena, struct mail_class);
	struct plan plan;

	*gist = gist_of(arena, message, &by->gist);
	gist->identity = identity;
	plan = decide_mail(arena, &decider, &(struct decide_facts){
		.mail_id = 21, .received = NOW - USEC_MINUTE,
		.message = message, .gist = gist, .mail_class = found,
	}, history);
	rules_free(&rules);
	reader_free(&reader);
	return plan;
}

#define PASS(domain) "Authentication-Results: mx.desk.test; dmarc=pass " \
	"header.from=" domain "\n"
#define FROM(address) "From: " address "\nReturn-Path: <" address ">\n" \
	"To: support@desk.test\nMessage-ID: <new@x>\n"
#define SEVEN "In-Reply-To: <in-seven@x>\nSubject: Kettle\n\nIt leaks.\n"

static const struct {
	int line;
	enum colleagues colleagues;
	const char *mail, *want;
} cases[] = {
	{ __LINE__, COLLEAGUES_PENDING, FROM("ann@bolt.test") SEVEN,
	  "joined 70 join-unverified" },

	/* Her other address, as somebody said; not one that looks alike. */
	{ __LINE__, COLLEAGUES_PENDING, FROM("Ann@Home.test") SEVEN,
	  "joined 70 join-unverified" },
	{ __LINE__, COLLEAGUES_PENDING, FROM("ann+x@home.test") SEVEN,
	  "ticketed 1000 related" },
	{ __LINE__, COLLEAGUES_PENDING, FROM("a.nn@bolt.test") SEVEN,
	  "ticketed 1000 related" },
	{ __LINE__, COLLEAGUES_PENDING, PASS("home.test")
	  FROM("ann@home.test") SEVEN, "joined 70 join" },

	/* A colleague, from either domain: only if he is proven. */
	{ __LINE__, COLLEAGUES_JOIN, PASS("bolt.test") FROM("bob@bolt.test")
	  SEVEN, "joined 70 join-colleague" },
	{ __LINE__, COLLEAGUES_JOIN, PASS("bolt.example")
	  FROM("bob@bolt.example") SEVEN, "joined 70 join-colleague" },
	{ __LINE__, COLLEAGUES_JOIN, FROM("bob@bolt.test") SEVEN,
	  "ticketed 1000 related" },
	{ __LINE__, COLLEAGUES_JOIN, "Authentication-Results: mx.desk.test; "
	  "dmarc=fail header.from=bolt.test\n" FROM("bob@bolt.test") SEVEN,
	  "ticketed 1000 related" },
	{ __LINE__, COLLEAGUES_JOIN, PASS("other.test") FROM("bob@other.test")
	  SEVEN, "ticketed 1000 related" },
	{ __LINE__, COLLEAGUES_JOIN, PASS("mail.bolt.test")
	  FROM("bob@mail.bolt.test") SEVEN, "ticketed 1000 related" },
	/* Without the setting he is a stranger. */
	{ __LINE__, COLLEAGUES_PENDING, PASS("bolt.test")
	  FROM("bob@bolt.test") SEVEN, "ticketed 1000 related" },

	/* By a list that hides her behind itself: she is who she is. */
	{ __LINE__, COLLEAGUES_PENDING, "From: 'Ann' via Team "
	  "<team@lists.test>\nList-Id: <team.lists.test>\n"
	  "X-Original-From: ann@bolt.test\n" SEVEN,
	  "joined 70 join-unverified" },
};

static void test_standing(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		ARENA(arena);
		struct desk by = desk;
		struct plan plan;
		const char *got;

		by.colleagues = cases[i].colleagues;
		plan = decide(arena, &by, past(arena), cases[i].mail);
		got = arena_printf(arena, "%s %d %s",
				   disposition_word(plan.disposition),
				   (int)plan.ticket_id, plan.reason);
		if (strcmp(got, cases[i].want) != 0)
			fail_msg("line %d: %s", cases[i].line, got);
	}
}

/* Who joins by a setting, or is in Cc, is no participant for that. */
static void test_nobody_is_added(void **state)
{
	ARENA(arena);
	struct desk by = desk;
	struct history *history = past(arena);
	struct plan plan;

	(void)state;
	by.colleagues = COLLEAGUES_JOIN;
	plan = decide(arena, &by, history, PASS("bolt.test")
		      FROM("bob@bolt.test") "Cc: carl@bolt.test\n" SEVEN);
	assert_int_equal(plan.disposition, DISPOSITION_JOINED);
	assert_null(plan.participant);
	plan = decide(arena, &by, history, FROM("dan@example.org")
		      "Cc: eve@example.org\nReply-To: fay@example.org\n"
		      "Subject: Pump\n\nIt hums.\n");
	assert_string_equal(plan.participant, "dan@example.org");
	history_apply(history, &plan);
	assert_int_equal(history_number(history, 8)->participants.count, 1);
	/* Eve answers to all, and cites the mail that she got. */
	plan = decide(arena, &by, history, "From: eve@example.org\n"
		      "Message-ID: <eve@x>\nIn-Reply-To: <new@x>\n"
		      "Subject: Re: Pump\n\nMine does, too.\n");
	assert_int_equal(plan.disposition, DISPOSITION_TICKETED);
	assert_string_equal(plan.participant, "eve@example.org");
	assert_true(plan.new_ticket);
}

#define AGENT PASS("desk.test") FROM("one@desk.test")
#define ATTACHED "Subject: a kettle\nMIME-Version: 1.0\n" \
	"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" \
	"For you.\n--b\nContent-Type: message/rfc822\n\n" \
	"From: Dan <dan@example.org>\nSubject: Pump\n" \
	"Message-ID: <pump@example.org>\n\nMy pump hums a lot today.\n--b--\n"

static const struct plan_event *find_event(const struct plan *plan,
					   const char *word)
{
	for (size_t i = 0; i < plan->event_count; i++)
		if (strcmp(plan->events[i].word, word) == 0)
			return &plan->events[i];
	return NULL;
}

static void check_handed(const struct plan *plan)
{
	const struct plan_event *event = find_event(plan, "agent-forward");

	assert_int_equal(plan->disposition, DISPOSITION_TICKETED);
	assert_string_equal(plan->ticket->requester_address,
			    "dan@example.org");
	assert_string_equal(plan->ticket->subject, "Pump");
	assert_string_equal(plan->participant, "dan@example.org");
	assert_non_null(event);
	assert_string_equal(event->detail, "one@desk.test");
	/* His words, the agent's note, and our answer. */
	assert_int_equal(plan->message_count, 3);
	assert_int_equal(plan->messages[0].direction, MESSAGE_IN);
	assert_true(plan->messages[0].unverified);
	assert_string_equal(plan->messages[0].from_address,
			    "dan@example.org");
	assert_string_equal(plan->messages[0].text,
			    "My pump hums a lot today.");
	assert_int_equal(plan->messages[1].direction, MESSAGE_NOTE);
	assert_string_equal(plan->messages[1].from_address, "one@desk.test");
	assert_string_equal(plan->messages[1].text, "For you.");
}

/* The answer goes to the customer, and repeats nothing. */
static void check_answer(const struct plan *plan)
{
	const struct plan_outgoing *out = &plan->outgoing[0];

	assert_int_equal(plan->outgoing_count, 1);
	assert_string_equal(out->rcpt_to, "dan@example.org");
	assert_string_equal(out->template, "ack-neutral");
	assert_non_null(strstr(out->bytes,
			       "In-Reply-To: <pump@example.org>"));
	assert_null(strstr(out->bytes, "new@x"));
	assert_null(strstr(out->bytes, "one@desk.test"));
	assert_null(strstr(out->bytes, "Pump"));
	assert_null(strstr(out->bytes, "Dan"));
}

static const char dan_again[] =
	"From: dan@example.org\nMessage-ID: <again@example.org>\n"
	"In-Reply-To: <pump@example.org>\nSubject: Re: Pump\n\nAny news?\n";

static void test_handed_over(void **state)
{
	ARENA(arena);
	struct history *history = past(arena);
	struct plan plan = decide(arena, &desk, history, AGENT ATTACHED);

	(void)state;
	check_handed(&plan);
	check_answer(&plan);
	/* What he writes about that mail belongs to it, unproven as he is. */
	history_apply(history, &plan);
	plan = decide(arena, &desk, history, dan_again);
	assert_string_equal(plan.reason, "join-unverified");
	assert_int_equal(plan.ticket->number, 8);
}

/* The other way round: he wrote to us first, then the agent forwards it. */
static void test_handed_over_late(void **state)
{
	ARENA(arena);
	struct history *history = past(arena);
	struct plan plan = decide(arena, &desk, history,
		"From: Dan <dan@example.org>\nSubject: Pump\n"
		"Message-ID: <pump@example.org>\n\nMy pump hums.\n");

	(void)state;
	assert_int_equal(plan.ticket->number, 8);
	history_apply(history, &plan);
	plan = decide(arena, &desk, history, AGENT ATTACHED);
	assert_int_equal(plan.disposition, DISPOSITION_JOINED);
	assert_int_equal(plan.ticket->number, 8);
	assert_int_equal(plan.outgoing_count, 0);
	assert_non_null(find_event(&plan, "agent-forward"));
}

/* Not proven to be an agent's, or of nobody: the mail is who sent it's. */
static void test_not_handed_over(void **state)
{
	static const char spam[] = AGENT "Subject: Fwd: Win\n\n"
		"---------- Forwarded message ---------\n"
		"From: Win big @ home\nSubject: Win\n\nBuy today!\n";
	ARENA(arena);
	struct plan plan = decide(arena, &desk, past(arena),
				  FROM("one@desk.test") ATTACHED);

	(void)state;
	assert_string_equal(plan.ticket->requester_address, "one@desk.test");
	assert_string_equal(plan.answer, "from-agent");
	assert_non_null(find_event(&plan, "agent-not-proven"));
	assert_non_null(strstr(plan.trace, "\"how\":\"agent-not-proven\""));
	assert_true(plan.messages[0].unverified);
	plan = decide(arena, &desk, past(arena), spam);
	assert_string_equal(plan.ticket->requester_address, "one@desk.test");
	assert_string_equal(plan.answer, "from-agent");
	assert_non_null(find_event(&plan, "forward-without-address"));
}

/* Directly and by a list: one mail, whoever stands in From. */
static void test_copy_by_list(void **state)
{
	ARENA(arena);
	struct history *history = past(arena);
	struct plan plan = decide(arena, &desk, history,
		FROM("dan@example.org") "Subject: Pump\n\nIt hums.\n");

	(void)state;
	plan.mail_id = 20;
	plan.sha256[0] = 1;
	history_apply(history, &plan);
	plan = decide(arena, &desk, history, "From: 'Dan' via Team "
		      "<team@lists.test>\nReply-To: dan@example.org\n"
		      "List-Id: <team.lists.test>\nMessage-ID: <new@x>\n"
		      "Subject: Pump\n\nIt hums.\n");
	assert_int_equal(plan.disposition, DISPOSITION_DUPLICATE);
	assert_string_equal(plan.how, "same-message");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_standing),
		cmocka_unit_test(test_nobody_is_added),
		cmocka_unit_test(test_handed_over),
		cmocka_unit_test(test_handed_over_late),
		cmocka_unit_test(test_not_handed_over),
		cmocka_unit_test(test_copy_by_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
