/* test_reason.c - codes out of what servers say, and what it means. */

#include "mail/reason.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *or_dash(const char *text)
{
	return text == NULL ? "-" : text;
}

static void test_codes(void **state)
{
	static const struct {
		int line;
		const char *text, *status, *reply;
	} rows[] = {
		{ __LINE__, "550 5.1.1 no", "5.1.1", "550" },
		{ __LINE__, "550-5.1.1 no", "5.1.1", "550" },
		{ __LINE__, "550-'5.1.1 no'", "5.1.1", "550" },
		{ __LINE__, "550", "-", "550" },
		{ __LINE__, "550: no", "-", "550" },
		{ __LINE__, "Remote host said: 421 later", "-", "421" },
		{ __LINE__, "<<< 554 no", "-", "554" },
		{ __LINE__, "a\n452 full", "-", "452" },
		{ __LINE__, "no (#5.1.1)", "5.1.1", "-" },
		{ __LINE__, "4.2.2 full", "4.2.2", "-" },
		{ __LINE__, "554 4.4.7 old <421 4.4.2 late>", "4.4.2", "421" },
		{ __LINE__, "550 5.1.1 a 554 5.7.1 b", "5.1.1", "550" },
		/* Numbers of another kind. */
		{ __LINE__, "host 5.1.1.9 is away", "-", "-" },
		{ __LINE__, "host [192.5.1.1] is away", "-", "-" },
		{ __LINE__, "waited 500 seconds", "-", "-" },
		{ __LINE__, "x550 no", "-", "-" },
		{ __LINE__, "5501 no", "-", "-" },
		{ __LINE__, "580 no", "-", "-" },
		{ __LINE__, "3.1.1 no", "-", "-" },
		{ __LINE__, "5.1", "-", "-" },
		{ __LINE__, "5.1.1234", "-", "-" },
		{ __LINE__, "version 4.2.2a", "-", "-" },
		{ __LINE__, "", "-", "-" },
	};
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct codes codes = reason_codes(arena, rows[i].text);

		if (strcmp(or_dash(codes.status), rows[i].status) != 0 ||
		    strcmp(or_dash(codes.reply), rows[i].reply) != 0)
			fail_msg("line %d: %s %s", rows[i].line,
				 or_dash(codes.status), or_dash(codes.reply));
	}
}

static void test_reason(void **state)
{
	static const struct {
		int line;
		const char *text, *told, *want;
		bool hard;
	} rows[] = {
		{ __LINE__, "550 User UNKNOWN", "", "user-unknown", true },
		{ __LINE__, "550 Utilisateur inconnu", "", "user-unknown",
		  true },
		{ __LINE__, "550 Άγνωστος χρήστης", "", "user-unknown", true },
		{ __LINE__, "Domain not found", "", "host-unknown", true },
		{ __LINE__, "Sender address rejected: Domain not found", "",
		  "rejected", false },
		{ __LINE__, "account has been disabled", "", "disabled",
		  true },
		{ __LINE__, "temporarily suspended", "", "suspended", false },
		{ __LINE__, "552 Mailbox full", "", "mailbox-full", false },
		{ __LINE__, "552 no", "", "mailbox-full", false },
		{ __LINE__, "550 5.2.2 no", "", "mailbox-full", false },
		{ __LINE__, "550 5.7.1 no", "", "policy", false },
		{ __LINE__, "550 5.7.26 no", "", "auth-failure", false },
		{ __LINE__, "550 5.1.10 no", "", "user-unknown", true },
		/* Addresses and hosts are no words. */
		{ __LINE__, "550 <nospam@x.test>: user unknown", "",
		  "user-unknown", true },
		{ __LINE__, "host mx.spamfilter.test[192.0.2.1] said: 550 user "
		  "unknown", "", "user-unknown", true },
		{ __LINE__, "host virus.test [192.0.2.1]: 552 over quota", "",
		  "mailbox-full", false },
		{ __LINE__, "550 listed at zen.spamhaus.org", "", "blocked",
		  false },
		{ __LINE__, "550 no", "", "-", false },
		{ __LINE__, "no", "Over quota, said the host.",
		  "mailbox-full", false },
		/* "User unknown" after the text is a filter's word. */
		{ __LINE__, "550 user unknown", ">>> DATA\n<<< 550 user "
		  "unknown", "filtered", false },
		{ __LINE__, "550 user unknown", ">>> RCPT To:<a@x>\n<<< 550 "
		  "user unknown\n>>> DATA", "user-unknown", true },
		{ __LINE__, "550 5.1.1 user unknown", ">>> DATA",
		  "user-unknown", true },
		{ __LINE__, "550 user unknown", ">>> MAIL From:<a@x>",
		  "rejected", false },
	};
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct codes codes = reason_codes(arena, rows[i].text);
		enum reason got = reason_of(arena, codes, rows[i].text,
					    rows[i].told);

		if (strcmp(or_dash(reason_word(got)), rows[i].want) != 0 ||
		    reason_is_hard(got) != rows[i].hard)
			fail_msg("line %d: %s", rows[i].line,
				 or_dash(reason_word(got)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_codes),
		cmocka_unit_test(test_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
