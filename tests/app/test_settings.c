/* test_settings.c - what a file says, and one line for each mistake. */

#include "app/settings.h"

#include "app/file.h"
#include "folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define KEYS "a 000102030405060708090a0b0c0d0e0f" \
	     "101112131415161718191a1b1c1d1e1f\n"

/* The shortest file that works: the tests add lines to its parts. */
#define TOP "key_file: keys\n"
#define DESK "desks:\n- name: acme\n  address: help@acme.test\n"
#define MAILBOX "  mailboxes:\n  - host: imap.acme.test\n    user: help\n" \
		"    password_file: password\n"
#define SMTP "  smtp:\n    host: smtp.acme.test\n"
#define LEAST TOP DESK MAILBOX SMTP
#define HOURS LEAST "  hours:\n    zone: Europe/Tallinn\n"
#define WEEK HOURS "    week: { mon-fri: 09:00-17:00 }\n"
#define ICS(events) "BEGIN:VCALENDAR\r\n" events "END:VCALENDAR\r\n"
#define DAY_OFF(date, name) "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:" date \
		"\r\nSUMMARY:" name "\r\nEND:VEVENT\r\n"

static struct settings *load(struct arena *arena, const char *folder,
			     const char *text, struct err *err)
{
	folder_file(arena, folder, "keys", KEYS, 0600);
	folder_file(arena, folder, "open-keys", KEYS, 0644);
	folder_file(arena, folder, "postdesk.yaml", text, 0600);
	return settings_load(folder, err);
}

static void check_defaults(const struct settings_desk *desk)
{
	assert_string_equal(desk->desk.name, "acme");
	assert_string_equal(desk->desk.display_name, "acme");
	assert_string_equal(desk->desk.token_address, "help@acme.test");
	assert_int_equal(desk->desk.gist.ours.count, 1);
	assert_string_equal(desk->desk.gist.ours.at[0], "help@acme.test");
	assert_int_equal(desk->desk.ring.count, 1);
	assert_string_equal(desk->desk.language, "en");
	assert_true(desk->desk.address_tokens);
	assert_int_equal(desk->desk.ack_unverified, ACK_NEUTRAL);
	assert_true(desk->desk.reopen.within == 30 * USEC_DAY);
	assert_int_equal(desk->desk.reopen.queue_count, 0);
	assert_true(desk->desk.subject_window == 14 * USEC_DAY);
	assert_int_equal(desk->desk.new_subject, NEW_SUBJECT_CHILD);
	assert_non_null(desk->desk.foreign);
	assert_null(desk->foreign);
	assert_int_equal(desk->desk.caps.address_hour, 1);
	assert_int_equal(desk->desk.caps.address_day, 3);
	assert_int_equal(desk->desk.caps.verified_hour, 5);
	assert_int_equal(desk->desk.caps.verified_day, 10);
	assert_int_equal(desk->desk.caps.without_person, 5);
	assert_int_equal(desk->desk.caps.domain_hour, 20);
	assert_int_equal(desk->desk.caps.desk_minute, 60);
	assert_int_equal(desk->desk.caps.desk_hour, 500);
	assert_int_equal(desk->desk.promises.desk.of[URGENCY_NORMAL].kind,
			 PROMISE_NONE);
	assert_int_equal(desk->desk.promises.queue_count, 0);
	assert_null(desk->desk.hours);
	assert_null(desk->rules);
	assert_null(desk->admin);
	assert_int_equal(desk->smtp.endpoint.port, 465);
	assert_int_equal(desk->smtp.login.kind, LOGIN_NONE);
	assert_string_equal(desk->smtp.hello, "acme.test");
	assert_null(desk->smtp.message_ids);
}

static void check_default_mailbox(struct arena *a, const char *folder,
				  const struct settings_mailbox *mailbox)
{
	assert_string_equal(mailbox->name, "inbox");
	assert_string_equal(mailbox->imap.mailbox, "INBOX");
	assert_int_equal(mailbox->imap.endpoint.port, 993);
	assert_int_equal(mailbox->imap.endpoint.tls, STREAM_TLS);
	assert_int_equal(mailbox->imap.login.kind, LOGIN_PASSWORD);
	assert_null(mailbox->imap.login.secret);
	assert_string_equal(mailbox->secret.file,
			    arena_printf(a, "%s/password", folder));
	assert_string_equal(mailbox->retire, "Processed");
	assert_true(mailbox->poll == USEC_MINUTE);
	assert_int_equal(mailbox->old_mail, OLD_MAIL_IMPORT);
}

