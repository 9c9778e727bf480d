/* test_gate.c - what passes, what is refused, and where the edges are. */

#include "net/gate.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <cmocka.h>

#define S16 "(((((((((((((((("
#define S63 S16 S16 S16 "((((((((((((((("
#define Z10 "0000000000"

static const struct {
	int line;
	const char *text;
	const char *want;	/* part of the refusal, NULL: passes */
	size_t limit;
} cases[] = {
	{ __LINE__, "* OK ready\r\n", NULL, 9 },
	{ __LINE__, "* 1 FETCH (UID 1 BODY[] {3}\r\nabc)\r\n", NULL, 9 },
	{ __LINE__, "* 1 FETCH (UID 1 BODY[]<0> {3}\r\n(((" ")\r\n", NULL, 9 },

	/* Literals: where they may be, and how large. */
	{ __LINE__, "* 1 FETCH (BODY[] {9}\r\n", NULL, 9 },
	{ __LINE__, "* 1 FETCH (BODY[] {10}\r\n", "larger", 9 },
	{ __LINE__, "* 1 FETCH (BODY[] {4294967295}\r\n", "larger", 9 },
	{ __LINE__, "* 1 FETCH (BODY[] {4294967301}\r\n", "32 bits", 9 },
	{ __LINE__, "* 1 FETCH (BODY[] {" Z10 Z10 "7}\r\n", NULL, 9 },
	{ __LINE__, "* 1 FETCH (BODY[] {7}\n", NULL, 6 + 1 },
	{ __LINE__, "* 1 FETCH (BODY[] {-1}\r\n", NULL, 9 },
	{ __LINE__, "* 1 FETCH (BODY[] {}\r\n", NULL, 9 },
	{ __LINE__, "* 1 FETCH (FLAGS {3}\r\n", "none belongs", 9 },
	{ __LINE__, "* SEARCH {3}\r\n", "none belongs", 9 },
	{ __LINE__, "* OK hello {4}\r\n" S63 "((", "parenthes", 9 },
	{ __LINE__, "1 OK hello {4000}\r\n* OK\r\n", NULL, 9 },
	{ __LINE__, "* 1 FETCH (BODY[] {3} x\r\n((", NULL, 9 },
	{ __LINE__, "* 1 FETCH (BODY[] {9}BODY[] NIL\r\n", NULL, 9 },
	{ __LINE__, "* 1 FETCH (BODY[] {10}BODY[] NIL\r\n", "larger", 9 },
	{ __LINE__, "* 1 FETCH (FLAGS {65537} x\r\n", "announced", 9 },
	{ __LINE__, "* OK [BADCHARSET ({65536}\r\n", NULL, 9 },
	{ __LINE__, "* OK [BADCHARSET ({65537}\r\n", "announced", 9 },
	{ __LINE__, "* FLAGS (\\Seen {42949674294967295295} x\r\n",
	  "announced", 9 },
	{ __LINE__, "1 OK [BADCHARSET ({4294967295}\r\n", "announced", 9 },

	/* Parentheses: 64 on a line, hidden or not, and the line's end. */
	{ __LINE__, "* 1 FETCH " S63 "(\r\n", NULL, 9 },
	{ __LINE__, "* 1 FETCH " S63 "((\r\n", "parenthes", 9 },
	{ __LINE__, "* 1 FETCH " S63 "\r\n" S63 "\r\n", NULL, 9 },
	{ __LINE__, "* 1 FETCH " S16 "\"))))\"" S16 "))))" S16 S16 "(",
	  "parenthes", 9 },
	{ __LINE__, "* 1 FETCH (BODY[] {3}\r\nabc" S63 "(\r\n", "parenthes", 9 },

	/* Numbers that the parser would wrap. */
	{ __LINE__, "* 1 FETCH (UID 4294967295)\r\n", NULL, 9 },
	{ __LINE__, "* 1 FETCH (UID 4294967296)\r\n", "32 bits", 9 },
	{ __LINE__, "* 4294967297 FETCH (UID 1)\r\n", "32 bits", 9 },
	{ __LINE__, "* SEARCH 1 4294967297\r\n", "32 bits", 9 },
	{ __LINE__, "* SEARCH 99999999999999999999999999999\r\n", "32 bits",
	  9 },
	{ __LINE__, "* OK [HIGHESTMODSEQ 99999999999999999999]\r\n", NULL, 9 },
	{ __LINE__, "* 1 FETCH (FLAGS (k4294967297))\r\n", NULL, 9 },
};

/* Given whole, and byte by byte: cuts must not matter. */
static const char *pass(const char *text, size_t limit, size_t step)
{
	struct gate gate = { .limit = limit };
	size_t size = strlen(text);
	const char *why = NULL;

	for (size_t i = 0; i < size && why == NULL; i += step)
		why = gate_refuses(&gate, text + i,
				   i + step < size ? step : size - i);
	return why;
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (size_t step = 1; step < 2000; step *= 7) {
			const char *want = cases[i].want;
			const char *why = pass(cases[i].text, cases[i].limit,
					       step);

			if ((why == NULL) != (want == NULL) ||
			    (why != NULL && strstr(why, want) == NULL))
				fail_msg("line %d, step %zu: got %s, want %s",
					 cases[i].line, step,
					 why == NULL ? "(passes)" : why,
					 want == NULL ? "(passes)" : want);
		}
}

static void test_nul(void **state)
{
	struct gate gate = { .limit = 9 };
	static const char inside[] = "* 1 FETCH (BODY[] {3}\r\na\0b)\r\n";
	static const char outside[] = "* OK \0\r\n";

	(void)state;
	assert_null(gate_refuses(&gate, inside, sizeof(inside) - 1));
	assert_non_null(gate_refuses(&gate, outside, sizeof(outside) - 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
