/* test_admit.c - every row of the table of admission. */

#include "desk/admit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define P .participant = true
#define S .proven = true
#define H .held = true

static const struct {
	int line;
	struct admit_facts facts;
	const char *want;
} cases[] = {
	{ __LINE__, { S, P, .auth = AUTH_PASS }, "join" },
	{ __LINE__, { S, P, .auth = AUTH_NONE }, "join-unverified" },
	{ __LINE__, { S, P, .auth = AUTH_FAIL }, "pending-join" },
	{ __LINE__, { S, P, H, .auth = AUTH_FAIL }, "pending-join" },
	{ __LINE__, { S, .auth = AUTH_PASS }, "pending-join" },
	{ __LINE__, { S, .auth = AUTH_NONE }, "pending-join" },
	{ __LINE__, { S, H, .auth = AUTH_FAIL }, "pending-join" },

	{ __LINE__, { P, .auth = AUTH_PASS }, "join" },
	{ __LINE__, { P, H, .auth = AUTH_PASS }, "join" },
	{ __LINE__, { P, H, .auth = AUTH_NONE }, "join-unverified" },
	{ __LINE__, { P, .auth = AUTH_NONE }, "own-ticket" },
	{ __LINE__, { P, .auth = AUTH_FAIL }, "own-ticket" },
	{ __LINE__, { P, H, .auth = AUTH_FAIL }, "own-ticket" },
	{ __LINE__, { .auth = AUTH_PASS }, "own-ticket" },
	{ __LINE__, { H, .auth = AUTH_PASS }, "own-ticket" },
	{ __LINE__, { H, .auth = AUTH_NONE }, "own-ticket" },
};

static void test_judge(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = admit_word(admit_judge(&cases[i].facts));

		if (strcmp(got, cases[i].want) != 0)
			fail_msg("line %d: got %s, want %s", cases[i].line,
				 got, cases[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_judge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