static void test_least(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);
	struct err err = { 0 };
	struct settings *settings = load(a, folder, LEAST, &err);

	(void)state;
	if (settings == NULL)
		fail_msg("%s", err.text);
	assert_string_equal(settings->state, "/var/lib/postdesk");
	assert_null(settings->database);
	assert_int_equal(settings->desk_count, 1);
	check_defaults(&settings->desks[0]);
	assert_int_equal(settings->desks[0].mailbox_count, 1);
	check_default_mailbox(a, folder, &settings->desks[0].mailboxes[0]);
	settings_free(&settings);
	assert_null(settings);
	folder_delete(folder);
}

/* Everything that can be said, once. */
static const char full[] =
	"state: state\n"
	"database: postgresql://desk@db.test/desk\n"
	"desks:\n"
	"- name: acme\n"
	"  display_name: Acme Υποστήριξη\n"
	"  address: Help@Acme.test\n"
	"  aliases: ['@acme.test', info@acme.test]\n"
	"  token_address: h@reply.acme.test\n"
	"  address_tokens: off\n"
	"  key_file: keys\n"
	"  authserv_ids: [mx.acme.test]\n"
	"  ack_unverified: never\n"
	"  new_subject: join\n"
	"  subject_window: 0s\n"
	"  foreign_ids: [rt, { name: ops, subject: 'OPS-\\d+' }]\n"
	"  reopen: always\n"
	"  reopen_queues: { billing: never, parts: 14 days }\n"
	"  language: el\n"
	"  queue: first-line\n"
	"  caps: { address_hour: 2, desk_hour: 9 }\n"
	"  urgency: { low: -5, high: 10, critical: 20 }\n"
	"  admin: root@acme.test\n"
	"  rules: /etc/rules\n"
	"  promise: { critical: 1 hour, normal: 8 working hours,\n"
	"      low: 3 working days }\n"
	"  queue_promises: { billing: 90 minutes,\n"
	"      parts: { high: 1 working day } }\n"
	"  mail_limit: 20 MB\n"
	"  retention: { dropped: 1 day, joined: forever, noted: 400 days,\n"
	"      processed: 30 days }\n"
	"  agents:\n"
	"  - { name: Agent One, address: One@acme.test, tier: 2,\n"
	"      languages: [el, en], queues: [billing] }\n"
	"  mailboxes:\n"
	"  - name: first\n"
	"    host: 127.0.0.1\n"
	"    port: 10143\n"
	"    tls: plain\n"
	"    ca_file: ca.pem\n"
	"    user: help\n"
	"    token_command: print-token\n"
	"    mailbox: Support/Νέα\n"
	"    retire: leave\n"
	"    poll: 5 minutes\n"
	"    old_mail: skip\n"
	"  - name: second\n"
	"    path: mail/box\n"
	"  smtp:\n"
	"    host: ::1\n"
	"    tls: starttls\n"
	"    user: help\n"
	"    password_command: pass\n"
	"    hello: mail.acme.test\n"
	"    message_ids: eu-west-1.amazonses.com\n";

static void check_promises(const struct promise_policy *promises)
{
	static const struct {
		const char *queue;
		enum urgency urgency;
		const char *want;
	} terms[] = {
		{ "first-line", URGENCY_LOW, "3 working days" },
		{ "first-line", URGENCY_NORMAL, "8 working hours" },
		{ "first-line", URGENCY_HIGH, "" },
		{ "first-line", URGENCY_CRITICAL, "1 hour" },
		{ "billing", URGENCY_LOW, "90 minutes" },
		{ "billing", URGENCY_HIGH, "90 minutes" },
		{ "parts", URGENCY_HIGH, "1 working day" },
		{ "parts", URGENCY_CRITICAL, "1 hour" },
	};
	ARENA(a);

	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++)
		assert_string_equal(promise_render(a, promise_term(
			promises, terms[i].queue, terms[i].urgency)),
			terms[i].want);
}

