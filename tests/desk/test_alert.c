/* test_alert.c - when an agent is told: her hours, her digest, her absence. */

#include "desk/alert.h"

#include "base/zone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static usec_t at(const char *text)
{
	usec_t moment = 0;

	if (!clock_parse(text, &moment))
		fail_msg("%s", text);
	return moment;
}

/* Weekdays from 09:00 to 17:00 in Tallinn: 07:00 to 15:00 UTC in winter. */
static struct hours working(struct arena *arena)
{
	static const struct hours_span day[] = { { 9 * 60, 17 * 60 } };
	struct hours hours = { .zone = zone_load(arena, "Europe/Tallinn") };

	for (int i = 1; i <= 5; i++)
		hours.week[i] = (struct hours_day){ day, 1 };
	return hours;
}

enum mode { ONCE, HALF_HOURS, DAILY, ALWAYS_OPEN, AWAY };

/* 2 March 2026 is a Monday. */
static const struct {
	int line;
	enum mode mode;
	enum urgency urgency;
	const char *now, *due;
} cases[] = {
	{ __LINE__, ONCE, URGENCY_NORMAL,
	  "2026-03-02T10:00:00Z", "2026-03-02T10:00:00Z" },
	{ __LINE__, ONCE, URGENCY_NORMAL,
	  "2026-03-02T06:59:59Z", "2026-03-02T07:00:00Z" },
	{ __LINE__, ONCE, URGENCY_HIGH,
	  "2026-03-02T15:00:00Z", "2026-03-03T07:00:00Z" },
	{ __LINE__, ONCE, URGENCY_CRITICAL,
	  "2026-03-02T23:00:00Z", "2026-03-02T23:00:00Z" },
	{ __LINE__, ONCE, URGENCY_LOW,
	  "2026-03-06T15:30:00Z", "2026-03-09T07:00:00Z" },
	{ __LINE__, HALF_HOURS, URGENCY_NORMAL,
	  "2026-03-02T10:00:00Z", "2026-03-02T10:30:00Z" },
	{ __LINE__, HALF_HOURS, URGENCY_NORMAL,
	  "2026-03-02T10:29:59Z", "2026-03-02T10:30:00Z" },
	{ __LINE__, HALF_HOURS, URGENCY_NORMAL,
	  "2026-03-02T14:45:00Z", "2026-03-03T07:00:00Z" },
	{ __LINE__, HALF_HOURS, URGENCY_CRITICAL,
	  "2026-03-02T10:01:00Z", "2026-03-02T10:01:00Z" },
	{ __LINE__, DAILY, URGENCY_NORMAL,
	  "2026-03-02T05:00:00Z", "2026-03-03T07:00:00Z" },
	{ __LINE__, DAILY, URGENCY_NORMAL,
	  "2026-03-02T10:00:00Z", "2026-03-03T07:00:00Z" },
	{ __LINE__, DAILY, URGENCY_NORMAL,
	  "2026-03-06T10:00:00Z", "2026-03-09T07:00:00Z" },
	{ __LINE__, ALWAYS_OPEN, URGENCY_NORMAL,
	  "2026-03-02T10:00:00Z", "2026-03-03T08:00:00Z" },
	/* Away on Monday and Tuesday. */
	{ __LINE__, AWAY, URGENCY_NORMAL,
	  "2026-03-02T10:00:00Z", "2026-03-04T07:00:00Z" },
	{ __LINE__, AWAY, URGENCY_CRITICAL,
	  "2026-03-02T10:00:00Z", "2026-03-02T10:00:00Z" },
	{ __LINE__, AWAY, URGENCY_NORMAL,
	  "2026-03-04T10:00:00Z", "2026-03-04T10:00:00Z" },
};

static void test_due(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		ARENA(arena);
		const struct hours hours = working(arena);
		const struct agent_absence away = {
			at("2026-03-02T00:00:00Z"),
			at("2026-03-03T00:00:00Z"),
		};
		const enum mode mode = cases[i].mode;
		const struct agent agent = {
			.digest = mode == HALF_HOURS ? AGENT_EVERY
				: mode == DAILY || mode == ALWAYS_OPEN
					? AGENT_DAILY : AGENT_AT_ONCE,
			.digest_every = 30 * USEC_MINUTE,
			.away = &away, .away_count = mode == AWAY,
		};
		const usec_t due = alert_due(&agent, mode == ALWAYS_OPEN
			? NULL : &hours, cases[i].urgency, at(cases[i].now));

		if (due != at(cases[i].due))
			fail_msg("line %d: %s", cases[i].line,
				 clock_render(arena, due));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_due),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
