/* test_body.c - each fault, and the edges of line and word. */

#include "net/body.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define TEN	"0123456789"
#define LINE	TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define NINE	LINE LINE LINE LINE LINE LINE LINE LINE LINE
#define MOST	NINE TEN TEN TEN TEN TEN TEN TEN TEN TEN "01234567"

static const struct {
	int line;
	const char *bytes;
	size_t size;		/* 0: of the text */
	bool utf8;
	const char *want;	/* NULL: nothing is wrong */
} cases[] = {
	{ __LINE__, "", 0, false, NULL },
	{ __LINE__, "a: b\r\n\r\nc\r\n", 0, false, NULL },
	{ __LINE__, "a: b\r\n\r\nno end", 0, false, NULL },
	{ __LINE__, "\r\n", 0, false, NULL },
	{ __LINE__, "\n", 0, false, "bare LF" },
	{ __LINE__, "a\r\nb\n", 0, false, "bare LF" },
	{ __LINE__, "a\n\r\n", 0, false, "bare LF" },
	{ __LINE__, "a\r", 0, false, "bare CR" },
	{ __LINE__, "a\rb\r\n", 0, false, "bare CR" },
	{ __LINE__, "a\r\r\n", 0, false, "bare CR" },
	{ __LINE__, "a\r\nb\rc", 0, false, "bare CR" },
	{ __LINE__, "a\r\n\0\r\n", 6, false, "NUL" },
	{ __LINE__, "a\r\n\0", 4, false, "NUL" },
	{ __LINE__, "a\r\n\0", 3, false, NULL },
	/* Eight octets make a word. */
	{ __LINE__, "0123456\x80", 0, false, "7 bit" },
	{ __LINE__, "01234567\x80", 0, false, "7 bit" },
	{ __LINE__, "012345678\xff", 0, false, "7 bit" },
	{ __LINE__, "\xce\xb1" "01234567", 0, false, "7 bit" },
	{ __LINE__, "0123456\x7f", 0, false, NULL },
	{ __LINE__, "01234567\x80", 0, true, NULL },
	{ __LINE__, "\xce\xb1\n", 0, true, "bare LF" },
	{ __LINE__, MOST, 0, false, NULL },
	{ __LINE__, MOST "x", 0, false, "998" },
	{ __LINE__, MOST "\r\n", 0, false, NULL },
	{ __LINE__, MOST "\r\n" MOST "\r\n", 0, false, NULL },
	{ __LINE__, "a\r\n" MOST "x\r\n", 0, false, "998" },
	{ __LINE__, MOST "\n", 0, false, "bare LF" },
};

static void test_fault(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *want = cases[i].want;
		const char *got = body_fault(cases[i].bytes,
					     cases[i].size > 0 ?
						     cases[i].size :
						     strlen(cases[i].bytes),
					     cases[i].utf8);

		if ((got == NULL) != (want == NULL) ||
		    (got != NULL && strstr(got, want) == NULL))
			fail_msg("line %d: %s", cases[i].line,
				 got == NULL ? "no fault" : got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
