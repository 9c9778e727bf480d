/* test_date.c - dates of all times and clients. */

#include "mail/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The moment as RFC 3339, NULL where it is none. */
static const struct {
	int line;
	const char *text, *want;
} cases[] = {
	{ __LINE__, "Mon, 2 Mar 2026 09:30:05 +0200", "2026-03-02T07:30:05Z" },
	{ __LINE__, "2 Mar 2026 09:30 -0530", "2026-03-02T15:00:00Z" },
	{ __LINE__, "Mon, 02 Mar 26 9:30:05 GMT", "2026-03-02T09:30:05Z" },
	{ __LINE__, "Mon, 2 Mar 126 09:30:05 EST", "2026-03-02T14:30:05Z" },
	{ __LINE__, "Fri, 31 Dec 99 23:59:60 UT", "2000-01-01T00:00:00Z" },
	{ __LINE__, "Mon Mar  2 09:30:05 2026", "2026-03-02T09:30:05Z" },
	{ __LINE__, "Mon Mar  2 09:30:05 CET 2026", "2026-03-02T08:30:05Z" },
	{ __LINE__, "Monday, 02-Mar-26 09:30:05 GMT", "2026-03-02T09:30:05Z" },
	{ __LINE__, "2026-03-02T09:30:05+02:00", "2026-03-02T07:30:05Z" },
	{ __LINE__, "Mon, 2 Mar 2026 09:30:05 +0200 (EET)",
	  "2026-03-02T07:30:05Z" },
	{ __LINE__, "(x) Mon, (y) 2 Mar 2026 09:30:05",
	  "2026-03-02T09:30:05Z" },
	{ __LINE__, "Mon,2 Mar 2026 09:30:05 +02:00", "2026-03-02T07:30:05Z" },
	{ __LINE__, "2 March 2026 09.30.05 +2", "2026-03-02T07:30:05Z" },
	{ __LINE__, "2 Mar 2026", "2026-03-02T00:00:00Z" },
	{ __LINE__, "Mon, 2 Mar 2026 09:30:05 NOWHERE",
	  "2026-03-02T09:30:05Z" },
	{ __LINE__, "1 Jan 1970 00:00:00 +0000", "1970-01-01T00:00:00Z" },
	{ __LINE__, "31 Dec 9999 23:59:59 +0000", "9999-12-31T23:59:59Z" },

	{ __LINE__, "", NULL },
	{ __LINE__, "yesterday", NULL },
	{ __LINE__, "2 Mar", NULL },
	{ __LINE__, "Mar 2026 09:30", NULL },
	{ __LINE__, "31 Dec 1969 00:00:00 +0000", NULL },
	{ __LINE__, "0 Mar 2026 09:30:05", NULL },
	{ __LINE__, "32 Mar 2026 09:30:05", NULL },
	{ __LINE__, "29 Feb 2028 09:30:05", "2028-02-29T09:30:05Z" },
	{ __LINE__, "29 Feb 2026 09:30:05", NULL },
	{ __LINE__, "30 Apr 2026 09:30:05", "2026-04-30T09:30:05Z" },
	{ __LINE__, "31 Apr 2026 09:30:05", NULL },
	{ __LINE__, "2 Mar 2026 24:30:05", NULL },
	{ __LINE__, "2 Mar 2026 23:60:05", NULL },
	/* H44. */
	{ __LINE__, "99 Foo 99999999999999 99:99:99 +9999", NULL },
	{ __LINE__, "1 Jan 99999999999999999999 00:00:00", NULL },
};

static void test_parse(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		usec_t moment = 0, east;
		bool good = date_parse(cases[i].text, &moment, &east);
		const char *got = good ? clock_render(arena, moment) : "none";

		if (strcmp(got, cases[i].want == NULL ? "none"
						      : cases[i].want) != 0)
			fail_msg("line %d: got %s", cases[i].line, got);
	}
}

static void test_east(void **state)
{
	static const struct {
		const char *text;
		int minutes;
	} easts[] = {
		{ "Mon, 2 Mar 2026 09:30:05 +0200", 120 },
		{ "2 Mar 2026 09:30 -0530", -330 },
		{ "2 Mar 2026 09:30 EST", -300 },
		{ "2 Mar 2026 09:30 +0000", 0 }, { "2 Mar 2026 09:30", 0 },
		{ "2 Mar 2026 09:30 -0000", 0 },
		{ "2026-03-02T09:30:05+02:00", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(easts) / sizeof(easts[0]); i++) {
		usec_t moment, east = 1;

		assert_true(date_parse(easts[i].text, &moment, &east));
		assert_true(east == easts[i].minutes * USEC_MINUTE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_east),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
