/* test_identity.c - lists and agents undone, and what must stay as it is. */

#include "mail/identity.h"

#include "mail/gist.h"
#include "mail/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const own[] = { "support@desk.test" };
static const char *const pins[] = { "mx.desk.test" };
static const char *const lists[] = { "team@lists.test", "all@org.test" };
static const char *const agents[] = { "one@desk-staff.test",
				      "two@desk-staff.test" };
static const struct gist_desk desk = {
	.ours = { own, 1 }, .pins = { pins, 1 }, .lists = { lists, 2 },
	.agents = { agents, 2 },
};

/* What came of one mail. */
struct undone {
	const struct message *message;
	struct gist gist;
	struct identity identity;
};

static struct undone undo(struct arena *arena, const char *mail)
{
	struct reader *reader = reader_new();
	struct undone undone;

	undone.message = identity_undo(arena,
		parse_message(arena, reader, mail, strlen(mail)), &desk,
		&undone.identity);
	undone.gist = gist_of(arena, undone.message, &desk);
	reader_free(&reader);
	return undone;
}

#define TEAM "List-Id: Team <team.lists.test>\n"
#define VIA "From: 'Ann' via Team <team@lists.test>\n"
#define GOOGLE VIA TEAM "X-Original-From: Ann <ann@example.org>\n" \
	"Precedence: list\nList-Post: <mailto:team@lists.test>\n"
#define PATH "Return-Path: <team+bnc1@lists.test>\n"
#define PASS(what) "Authentication-Results: mx.desk.test; " what "\n"
#define FALSE "dkim=fail header.d=example.org; dmarc=fail " \
	"header.from=example.org"
#define END "Subject: Kettle\n\nIt leaks.\n"

static const struct list_case {
	int line;
	const char *mail, *how, *author;
	enum origin_kind origin;
	enum auth_verdict auth;
} list_cases[] = {
	/* Undone, by each field, and answerable as a person's. */
	{ __LINE__, PATH GOOGLE END, "list", "ann@example.org",
	  ORIGIN_PERSON, AUTH_NONE },
	{ __LINE__, PATH VIA "Reply-To: Ann <ann@example.org>\n" END,
	  "list", "ann@example.org", ORIGIN_PERSON, AUTH_NONE },
	{ __LINE__, VIA TEAM "Reply-To: team@lists.test, "
	  "Ann <ann@example.org>\nSender: team-bounces@lists.test\n" END,
	  "list", "ann@example.org", ORIGIN_PERSON, AUTH_NONE },
	/* From was left alone: only the list's marks go. */
	{ __LINE__, "From: ann@example.org\n" TEAM END, "list",
	  "ann@example.org", ORIGIN_PERSON, AUTH_NONE },

	/* The list's own proofs prove nothing of the author. */
	{ __LINE__, PASS("dmarc=pass header.from=lists.test") GOOGLE END,
	  "list", "ann@example.org", ORIGIN_PERSON, AUTH_NONE },
	{ __LINE__, PASS("dmarc=pass header.from=org.test; dkim=pass "
	  "header.d=org.test") "From: 'Ann' via All <all@org.test>\n"
	  "List-Id: <all.org.test>\nX-Original-From: ann@org.test\n" END,
	  "list", "ann@org.test", ORIGIN_PERSON, AUTH_NONE },
	/* What a list breaks is not held against him, if it is the list. */
	{ __LINE__, PASS(FALSE "; spf=pass smtp.mailfrom=t@lists.test")
	  "From: ann@example.org\n" TEAM END,
	  "list", "ann@example.org", ORIGIN_PERSON, AUTH_NONE },
	{ __LINE__, PASS(FALSE "; dkim=pass header.d=lists.test")
	  "From: ann@example.org\n" TEAM END,
	  "list", "ann@example.org", ORIGIN_PERSON, AUTH_NONE },
	/* Anybody can write its name. */
	{ __LINE__, PASS(FALSE) "From: ann@example.org\n" TEAM END,
	  "from", "ann@example.org", ORIGIN_LIST, AUTH_FAIL },
	{ __LINE__, PASS(FALSE "; spf=pass smtp.mailfrom=t@evil.test; "
	  "dkim=fail header.d=lists.test") "From: ann@example.org\n" TEAM
	  END, "from", "ann@example.org", ORIGIN_LIST, AUTH_FAIL },
	{ __LINE__, PASS("dmarc=fail header.from=lists.test") GOOGLE END,
	  "list-hides-author", "", ORIGIN_LIST, AUTH_NONE },
	/* His own signature does. */
	{ __LINE__, PASS("dkim=pass header.d=example.org") GOOGLE END,
	  "list", "ann@example.org", ORIGIN_PERSON, AUTH_PASS },
	{ __LINE__, "Authentication-Results: mx.evil.test; dkim=pass "
	  "header.d=example.org\n" GOOGLE END, "list", "ann@example.org",
	  ORIGIN_PERSON, AUTH_NONE },

	/* Nobody, or too many, are named. */
	{ __LINE__, VIA TEAM END, "list-hides-author", "",
	  ORIGIN_LIST, AUTH_NONE },
	{ __LINE__, VIA TEAM "Reply-To: ann@example.org, bob@example.org\n"
	  END, "list-hides-author", "", ORIGIN_LIST,
	  AUTH_NONE },
	{ __LINE__, VIA TEAM "X-Original-From: ann@example.org, "
	  "bob@example.org\n" END, "list-hides-author", "",
	  ORIGIN_LIST, AUTH_NONE },
	{ __LINE__, VIA TEAM "X-Original-From: team@lists.test\n" END,
	  "list-hides-author", "", ORIGIN_LIST, AUTH_NONE },

	/* A list that is not of the settings, alone or beside. */
	{ __LINE__, "From: 'Ann' via X <x@lists.test>\n"
	  "List-Id: <x.lists.test>\nX-Original-From: ann@example.org\n" END,
	  "from", "x@lists.test", ORIGIN_LIST, AUTH_NONE },
	{ __LINE__, GOOGLE "List-Id: <x.lists.test>\n" END, "from",
	  "team@lists.test", ORIGIN_LIST, AUTH_NONE },
	{ __LINE__, "From: eve@example.net\n"
	  "X-Original-From: ann@example.org\n" END, "from",
	  "eve@example.net", ORIGIN_PERSON, AUTH_NONE },
	{ __LINE__, "From: ann@example.org\nList-Id: <teamalists.test>\n" END,
	  "from", "ann@example.org", ORIGIN_LIST, AUTH_NONE },

	/* Machines stay machines. */
	{ __LINE__, "Auto-Submitted: auto-replied\n" GOOGLE END, "list",
	  "ann@example.org", ORIGIN_RESPONDER, AUTH_NONE },
	{ __LINE__, "Return-Path: <>\n" GOOGLE END, "list",
	  "ann@example.org", ORIGIN_ROBOT, AUTH_NONE },
};