static void check_desk(const struct settings_desk *desk)
{
	assert_string_equal(desk->desk.display_name, "Acme Υποστήριξη");
	assert_string_equal(desk->desk.address, "help@acme.test");
	assert_int_equal(desk->desk.gist.ours.count, 4);
	assert_string_equal(desk->desk.gist.ours.at[1], "h@reply.acme.test");
	assert_string_equal(desk->desk.gist.ours.at[2], "@acme.test");
	assert_string_equal(desk->desk.gist.pins.at[0], "mx.acme.test");
	assert_false(desk->desk.address_tokens);
	assert_int_equal(desk->desk.ack_unverified, ACK_NEVER);
	assert_int_equal(desk->desk.new_subject, NEW_SUBJECT_JOIN);
	assert_true(desk->desk.subject_window == 0);
	assert_int_equal(desk->foreign_id_count, 2);
	assert_string_equal(desk->foreign_ids[1].name, "ops");
	assert_ptr_equal(desk->desk.foreign, desk->foreign);
	assert_true(desk->desk.reopen.within == REOPEN_ALWAYS);
	assert_int_equal(desk->desk.reopen.queue_count, 2);
	assert_string_equal(desk->desk.reopen.queues[0].queue, "billing");
	assert_true(desk->desk.reopen.queues[0].within == REOPEN_NEVER);
	assert_true(desk->desk.reopen.queues[1].within == 14 * USEC_DAY);
	assert_string_equal(desk->desk.agent_names.at[0],
			    desk->desk.team.at[0].name);
	assert_int_equal(desk->desk.caps.address_hour, 2);
	assert_int_equal(desk->desk.caps.address_day, 3);
	assert_int_equal(desk->desk.caps.desk_hour, 9);
	assert_int_equal(desk->desk.score_low, -5);
	assert_int_equal(desk->desk.score_high, 10);
	assert_int_equal(desk->desk.score_critical, 20);
	assert_string_equal(desk->desk.agents.at[0], "one@acme.test");
	assert_string_equal(desk->desk.team.at[0].languages.at[1], "en");
	assert_string_equal(desk->desk.team.at[0].queues.at[0], "billing");
	assert_int_equal(desk->desk.team.at[0].tier, 2);
	assert_string_equal(desk->rules, "/etc/rules");
	check_promises(&desk->desk.promises);
	assert_int_equal(desk->mail_limit, 20 * 1024 * 1024);
	assert_true(desk->retention.keep[DISPOSITION_DROPPED] == USEC_DAY);
	assert_true(desk->retention.processed == 30 * USEC_DAY);
	assert_true(desk->retention.keep[DISPOSITION_NOTED] ==
		    400 * USEC_DAY);
	assert_true(desk->retention.keep[DISPOSITION_JOINED] ==
		    RETENTION_FOREVER);
	assert_true(desk->retention.keep[DISPOSITION_TICKETED] ==
		    RETENTION_FOREVER);
}

static void check_servers(struct arena *a, const char *folder,
			  const struct settings_desk *desk)
{
	const struct settings_mailbox *mailbox = &desk->mailboxes[0];

	assert_int_equal(mailbox->imap.endpoint.port, 10143);
	assert_int_equal(mailbox->imap.endpoint.tls, STREAM_PLAIN);
	assert_string_equal(mailbox->imap.mailbox, "Support/Νέα");
	assert_int_equal(mailbox->imap.login.kind, LOGIN_TOKEN);
	assert_string_equal(mailbox->secret.command, "print-token");
	assert_null(mailbox->retire);
	assert_true(mailbox->poll == 5 * USEC_MINUTE);
	assert_int_equal(mailbox->old_mail, OLD_MAIL_SKIP);
	assert_string_equal(old_mail_word(mailbox->old_mail), "skip");
	assert_string_equal(desk->mailboxes[1].path,
			    arena_printf(a, "%s/mail/box", folder));
	assert_int_equal(desk->smtp.endpoint.port, 587);
	assert_string_equal(desk->smtp.endpoint.host, "::1");
	assert_string_equal(desk->smtp_secret.command, "pass");
	assert_string_equal(desk->smtp.hello, "mail.acme.test");
	assert_string_equal(desk->smtp.message_ids, "eu-west-1.amazonses.com");
}

static void test_full(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);
	struct err err = { 0 };
	struct settings *settings = load(a, folder, full, &err);

	(void)state;
	if (settings == NULL)
		fail_msg("%s", err.text);
	assert_string_equal(settings->state,
			    arena_printf(a, "%s/state", folder));
	assert_string_equal(settings->database,
			    "postgresql://desk@db.test/desk");
	check_desk(&settings->desks[0]);
	check_servers(a, folder, &settings->desks[0]);
	settings_free(&settings);
	folder_delete(folder);
}

