/* test_relay.c - what an agent wrote reaches the customer, and nothing else. */

#include "desk/relay.h"

#include "base/buffer.h"
#include "base/text.h"
#include "desk/leak.h"
#include "desk/planner.h"
#include "desk/team.h"
#include "mail/encoding.h"
#include "mail/parse.h"

#include "../fixture/agentmail.h"
#include "desk/history_add.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW (1000 * USEC_DAY)

static const struct token_key key = { .id = 'a', .secret = { 1, 2, 3 } };
static const char *const ours[] = { "support@desk.test" };
static const char *const agents[] = { AGENTMAIL_ADDRESS, "omar@desk.test" };
static const struct agent maria = { .name = "Maria",
				    .address = AGENTMAIL_ADDRESS };
static const char *const people[] = { "ann@example.org", "bob@example.org" };
static const char *const texts[] = {
	"The kettle leaks since Tuesday.\nCan you send me a new one?\n",
};
static const struct known_said said[] = {
	{ .direction = MESSAGE_NOTE, .from_address = AGENTMAIL_ADDRESS,
	  .from_name = "", .message_id = "", .visible = AGENTMAIL_NOTE },
	{ .direction = MESSAGE_IN, .from_address = "ann@example.org",
	  .from_name = "Ann", .message_id = "hers@example.org",
	  .visible = texts[0] },
};
static const char *const earlier[] = { "first@example.org" };
static const struct mailbox ann = { "Ann", "ann@example.org" };
static const struct message last = {
	.message_id = "hers@example.org", .subject = "Re: Kettle",
	.from_fields = 1, .from = { &ann, 1, 1 },
	.references = { earlier, 1 },
};

/* What each test may change. */
struct scene {
	struct desk desk;
	struct known_ticket ticket;
	struct relay relay;
	struct relay_source source;
};

static struct scene scene_of(void)
{
	return (struct scene){
		.desk = {
			.id = 5, .display_name = "Acme Support",
			.address = "support@desk.test",
			.token_address = "support@desk.test",
			.address_tokens = true, .language = "en",
			.gist = { .ours = { ours, 1 } },
			.agents = { agents, 2 }, .ring = { &key, 1, 5 },
			.relay = { "{agent}, {desk}", "", USEC_MINUTE,
				   1024 * 1024 },
		},
		.ticket = {
			.ticket = { .id = 70, .number = 7,
				    .subject = "Kettle", .language = "en",
				    .requester_address = "ann@example.org" },
			.participants = { people, 1 },
			.texts = { texts, 1 },
			.said = said, .said_count = 2, .last = &last,
		},
		.relay = { .agent = &maria, .text = "Hello Ann,\n" },
	};
}

static const struct message *read_mail(struct arena *arena, const char *bytes,
				       size_t size)
{
	struct reader *reader = reader_new();
	const struct message *message = parse_message(arena, reader, bytes,
						      size);

	reader_free(&reader);
	return message;
}

static struct planner *planner_for(struct arena *arena, struct scene *scene)
{
	static const struct message message = { .message_id = "",
		.subject = "", .text = "", .from_fields = 0 };
	struct gist *gist = ARENA_NEW(arena, struct gist);
	struct decider *decider = ARENA_NEW(arena, struct decider);
	struct decide_facts *facts = ARENA_NEW(arena, struct decide_facts);
	struct history *history = history_new(arena);

	gist->fold.visible = "";
	history->now = NOW;
	history->ids = (struct ids){ 1000, 1000 + DECIDE_IDS };
	history_add_ticket(history, &scene->ticket);
	*decider = (struct decider){ .desk = &scene->desk };
	*facts = (struct decide_facts){ .message = &message, .gist = gist };
	return planner_new(arena, decider, facts, history);
}