static void check(int line, const struct undone *got, const char *how,
		  const char *author)
{
	if (strcmp(identity_word(got->identity.kind), how) != 0)
		fail_msg("line %d: %s", line,
			 identity_word(got->identity.kind));
	if (strcmp(message_author(got->message), author) != 0)
		fail_msg("line %d: %s", line, message_author(got->message));
}

static void test_lists(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(list_cases); i++) {
		const struct list_case *one = &list_cases[i];
		ARENA(arena);
		struct undone got = undo(arena, one->mail);

		check(one->line, &got, one->how, one->author);
		if (got.gist.origin.kind != one->origin)
			fail_msg("line %d: %s", one->line,
				 origin_word(got.gist.origin.kind));
		if (got.gist.auth.verdict != one->auth)
			fail_msg("line %d: %s", one->line,
				 got.gist.auth.evidence);
	}
}

/* The envelope is the author's where it was the list's; else it stays. */
static void test_list_envelope(void **state)
{
	ARENA(arena);
	struct undone got = undo(arena, PATH GOOGLE END);

	(void)state;
	assert_string_equal(got.message->return_path.address,
			    "ann@example.org");
	assert_string_equal(got.message->from.at[0].name, "Ann");
	assert_null(message_header(got.message, "List-Id"));
	got = undo(arena, VIA TEAM "Reply-To: ann@example.org\n" END);
	assert_int_equal(got.message->reply_to.count, 0);
	got = undo(arena, "Return-Path: <x@evil.test>\n" GOOGLE END);
	assert_string_equal(got.message->return_path.address, "x@evil.test");
}

#define AGENT "Return-Path: <one@desk-staff.test>\n" \
	"From: One <one@desk-staff.test>\nTo: support@desk.test\n"
#define PROVEN PASS("dmarc=pass header.from=desk-staff.test") AGENT
#define INLINE(from) "Subject: Fwd: Kettle\n\nPlease look at this.\n\n" \
	"---------- Forwarded message ---------\n" \
	"From: " from "\nDate: Mon, 2 Mar 2026 at 09:00\n" \
	"Subject: Kettle\nTo: <one@desk-staff.test>\n\n\n" \
	"Mein Wasserkocher ist undicht. Was soll ich jetzt tun?\n"
