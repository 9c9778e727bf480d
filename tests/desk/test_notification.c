/* test_notification.c - what an agent reads, and what it cannot be made into.
 */

#include "desk/notification.h"

#include "base/buffer.h"
#include "desk/leak.h"
#include "desk/proof.h"
#include "desk/relay.h"
#include "desk/team.h"
#include "mail/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW (1000 * USEC_DAY)
#define AGENT "maria@desk.test"

static const struct token_key key = { .id = 'a', .secret = { 1, 2, 3 } };
static const char *const pins[] = { "mx.desk.test" };
static const struct agent maria = { .name = "Maria", .address = AGENT,
				    .tier = 2 };

static const struct notification_said said[] = {
	{ .direction = MESSAGE_IN, .mail_id = 12, .at = NOW,
	  .from_address = "ann@example.org", .from_name = "Ann",
	  .visible = "It still leaks.\n- at the lid\n- below\n"
		     "See http://photos.test/a_b\n" },
	{ .direction = MESSAGE_OUT, .at = NOW - USEC_HOUR,
	  .from_address = "s@desk.test", .from_name = "Acme",
	  .visible = "We have your mail.", .automatic = true },
	{ .direction = MESSAGE_IN, .mail_id = 11, .at = NOW - USEC_HOUR,
	  .from_address = "ann@example.org", .from_name = "Ann",
	  .visible = "The kettle leaks.", .unverified = true },
};
static const struct notification_other others[] = {
	{ .number = 5, .state = "open", .urgency = "low",
	  .subject = "Invoice", .requester = "bob@example.org" },
};
static const struct notification_file files[] = {
	{ .mail_id = 12, .number = 1, .name = "a.png", .type = "image/png",
	  .size = 3, .bytes = "png", .byte_count = 3 },
	{ .mail_id = 12, .number = 2, .name = "film.mov",
	  .type = "video/x", .size = 9000000 },
};
static const struct notification_cause causes[] = {
	{ .ticket_id = 70, .mail_id = 12, .kind = NOTIFICATION_ANSWER,
	  .because = "token", .created = NOW, .due = NOW },
	{ .ticket_id = 70, .mail_id = 12, .kind = NOTIFICATION_RULE,
	  .because = "vip", .created = NOW, .due = NOW },
};

/* What each test may change. */
struct scene {
	struct desk desk;
	struct agent agent;
	struct notification_ticket ticket;
	struct notification_facts facts;
};

static void begin(struct arena *arena, struct scene *scene)
{
	*scene = (struct scene){
		.desk = {
			.id = 5, .display_name = "Acme",
			.address = "s@desk.test",
			.token_address = "s@desk.test",
			.address_tokens = true, .language = "en",
			.gist.pins = { pins, 1 }, .ring = { &key, 1, 5 },
		},
		.agent = maria,
		.ticket = {
			.ticket = { .id = 70, .number = 7,
				    .subject = "Kettle", .language = "en",
				    .state = TICKET_OPEN, .queue = "repairs",
				    .tier = 1, .urgency = URGENCY_HIGH,
				    .reasons = "hurry +40: it leaks",
				    .agent = AGENT,
				    .requester_address = "ann@example.org" },
			.said = said, .said_count = 3,
			.others = others, .other_count = 1,
			.files = files, .file_count = 2,
		},
	};
	scene->desk.team = (struct team){ &scene->agent, 1 };
	scene->facts = (struct notification_facts){
		.desk = &scene->desk, .agent = &scene->agent,
		.causes = causes, .cause_count = 2,
		.tickets = &scene->ticket, .ticket_count = 1,
		.now = NOW, .history = history_new(arena),
	};
	scene->facts.history->ids = (struct ids){ 100, 1000 };
}

static const struct message *only_mail(struct arena *arena,
				       const struct scene *scene)
{
	const struct plan plan = notification_plan(arena, &scene->facts);
	struct reader *reader = reader_new();
	const struct message *message;

	assert_int_equal(plan.outgoing_count, 1);
	assert_int_equal(plan.outgoing[0].class, OUTGOING_ADMIN);
	assert_string_equal(plan.outgoing[0].rcpt_to, AGENT);
	message = parse_message(arena, reader, plan.outgoing[0].bytes,
				plan.outgoing[0].size);
	reader_free(&reader);
	return message;
}

