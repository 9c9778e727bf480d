/* test_redecide.c - deciding again says what deciding said. */

#include "desk/redecide.h"
#include "desk/history_add.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW (1000 * USEC_DAY)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char rules_text[] =
	"- name: lottery\n  when: { subject: lottery }\n  drop: junk\n"
	"- name: odd\n  when: { subject: odd }\n  quarantine: look\n"
	"- name: hush\n  when: { subject: hush }\n  acknowledge: off\n"
	"- name: money\n  when: { subject: money }\n  queue: billing\n"
	"  tags: [money, tax]\n  tier: 2\n"
	"- name: fire\n  when: { text: fire }\n  urgency: +60\n";
static const char reply_text[] =
	"---\nsubject: 'Yours: {{number}}'\n---\nHello {{customer}}.\n";

static const struct bundle_file files[] = {
	{ "rules/1.yaml", rules_text, sizeof(rules_text) - 1 },
	{ "replies/ack/en.md", reply_text, sizeof(reply_text) - 1 },
	{ "replies/ack-neutral/en.md", reply_text, sizeof(reply_text) - 1 },
	{ "replies/ack-neutral-incident/en.md", reply_text,
	  sizeof(reply_text) - 1 },
};
static const struct bundle bundle = { files, COUNT(files) };
static const struct token_key key = { .id = 'a', .secret = { 1, 2, 3 } };

static const struct desk desk = {
	.id = 5, .name = "acme", .display_name = "Acme",
	.address = "support@desk.test", .token_address = "support@desk.test",
	.ring = { &key, 1, 5 }, .language = "en", .queue = "support",
	.ack_unverified = ACK_NEUTRAL,
	.caps = { 10, 10, 10, 10, 10, 10, 10, 10 },
	.score_high = 30, .score_critical = 80, .score_low = -10,
};

struct mail {
	const char *subject, *text;
	enum origin_kind origin;
	enum auth_verdict auth;
	bool joins;
	bool quiet;		/* the customer stopped automatic mail */		/* cites a mail of ticket 7 */
	bool silent, released;
	int autos_day;		/* automatic mails that the sender had */
	bool incident;		/* in the queue billing */
};

/* The aspects of desk/outcome.h in their order, and the grounds. */
static const struct {
	int line;
	struct mail mail;
	const char *want;
} cases[] = {
	{ __LINE__, { .subject = "Kettle", .text = "It leaks." },
	  "ticketed|normal|support|1||new|||send-neutral"
	  "|ack-neutral|||0|||0" },
	{ __LINE__, { .subject = "Kettle", .text = "Fire!", .auth = AUTH_PASS },
	  "ticketed|high|support|1||new|||send|ack|||60|fire||0" },
	{ __LINE__, { .subject = "Money", .text = "Fire!", .auth = AUTH_PASS },
	  "ticketed|high|billing|2||new|money\ntax||send"
	  "|ack|||60|money\nfire||0" },
	{ __LINE__, { .subject = "Hush", .text = "It leaks." },
	  "ticketed|normal|support|1||new|||suppressed-by-rule"
	  "||||0|hush||0" },
	{ __LINE__, { .subject = "Lottery", .text = "Fire!" },
	  "dropped|||||||||||||lottery\nfire||0" },
	{ __LINE__, { .subject = "Lottery", .text = "Won.", .released = true },
	  "ticketed|normal|support|1||new|||send-neutral"
	  "|ack-neutral|||0|lottery||0" },
	{ __LINE__, { .subject = "Odd", .text = "It leaks.", .silent = true },
	  "quarantined|||||||||||||odd||0" },
	{ __LINE__, { .subject = "Kettle", .text = "It leaks.", .silent = true },
	  "ticketed|normal|support|1||new|||older-than-activation"
	  "||||0|||0" },
	{ __LINE__, { .subject = "Money", .text = "Away.",
		      .origin = ORIGIN_RESPONDER },
	  "noted|||||||||||||money||0" },
	/* The counters, as they stood. */
	{ __LINE__, { .subject = "Kettle", .text = "It leaks.", .autos_day = 4 },
	  "ticketed|normal|support|1||new|||send-neutral"
	  "|ack-neutral|||0|||0" },
	{ __LINE__, { .subject = "Kettle", .text = "It leaks.", .autos_day = 5 },
	  "ticketed|normal|support|1||new|||cap-address||||0|||2" },
	/* The faults that were known. */
	{ __LINE__, { .subject = "Money", .text = "It leaks.",
		      .incident = true },
	  "ticketed|normal|billing|2||new|money\ntax||send-neutral"
	  "|ack-neutral-incident|||0|money||0" },
	{ __LINE__, { .subject = "Kettle", .text = "It leaks.",
		      .incident = true },
	  "ticketed|normal|support|1||new|||send-neutral"
	  "|ack-neutral|||0|||0" },
	/* The ticket, as it stood. */
	{ __LINE__, { .subject = "Kettle", .text = "It leaks.", .joins = true },
	  "joined|normal|support|1||open|||already-acknowledged||||0|||1" },
	{ __LINE__, { .subject = "Kettle", .text = "It leaks.", .joins = true,
		      .quiet = true },
	  "joined|normal|support|1||open|||stopped-by-customer||||0|||1" },
	{ __LINE__, { .subject = "Kettle", .text = "Fire!", .joins = true },
	  "joined|high|support|1||open|||already-acknowledged"
	  "||||60|fire||1" },
};

static const struct incident billing = { "billing", { NULL, 0 } };

static const char *text_of(struct arena *arena,
			   const struct redecided *again)
{
	char *text = arena_strdup(arena, "");

	for (size_t i = 0; i < OUTCOME_COUNT; i++)
		text = arena_printf(arena, "%s%s|", text,
				    again->outcome.values[i]);
	return arena_printf(arena, "%s%u", text, again->grounds);
}