static const struct {
	int line;
	const char *text;
	const char *refusal;
} mistakes[] = {
	{ __LINE__, "", ":1:1: found nothing, expected a map" },
	{ __LINE__, "x: [", ":2:1: this is not YAML" },
	{ __LINE__, "state: s\n", ":1:1: found a map, expected `desks:`" },
	{ __LINE__, "desk: x\n", ":1:1: found `desk`, expected `desks`" },
	{ __LINE__, "desks: x\n", ":1:8: found `x`, expected a list" },
	{ __LINE__, "desks: []\n", ":1:8: found an empty list, expected a " },
	{ __LINE__, "state: 7\nstate: 8\n", ":2:1: found `state`" },
	{ __LINE__, "key_file: no-such\ndesks: []\n", "no-such: No such" },
	{ __LINE__, "key_file: open-keys\ndesks: []\n",
	  "open-keys: found mode 0644, expected 0600" },
	{ __LINE__, "database: secret-word\ndesks: []\n",
	  ":1:11: expected a libpq URI" },
	{ __LINE__, DESK MAILBOX SMTP, ":2:3: found a map, expected `key_fil" },
	{ __LINE__, TOP "desks:\n- name: acme\n", ":3:3: found a map, "
	  "expected `address:` in it" },
	{ __LINE__, TOP "desks:\n- name: Acme!\n", ":3:9: found `Acme!`, "
	  "expected a word of a-z" },
	{ __LINE__, TOP "desks:\n- name: a\n  address: x\n",
	  ":4:12: found `x`, expected an address" },
	{ __LINE__, TOP "desks:\n- name: a\n  address: x@y@z.test\n",
	  ":4:12: found `x@y@z.test`, expected an address" },
	{ __LINE__, TOP "desks:\n- name: a\n  address: a b@z.test\n",
	  ":4:12: found `a b@z.test`, expected an address" },
	{ __LINE__, TOP DESK MAILBOX, ":3:3: found a map, expected `smtp:`" },
	{ __LINE__, TOP DESK SMTP, ":3:3: found a map, expected `mailboxes:" },
	{ __LINE__, LEAST "  colour: red\n", ":11:3: found `colour`" },
	{ __LINE__, LEAST "  language: english\n", ":11:13: found `english`, "
	  "expected two letters" },
	{ __LINE__, LEAST "  ack_unverified: maybe\n", ":11:19: found `maybe`, "
	  "expected one of: never, neutral, normal" },
	{ __LINE__, LEAST "  new_subject: split\n", ":11:16: found "
	  "`split`, expected one of: child, join" },
	{ __LINE__, LEAST "  foreign_ids: [trac]\n", ":11:17: found "
	  "`trac`, expected jira" },
	{ __LINE__, LEAST "  foreign_ids: [rt, rt]\n", ":11:21: found "
	  "`rt`, expected each system once" },
	{ __LINE__, LEAST "  foreign_ids: [{ name: x }]\n", ":11:17: found "
	  "a map, expected `subject:`" },
	{ __LINE__, LEAST "  foreign_ids: [{ name: x, subject: '(' }]\n",
	  ":11:37: found `(`, wrong at character" },
	{ __LINE__, LEAST "  reopen: sometimes\n", ":11:11: found "
	  "`sometimes`, expected always, never, or a time as 14 days" },
	{ __LINE__, LEAST "  reopen: 0 days\n", ":11:11: found `0 days`" },
	{ __LINE__, LEAST "  reopen_queues: [a]\n", ":11:18: found a list" },
	{ __LINE__, LEAST "  reopen_queues: { A!: never }\n",
	  ":11:20: found `A!`, expected a word" },
	{ __LINE__, LEAST "  reopen_queues: { a: no }\n",
	  ":11:23: found `no`, expected always" },
	{ __LINE__, LEAST "  address_tokens: 1\n", ":11:19: found `1`, "
	  "expected on or off" },
	{ __LINE__, LEAST "  mail_limit: 10 KB\n", ":11:15: found `10 KB`, "
	  "expected from 1 MB to 200 MB" },
	{ __LINE__, LEAST "  caps: { hourly: 1 }\n", ":11:11: found `hourly`" },
	{ __LINE__, LEAST "  caps: { desk_hour: -1 }\n",
	  ":11:22: found `-1`, expected a whole number from 0" },
	{ __LINE__, LEAST "  urgency: { high: 90 }\n", ":11:12: found a map, "
	  "expected low below high, high below critical (now -20, 90, 70)" },
	{ __LINE__, LEAST "  hours: always\n",
	  ":11:10: found `always`, expected a map" },
	{ __LINE__, LEAST "  hours: { week: { mon: 09:00-17:00 } }\n",
	  ":11:10: found a map, expected `zone:` in it" },
	{ __LINE__, HOURS, ":12:5: found a map, expected `week:` in it" },
	{ __LINE__, HOURS "    week: {}\n",
	  ":13:11: found an empty map, expected a day that is not closed" },
	{ __LINE__, HOURS "    week: { mon: closed }\n",
	  ":13:11: found a map, expected a day that is not closed" },
	{ __LINE__, LEAST "  hours: { zone: Europe/Atlantis }\n",
	  ":11:18: found `Europe/Atlantis`, expected a time zone such as" },
	{ __LINE__, LEAST "  queue_hours: billing\n",
	  ":11:16: found `billing`, expected a map of at most 1000 queues" },
	{ __LINE__, LEAST "  queue_hours: { Billing: {} }\n",
	  ":11:18: found `Billing`" },
	{ __LINE__, LEAST "  queue_hours: { billing: {} }\n",
	  ":11:27: found an empty map, expected `zone:` in it" },
	{ __LINE__, LEAST "  queues: [sales]\n  queue_hours:\n"
	  "    billing: { zone: UTC, week: { mon: 09:00-17:00 } }\n",
	  ":13:5: found `billing`, expected one of the desk's `queues:`" },
	{ __LINE__, LEAST "  promise: within 8 working hours\n", ":11:12: "
	  "found `within 8 working hours`, expected a time from 1 minute to "
	  "90 days, as 8 working hours" },
	{ __LINE__, LEAST "  promise: 8 working\n", ":11:12: found" },
	{ __LINE__, LEAST "  promise: 8 workinghours\n", ":11:12: found" },
	{ __LINE__, LEAST "  promise: 0 hours\n", ":11:12: found `0 hours`" },
	{ __LINE__, LEAST "  promise: 59s\n", ":11:12: found `59s`" },
	{ __LINE__, LEAST "  promise: 91 days\n", ":11:12: found `91 days`" },
	{ __LINE__, LEAST "  promise: 91 working days\n", ":11:12: found" },
	{ __LINE__, LEAST "  promise: [1 hour]\n", ":11:12: found a list" },
	{ __LINE__, LEAST "  promise: {}\n", ":11:12: found an empty map" },
	{ __LINE__, LEAST "  promise: { urgent: 1 hour }\n",
	  ":11:14: found `urgent`, expected low, normal, high or critical" },
	{ __LINE__, LEAST "  promise: { high: soon }\n",
	  ":11:20: found `soon`, expected a time" },
	{ __LINE__, LEAST "  queue_promises: 1 hour\n",
	  ":11:19: found `1 hour`, expected a map of at most 1000 queues" },
	{ __LINE__, LEAST "  queue_promises: { billing: soon }\n",
	  ":11:30: found `soon`, expected a time" },
	{ __LINE__, LEAST "  queues: [sales]\n"
	  "  queue_promises: { billing: 1 hour }\n",
	  ":12:21: found `billing`, expected one of the desk's `queues:`" },
	{ __LINE__, LEAST "  queues: [sales]\n"
	  "  survey: { after: 1 day, queues: [sales, billing] }\n",
	  ":12:43: found `billing`, expected one of the desk's `queues:`" },
	{ __LINE__, LEAST "  queues: [sales]\n"
	  "  tell_closed: { after: 1 hour, queues: [billing] }\n",
	  ":12:42: found `billing`, expected one of the desk's `queues:`" },
	{ __LINE__, LEAST "  queues: [sales]\n"
	  "  agents: [{ name: A, address: a@b.test, queues: [billing] }]\n",
	  ":12:51: found `billing`, expected one of the desk's `queues:`" },
	{ __LINE__, LEAST "  retention: 30 days\n",
	  ":11:14: found `30 days`, expected a map such as" },
	{ __LINE__, LEAST "  retention: { deleted: 30 days }\n",
	  ":11:16: found `deleted`, expected what a mail ends as: ticketed" },
	{ __LINE__, LEAST "  retention: { dropped: 23 hours }\n",
	  ":11:25: found `23 hours`, expected forever, or a time of at" },
	{ __LINE__, LEAST "  retention: { processed: 29 days }\n",
	  ":11:27: found `29 days`, expected at least 30 days: from there" },
	{ __LINE__, LEAST "  retention: { dropped: always }\n",
	  ":11:25: found `always`" },
	{ __LINE__, LEAST "  round_the_clock: critical\n",
	  ":11:20: found `critical`, expected a list" },
	{ __LINE__, LEAST "  round_the_clock: [urgent]\n",
	  ":11:21: found `urgent`, expected low, normal, high or critical" },
	{ __LINE__, WEEK "    notices: [{ from: 2026-12-24, reply: a }]\n",
	  ":14:15: found a map, expected `to:` in it" },
	{ __LINE__, WEEK "    notices: [{ from: 2026-12-24, to: 2026-12-23, "
	  "reply: a }]\n", ":14:39: found `2026-12-23`, expected a date no "
	  "earlier than `from`" },
	{ __LINE__, WEEK "    notices: [{ from: 24.12., to: 2026-12-24, "
	  "reply: a }]\n", ":14:23: found `24.12.`, expected a date such" },
	{ __LINE__, WEEK "    notices: [{ from: 2026-12-24, to: 2026-12-24, "
	  "reply: A }]\n", ":14:58: found `A`" },
	{ __LINE__, WEEK "    holidays: a.ics\n",
	  ":14:15: found `a.ics`, expected a list" },
	{ __LINE__, WEEK "    holidays: []\n", ":14:15: found an empty list" },
	{ __LINE__, WEEK "    holidays: [absent.ics]\n",
	  "/absent.ics: No such file or directory" },
	{ __LINE__, WEEK "    holidays: [postdesk.yaml]\n",
	  "/postdesk.yaml:1: found `key_file: keys`, expected a line of" },
	{ __LINE__, HOURS "    week: 09:00-17:00\n",
	  ":13:11: found `09:00-17:00`, expected a map of at most" },
	{ __LINE__, HOURS "    week: { monday: 09:00-17:00 }\n",
	  ":13:13: found `monday`, expected days of the week such as mon" },
	{ __LINE__, HOURS "    week: { mon-: 09:00-17:00 }\n",
	  ":13:13: found `mon-`, expected days of the week" },
	{ __LINE__, HOURS "    week: { mon-fri: 09:00-17:00, wed: closed }\n",
	  ":13:35: found `wed`, expected each day once" },
	{ __LINE__, HOURS "    week: { fri-mon: 09:00-17:00, sun: closed }\n",
	  ":13:35: found `sun`, expected each day once" },
	{ __LINE__, HOURS "    week: { mon: 9:00-17:00 }\n",
	  ":13:18: found `9:00-17:00`, expected times in order such as" },
	{ __LINE__, HOURS "    week: { mon: 09:00-17:60 }\n", ":13:18: found" },
	{ __LINE__, HOURS "    week: { mon: 09:00-24:01 }\n", ":13:18: found" },
	{ __LINE__, HOURS "    week: { mon: 24:00-09:00 }\n", ":13:18: found" },
	{ __LINE__, HOURS "    week: { mon: 09:00-09:00 }\n", ":13:18: found" },
	{ __LINE__, HOURS "    week: { mon: 09:00-17:00x }\n", ":13:18: found" },
	{ __LINE__, HOURS "    week: { mon: 09:00 }\n", ":13:18: found" },
	{ __LINE__, HOURS "    week: { mon: ' ' }\n", ":13:18: found" },
	{ __LINE__, HOURS "    week: { mon: 09:00-12:00 11:59-13:00 }\n",
	  ":13:18: found" },
	{ __LINE__, HOURS "    week: { mon: 22:00-02:00 03:00-04:00 }\n",
	  ":13:18: found" },
	{ __LINE__, HOURS "    week: { mon: 09:00-17:00 }\n"
	  "    closed: { 2027-02-29: Day }\n",
	  ":14:15: found `2027-02-29`, expected a date such as 2026-12-24" },
	{ __LINE__, HOURS "    week: { mon: 09:00-17:00 }\n"
	  "    closed: { 24.12.2026: Day }\n",
	  ":14:15: found `24.12.2026`, expected a date such as 2026-12-24" },
	{ __LINE__, HOURS "    week: { mon: 09:00-17:00 }\n"
	  "    closed: { 2026-12-24: }\n",
	  ":14:27: found nothing, expected a text" },
	{ __LINE__, HOURS "    week: { mon: 09:00-17:00 }\n"
	  "    closed: { 2026-12-24: Day }\n"
	  "    special: { 2026-12-24: 09:00-10:00 }\n",
	  ":15:16: found `2026-12-24`, expected each date once" },
	{ __LINE__, HOURS "    week: { mon: 09:00-17:00 }\n"
	  "    special: { 2026-12-24: noon }\n",
	  ":14:28: found `noon`, expected times" },
	{ __LINE__, HOURS "    week: { mon: 09:00-17:00 }\n    open: yes\n",
	  ":14:5: found `open`, expected one of: zone, week, closed" },
	{ __LINE__, LEAST "  aliases: [a@b.test, a@b.test]\n",
	  ":11:23: found `a@b.test`, expected it once" },
	{ __LINE__, LEAST "  aliases: ['@b_c']\n",
	  ":11:13: found `@b_c`, expected a domain" },
	{ __LINE__, LEAST "  agents:\n  - name: One\n",
	  ":12:5: found a map, expected `address:`" },
	{ __LINE__, LEAST "  agents:\n  - { name: One, address: a@b.test }\n"
	  "  - { name: Two, address: A@b.test }\n",
	  ":13:27: found `A@b.test`, expected each agent once" },
	{ __LINE__, LEAST "  agents:\n  - { name: 'a\n\n    b', address: "
	  "a@b.test }\n", ":12:13: found `a b`, expected one line" },
	{ __LINE__, TOP DESK SMTP "  mailboxes:\n  - path: a\n    user: b\n",
	  ":8:5: found a map, expected no `user:` beside `path:`" },
	{ __LINE__, TOP DESK SMTP "  mailboxes:\n  - host: a.test\n",
	  ":8:5: found a map, expected `host:` and `user:`, or `path:`" },
	{ __LINE__, TOP DESK SMTP "  mailboxes:\n  - host: a.test\n"
	  "    user: b\n", ":8:5: found a map, expected with `user:` one of "
	  "password_file" },
	{ __LINE__, TOP DESK SMTP "  mailboxes:\n  - host: a.test\n"
	  "    user: b\n    password_file: x\n    token_command: y\n",
	  ":8:5: found a map, expected with `user:` one of" },
	{ __LINE__, TOP DESK SMTP "  mailboxes:\n  - host: a.test\n"
	  "    user: b\n    password: x\n", ":10:5: found `password`" },
	{ __LINE__, LEAST "    tls: plain\n", ":11:10: found `plain`, expected "
	  "tls or starttls" },
	{ __LINE__, LEAST "    port: 65536\n", ":11:11: found `65536`, "
	  "expected a whole number from 1 to 65535" },
	{ __LINE__, LEAST "    user: u\n", ":10:5: found a map, expected with "
	  "`user:` one of" },
	{ __LINE__, TOP DESK MAILBOX "    poll: 0s\n" SMTP,
	  ":9:11: found `0s`, expected from 1s to 1 day" },
	{ __LINE__, TOP DESK MAILBOX "  - path: x\n" SMTP,
	  ":9:5: found a map, expected a `name:` of its own, not `inbox`" },
	{ __LINE__, LEAST "- name: other\n  address: help@acme.test\n"
	  MAILBOX SMTP, ":11:3: found a map, expected a name and an address" },
	{ __LINE__, TOP "desks:\n- name: a\n"
	  "  address: twenty-five-octets-long-x@a.test\n" MAILBOX SMTP,
	  ":4:12: found `twenty-five-octets-long-x@a.test`, expected at most "
	  "24" },
};