static enum relay_verdict relay(struct arena *arena, struct scene *scene,
				const struct plan **plan_r)
{
	struct planner *planner = planner_for(arena, scene);
	enum relay_verdict verdict = relay_plan(planner, &scene->ticket,
						&scene->relay);

	*plan_r = &planner->plan;
	if (verdict != RELAY_QUEUED) {
		assert_int_equal(planner->plan.outgoing_count, 0);
		assert_int_equal(planner->plan.message_count, 0);
		assert_int_equal(planner->plan.event_count, 0);
	}
	return verdict;
}

/* Every part of what leaves, decoded, and the bytes themselves. */
static struct buffer all_of(struct arena *arena, const char *bytes,
			    size_t size)
{
	const struct message *message = read_mail(arena, bytes, size);
	struct buffer all = { .arena = arena };

	buffer_add(&all, bytes, size);
	for (size_t i = 0; i < message->part_count; i++) {
		const struct part *part = &message->parts[i];
		struct encoding_step step = {
			.encoding = encoding_named(part->encoding),
		};
		char *room = arena_alloc(arena, encoding_room(part->length) +
					 8);
		size_t length = encoding_step(&step, bytes + part->offset,
					      part->length, room);

		length += encoding_end(&step, room + length);
		buffer_add(&all, room, length);
	}
	return all;
}

static void assert_clean(struct arena *arena, const char *what,
			 const struct plan_outgoing *out)
{
	static const char *const never[] = {
		AGENTMAIL_ADDRESS, "omar@desk.test", AGENTMAIL_SECRET,
		"a7.123a-", "##-", "-##", AGENTMAIL_NOTE, "twenty percent",
		"Second line", "MsoNormal", "gmail_quote", "cid:",
		"answer@mail.desk.test", "notice-7@", "root-7@",
		"User-Agent", "X-Originating", "X-Mailer", "Auto-Submitted",
		"Forwarded", "MailAutoSig", "Urspr",
	};
	const struct buffer all = all_of(arena, out->bytes, out->size);

	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (memmem(all.data, all.size, never[i], strlen(never[i])))
			fail_msg("%s: %s is in\n%.*s", what, never[i],
				 (int)out->size, out->bytes);
}

/* The whole header, no more fields than these. */
static void assert_header(const char *what, const struct message *mail)
{
	static const char *const fields[] = {
		"From", "To", "Reply-To", "Subject", "Date", "Message-ID",
		"In-Reply-To", "References", "Thread-Topic",
		"Content-Language", "MIME-Version", "Content-Type",
		"Content-Transfer-Encoding",
	};
	const struct strings allowed = { fields, sizeof(fields) /
					 sizeof(fields[0]) };

	for (size_t i = 0; i < mail->header_count; i++)
		if (strings_find(&allowed, mail->headers[i].name) == NULL)
			fail_msg("%s: %s", what, mail->headers[i].name);
	assert_string_equal(mail->from.at[0].address, "support@desk.test");
	assert_string_equal(mail->from.at[0].name, "Maria, Acme Support");
	assert_string_equal(mail->to.at[0].address, "ann@example.org");
	assert_string_equal(mail->subject, "Re: [#7] Kettle");
	assert_string_equal(mail->in_reply_to.at[0], "hers@example.org");
	assert_int_equal(mail->references.count, 2);
	assert_string_equal(mail->references.at[0], "first@example.org");
}

static size_t files_of(const struct message *mail)
{
	size_t count = 0;

	for (size_t i = 0; i < mail->part_count; i++)
		count += mail->parts[i].use == PART_ATTACHMENT;
	return count;
}

/* The customer's words stand there exactly once, unless the agent marked
 * others as quoted. */
static void assert_quoted(const char *text, const char *words)
{
	const char *quote = strstr(text, "> The kettle leaks");

	if (quote == NULL)
		assert_non_null(strstr(words, "\n> "));
	else
		assert_null(strstr(quote + 1, "> The kettle leaks"));
}

