/* test_dsn.c - fields of reports as the standards and as the world write
 * them. */

#include "mail/dsn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* "address action status diagnostic" of all recipients, parted by "|". */
static const char *read_all(struct arena *arena, const char *text)
{
	struct dsn dsn = { .count = 0 };
	const char *all = "";

	dsn_read(arena, text, &dsn);
	for (size_t i = 0; i < dsn.count; i++)
		all = arena_printf(arena, "%s%s%s,%s,%s,%s", all,
				   i == 0 ? "" : "|", dsn.at[i].address,
				   dsn.at[i].action, dsn.at[i].status,
				   dsn.at[i].diagnostic);
	return all;
}

static void test_read(void **state)
{
#define TO "Final-Recipient: rfc822; a@x.test\n"
	static const struct {
		int line;
		const char *text, *want;
	} rows[] = {
		{ __LINE__, "Reporting-MTA: dns; m\n\n" TO "Action: failed\n"
		  "Status: 5.1.1\nDiagnostic-Code: smtp; 550 no\n",
		  "a@x.test,failed,5.1.1,550 no" },
		/* One block for all, two recipients without a gap. */
		{ __LINE__, "Reporting-MTA: dns; m\n" TO "Action: failed\n"
		  "Final-Recipient: rfc822; b@x.test\nAction: delayed\n",
		  "a@x.test,failed,,|b@x.test,delayed,," },
		/* A list of recipients and their common fields. */
		{ __LINE__, TO "Final-Recipient: rfc822; b@x.test\nAction: "
		  "failed\nStatus: 5.1.1\n\n"
		  "Final-Recipient: rfc822; c@x.test\nAction: delayed\n",
		  "a@x.test,failed,5.1.1,|b@x.test,failed,5.1.1,|"
		  "c@x.test,delayed,," },
		/* An empty line between the fields of one recipient. */
		{ __LINE__, TO "\nAction: failed\n", "a@x.test,failed,," },
		{ __LINE__, "Action: failed\nStatus: 5.1.1\n" TO,
		  "a@x.test,failed,5.1.1," },
		{ __LINE__, "Original-Recipient: rfc822;a@x.test\n"
		  "Final-Recipient: rfc822;b@y.test\n", "a@x.test,,," },
		{ __LINE__, "Original-Recipient: rfc822;x\n" TO,
		  "a@x.test,,," },
		{ __LINE__, "Final-Recipient: LOCAL;root\n", "root,,," },
		{ __LINE__, "FINAL-RECIPIENT:<a@x.test>\n", "a@x.test,,," },
		{ __LINE__, TO "Diagnostic-Code: x-unix; a\n b\n\tc\n",
		  "a@x.test,,,a b c" },
		{ __LINE__, TO "Diagnostic-Code: no type; here\n",
		  "a@x.test,,,no type; here" },
		{ __LINE__, TO "Status: 5.1.1 (unknown user)\n",
		  "a@x.test,,5.1.1,(unknown user)" },
		{ __LINE__, TO "Status: 5\n", "a@x.test,,," },
		{ __LINE__, TO "Status: 3.1.1\n", "a@x.test,,," },
		{ __LINE__, TO "Status: 5..1.\n", "a@x.test,,," },
		{ __LINE__, TO "Status: 5.1.1.1\n", "a@x.test,,," },
		{ __LINE__, "no field at all\n: nor this\n\n" TO,
		  "a@x.test,,," },
		{ __LINE__, "Reporting-MTA: dns; m\n", "" },
		{ __LINE__, "", "" },
		{ __LINE__, "Final-Recipient:", ",,," },
	};
#undef TO
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *got = read_all(arena, rows[i].text);

		if (strcmp(got, rows[i].want) != 0)
			fail_msg("line %d: %s", rows[i].line, got);
	}
}

static void test_find(void **state)
{
	static const char text[] = "\nSubject: a\n b\n\n>Message-ID: no\n"
		"MESSAGE-ID: <1@x.test>\n";
	ARENA(arena);

	(void)state;
	assert_string_equal(dsn_find(arena, text, "subject"), "a b");
	assert_string_equal(dsn_find(arena, text, "Message-ID"), "<1@x.test>");
	assert_null(dsn_find(arena, text, "To"));
	assert_null(dsn_find(arena, "", "To"));
}

static void test_limit(void **state)
{
	ARENA(arena);
	struct dsn dsn = { .count = 0 };

	(void)state;
	for (int i = 0; i < DSN_RECIPIENTS + 5; i++)
		dsn_read(arena, "Final-Recipient: rfc822; a@x.test\n", &dsn);
	assert_int_equal(dsn.count, DSN_RECIPIENTS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