static void test_mistakes(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);

	(void)state;
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		struct err err = { 0 };
		struct settings *settings = load(a, folder, mistakes[i].text,
						 &err);

		if (settings != NULL)
			fail_msg("line %d: accepted", mistakes[i].line);
		if (err.kind != ERR_PERMANENT ||
		    strstr(err.text, mistakes[i].refusal) == NULL ||
		    strncmp(err.text, folder, strlen(folder)) != 0 ||
		    strstr(err.text, "secret-word") != NULL)
			fail_msg("line %d: %s", mistakes[i].line, err.text);
	}
	folder_delete(folder);
}

static void check_day(const struct hours_day *day, int from, int until)
{
	assert_int_equal(day->count, 1);
	assert_int_equal(day->spans[0].from, from * 60);
	assert_int_equal(day->spans[0].until, until * 60);
}

static void test_hours(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);
	struct err err = { 0 };
	struct settings *settings = load(a, folder, HOURS
		"    week:\n"
		"      mon-thu: 09:00-12:00 13:00-17:00\n"
		"      fri-sat: 22:00-06:00\n"
		"      sun: 00:00-24:00\n"
		"    special: { 2028-02-29: 10:00-11:00, 2026-12-23: closed }\n"
		"    notices:\n"
		"    - { from: 2026-12-24, to: 2027-01-02, reply: ack-away }\n"
		"    closed: { 2026-12-24: Christmas Eve }\n", &err);
	const struct hours *hours;

	(void)state;
	if (settings == NULL)
		fail_msg("%s", err.text);
	hours = settings->desks[0].desk.hours;
	assert_string_equal(hours->zone->name, "Europe/Tallinn");
	check_day(&hours->week[0], 0, 24);
	for (int day = 1; day <= 4; day++) {
		assert_int_equal(hours->week[day].count, 2);
		assert_int_equal(hours->week[day].spans[0].until, 12 * 60);
		assert_int_equal(hours->week[day].spans[1].from, 13 * 60);
	}
	check_day(&hours->week[5], 22, 30);
	check_day(&hours->week[6], 22, 30);
	assert_int_equal(hours->notices.count, 1);
	assert_true(hours->notices.at[0].from == clock_civil(2026, 12, 24));
	assert_true(hours->notices.at[0].to == clock_civil(2027, 1, 2));
	assert_string_equal(hours->notices.at[0].reply, "ack-away");
	assert_int_equal(hours->date_count, 3);
	assert_true(hours->dates[0].midnight == clock_civil(2026, 12, 23));
	assert_int_equal(hours->dates[0].day.count, 0);
	assert_string_equal(hours->dates[1].name, "Christmas Eve");
	assert_int_equal(hours->dates[1].day.count, 0);
	assert_true(hours->dates[2].midnight == clock_civil(2028, 2, 29));
	check_day(&hours->dates[2].day, 10, 11);
	settings_free(&settings);
	folder_delete(folder);
}