static void test_clients(void **state)
{
	(void)state;
	for (size_t i = 0; i < agentmail_count; i++) {
		ARENA(arena);
		const struct agentmail *one = &agentmails[i];
		struct scene scene = scene_of();
		const struct message *mail = read_mail(arena, one->raw,
						       strlen(one->raw));
		const struct plan *plan;
		enum relay_verdict verdict;
		const struct strings none = { NULL, 0 };
		const struct fold fold = fold_text(arena, mail, &none);

		scene.source = (struct relay_source){ mail, one->raw,
						      strlen(one->raw) };
		scene.relay.source = &scene.source;
		scene.relay.text = relay_clean(arena, mail, fold.visible,
					       &scene.ticket);
		/* The same, told where it stands in the mail. */
		assert_string_equal(relay_clean(arena, mail, mail->text,
						&scene.ticket),
				    scene.relay.text);
		if (strcmp(scene.relay.text, one->words) != 0)
			fail_msg("%s: got\n%s\nof\n%s", one->client,
				 scene.relay.text, mail->text);
		verdict = relay(arena, &scene, &plan);
		if (verdict != RELAY_QUEUED)
			fail_msg("%s: %s", one->client, relay_word(verdict));
		assert_clean(arena, one->client, &plan->outgoing[0]);
		mail = read_mail(arena, plan->outgoing[0].bytes,
				 plan->outgoing[0].size);
		assert_header(one->client, mail);
		if (files_of(mail) != one->files)
			fail_msg("%s: %zu files", one->client,
				 files_of(mail));
		assert_quoted(mail->text, one->words);
	}
}

/* Commands stood above; what is below a line that repeats is all kept. */
static void test_rest(void **state)
{
	ARENA(arena);
	static const char raw[] = "From: a@b.test\n\n#close\n#tag +x\n\n"
				  "Done.\n\nDone.\n";
	const struct message *mail = read_mail(arena, raw, strlen(raw));
	struct scene scene = scene_of();

	(void)state;
	assert_string_equal(relay_clean(arena, mail, "Done.\n\nDone.\n",
					&scene.ticket), "Done.\n\nDone.\n");
	assert_string_equal(relay_clean(arena, mail, "", &scene.ticket), "");
	assert_string_equal(relay_clean(arena, mail, "\n\n", &scene.ticket),
			    "");
	assert_string_equal(relay_clean(arena, mail, "Not of it.\n",
					&scene.ticket), "Not of it.\n");
}

static void test_rows(void **state)
{
	ARENA(arena);
	struct scene scene = scene_of();
	const struct plan *plan;
	const struct plan_outgoing *out;
	const struct message *mail;
	const char *token;

	(void)state;
	scene.ticket.participants.count = 2;
	assert_int_equal(relay(arena, &scene, &plan), RELAY_QUEUED);
	assert_int_equal(plan->outgoing_count, 2);
	out = plan->outgoing;
	assert_string_equal(out[0].rcpt_to, "ann@example.org");
	assert_string_equal(out[1].rcpt_to, "bob@example.org");
	assert_int_equal(out[0].body_id, out[1].body_id);
	assert_ptr_equal(out[0].bytes, out[1].bytes);
	assert_string_equal(out[0].message_id, out[1].message_id);
	assert_string_not_equal(out[0].dedupe_key, out[1].dedupe_key);
	assert_string_not_equal(out[0].mail_from, out[1].mail_from);
	assert_int_equal(out[0].class, OUTGOING_AGENT);
	assert_int_equal(out[0].hold_until, NOW + USEC_MINUTE);
	assert_int_equal(out[0].due, NOW + USEC_MINUTE);
	mail = read_mail(arena, out[0].bytes, out[0].size);
	assert_string_equal(mail->cc.at[0].address, "bob@example.org");
	token = token_sign(arena, &scene.desk.ring, TOKEN_REPLY, 7, 0);
	assert_string_equal(mail->reply_to.at[0].address,
			    token_address(arena, "support@desk.test", token));
	assert_int_equal(plan->message_count, 1);
	assert_int_equal(plan->messages[0].direction, MESSAGE_OUT);
	assert_int_equal(plan->messages[0].ticket_id, 70);
	assert_string_equal(plan->messages[0].visible, "Hello Ann,\n");
	assert_int_equal(plan->event_count, 1);
	assert_int_equal(plan->events[0].kind, EVENT_RELAYED);
	assert_false(plan->mentions[0].automatic);
}