#define ATTACHED(from) "Subject: a kettle\nMIME-Version: 1.0\n" \
	"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" \
	"Please look at this.\n--b\nContent-Type: message/rfc822\n\n" from \
	"Subject: Kettle\nMessage-ID: <k1@example.org>\n" \
	"In-Reply-To: <k0@example.org>\n\n" \
	"Mein Wasserkocher ist undicht. Was soll ich jetzt tun?\n--b--\n"

static const struct forward_case {
	int line;
	const char *mail, *how, *author;
} forward_cases[] = {
	{ __LINE__, PROVEN INLINE("Ann <ann@example.org>"), "agent-forward",
	  "ann@example.org" },
	{ __LINE__, PROVEN ATTACHED("From: Ann <ann@example.org>\n"),
	  "agent-forward", "ann@example.org" },
	/* Not proven, by nobody, or by a server that is not believed. */
	{ __LINE__, AGENT INLINE("Ann <ann@example.org>"),
	  "agent-not-proven", "one@desk-staff.test" },
	{ __LINE__, PASS("dmarc=fail header.from=desk-staff.test") AGENT
	  INLINE("Ann <ann@example.org>"), "agent-not-proven",
	  "one@desk-staff.test" },
	{ __LINE__, "Authentication-Results: mx.evil.test; dmarc=pass "
	  "header.from=desk-staff.test\n" AGENT
	  ATTACHED("From: Ann <ann@example.org>\n"), "agent-not-proven",
	  "one@desk-staff.test" },
	/* Spam text is no address. */
	{ __LINE__, PROVEN INLINE("Win cash @ home today"),
	  "forward-without-address", "one@desk-staff.test" },
	{ __LINE__, PROVEN INLINE("Ann"), "forward-without-address",
	  "one@desk-staff.test" },
	{ __LINE__, PROVEN INLINE("Ann <ann@localhost>"),
	  "forward-without-address", "one@desk-staff.test" },
	{ __LINE__, PROVEN INLINE("best.price@50%.off!!!"),
	  "forward-without-address", "one@desk-staff.test" },
	{ __LINE__, PROVEN ATTACHED("From: ann@localhost\n"),
	  "forward-without-address", "one@desk-staff.test" },
	{ __LINE__, PROVEN ATTACHED("From: Cheap @ best\n"),
	  "forward-without-address", "one@desk-staff.test" },
	{ __LINE__, PROVEN ATTACHED("From: a@example.org, b@example.org\n"),
	  "forward-without-address", "one@desk-staff.test" },
	{ __LINE__, PROVEN ATTACHED("X: y\n"), "forward-without-address",
	  "one@desk-staff.test" },
	/* Nor is one of ours, or a colleague's, a customer's. */
	{ __LINE__, PROVEN INLINE("Desk <support@desk.test>"),
	  "forward-without-address", "one@desk-staff.test" },
	{ __LINE__, PROVEN INLINE("Two <Two@desk-staff.test>"),
	  "forward-without-address", "one@desk-staff.test" },
	/* What agents write themselves, customers and machines forward. */
	{ __LINE__, PROVEN END, "from", "one@desk-staff.test" },
	{ __LINE__, "From: bob@example.org\n"
	  INLINE("Ann <ann@example.org>"), "from", "bob@example.org" },
	{ __LINE__, "Auto-Submitted: auto-generated\n" PROVEN
	  INLINE("Ann <ann@example.org>"), "from", "one@desk-staff.test" },
};

static void test_forwards(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(forward_cases); i++) {
		const struct forward_case *one = &forward_cases[i];
		ARENA(arena);
		struct undone got = undo(arena, one->mail);

		check(one->line, &got, one->how, one->author);
	}
}

static void check_customers(const struct undone *got)
{
	const struct message *message = got->message;

	assert_string_equal(message->subject, "Kettle");
	assert_string_equal(message->from.at[0].name, "Ann");
	assert_string_equal(message->return_path.address, "ann@example.org");
	assert_int_equal(strlen(message->text), message->text_size);
	assert_null(strstr(message->text, "Please look"));
	assert_non_null(strstr(got->gist.fold.visible, "Wasserkocher"));
	assert_string_equal(got->gist.language, "de");
	assert_int_equal(got->gist.origin.kind, ORIGIN_PERSON);
	assert_true(got->gist.origin.may_answer);
	/* The agent is proven, the customer is not. */
	assert_int_equal(got->gist.auth.verdict, AUTH_NONE);
	assert_string_equal(got->identity.via, "one@desk-staff.test");
	assert_string_equal(got->identity.words, "Please look at this.");
}

