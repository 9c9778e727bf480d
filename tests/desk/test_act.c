/* test_act.c - what each action of a rule does to a plan, on a first mail and
 * on a follow-up. */

#include "desk/decide.h"

#include "base/buffer.h"
#include "desk/history_add.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW (1000 * USEC_DAY)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char reply_text[] = "---\nsubject: Yours\n---\nHello.\n";
static const struct token_key key = { .id = 'a', .secret = { 1, 2, 3 } };
static const char *const ours[] = { "support@desk.test" };
static const char *const agents[] = { "one@desk.test", "two@desk.test" };
static const char *const agent_names[] = { "Agent One", "Agent Two" };
static const char *const old_tags[] = { "old", "kept" };
static const char *const people[] = { "ann@example.org" };

static const struct desk desk = {
	.id = 5, .name = "acme", .display_name = "Acme",
	.address = "support@desk.test", .token_address = "support@desk.test",
	.address_tokens = true,
	.gist = { .ours = { ours, 1 } },
	.agents = { agents, 2 }, .agent_names = { agent_names, 2 },
	.ring = { &key, 1, 5 },
	.language = "en", .queue = "support",
	.reopen = { .within = 30 * USEC_DAY },
	.ack_unverified = ACK_NORMAL,
	.caps = { 10, 10, 10, 10, 10, 10, 10, 10 },
	.score_high = 30, .score_critical = 80, .score_low = -10,
};

enum scene {
	FIRST,		/* mail */
	LATER,		/* Ann's ticket 7 is open: high, score 40 */
	CLOSED,		/* it is closed */
	SILENT,		/* automatic mail is off */
	OLD,		/* a first mail, older than the desk */
	FULL,		/* as many notices as an hour may have */
	ROBOT,		/* a first mail of a program */
	BACK,		/* one that seems to be our own */
	HANDED,		/* one that an agent attached to his */
	LINKED,		/* a first mail of Ann, who has two addresses */
};

static void tell_ticket(struct arena *arena, struct history *history,
			enum ticket_state state)
{
	struct known_ticket *seven = ARENA_NEW(arena, struct known_ticket);

	*seven = (struct known_ticket){
		.ticket = { .id = 70, .number = 7, .state = state,
			    .subject = "Kettle", .queue = "support",
			    .tier = 1, .urgency = URGENCY_HIGH, .score = 40,
			    .tags = { old_tags, 2 }, .agent = "",
			    .requester = 100, .language = "",
			    .closed = state == TICKET_CLOSED
				    ? NOW - USEC_HOUR : 0,
			    .requester_address = "ann@example.org" },
		.participants = { people, 1 }, .acknowledged = true,
		.verified = true,
	};
	history_add_ticket(history, seven);
}

static struct history *history_of(struct arena *arena, enum scene scene)
{
	static const char *const also[] = { "ann@example.net" };
	static struct known_address ann = {
		.id = 101, .contact_id = 100, .address = "ann@example.org",
		.name = "Ann", .language = "", .also = { also, 1 },
	};
	struct history *history = history_new(arena);

	history->now = NOW;
	history->autos = scene != SILENT;
	history->activated = scene == OLD ? NOW : NOW - USEC_DAY;
	history->next_number = 8;
	history->ids = (struct ids){ 1000, 1000 + DECIDE_IDS };
	history->notices_hour = scene == FULL ? 60 : 0;
	if (scene == LINKED)
		history_add_address(history, &ann);
	if (scene == LATER || scene == CLOSED)
		tell_ticket(arena, history, scene == LATER ? TICKET_OPEN :
			    TICKET_CLOSED);
	return history;
}

static const struct message *message_of(void)
{
	static const struct mailbox ann = { "Ann", "ann@example.org" };
	static const struct message message = {
		.message_id = "new@x", .subject = "Order 4711 and 0815",
		.from_fields = 1, .from = { &ann, 1, 1 },
		.sender = { "", "" },
		.has_return_path = true,
		.return_path = { "", "ann@example.org" },
		.text_source = TEXT_PLAIN, .text = "It leaks.",
		.text_size = 9,
	};

	return &message;
}