static void test_no_hold(void **state)
{
	ARENA(arena);
	struct scene scene = scene_of();
	const struct plan *plan;

	(void)state;
	scene.desk.relay.undo = 0;
	scene.desk.relay.name = NULL;
	scene.desk.address_tokens = false;
	scene.desk.relay.signature = "*Acme*, [page](https://acme.test)";
	assert_int_equal(relay(arena, &scene, &plan), RELAY_QUEUED);
	assert_int_equal(plan->outgoing[0].hold_until, 0);
	assert_int_equal(plan->outgoing[0].due, NOW);
	assert_string_equal(plan->messages[0].from_name, "Acme Support");
	assert_non_null(strstr(plan->outgoing[0].text,
			       "Acme, page (https://acme.test)"));
	assert_non_null(strstr(plan->outgoing[0].text,
			       token_sign(arena, &scene.desk.ring,
					  TOKEN_REPLY, 7, 0)));
}

static const struct {
	int line;
	const char *text;
	bool insist;
	enum relay_verdict want;
} words[] = {
	{ __LINE__, "Write to maria@desk.test\n", false, RELAY_AGENT_ADDRESS },
	{ __LINE__, "Write to <MARIA@Desk.Test>.\n", true,
	  RELAY_AGENT_ADDRESS },
	{ __LINE__, "https://x.test/?to=omar%40desk.test\n", false,
	  RELAY_AGENT_ADDRESS },
	{ __LINE__, "Write to maria@desk.test.example.org\n", false,
	  RELAY_QUEUED },
	{ __LINE__, "Write to ann-maria@desk.test\n", false, RELAY_QUEUED },
	{ __LINE__, "Use " AGENTMAIL_SECRET "\n", true, RELAY_TOKEN },
	{ __LINE__, "a7s-abcdefghijklmnopqrstuvwxyz\n", false, RELAY_TOKEN },
	{ __LINE__, "A7R-ABCDEFGHIJKLMNOPQRSTUVWXYZ\n", false, RELAY_TOKEN },
	{ __LINE__, "a7r-abcdefghijklmnopqrstuvwxy\n", false, RELAY_QUEUED },
	{ __LINE__, "x ##- Antworten -## y\n", false, RELAY_MARKER },
	{ __LINE__, "##- \n-##\n", false, RELAY_QUEUED },
	{ __LINE__, "Hi.\n\n- Urgency: high\n- Queue: general, tier 1\n",
	  true, RELAY_MARKER },
	{ __LINE__, "Urgency: high\n  * Assigned to: nobody\n", false,
	  RELAY_MARKER },
	{ __LINE__, "Urgency: high\n", false, RELAY_QUEUED },
	{ __LINE__, "> - Urgency: high\n> - Queue: general\nNo.\n", false,
	  RELAY_QUEUED },
	{ __LINE__, AGENTMAIL_NOTE "\n", false, RELAY_NOTE },
	{ __LINE__, "known to complain: OFFER no more\nthan twenty percent\n",
	  false, RELAY_NOTE },
	{ __LINE__, AGENTMAIL_NOTE "\n", true, RELAY_QUEUED },
	{ __LINE__, "", false, RELAY_NOTHING },
};

static void test_leaks(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		ARENA(arena);
		struct scene scene = scene_of();
		const struct plan *plan;
		enum relay_verdict got;

		scene.relay.text = words[i].text;
		scene.relay.insist = words[i].insist;
		got = relay(arena, &scene, &plan);
		if (got != words[i].want)
			fail_msg("line %d: %s", words[i].line,
				 relay_word(got));
		assert_true(relay_reason(got)[0] != '\0');
	}
}