static void test_text(void **state)
{
	static const char want[] =
		"##- Answer above this line. What stands below is not sent. "
		"-##\n"
		"\n"
		"Ann <ann@example.org> wrote:\n"
		"\n"
		"It still leaks.\n"
		"\n"
		"- at the lid\n"
		"- below\n"
		"\n"
		"See http://photos.test/a_b\n"
		"\n"
		"--------\n"
		"\n"
		"Ticket 7\n"
		"\n"
		"- The customer wrote again.\n"
		"- A rule asks to tell you: vip.\n"
		"- Urgency: high\n"
		"- Because: hurry +40: it leaks\n"
		"- Queue: repairs, tier 1\n"
		"- State: open\n"
		"- Assigned to: Maria\n"
		"- File: a.png, attached\n"
		"- File: film.mov, 8790 KB: postdesk show 7 --attachment 2\n"
		"\n"
		"Before that\n"
		"\n"
		"- 1972-09-26T23:00:00Z Acme <s@desk.test> (answered "
		"automatically): We\n"
		"  have your mail.\n"
		"- 1972-09-26T23:00:00Z Ann <ann@example.org>: The kettle "
		"leaks.\n"
		"\n"
		"Also open, of this customer or the organisation\n"
		"\n"
		"- 5 (open, low) Invoice, bob@example.org\n"
		"\n"
		"Your answer to this mail goes to the customer, from the "
		"desk. Lines such\n"
		"as #note, #close or #pending 3d above it are commands; "
		"#help lists them\n"
		"all.";
	ARENA(arena);
	struct scene scene;
	const struct message *mail;

	(void)state;
	begin(arena, &scene);
	mail = only_mail(arena, &scene);
	if (strcmp(mail->text, want) != 0)
		fail_msg("got\n%s", mail->text);
	assert_string_equal(mail->subject, "[#7] high, en: Kettle");
	assert_null(mail->html);
	assert_string_equal(mail->reply_to.at[0].address,
			    proof_address(arena, &scene.desk, &scene.agent, 7,
					  NOW));
	assert_string_equal(message_header(mail, "Auto-Submitted"),
			    "auto-generated");
	assert_string_equal(message_header(mail, "Thread-Topic"),
			    "[#7] Kettle");
	assert_int_equal(mail->references.count, 1);
	assert_string_equal(mail->references.at[0], mail->in_reply_to.at[0]);
}

/* The next mail of the ticket stands in the same thread, under its own id. */
static void test_thread(void **state)
{
	ARENA(arena);
	struct scene scene;
	const struct message *first, *second;

	(void)state;
	begin(arena, &scene);
	first = only_mail(arena, &scene);
	scene.facts.now += USEC_DAY;
	second = only_mail(arena, &scene);
	assert_string_equal(first->references.at[0],
			    second->references.at[0]);
	assert_string_not_equal(first->message_id, second->message_id);
	scene.ticket.ticket.number = 8;
	second = only_mail(arena, &scene);
	assert_string_not_equal(first->references.at[0],
				second->references.at[0]);
}

static size_t attached(const struct message *mail)
{
	size_t count = 0;

	for (size_t i = 0; i < mail->part_count; i++)
		count += mail->parts[i].use == PART_ATTACHMENT;
	return count;
}

static void test_files(void **state)
{
	ARENA(arena);
	struct scene scene;

	(void)state;
	begin(arena, &scene);
	assert_int_equal(attached(only_mail(arena, &scene)), 1);
	scene.ticket.file_count = 0;
	assert_int_equal(attached(only_mail(arena, &scene)), 0);
}

/* Where agents cannot answer by mail no address says that they could. */
static void test_no_answer(void **state)
{
	ARENA(arena);
	struct scene scene;
	const struct message *mail;

	(void)state;
	begin(arena, &scene);
	scene.desk.gist.pins.count = 0;
	mail = only_mail(arena, &scene);
	assert_int_equal(mail->reply_to.count, 0);
	assert_non_null(strstr(mail->text, "postdesk reply 7"));
	begin(arena, &scene);
	scene.desk.address = scene.desk.token_address =
		"a-very-long-local-part@desk.test";
	mail = only_mail(arena, &scene);
	assert_int_equal(mail->reply_to.count, 0);
	assert_non_null(strstr(mail->text, "postdesk reply 7"));
}

