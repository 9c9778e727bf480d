/* test_auth.c - who is believed, what is aligned, and the tricks of H54-H56. */

#include "mail/auth.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define MOST 3

static const char *const pinned[] = { "mx.test", "edge.test" };
static const struct strings pins = { pinned, 2 };

static struct message mail_of(struct arena *arena, const char *author,
			      const char *const fields[MOST])
{
	struct header *headers = ARENA_ARRAY(arena, struct header, MOST);
	struct mailbox *from = ARENA_NEW(arena, struct mailbox);
	struct message mail = { .headers = headers, .from_fields = 1 };

	from->name = "";
	from->address = author;
	mail.from = (struct mailboxes){ from, 1, 1 };
	for (size_t i = 0; i < MOST && fields[i] != NULL; i++)
		headers[mail.header_count++] = (struct header){
			"Authentication-Results", fields[i] };
	return mail;
}

static const struct {
	int line;
	const char *want;
	const char *fields[MOST];
} cases[] = {
	{ __LINE__, "none", { NULL } },
	{ __LINE__, "pass", { "mx.test; dmarc=pass header.from=a.test" } },
	{ __LINE__, "pass", { "MX.Test 1; DMARC=Pass header.from=A.TEST" } },
	{ __LINE__, "fail", { "mx.test; dmarc=fail header.from=a.test" } },
	{ __LINE__, "none", { "mx.test; none" } },
	{ __LINE__, "none", { "mx.test" } },
	{ __LINE__, "none", { "" } },
	{ __LINE__, "none", { "mx.test; dmarc=pass" } },
	{ __LINE__, "none", { "mx.test; dmarc=pass header.from=b.test" } },
	{ __LINE__, "none", { "mx.test; dmarc=temperror header.from=a.test" } },
	{ __LINE__, "pass", { "mx.test; dmarc=pass action=none "
			      "header.from=a.test; compauth=pass reason=100" } },

	/* Which domains are aligned. */
	{ __LINE__, "pass", { "mx.test; spf=pass smtp.mailfrom=ann@a.test" } },
	{ __LINE__, "pass", { "mx.test; spf=pass smtp.mailfrom=a.test" } },
	{ __LINE__, "pass", { "mx.test; spf=pass smtp.mailfrom=x@b.a.test" } },
	{ __LINE__, "none", { "mx.test; spf=pass smtp.mailfrom=x@ba.test" } },
	{ __LINE__, "none", { "mx.test; spf=pass smtp.mailfrom=x@test" } },
	{ __LINE__, "none", { "mx.test; spf=pass smtp.mailfrom=x@a.test.b" } },
	{ __LINE__, "none", { "mx.test; spf=pass smtp.helo=a.test" } },
	{ __LINE__, "none", { "mx.test; spf=softfail smtp.mailfrom=a.test" } },
	{ __LINE__, "pass", { "mx.test; dkim=pass header.d=a.test" } },
	{ __LINE__, "pass", { "mx.test; dkim=pass header.i=@a.test "
			      "header.s=k header.b=ab/c+d==" } },
	{ __LINE__, "none", { "mx.test; dkim=pass header.d=evil.test "
			      "header.i=@a.test" } },
	{ __LINE__, "none", { "mx.test; dkim/2=pass header.d=a.test" } },
	{ __LINE__, "pass", { "mx.test; dkim/1=pass header.d=a.test" } },

	/* Failures: all that speak of the domain, and dmarc before all. */
	{ __LINE__, "fail", { "mx.test; spf=fail smtp.mailfrom=x@a.test" } },
	{ __LINE__, "none", { "mx.test; spf=fail smtp.mailfrom=x@b.test" } },
	{ __LINE__, "pass", { "mx.test; spf=fail smtp.mailfrom=x@a.test; "
			      "dkim=pass header.d=a.test" } },
	{ __LINE__, "none", { "mx.test; spf=fail smtp.mailfrom=x@a.test; "
			      "dkim=neutral header.d=a.test" } },
	{ __LINE__, "pass", { "mx.test; dkim=fail header.d=a.test; "
			      "dkim=pass header.d=a.test" } },
	{ __LINE__, "fail", { "mx.test; dkim=pass header.d=a.test; "
			      "dmarc=fail header.from=a.test" } },

	/* Who logged in to send it. */
	{ __LINE__, "pass", { "mx.test; auth=pass smtp.auth=ann@a.test" } },
	{ __LINE__, "pass", { "mx.test; auth=pass (LOGIN) "
			      "smtp.auth=\"Ann@a.test\"; "
			      "dmarc=fail header.from=a.test" } },
	{ __LINE__, "none", { "mx.test; auth=pass smtp.auth=bob@a.test" } },
	{ __LINE__, "none", { "mx.test; auth=pass smtp.auth=ann" } },
	{ __LINE__, "fail", { "mx.test; auth=fail smtp.auth=ann@a.test" } },

	/* H54: no field of ours.  H55: ours above or below a forged one. */
	{ __LINE__, "none", { "evil.test; dmarc=pass header.from=a.test" } },
	{ __LINE__, "none", { "mx.test.evil; dmarc=pass header.from=a.test" } },
	{ __LINE__, "none", { "dmarc=pass header.from=a.test" } },
	{ __LINE__, "fail", { "mx.test; dmarc=fail header.from=a.test",
			      "mx.test; dmarc=pass header.from=a.test" } },
	{ __LINE__, "none", { "mx.test; none",
			      "mx.test; dmarc=pass header.from=a.test" } },
	{ __LINE__, "none", { "mx.test; (",
			      "mx.test; dmarc=pass header.from=a.test" } },
	{ __LINE__, "pass", { "evil.test; dmarc=fail header.from=a.test",
			      "mx.test; dmarc=pass header.from=a.test" } },
	{ __LINE__, "pass", { "mx.test; none", "edge.test; dkim=pass "
			      "header.d=a.test" } },
	{ __LINE__, "fail", { "mx.test; dmarc=fail header.from=a.test",
			      "edge.test; dkim=pass header.d=a.test" } },

	/* H56: tricks with the syntax. */
	{ __LINE__, "fail", { "mx.test; dmarc=fail (dmarc=pass) "
			      "header.from=a.test" } },
	{ __LINE__, "none", { "mx.test; (x (y) \\) ; dmarc=pass "
			      "header.from=a.test)" } },
	{ __LINE__, "none", { "mx.test; spf=none smtp.mailfrom="
			      "\"x; dmarc=pass header.from=a.test\"@b.test" } },
	{ __LINE__, "none", { "mx.test; spf=none smtp.mailfrom="
			      "\"x\\\"; dmarc=pass header.from=a.test" } },
	{ __LINE__, "none", { "mx.test; spf=pass smtp.mailfrom="
			      "\"x@a.test\"@evil.test" } },
	{ __LINE__, "none", { "mx.test 2; dmarc=pass header.from=a.test" } },
	{ __LINE__, "none", { "mx.test; dkim=pass header.d=evil.test" } },
	{ __LINE__, "none", { "mx.test; dkim=pass header.d=a.test "
			      "header.d=evil.test" } },
	{ __LINE__, "none", { "mx.test; spf=none smtp.mailfrom=x; "
			      "dmarc=pass header.from=a.test@evil.test; "
			      "dmarc=fail header.from=a.test" } },
	{ __LINE__, "pass", { " (a) mx.test (b) 1 (c) ; (d) dmarc (e) = "
			      "(f) pass (g) reason = \"fine; really\" "
			      "header . from = a.test (h) ; " } },
	{ __LINE__, "pass", { "\"mx.test\"; dmarc=pass header.from=a.test" } },
	{ __LINE__, "none", { "mx.test; dmarc=pass header.from=a.test (" } },
	{ __LINE__, "none", { "mx.test; dmarc=pass header.from=a.test; =" } },
};

