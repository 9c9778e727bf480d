/* test_situation.c - the edges of what the clock and the past say. */

#include "desk/situation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Two hours ahead of UTC, always. */
static const struct zone_change ahead = { INT64_MIN, 2 * USEC_HOUR };
static const struct zone zone = { "Test/East", &ahead, 1 };
static const struct hours_span nine_to_five = { 9 * 60, 17 * 60 };
static const struct hours_date dates[] = {
	{ .midnight = 1, .name = "Inventory" },
	{ .midnight = 1, .day = { &nine_to_five, 1 }, .name = "Long day" },
};

/* Monday, 2 March 2026, 00:00 UTC. */
#define MONDAY (20514 * USEC_DAY)

static struct hours hours_of(struct hours_date all[2])
{
	struct hours hours = { .zone = &zone, .dates = all, .date_count = 2 };

	for (int day = 1; day <= 5; day++)
		hours.week[day] = (struct hours_day){ &nine_to_five, 1 };
	all[0] = dates[0];
	all[1] = dates[1];
	all[0].midnight = MONDAY + USEC_DAY;		/* a Tuesday */
	all[1].midnight = MONDAY + 5 * USEC_DAY;	/* a Saturday */
	return hours;
}

static const struct {
	int line;
	usec_t received;	/* since MONDAY, in UTC */
	int weekday;
	bool closed, holiday;
} clocks[] = {
	{ __LINE__, 0, 1, true, false },
	{ __LINE__, -2 * USEC_HOUR, 1, true, false },
	{ __LINE__, -2 * USEC_HOUR - 1, 0, true, false },
	{ __LINE__, 7 * USEC_HOUR - 1, 1, true, false },
	{ __LINE__, 7 * USEC_HOUR, 1, false, false },
	{ __LINE__, 15 * USEC_HOUR - 1, 1, false, false },
	{ __LINE__, 15 * USEC_HOUR, 1, true, false },
	{ __LINE__, 22 * USEC_HOUR - 1, 1, true, false },
	{ __LINE__, 22 * USEC_HOUR, 2, true, true },
	{ __LINE__, USEC_DAY + 10 * USEC_HOUR, 2, true, true },
	{ __LINE__, USEC_DAY + 22 * USEC_HOUR, 3, true, false },
	/* Other hours on a date are no holiday. */
	{ __LINE__, 5 * USEC_DAY + 10 * USEC_HOUR, 6, false, false },
};

static void test_clock(void **state)
{
	struct hours_date all[2];
	const struct hours hours = hours_of(all);

	(void)state;
	for (size_t i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++) {
		struct situation situation = { 0 };

		situation_set_clock(&situation, &hours,
				    MONDAY + clocks[i].received);
		if (situation.weekday != clocks[i].weekday ||
		    situation.closed != clocks[i].closed ||
		    situation.holiday != clocks[i].holiday)
			fail_msg("line %d: %d %d %d", clocks[i].line,
				 situation.weekday, situation.closed,
				 situation.holiday);
	}
}

static void test_no_calendar(void **state)
{
	struct situation situation = { .closed = true, .holiday = true };

	(void)state;
	situation_set_clock(&situation, NULL, MONDAY - 1);
	assert_int_equal(situation.weekday, 0);
	assert_false(situation.closed);
	assert_false(situation.holiday);
	assert_int_equal(situation.received, MONDAY - 1);
}

/* More than two within an hour, this mail one of them. */
static const struct {
	int line;
	usec_t sent[3];		/* before this mail; negative: after it */
	bool holds;
} often[] = {
	{ __LINE__, { 1, 2, 3 }, true },
	{ __LINE__, { 0, USEC_HOUR - 1, USEC_DAY }, true },
	{ __LINE__, { 0, USEC_HOUR, USEC_DAY }, false },
	{ __LINE__, { 0, -1, -2 }, false },
	{ __LINE__, { USEC_DAY, USEC_DAY, USEC_DAY }, false },
};

static void test_often(void **state)
{
	const struct condition test = {
		.kind = CONDITION_TEST, .field = FIELD_SENDER_MAILS,
		.matcher = MATCH_SIZE, .over = 2, .within = USEC_HOUR,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(often) / sizeof(often[0]); i++) {
		const usec_t sent[] = { MONDAY - often[i].sent[0],
					MONDAY - often[i].sent[1],
					MONDAY - often[i].sent[2] };
		const struct situation situation = {
			.received = MONDAY, .sent = sent, .sent_count = 3,
		};

		if (situation_holds(&situation, &test) != often[i].holds)
			fail_msg("line %d", often[i].line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clock),
		cmocka_unit_test(test_no_calendar),
		cmocka_unit_test(test_often),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
