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
#define C .colleague = true

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
	/* A colleague, where the desk lets such in: only if he is proven. */
	{ __LINE__, { C, .auth = AUTH_PASS }, "own-ticket" },
	{ __LINE__, { C, S, .auth = AUTH_PASS }, "join-colleague" },
	{ __LINE__, { C, H, .auth = AUTH_PASS }, "join-colleague" },
	{ __LINE__, { C, P, .auth = AUTH_PASS }, "join" },
	{ __LINE__, { C, H, .auth = AUTH_NONE }, "own-ticket" },
	{ __LINE__, { C, S, .auth = AUTH_NONE }, "pending-join" },
	{ __LINE__, { C, H, .auth = AUTH_FAIL }, "own-ticket" },
	{ __LINE__, { C, S, .auth = AUTH_FAIL }, "pending-join" },
	{ __LINE__, { C, P, H, .auth = AUTH_NONE }, "join-unverified" },
	{ __LINE__, { C, P, S, .auth = AUTH_FAIL }, "pending-join" },

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

/* The whole matrix in words: signed, participant, colleague, held and what the
 * pinned server says (pass, none, fail); "*" is either. */
static const struct {
	int line;
	const char *facts, *want;
} matrix[] = {
	/* A token or Message-ID that we signed. */
	{ __LINE__, "yy**p", "join" },
	{ __LINE__, "yy**n", "join-unverified" },
	{ __LINE__, "y***f", "pending-join" },
	{ __LINE__, "ynn*p", "pending-join" },
	{ __LINE__, "yny*p", "join-colleague" },
	{ __LINE__, "yn**n", "pending-join" },
	/* Bare references, or what does not verify. */
	{ __LINE__, "ny**p", "join" },
	{ __LINE__, "ny*yn", "join-unverified" },
	{ __LINE__, "ny*nn", "own-ticket" },
	{ __LINE__, "n***f", "own-ticket" },
	{ __LINE__, "nnn*p", "own-ticket" },
	{ __LINE__, "nnyyp", "join-colleague" },
	{ __LINE__, "nnynp", "own-ticket" },
	{ __LINE__, "nn**n", "own-ticket" },
};

static bool fits(const char *pattern, const char facts[5])
{
	for (int i = 0; i < 5; i++)
		if (pattern[i] != '*' && pattern[i] != facts[i])
			return false;
	return true;
}

/* Each case is in one row and no other. */
static void check_case(unsigned bits, enum auth_verdict auth)
{
	const struct admit_facts facts = {
		.proven = bits & 8, .participant = bits & 4,
		.colleague = bits & 2, .held = bits & 1, .auth = auth,
	};
	const char word[5] = {
		bits & 8 ? 'y' : 'n', bits & 4 ? 'y' : 'n',
		bits & 2 ? 'y' : 'n', bits & 1 ? 'y' : 'n',
		auth_word(auth)[0],
	};
	const char *got = admit_word(admit_judge(&facts));
	int rows = 0;

	for (size_t i = 0; i < sizeof(matrix) / sizeof(matrix[0]); i++) {
		if (!fits(matrix[i].facts, word))
			continue;
		rows++;
		if (strcmp(got, matrix[i].want) != 0)
			fail_msg("line %d: %.5s: %s", matrix[i].line, word,
				 got);
	}
	if (rows != 1)
		fail_msg("%.5s is in %d rows", word, rows);
}

static void test_matrix(void **state)
{
	(void)state;
	for (unsigned bits = 0; bits < 16; bits++) {
		check_case(bits, AUTH_PASS);
		check_case(bits, AUTH_NONE);
		check_case(bits, AUTH_FAIL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_matrix),
		cmocka_unit_test(test_judge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
