/* test_boundary.c - what stands above our own Received, and nothing else. */

#include "mail/boundary.h"

#include "mail/auth.h"
#include "mail/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const ours[] = { "mx.desk.test", "mx2.desk.test" };
static const char *const names[] = { "mx.desk.test" };
static const struct strings pins = { names, 1 };

#define FROM "From: ann@a.test\n\nIt leaks.\n"
#define PASS "Authentication-Results: mx.desk.test; dmarc=pass " \
	"header.from=a.test\n"
#define FAIL "Authentication-Results: mx.desk.test; dmarc=fail " \
	"header.from=a.test\n"
#define BY(host) "Received: from [192.0.2.1] (by x) by " host \
	" (Some MTA)\n with ESMTP; Mon, 2 Mar 2026 09:00:00 +0000\n"

static const struct {
	int line;
	size_t hosts;
	const char *mail;
	enum auth_verdict want;
} cases[] = {
	/* No host is named: any place will do. */
	{ __LINE__, 0, PASS FROM, AUTH_PASS },
	{ __LINE__, 0, BY("mx.evil.test") PASS FROM, AUTH_PASS },

	/* Above the Received of ours; below it, or without it, nothing. */
	{ __LINE__, 2, PASS BY("mx.desk.test") FROM, AUTH_PASS },
	{ __LINE__, 2, PASS BY("MX2.Desk.test") FROM, AUTH_PASS },
	{ __LINE__, 1, PASS BY("mx2.desk.test") FROM, AUTH_NONE },
	{ __LINE__, 2, BY("mx.desk.test") PASS FROM, AUTH_NONE },
	{ __LINE__, 2, PASS FROM, AUTH_NONE },
	{ __LINE__, 2, PASS BY("mx.evil.test") FROM, AUTH_NONE },
	{ __LINE__, 2, PASS "Received: by\n" FROM, AUTH_NONE },
	{ __LINE__, 2, PASS "Received: from mx.desk.test; today\n" FROM,
	  AUTH_NONE },
	{ __LINE__, 2, PASS "Received: (by mx.desk.test)\n" FROM, AUTH_NONE },
	{ __LINE__, 2, PASS "Received: from x; by mx.desk.test\n" FROM,
	  AUTH_NONE },

	/* Forged fields follow the genuine ones, whatever they are. */
	{ __LINE__, 2, FAIL BY("mx.desk.test") PASS FROM, AUTH_FAIL },
	{ __LINE__, 2, BY("mx.desk.test") PASS BY("mx.desk.test") FROM,
	  AUTH_NONE },
	{ __LINE__, 2, BY("box.desk.test") PASS BY("mx.desk.test") FROM,
	  AUTH_PASS },
};

static void test_cut(void **state)
{
	struct reader *reader = reader_new();
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct strings hosts = { ours, cases[i].hosts };
		const struct message *message = parse_message(arena, reader,
			cases[i].mail, strlen(cases[i].mail));
		const struct message *cut = boundary_cut(arena, message,
							 &hosts);
		struct auth auth = auth_judge(arena, cut, &pins);

		if (auth.verdict != cases[i].want)
			fail_msg("line %d: %s", cases[i].line, auth.evidence);
		assert_true(cases[i].hosts > 0 || cut == message);
		/* Nothing else goes. */
		assert_int_equal(cut->received_fields,
				 message->received_fields);
		assert_non_null(message_header(cut, "From"));
	}
	reader_free(&reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
