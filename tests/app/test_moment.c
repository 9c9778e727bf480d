/* test_moment.c - moments as people type them. */

#include "app/moment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Two hours ahead of UTC; it is 14:00 there. */
#define NOW "2026-03-02T12:00:00Z"

static const struct {
	int line;
	const char *text;
	const char *want;	/* NULL: refused */
} cases[] = {
	{ __LINE__, "18:00", "2026-03-02T16:00:00Z" },
	{ __LINE__, "14:01", "2026-03-02T12:01:00Z" },
	/* Now is not later. */
	{ __LINE__, "14:00", "2026-03-03T12:00:00Z" },
	{ __LINE__, "00:00", "2026-03-02T22:00:00Z" },
	{ __LINE__, "23:59", "2026-03-02T21:59:00Z" },
	{ __LINE__, "24:00", NULL },
	{ __LINE__, "18:60", NULL },
	{ __LINE__, "18:0", NULL },
	{ __LINE__, "18:000", NULL },
	{ __LINE__, "2h", "2026-03-02T14:00:00Z" },
	{ __LINE__, "15 minutes", "2026-03-02T12:15:00Z" },
	{ __LINE__, "0s", NULL },
	{ __LINE__, "2026-03-02 18:00", "2026-03-02T16:00:00Z" },
	{ __LINE__, "2026-03-02T18:00", "2026-03-02T16:00:00Z" },
	{ __LINE__, "2026-03-02 14:00", NULL },
	{ __LINE__, "2026-03-01 18:00", NULL },
	{ __LINE__, "2026-02-30 18:00", NULL },
	{ __LINE__, "2026-03-02T18:00:00Z", "2026-03-02T18:00:00Z" },
	{ __LINE__, "2026-03-02T18:00:00+02:00", "2026-03-02T16:00:00Z" },
	/* In summer the clocks are three hours ahead. */
	{ __LINE__, "2026-07-01 18:00", "2026-07-01T15:00:00Z" },
	{ __LINE__, "2026-03-02", NULL },
	{ __LINE__, "tomorrow", NULL },
	{ __LINE__, "", NULL },
};

static void test_cases(void **state)
{
	ARENA(a);
	const struct zone *zone = zone_load(a, "Europe/Tallinn");
	usec_t now;

	(void)state;
	assert_true(clock_parse(NOW, &now));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		usec_t moment = 0;
		bool read = moment_read(cases[i].text, zone, now, &moment);

		if (read != (cases[i].want != NULL))
			fail_msg("line %d: %d", cases[i].line, read);
		if (read && strcmp(clock_render(a, moment),
				   cases[i].want) != 0)
			fail_msg("line %d: %s", cases[i].line,
				 clock_render(a, moment));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