static void test_verdicts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		struct message mail = mail_of(arena, "ann@a.test",
					      cases[i].fields);
		struct auth got = auth_judge(arena, &mail, &pins);

		if (!text_same(auth_word(got.verdict), cases[i].want))
			fail_msg("line %d: got %s (%s), want %s",
				 cases[i].line, auth_word(got.verdict),
				 got.evidence, cases[i].want);
	}
}

/* Without a public suffix list: what may stand above a domain. */
static void test_alignment(void **state)
{
	static const struct {
		int line;
		const char *author, *signer, *want;
	} rows[] = {
		{ __LINE__, "ann@a.example.org", "example.org", "pass" },
		{ __LINE__, "ann@example.org", "a.example.org", "pass" },
		{ __LINE__, "ann@a.example.org", "b.example.org", "none" },
		{ __LINE__, "ann@a.co.uk", "co.uk", "none" },
		{ __LINE__, "ann@co.uk", "a.co.uk", "none" },
		{ __LINE__, "ann@co.uk", "co.uk", "pass" },
		{ __LINE__, "ann@a.b.co.uk", "b.co.uk", "pass" },
		{ __LINE__, "ann@a.cob.uk", "cob.uk", "pass" },
		{ __LINE__, "ann@a.co.example", "co.example", "pass" },
		{ __LINE__, "ann@example.org", "org", "none" },
		{ __LINE__, "ann@example.org", ".org", "none" },
		{ __LINE__, "ann@example.org", "", "none" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ARENA(arena);
		const char *fields[MOST] = { arena_printf(arena,
			"mx.test; dkim=pass header.d=\"%s\"",
			rows[i].signer) };
		struct message mail = mail_of(arena, rows[i].author, fields);
		struct auth got = auth_judge(arena, &mail, &pins);

		if (!text_same(auth_word(got.verdict), rows[i].want))
			fail_msg("line %d: got %s", rows[i].line,
				 auth_word(got.verdict));
	}
}

static void test_nobody_is_believed(void **state)
{
	const char *fields[MOST] = { "mx.test; dmarc=pass header.from=a.test" };
	const struct strings none = { NULL, 0 };
	ARENA(arena);
	struct message mail = mail_of(arena, "ann@a.test", fields);

	(void)state;
	assert_int_equal(auth_judge(arena, &mail, &none).verdict, AUTH_NONE);
	assert_int_equal(auth_judge(arena, &mail, &pins).verdict, AUTH_PASS);
	mail.from_fields = 2;
	assert_int_equal(auth_judge(arena, &mail, &pins).verdict, AUTH_NONE);
}

static void test_evidence(void **state)
{
	const char *fields[MOST] = {
		"mx.test; spf=pass smtp.mailfrom=a.test; "
		"dmarc=fail header.from=a.test" };
	ARENA(arena);
	struct message mail = mail_of(arena, "ann@a.test", fields);

	(void)state;
	assert_string_equal(auth_judge(arena, &mail, &pins).evidence,
			    "mx.test dmarc=fail header.from=a.test");
}

static void test_ids(void **state)
{
	const char *fields[MOST] = { "mx.test; none", "MX.test 1; none",
				     "other.test (x); none" };
	ARENA(arena);
	struct message mail = mail_of(arena, "ann@a.test", fields);
	struct strings ids = auth_ids(arena, &mail);

	(void)state;
	assert_int_equal(ids.count, 2);
	assert_string_equal(ids.at[0], "mx.test");
	assert_string_equal(ids.at[1], "other.test");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_alignment),
		cmocka_unit_test(test_nobody_is_believed),
		cmocka_unit_test(test_evidence),
		cmocka_unit_test(test_ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