/* All of it is the customer's but the way it took. */
static void test_forwarded(void **state)
{
	ARENA(arena);
	struct undone got = undo(arena, PROVEN "In-Reply-To: <k1@x>\n"
				 INLINE("Ann <ann@example.org>"));

	(void)state;
	check_customers(&got);
	assert_null(got.identity.original);
	/* What proves the agent proves nobody of his domain. */
	assert_int_equal(undo(arena, PROVEN INLINE(
		"Carl <carl@desk-staff.test>")).gist.auth.verdict, AUTH_NONE);
	assert_string_equal(got.message->in_reply_to.at[0], "k1@x");
	got = undo(arena, PROVEN "Message-ID: <f1@desk-staff.test>\n"
		   ATTACHED("From: Ann <ann@example.org>\n"));
	check_customers(&got);
	assert_string_equal(got.identity.original, "k1@example.org");
	assert_string_equal(got.message->message_id, "f1@desk-staff.test");
	assert_int_equal(got.message->in_reply_to.count, 2);
	assert_string_equal(got.message->in_reply_to.at[0], "k1@example.org");
	assert_string_equal(got.message->in_reply_to.at[1], "k0@example.org");
}

/* An agent may forward what no person wrote: that is not answered. */
static void test_forwarded_machines(void **state)
{
	static const struct {
		int line;
		const char *mail;
		enum origin_kind want;
	} machines[] = {
		{ __LINE__, PROVEN ATTACHED("From: ann@example.org\n"
		  "Auto-Submitted: auto-replied\n"), ORIGIN_RESPONDER },
		{ __LINE__, PROVEN ATTACHED("From: ann@example.org\n"
		  "List-Id: <x.example.org>\n"), ORIGIN_LIST },
		{ __LINE__, PROVEN ATTACHED("Return-Path: <>\n"
		  "From: ann@example.org\n"), ORIGIN_ROBOT },
		{ __LINE__, PROVEN ATTACHED("From: noreply@example.org\n"),
		  ORIGIN_ROBOT },
		{ __LINE__, PROVEN INLINE("News <noreply@example.org>"),
		  ORIGIN_ROBOT },
		{ __LINE__, PROVEN ATTACHED("Auto-Submitted: no\n"
		  "From: ann@example.org\n"), ORIGIN_PERSON },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(machines); i++) {
		ARENA(arena);
		struct undone got = undo(arena, machines[i].mail);

		assert_int_equal(got.identity.kind, IDENTITY_FORWARDED);
		if (got.gist.origin.kind != machines[i].want ||
		    got.gist.origin.may_answer !=
		    (machines[i].want == ORIGIN_PERSON))
			fail_msg("line %d: %s", machines[i].line,
				 origin_word(got.gist.origin.kind));
	}
}

/* A forged proof below the boundary makes nobody an agent. */
static void test_boundary(void **state)
{
	static const char *const hosts[] = { "mx.desk.test" };
	static const char received[] = "Received: from x by mx.desk.test; "
		"Mon, 2 Mar 2026 09:00:00 +0000\n";
	struct gist_desk bounded = desk;
	struct reader *reader = reader_new();
	struct identity identity;
	ARENA(arena);
	const char *mail = arena_printf(arena, "%s" PROVEN
		INLINE("Ann <ann@example.org>"), received);

	(void)state;
	bounded.received_by = (struct strings){ hosts, 1 };
	identity_undo(arena, parse_message(arena, reader, mail, strlen(mail)),
		      &bounded, &identity);
	assert_int_equal(identity.kind, IDENTITY_UNPROVEN);
	identity_undo(arena, parse_message(arena, reader, mail, strlen(mail)),
		      &desk, &identity);
	assert_int_equal(identity.kind, IDENTITY_FORWARDED);
	reader_free(&reader);
}

/* Without a setting a mail is not touched. */
static void test_nobody(void **state)
{
	static const char mail[] = PROVEN TEAM
		"X-Original-From: eve@example.net\n"
		INLINE("Ann <ann@example.org>");
	const struct gist_desk nobody = { .pins = { pins, 1 } };
	ARENA(arena);
	struct reader *reader = reader_new();
	const struct message *message = parse_message(arena, reader, mail,
						      sizeof(mail) - 1);
	struct identity identity;

	(void)state;
	assert_ptr_equal(identity_undo(arena, message, &nobody, &identity),
			 message);
	assert_int_equal(identity.kind, IDENTITY_FROM);
	assert_null(identity.via);
	reader_free(&reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_list_envelope),
		cmocka_unit_test(test_forwards),
		cmocka_unit_test(test_forwarded),
		cmocka_unit_test(test_forwarded_machines),
		cmocka_unit_test(test_boundary),
		cmocka_unit_test(test_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