static struct gist *gist_of_scene(struct arena *arena, enum scene scene)
{
	static const enum origin_kind kinds[LINKED + 1] = {
		[ROBOT] = ORIGIN_ROBOT, [BACK] = ORIGIN_OURSELVES,
	};
	struct gist *gist = ARENA_NEW(arena, struct gist);
	struct token_claim *claim = ARENA_NEW(arena, struct token_claim);

	claim->place = TOKEN_IN_ADDRESS;
	assert_true(token_read(token_sign(arena, &desk.ring, TOKEN_REPLY, 7,
					  0), &claim->token));
	*gist = (struct gist){
		.fold = { .visible = "It leaks." },
		.origin = { .kind = kinds[scene], .word = "x",
			    .may_answer = kinds[scene] == ORIGIN_PERSON,
			    .answer_word = "x" },
		.auth = { AUTH_PASS, "" },
		.tokens = { claim, scene == LATER || scene == CLOSED },
	};
	if (scene == HANDED)
		gist->identity = (struct identity){
			.kind = IDENTITY_FORWARDED, .via = "one@desk.test",
			.words = "Please look.", .original = "hers@x",
		};
	return gist;
}

static void put_ticket(struct buffer *out, const struct ticket *ticket)
{
	buffer_printf(out, "%s %s %d %s %d", ticket_state_word(ticket->state),
		      urgency_word(ticket->urgency), ticket->score,
		      ticket->queue, ticket->tier);
	for (size_t i = 0; i < ticket->tags.count; i++)
		buffer_printf(out, " #%s", ticket->tags.at[i]);
	if (ticket->agent != NULL && ticket->agent[0] != '\0')
		buffer_printf(out, " @%s", ticket->agent);
}

static bool is_told(enum event_kind kind)
{
	return kind == EVENT_ASSIGNED || kind == EVENT_FIELD ||
	       kind == EVENT_NOTED || kind == EVENT_NOTIFIED ||
	       kind == EVENT_CLOSED || kind == EVENT_REOPENED;
}

/* The ticket, its fields, notes, what goes out, and the events of these. */
static const char *told(struct arena *arena, const struct plan *plan)
{
	struct buffer out = { .arena = arena };

	if (plan->ticket == NULL)
		return arena_printf(arena, "%s %s",
				    disposition_word(plan->disposition),
				    plan->reason);
	put_ticket(&out, plan->ticket);
	for (size_t i = 0; i < plan->field_count; i++)
		buffer_printf(&out, " %s=%s", plan->fields[i].name,
			      plan->fields[i].value);
	for (size_t i = 0; i < plan->message_count; i++)
		if (plan->messages[i].direction == MESSAGE_NOTE)
			buffer_printf(&out, " [%s]", plan->messages[i].text);
	for (size_t i = 0; i < plan->outgoing_count; i++)
		buffer_printf(&out, " >%s:%s:%s", plan->outgoing[i].rcpt_to,
			      plan->outgoing[i].template,
			      plan->outgoing[i].dedupe_key);
	for (size_t i = 0; i < plan->event_count; i++)
		if (is_told(plan->events[i].kind))
			buffer_printf(&out, " !%s", event_word(
					      plan->events[i].kind));
	return buffer_string(&out);
}

/* What became of it, as one line. */
static const char *decide(struct arena *arena, const struct bundle *bundle,
			  enum scene scene)
{
	struct err err = { 0 };
	struct rules *rules = rules_load(bundle, &err);
	const struct message *message = message_of();
	struct gist *gist = gist_of_scene(arena, scene);
	struct mail_class found;
	struct plan plan;
	const char *line;

	if (rules == NULL)
		fail_msg("%s", err.text);
	found = classify_mail(arena, rules, message, gist);
	plan = decide_mail(arena, &(struct decider){
		.desk = &desk, .rules = rules, .ruleset = 3,
		.templates = template_load(arena, bundle, &err),
	}, &(struct decide_facts){
		.mail_id = 21, .received = NOW - USEC_MINUTE,
		.message = message, .gist = gist, .mail_class = &found,
	}, history_of(arena, scene));
	line = told(arena, &plan);
	rules_free(&rules);
	return line;
}

