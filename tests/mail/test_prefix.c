/* test_prefix.c - prefixes of subjects and what stands behind them. */

#include "mail/prefix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct {
	int line;
	const char *subject;
	enum prefix want;
	const char *rest;
} cases[] = {
	{ __LINE__, "Fwd: Hi", PREFIX_FORWARD, "Hi" },
	{ __LINE__, " FW:Hi", PREFIX_FORWARD, "Hi" },
	{ __LINE__, "Re: Fwd: Hi", PREFIX_REPLY, "Fwd: Hi" },
	{ __LINE__, "RE[2]: Hi", PREFIX_REPLY, "Hi" },
	{ __LINE__, "Re (3) : Hi", PREFIX_REPLY, "Hi" },
	{ __LINE__, "Re^2: Hi", PREFIX_REPLY, "Hi" },
	{ __LINE__, "VS: Hei", PREFIX_EITHER, "Hei" },
	{ __LINE__, "ΠΡΘ: Γεια", PREFIX_FORWARD, "Γεια" },
	{ __LINE__, "הועבר: שלום", PREFIX_FORWARD, "שלום" },
	{ __LINE__, "Edasi: Tere", PREFIX_FORWARD, "Tere" },
	{ __LINE__, "转发：你好", PREFIX_FORWARD, "你好" },
	{ __LINE__, "İLT: Selam", PREFIX_FORWARD, "Selam" },
	{ __LINE__, "Forward: march", PREFIX_NONE, "Forward: march" },
	{ __LINE__, "Fwd Hi", PREFIX_NONE, "Fwd Hi" },
	{ __LINE__, ": Hi", PREFIX_NONE, ": Hi" },
	{ __LINE__, "", PREFIX_NONE, "" },
	{ __LINE__, "Re:", PREFIX_REPLY, "" },
};

static void test_prefixes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		const char *rest;
		enum prefix got = prefix_read(arena, cases[i].subject, &rest);

		if (got != cases[i].want || strcmp(rest, cases[i].rest) != 0)
			fail_msg("line %d: got %d <%s>", cases[i].line,
				 (int)got, rest);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_prefixes) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