/* What a customer wrote is no reason not to answer him: it is left out. */
static void test_hostile_customer(void **state)
{
	ARENA(arena);
	static const char *const refs[] = { "maria@desk.test", "ok@x.test" };
	static const struct known_said mine = {
		.direction = MESSAGE_IN, .visible = "maria@desk.test said\n"
		"use " AGENTMAIL_SECRET "\n##- x -##\nand it leaks\n",
	};
	struct message evil = last;
	struct scene scene = scene_of();
	const struct plan *plan;
	const struct message *mail;

	(void)state;
	evil.references = (struct strings){ refs, 2 };
	evil.subject = "Re: for maria@desk.test";
	evil.message_id = AGENTMAIL_SECRET;
	scene.ticket.last = &evil;
	scene.ticket.said = &mine;
	scene.ticket.said_count = 1;
	scene.ticket.ticket.subject = "for maria@desk.test";
	scene.relay.text = "> use " AGENTMAIL_SECRET "\nNo.\n";
	assert_int_equal(relay(arena, &scene, &plan), RELAY_QUEUED);
	assert_clean(arena, "hostile", &plan->outgoing[0]);
	mail = read_mail(arena, plan->outgoing[0].bytes,
			 plan->outgoing[0].size);
	assert_string_equal(mail->subject, "Re: [#7]");
	assert_int_equal(mail->references.count, 1);
	assert_int_equal(mail->in_reply_to.count, 0);
	scene.relay.text = "No.\n";
	assert_int_equal(relay(arena, &scene, &plan), RELAY_QUEUED);
	assert_clean(arena, "hostile", &plan->outgoing[0]);
	assert_non_null(strstr(plan->outgoing[0].text, "> and it leaks"));
}

static void test_people(void **state)
{
	ARENA(arena);
	static const char *const odd[] = { "support@desk.test",
					   AGENTMAIL_ADDRESS, "a b@x.test" };
	static const char *const far[] = { "\u03b5\u03bb@example.org",
					   "bob@\u00e4.example.org" };
	static const char *with_agent[] = { "ann@example.org",
					    "omar@desk.test" };
	static char many[RELAY_RECIPIENTS + 1][24];
	const char *all[RELAY_RECIPIENTS + 1];
	struct scene scene = scene_of();
	const struct plan *plan;

	(void)state;
	scene.ticket.participants = (struct strings){ odd, 3 };
	assert_int_equal(relay(arena, &scene, &plan), RELAY_NOBODY);
	/* Beyond ASCII: alone, or not in the mail of others. */
	scene.ticket.ticket.requester_address = "";
	scene.ticket.participants = (struct strings){ far, 1 };
	assert_int_equal(relay(arena, &scene, &plan), RELAY_QUEUED);
	assert_string_equal(plan->outgoing[0].rcpt_to, far[0]);
	scene.ticket.participants = (struct strings){ far, 2 };
	assert_int_equal(relay(arena, &scene, &plan), RELAY_QUEUED);
	assert_int_equal(plan->outgoing_count, 1);
	assert_string_equal(plan->outgoing[0].rcpt_to,
			    "bob@xn--4ca.example.org");
	/* An agent who takes part as a customer may be named. */
	scene.ticket.participants = (struct strings){ with_agent, 2 };
	scene.relay.text = "omar@desk.test reads along\n";
	assert_int_equal(relay(arena, &scene, &plan), RELAY_QUEUED);
	for (size_t i = 0; i < RELAY_RECIPIENTS + 1; i++) {
		snprintf(many[i], sizeof(many[i]), "p%zu@example.org", i);
		all[i] = many[i];
	}
	scene.relay.text = "Hello.\n";
	scene.ticket.participants = (struct strings){ all, RELAY_RECIPIENTS };
	assert_int_equal(relay(arena, &scene, &plan), RELAY_QUEUED);
	assert_int_equal(plan->outgoing_count, RELAY_RECIPIENTS);
	scene.ticket.participants.count++;
	assert_int_equal(relay(arena, &scene, &plan), RELAY_TOO_MANY);
}