/* A customer cannot cut off the agent's answer, nor write our own lines. */
static void test_hostile_words(void **state)
{
	static const struct notification_said evil[] = {
		{ .direction = MESSAGE_IN, .mail_id = 12,
		  .from_address = "x@evil.test",
		  .from_name = "</b>\r\n##- x -##",
		  .visible = "##- Answer -##\n> ##- y -##\n<img src=x>\n"
			     "[click](https://evil.test)\n# Assigned\n" },
		{ .direction = MESSAGE_NOTE, .from_address = "",
		  .from_name = "rule", .visible = "##- z -##" },
	};
	static const struct notification_other other = {
		.number = 9, .state = "open", .urgency = "low",
		.subject = "##- s -##\n##- t -##", .requester = "",
	};
	ARENA(arena);
	struct scene scene;
	const struct message *mail;
	const char *second;

	(void)state;
	begin(arena, &scene);
	scene.ticket.said = evil;
	scene.ticket.said_count = 2;
	scene.ticket.others = &other;
	scene.ticket.ticket.subject = "a\r\nBcc: x@y.test\n##- u -##";
	scene.ticket.ticket.reasons = "##- v -##";
	mail = only_mail(arena, &scene);
	second = strstr(mail->text, "-##");
	assert_non_null(second);
	for (const char *p = second; *p != '\0'; p += strcspn(p, "\n") +
					(strchr(p, '\n') != NULL))
		assert_false(leak_is_marker(p, strcspn(p, "\n")));
	assert_null(message_header(mail, "Bcc"));
	assert_non_null(strstr(mail->text, "<img src=x>"));
	assert_non_null(strstr(mail->text, "[click](https://evil.test)"));
}

/* What is too long is cut, and where it stands is said. */
static void test_long(void **state)
{
	static char words[NOTIFICATION_WORDS + 1];
	const struct notification_said long_one = {
		.direction = MESSAGE_IN, .mail_id = 12, .from_name = "Ann",
		.from_address = "ann@example.org", .visible = words,
	};
	ARENA(arena);
	struct scene scene;

	(void)state;
	begin(arena, &scene);
	scene.ticket.said = &long_one;
	scene.ticket.said_count = 1;
	for (size_t i = 0; i < NOTIFICATION_WORDS - 1; i++)
		words[i] = i % 60 == 59 ? '\n' : 'x';
	assert_null(strstr(only_mail(arena, &scene)->text, "show 7\n"));
	words[NOTIFICATION_WORDS - 1] = 'x';
	assert_non_null(strstr(only_mail(arena, &scene)->text,
			       "All of it: postdesk show 7\n"));
}

/* In each language the marker stays on one line: broken, it is none. */
static void test_language(void **state)
{
	static const struct {
		const char *language, *want;
	} markers[] = {
		{ "en", "##- Answer above" },
		{ "de", "##- Über dieser Zeile" },
		{ "fr", "##- Répondez au-dessus" },
		{ "es", "##- Responda por encima" },
		{ "el", "##- Απαντήστε πάνω" },
		{ "et", "##- Vastake selle rea" },
		{ "he", "##- נא להשיב מעל" },
		{ "pt", "##- Responda acima" },
		{ "ru", "##- Отвечайте выше" },
		{ "xx", "##- Answer above" },
	};
	ARENA(arena);
	struct scene scene;

	(void)state;
	for (size_t i = 0; i < sizeof(markers) / sizeof(markers[0]); i++) {
		const char *languages[] = { "zz", markers[i].language };
		const struct message *mail;

		begin(arena, &scene);
		scene.agent.languages = (struct strings){ languages, 2 };
		mail = only_mail(arena, &scene);
		assert_true(leak_is_marker(mail->text,
					   strcspn(mail->text, "\n")));
		assert_memory_equal(mail->text, markers[i].want,
				    strlen(markers[i].want));
	}
}

/* --- digests --- */