static void test_cover(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);
	struct err err = { 0 };
	struct settings *settings = load(a, folder, WEEK
		"  round_the_clock: [critical, high]\n"
		"  queue_hours:\n"
		"    billing: { zone: Europe/Athens,\n"
		"      week: { tue: 10:00-14:00 } }\n"
		"    general: { zone: UTC, week: { sun: 00:00-24:00 } }\n"
		"  queues: [billing]\n", &err);
	const struct cover *cover;

	(void)state;
	if (settings == NULL)
		fail_msg("%s", err.text);
	cover = &settings->desks[0].desk.cover;
	assert_int_equal(cover->round_the_clock,
			 1 << URGENCY_CRITICAL | 1 << URGENCY_HIGH);
	assert_int_equal(cover->queue_count, 2);
	assert_string_equal(cover->queues[0].queue, "billing");
	assert_string_equal(cover->queues[0].hours->zone->name,
			    "Europe/Athens");
	check_day(&cover->queues[0].hours->week[2], 10, 14);
	assert_string_equal(cover->queues[1].queue, "general");
	settings_free(&settings);
	folder_delete(folder);
}

/* Files of holidays, with what is under `closed:` and `special:`. */
static void test_holidays(void **state)
{
	static const struct {
		int month, day;
		const char *name;
		size_t spans;
	} dates[] = {
		{ 2, 24, "Independence Day", 0 }, { 5, 1, "Ours", 0 },
		{ 12, 24, "Jõululaupäev", 0 }, { 12, 25, "First", 0 },
		{ 12, 26, "", 1 },
	};
	ARENA(a);
	const char *folder = folder_new(a);
	struct err err = { 0 };
	struct settings *settings;
	const struct hours *hours;

	(void)state;
	folder_file(a, folder, "a.ics", ICS(
		DAY_OFF("20261225", "First") DAY_OFF("20261225", "Again")
		DAY_OFF("20261224", "Jõululaupäev")
		DAY_OFF("20261226", "Boxing Day")), 0644);
	folder_file(a, folder, "b.ics", ICS(
		DAY_OFF("20260501", "Spring Day")
		DAY_OFF("20261225", "Second")
		DAY_OFF("20260224", "Independence Day")), 0644);
	settings = load(a, folder, WEEK
		"    holidays: [a.ics, b.ics]\n"
		"    closed: { 2026-05-01: Ours }\n"
		"    special: { 2026-12-26: 09:00-12:00 }\n", &err);
	if (settings == NULL)
		fail_msg("%s", err.text);
	hours = settings->desks[0].desk.hours;
	assert_int_equal(hours->date_count, sizeof(dates) / sizeof(dates[0]));
	for (size_t i = 0; i < hours->date_count; i++) {
		assert_true(hours->dates[i].midnight ==
			    clock_civil(2026, dates[i].month, dates[i].day));
		assert_string_equal(hours->dates[i].name, dates[i].name);
		assert_int_equal(hours->dates[i].day.count, dates[i].spans);
	}
	settings_free(&settings);
	folder_delete(folder);
}