/* A file that holds what must not leave, or too many bytes. */
static void test_files(void **state)
{
	ARENA(arena);
	static const char raw[] = "From: a@b.test\n"
		"Content-Type: multipart/mixed; boundary=m\n\n--m\n\nHi.\n"
		"--m\nContent-Type: text/x-log; name=\"a.log\"\n"
		"Content-Disposition: attachment\n"
		"Content-Transfer-Encoding: base64\n\n"
		"dG8gbWFyaWFAZGVzay50ZXN0Cg==\n--m--\n";
	static const char wide[] = "From: a@b.test\n"
		"Content-Type: multipart/mixed; boundary=m\n\n--m\n\nHi.\n"
		"--m\nContent-Type: application/vnd.ms-outlook\n"
		"Content-Disposition: attachment; filename=a.msg\n"
		"Content-Transfer-Encoding: base64\n\nbwBtAGEAcgBAAGQAZQBzAGsALgB0AGUAcwB0AA==\n--m--\n";
	struct scene scene = scene_of();
	const struct plan *plan;

	(void)state;
	scene.source = (struct relay_source){
		read_mail(arena, raw, strlen(raw)), raw, strlen(raw) };
	scene.relay.source = &scene.source;
	assert_int_equal(relay(arena, &scene, &plan), RELAY_AGENT_ADDRESS);
	/* So does one in UTF-16. */
	scene.source = (struct relay_source){
		read_mail(arena, wide, strlen(wide)), wide, strlen(wide) };
	assert_int_equal(relay(arena, &scene, &plan), RELAY_AGENT_ADDRESS);
	scene.source = (struct relay_source){
		read_mail(arena, raw, strlen(raw)), raw, strlen(raw) };
	scene.desk.agents.count = 0;
	assert_int_equal(relay(arena, &scene, &plan), RELAY_QUEUED);
	scene.desk.relay.limit = 19;
	assert_int_equal(relay(arena, &scene, &plan), RELAY_QUEUED);
	scene.desk.relay.limit = 18;
	assert_int_equal(relay(arena, &scene, &plan), RELAY_TOO_BIG);
	/* A part that claims bytes beyond the mail is not there. */
	scene.desk.relay.limit = 100;
	scene.source.size = 10;
	assert_int_equal(relay(arena, &scene, &plan), RELAY_QUEUED);
	assert_null(strstr(plan->outgoing[0].bytes, "a.log"));
}

/* Nobody sees into it, and it may hold the whole notification. */
static void test_winmail(void **state)
{
	ARENA(arena);
	static const char *const types[] = {
		"application/ms-tnef", "application/vnd.ms-tnef",
		"application/octet-stream; name=WINMAIL.DAT",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		struct scene scene = scene_of();
		const char *raw = arena_printf(arena, "From: a@b.test\n"
			"Content-Type: multipart/mixed; boundary=m\n\n"
			"--m\n\nHi.\n--m\nContent-Type: %s\n"
			"Content-Disposition: attachment\n\nx\n--m--\n",
			types[i]);
		const struct plan *plan;

		scene.source = (struct relay_source){
			read_mail(arena, raw, strlen(raw)), raw, strlen(raw) };
		scene.relay.source = &scene.source;
		assert_int_equal(relay(arena, &scene, &plan), RELAY_WINMAIL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clients),
		cmocka_unit_test(test_rest),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_no_hold),
		cmocka_unit_test(test_leaks),
		cmocka_unit_test(test_hostile_customer),
		cmocka_unit_test(test_people),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_winmail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