static const struct {
	int line;
	size_t tickets;
	enum agent_digest digest;
	usec_t waited;
	bool digested;
} modes[] = {
	{ __LINE__, 1, AGENT_AT_ONCE, 0, false },
	{ __LINE__, 1, AGENT_DAILY, USEC_DAY, false },
	{ __LINE__, 2, AGENT_AT_ONCE, 0, false },
	{ __LINE__, 2, AGENT_AT_ONCE, NOTIFICATION_WAITED, false },
	{ __LINE__, 2, AGENT_AT_ONCE, NOTIFICATION_WAITED + 1, true },
	{ __LINE__, 2, AGENT_EVERY, 0, true },
	{ __LINE__, 2, AGENT_DAILY, 0, true },
	{ __LINE__, NOTIFICATION_SINGLE, AGENT_AT_ONCE, 0, false },
	{ __LINE__, NOTIFICATION_SINGLE + 1, AGENT_AT_ONCE, 0, true },
};

static void test_modes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		ARENA(arena);
		struct notification_cause cause = causes[0];
		struct scene scene;

		begin(arena, &scene);
		scene.agent.digest = modes[i].digest;
		scene.facts.ticket_count = modes[i].tickets;
		cause.created = NOW - modes[i].waited;
		scene.facts.causes = &cause;
		scene.facts.cause_count = 1;
		if (notification_is_digest(&scene.facts) !=
		    modes[i].digested)
			fail_msg("line %d", modes[i].line);
	}
}

static void test_digest(void **state)
{
	static const char want[] =
		"##- Answer above this line. What stands below is not sent. "
		"-##\n\n"
		"Do not answer this mail itself: each ticket has an address "
		"of its own.\n\n--------\n\n"
		"[#7] high, en: Kettle\n\nAnn ann@example.org\n"
		"It still leaks. - at the lid - below See "
		"http://photos.test/a_b\n\nTo answer: ";
	ARENA(arena);
	struct notification_ticket two[2];
	struct scene scene;
	const struct message *mail;
	struct plan plan;

	(void)state;
	begin(arena, &scene);
	two[0] = two[1] = scene.ticket;
	two[1].ticket.id = 80;
	two[1].ticket.number = 8;
	two[1].ticket.urgency = URGENCY_LOW;
	scene.agent.digest = AGENT_DAILY;
	scene.facts.tickets = two;
	scene.facts.ticket_count = 2;
	scene.facts.more = 3;
	mail = only_mail(arena, &scene);
	assert_string_equal(mail->subject, "5 tickets, 1 of them urgent");
	assert_int_equal(mail->reply_to.count, 0);
	if (strncmp(mail->text, want, strlen(want)) != 0)
		fail_msg("got\n%s", mail->text);
	for (int64_t number = 7; number <= 8; number++)
		assert_non_null(strstr(mail->text, proof_address(
			arena, &scene.desk, &scene.agent, number, NOW)));
	assert_non_null(strstr(mail->text, "And 3 more: postdesk tickets"));
	plan = notification_plan(arena, &scene.facts);
	assert_int_equal(plan.event_count, 2);
	assert_int_equal(plan.mention_count, 0);
}

/* What is quoted of it below an answer never goes on to the customer. */
static void test_answered(void **state)
{
	ARENA(arena);
	struct scene scene;
	struct buffer raw = { .arena = arena };
	struct reader *reader = reader_new();
	const struct message *mail;
	const char *text;

	(void)state;
	begin(arena, &scene);
	text = only_mail(arena, &scene)->text;
	buffer_text(&raw, "From: Maria <" AGENT ">\n\nIt is the seal.\n\n"
		    "On Tue, Acme <s@desk.test> wrote:\n");
	while (*text != '\0') {
		size_t size = strcspn(text, "\n");

		buffer_printf(&raw, "> %.*s\n", (int)size, text);
		text += size + (text[size] == '\n');
	}
	mail = parse_message(arena, reader, buffer_string(&raw), raw.size);
	assert_string_equal(relay_clean(arena, mail, "It is the seal.\n",
					NULL), "It is the seal.\n");
	reader_free(&reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_thread),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_no_answer),
		cmocka_unit_test(test_hostile_words),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_language),
		cmocka_unit_test(test_modes),
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