#define RULE "- name: r\n  when: { subject: order }\n"
#define TOO "- name: r\n  when: { subject: order, follow_up: yes }\n"
#define BOTH "- name: r\n  when: { any: [{ follow_up: yes }, " \
	     "{ contact: new }] }\n"
#define CAUGHT "- name: r\n  when: { subject: { regex: 'order (?<no>\\d+)" \
	       "( and (?<more>\\d+))?(?<none>!)?' } }\n"
#define ACK " >ann@example.org:ack:ack/1000"
#define NEW "new normal 0 support 1"
#define TOLD(who) " >" who "@x.net:notify:notify/21/" who "@x.net"

static const struct {
	int line;
	enum scene scene;
	const char *rules;
	const char *want;
} cases[] = {
	{ __LINE__, FIRST, RULE "  tags: [a, b]\n", NEW " #a #b" ACK },
	{ __LINE__, FIRST, RULE "  tags: [a, b]\n- name: s\n  when: "
	  "{ body: leaks }\n  tags: [-a, +c, -x]\n", NEW " #b #c" ACK },
	{ __LINE__, FIRST, RULE "  assign: Agent Two\n",
	  NEW " @two@desk.test" ACK " !assigned" },
	{ __LINE__, FIRST, RULE "  assign: ONE@desk.test\n",
	  NEW " @one@desk.test" ACK " !assigned" },
	/* Gone from the settings since. */
	{ __LINE__, FIRST, RULE "  assign: Agent Ten\n", NEW ACK },
	{ __LINE__, FIRST, RULE "  close: yes\n",
	  "closed normal 0 support 1" ACK " !closed" },
	{ __LINE__, FIRST, RULE "  note: look\n", NEW " [look]" ACK
	  " !noted" },

	/* Fields: one that nothing was caught for is not set. */
	{ __LINE__, FIRST, CAUGHT "  fields: { order: 'no. {{no}}', other: "
	  "'{{more}}', third: '{{none}}', fixed: x }\n",
	  NEW " order=no. 4711 other=0815 fixed=x" ACK
	  " !field !field !field" },
	{ __LINE__, FIRST, CAUGHT "  note: '{{no}}, {{ more }}{{none}}.'\n",
	  NEW " [4711, 0815.]" ACK " !noted" },

	/* Answers: at most one. */
	{ __LINE__, FIRST, RULE "  reply: special\n",
	  NEW " >ann@example.org:special:ack/1000" },
	{ __LINE__, FIRST, RULE "  acknowledge: off\n", NEW },
	{ __LINE__, FIRST, RULE "  reply: special\n- name: s\n  when: "
	  "{ body: leaks }\n  acknowledge: off\n", NEW },
	{ __LINE__, LATER, RULE "  reply: special\n",
	  "open high 40 support 1 #old #kept" },
	{ __LINE__, LATER, TOO "  reply: special\n",
	  "open high 40 support 1 #old #kept"
	  " >ann@example.org:special:reply/21" },
	{ __LINE__, LATER, TOO "  reply: gone\n",
	  "open high 40 support 1 #old #kept"
	  " >ann@example.org:ack:reply/21" },

	/* Notices: to agents and others, never to who takes part. */
	{ __LINE__, FIRST, RULE "  notify: [Agent One, boss@example.net]\n",
	  NEW " >one@desk.test:notify:notify/21/one@desk.test"
	  " >boss@example.net:notify:notify/21/boss@example.net" ACK
	  " !notified !notified" },
	{ __LINE__, FIRST, RULE "  notify: [Agent One]\n- name: s\n  when: "
	  "{ body: leaks }\n  notify: one@desk.test\n",
	  NEW " >one@desk.test:notify:notify/21/one@desk.test" ACK
	  " !notified" },
	{ __LINE__, FIRST, RULE "  notify: ann@example.org\n", NEW ACK },
	{ __LINE__, LATER, TOO "  notify: Ann@example.org\n",
	  "open high 40 support 1 #old #kept" },
	{ __LINE__, LINKED, RULE "  notify: Ann@example.net\n", NEW ACK },
	{ __LINE__, FIRST, RULE "  notify: support@desk.test\n", NEW ACK },
	{ __LINE__, SILENT, RULE "  notify: Agent One\n", NEW },
	{ __LINE__, OLD, RULE "  notify: Agent One\n", NEW },
	{ __LINE__, FULL, RULE "  notify: Agent One\n", NEW ACK },
	{ __LINE__, ROBOT, RULE "  notify: Agent One\n",
	  NEW " >one@desk.test:notify:notify/21/one@desk.test !notified" },
	{ __LINE__, BACK, RULE "  notify: Agent One\n", NEW },
	/* As many ids as one mail can leave. */
	{ __LINE__, HANDED, RULE "  notify: [a@x.net, b@x.net, c@x.net, "
	  "d@x.net, e@x.net]\n", NEW " [Please look.]"
	  TOLD("a") TOLD("b") TOLD("c") TOLD("d") TOLD("e") ACK
	  " !noted !notified !notified !notified !notified !notified" },

	/* On a follow-up a rule that does not speak of it raises only. */
	{ __LINE__, LATER, RULE "  queue: q\n  tier: 3\n  tags: [a, -old]\n"
	  "  assign: Agent One\n  note: x\n  close: yes\n  urgency: +90\n"
	  "  notify: Agent One\n  fields: { a: b }\n",
	  "open critical 90 support 1 #old #kept" },
	{ __LINE__, LATER, TOO "  queue: q\n  tier: 3\n  tags: [a, -old]\n"
	  "  assign: Agent One\n  note: x\n  fields: { a: b }\n",
	  "open high 40 q 3 #kept #a @one@desk.test a=b [x] !assigned !field "
	  "!noted" },
	{ __LINE__, FIRST, BOTH "  queue: q\n",
	  "new normal 0 q 1" ACK },
	{ __LINE__, LATER, BOTH "  queue: q\n",
	  "open high 40 q 1 #old #kept" },
	{ __LINE__, LATER, RULE "  drop: noise\n",
	  "open high 40 support 1 #old #kept" },
	{ __LINE__, LATER, TOO "  drop: noise\n", "dropped r" },
	{ __LINE__, LATER, TOO "  quarantine: odd\n", "quarantined r" },
	{ __LINE__, CLOSED, RULE "  urgency: +1\n",
	  "open high 40 support 1 #old #kept !reopened" },
	{ __LINE__, CLOSED, "- name: r\n  when: { state: closed }\n"
	  "  close: yes\n", "closed high 40 support 1 #old #kept" },
	{ __LINE__, LATER, TOO "  close: yes\n",
	  "closed high 40 support 1 #old #kept !closed" },

	/* Urgency: raised by what is said later, lowered only by a rule that
	 * speaks of follow-ups. */
	{ __LINE__, LATER, RULE "  urgency: -90\n",
	  "open high 40 support 1 #old #kept" },
	{ __LINE__, LATER, RULE "  urgency: low\n",
	  "open high 40 support 1 #old #kept" },
	{ __LINE__, LATER, RULE "  urgency: critical\n",
	  "open critical 40 support 1 #old #kept" },
	{ __LINE__, LATER, TOO "  urgency: low\n",
	  "open low 0 support 1 #old #kept" },
};

static void test_cases(void **state)
{
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct bundle_file files[] = {
			{ "rules/1.yaml", cases[i].rules,
			  strlen(cases[i].rules) },
			{ "replies/ack/en.md", reply_text,
			  sizeof(reply_text) - 1 },
			{ "replies/special/en.md", reply_text,
			  sizeof(reply_text) - 1 },
		};
		const char *got = decide(arena, &(struct bundle){ files, 3 },
					 cases[i].scene);

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