static void test_no_file(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_null(settings_load("/no/such/file.yaml", &err));
	assert_string_equal(err.text,
			    "/no/such/file.yaml: No such file or directory");
}

static void test_file_by_name(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);
	struct err err = { 0 };
	struct settings *settings;

	(void)state;
	folder_file(a, folder, "keys", KEYS, 0600);
	settings = settings_load(folder_file(a, folder, "x.yaml", LEAST, 0600),
				 &err);
	assert_non_null(settings);
	assert_string_equal(settings->file, arena_printf(a, "%s/x.yaml",
							 folder));
	settings_free(&settings);
	folder_delete(folder);
}

/* The documented file holds every setting (tests/check-settings.sh); here it
 * proves to hold no other. */
static void test_documented(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);
	struct settings *settings = NULL;
	struct err err = { 0 };
	struct buffer text;

	(void)state;
	assert_true(file_read(a, DOCUMENTED_SETTINGS, 100000, &text, &err));
	folder_file(a, folder, "postdesk.key", KEYS, 0600);
	folder_file(a, folder, "holidays.ics", ICS(""), 0644);
	settings = load(a, folder, text.data, &err);
	if (settings == NULL)
		fail_msg("%s", err.text);
	assert_int_equal(settings->desks[0].mailbox_count, 4);
	assert_int_equal(settings->desks[0].smtp.endpoint.port, 587);
	settings_free(&settings);
	folder_delete(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_least),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_hours),
		cmocka_unit_test(test_cover),
		cmocka_unit_test(test_holidays),
		cmocka_unit_test(test_documented),
		cmocka_unit_test(test_no_file),
		cmocka_unit_test(test_file_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