static struct ticket seven = {
	.id = 70, .number = 7, .state = TICKET_OPEN, .subject = "Kettle",
	.urgency = URGENCY_LOW, .score = -20, .queue = "support", .tier = 1,
	.requester_address = "ann@example.org", .language = "",
};

static struct decide_facts facts_of(struct arena *arena,
				    const struct rules *rules,
				    const struct mail *mail)
{
	struct mailbox *from = ARENA_NEW(arena, struct mailbox);
	struct message *message = ARENA_NEW(arena, struct message);
	struct gist *gist = ARENA_NEW(arena, struct gist);
	struct mail_class *found = ARENA_NEW(arena, struct mail_class);
	const char **parent = ARENA_NEW(arena, const char *);

	*from = (struct mailbox){ "Ann", "ann@example.org" };
	*parent = "in-seven@x";
	*message = (struct message){
		.message_id = "new@x", .in_reply_to = { parent, mail->joins },
		.subject = mail->subject, .from_fields = 1,
		.from = { from, 1, 1 }, .sender = { "", "" },
		.has_return_path = true, .return_path = *from,
		.text_source = TEXT_PLAIN, .text = mail->text,
		.text_size = strlen(mail->text),
	};
	*gist = (struct gist){
		.fold = { .visible = mail->text },
		.origin = { .kind = mail->origin,
			    .word = origin_word(mail->origin),
			    .may_answer = mail->origin == ORIGIN_PERSON },
		.auth = { mail->auth, "" },
	};
	*found = classify_mail(arena, rules, message, gist);
	return (struct decide_facts){
		.mail_id = 21, .received = NOW - USEC_MINUTE,
		.silent = mail->silent, .released = mail->released,
		.message = message, .gist = gist, .mail_class = found,
	};
}

static struct redecided again(struct arena *arena,
			      const struct decider *decider,
			      const struct mail *mail)
{
	struct known_address ann = {
		.id = 101, .contact_id = 100, .name = "Ann", .language = "",
		.autos_day = mail->autos_day,
	};
	struct decide_facts facts = facts_of(arena, decider->rules, mail);
	struct ticket ticket = seven;
	struct redecide_past past = {
		.decided = NOW, .admit = ADMIT_UNVERIFIED,
		.ticket = mail->joins ? &ticket : NULL,
		.acknowledged = mail->joins, .autos = true,
		.activated = NOW - USEC_DAY, .author = &ann,
		.incidents = { &billing, mail->incident },
	};

	ticket.quiet = mail->quiet;
	return redecide_mail(arena, decider, &facts, &past);
}

/* The same by decide_mail(), from a history in which the same is found. */
static struct plan decide(struct arena *arena, const struct decider *decider,
			  const struct mail *mail)
{
	static const char *const people[] = { "ann@example.org" };
	struct known_ticket ticket = { .ticket = seven, .acknowledged = true,
				       .participants = { people, 1 } };
	struct known_address ann = {
		.id = 101, .contact_id = 100, .name = "Ann", .language = "",
		.address = "ann@example.org", .autos_day = mail->autos_day,
	};
	struct decide_facts facts = facts_of(arena, decider->rules, mail);
	struct history *history = history_new(arena);

	ticket.ticket.quiet = mail->quiet;
	history->now = NOW;
	history->autos = true;
	history->activated = NOW - USEC_DAY;
	history->incidents = (struct incidents){ &billing, mail->incident };
	history->next_number = 8;
	history->ids = (struct ids){ 1000, 1000 + DECIDE_IDS };
	history_add_ticket(history, &ticket);
	history_add_mention(history, &(struct known_mention){
		.message_id = "in-seven@x", .ticket = &ticket,
		.received = true });
	history_add_address(history, &ann);
	return decide_mail(arena, decider, &facts, history);
}

static void compare(int line, const struct plan *plan,
		    const struct outcome *outcome)
{
	const char *const *values = outcome->values;

	if (strcmp(disposition_word(plan->disposition),
		   values[OUTCOME_DISPOSITION]) != 0 ||
	    strcmp(plan->answer, values[OUTCOME_ANSWER]) != 0 ||
	    (plan->outgoing_count > 0 &&
	     strcmp(plan->outgoing->template, values[OUTCOME_REPLY]) != 0) ||
	    (plan->ticket != NULL &&
	     (strcmp(urgency_word(plan->ticket->urgency),
		     values[OUTCOME_URGENCY]) != 0 ||
	      strcmp(plan->ticket->queue, values[OUTCOME_QUEUE]) != 0)))
		fail_msg("line %d: decided otherwise", line);
}

static void test_cases(void **state)
{
	struct decider decider = { .desk = &desk };
	struct rules *rules;
	struct err err;
	ARENA(a);

	(void)state;
	rules = rules_load(&bundle, &err);
	if (rules == NULL)
		fail_msg("%s", err.text);
	decider.rules = rules;
	decider.templates = template_load(a, &bundle, &err);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct redecided found = again(a, &decider, &cases[i].mail);
		struct plan plan = decide(a, &decider, &cases[i].mail);
		const char *text = text_of(a, &found);

		if (strcmp(text, cases[i].want) != 0)
			fail_msg("line %d: %s", cases[i].line, text);
		compare(cases[i].line, &plan, &found.outcome);
	}
	rules_free(&rules);
}

static void test_words(void **state)
{
	(void)state;
	assert_string_equal(redecide_ground_word(REDECIDE_TICKET),
			    "ticket-state");
	assert_string_equal(redecide_ground_word(REDECIDE_EARLIER),
			    "earlier-mail");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
