/* test_hours.c - open, closed, and how long: over nights, changed clocks,
 * leap days and years. */

#include "desk/hours.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define H * 60
#define DAY(...)							\
	{ (const struct hours_span[]){ __VA_ARGS__ },			\
	  sizeof((const struct hours_span[]){ __VA_ARGS__ }) /		\
		sizeof(struct hours_span) }
#define SPAN(from, until) { from, until }

/* The calendars of the tables below; the zone is put in beside them. */
enum calendar { OFFICE, NIGHT, ROUND, FRIDAY, CALENDARS };

static const struct hours_date office_dates[] = {
	{ .name = "Leap day" },
	{ .name = "Short day", .day = DAY(SPAN(9 H, 10 H)) },
	{ .name = "Christmas Eve" },
	{ .name = "Open Saturday", .day = DAY(SPAN(10 H, 11 H)) },
};

/* Of office_dates, filled in by calendar_of(). */
static const int office_days[][3] = {
	{ 2028, 2, 29 }, { 2028, 3, 1 }, { 2026, 12, 24 }, { 2026, 12, 26 },
};

static const struct hours calendars[CALENDARS] = {
	/* Monday to Friday, with a pause. */
	[OFFICE] = { .week = {
		[1] = DAY(SPAN(9 H, 12 H), SPAN(13 H, 17 H)),
		[2] = DAY(SPAN(9 H, 12 H), SPAN(13 H, 17 H)),
		[3] = DAY(SPAN(9 H, 12 H), SPAN(13 H, 17 H)),
		[4] = DAY(SPAN(9 H, 12 H), SPAN(13 H, 17 H)),
		[5] = DAY(SPAN(9 H, 12 H), SPAN(13 H, 17 H)),
	} },
	/* Over midnight, every night, and into two mornings. */
	[NIGHT] = { .week = {
		[0] = DAY(SPAN(22 H, 30 H)), [1] = DAY(SPAN(22 H, 30 H)),
		[2] = DAY(SPAN(22 H, 30 H)),
		[3] = DAY(SPAN(5 H, 7 H), SPAN(22 H, 30 H)),
		[4] = DAY(SPAN(4 H, 5 H), SPAN(5 H + 30, 7 H),
			  SPAN(22 H, 30 H)),
		[5] = DAY(SPAN(22 H, 30 H)), [6] = DAY(SPAN(22 H, 30 H)),
	} },
	/* All day, but an hour of the night. */
	[ROUND] = { .week = {
		[0] = DAY(SPAN(0, 2 H), SPAN(3 H, 24 H)),
		[1] = DAY(SPAN(0, 24 H)), [2] = DAY(SPAN(0, 24 H)),
		[3] = DAY(SPAN(0, 24 H)), [4] = DAY(SPAN(0, 24 H)),
		[5] = DAY(SPAN(0, 24 H)), [6] = DAY(SPAN(0, 24 H)),
	} },
	/* Once a week, when the clocks of Israel are set forward. */
	[FRIDAY] = { .week = { [5] = DAY(SPAN(2 H, 3 H), SPAN(3 H, 4 H)) } },
};

static int by_midnight(const void *a, const void *b)
{
	const struct hours_date *left = a, *right = b;

	return left->midnight < right->midnight ? -1 : 1;
}

static const struct hours *calendar_of(struct arena *arena,
				       enum calendar which, const char *zone)
{
	enum { DATES = sizeof(office_dates) / sizeof(office_dates[0]) };
	struct hours_date *dates = arena_memdup(arena, office_dates,
						sizeof(office_dates));
	struct hours *hours = arena_memdup(arena, &calendars[which],
					   sizeof(calendars[which]));

	hours->zone = zone_load(arena, zone);
	assert_non_null(hours->zone);
	if (which != OFFICE)
		return hours;
	for (size_t i = 0; i < DATES; i++)
		dates[i].midnight = clock_civil(office_days[i][0],
						office_days[i][1],
						office_days[i][2]);
	qsort(dates, DATES, sizeof(dates[0]), by_midnight);
	hours->dates = dates;
	hours->date_count = DATES;
	return hours;
}

static usec_t moment_of(const char *text)
{
	usec_t moment;

	if (!clock_parse(text, &moment))
		fail_msg("no moment: %s", text);
	return moment;
}

#define ATHENS	"Europe/Athens"
#define TALLINN	"Europe/Tallinn"
#define ISRAEL	"Asia/Jerusalem"
#define NEWYORK	"America/New_York"

/* Where `at` is itself the opening, it is open. */
static const struct {
	int line;
	enum calendar calendar;
	const char *zone, *at, *opening;
} openings[] = {
	/* The edges of a day, and of its pause. */
	{ __LINE__, OFFICE, "UTC", "2026-03-02T08:59:59Z",
	  "2026-03-02T09:00:00Z" },
	{ __LINE__, OFFICE, "UTC", "2026-03-02T09:00:00Z",
	  "2026-03-02T09:00:00Z" },
	{ __LINE__, OFFICE, "UTC", "2026-03-02T11:59:59Z",
	  "2026-03-02T11:59:59Z" },
	{ __LINE__, OFFICE, "UTC", "2026-03-02T12:00:00Z",
	  "2026-03-02T13:00:00Z" },
	{ __LINE__, OFFICE, "UTC", "2026-03-02T16:59:59Z",
	  "2026-03-02T16:59:59Z" },
	{ __LINE__, OFFICE, "UTC", "2026-03-02T17:00:00Z",
	  "2026-03-03T09:00:00Z" },
	/* A weekend on which the clocks are set forward, or back. */
	{ __LINE__, OFFICE, ATHENS, "2026-03-27T15:00:00Z",
	  "2026-03-30T06:00:00Z" },
	{ __LINE__, OFFICE, TALLINN, "2026-10-23T14:00:00Z",
	  "2026-10-26T07:00:00Z" },
	{ __LINE__, OFFICE, NEWYORK, "2026-03-06T22:00:00Z",
	  "2026-03-09T13:00:00Z" },
	{ __LINE__, OFFICE, NEWYORK, "2026-10-30T21:00:00Z",
	  "2026-11-02T14:00:00Z" },
	{ __LINE__, OFFICE, ISRAEL, "2026-03-26T15:00:00Z",
	  "2026-03-27T06:00:00Z" },
	/* The day before there is still today in New York. */
	{ __LINE__, OFFICE, NEWYORK, "2026-03-03T01:00:00Z",
	  "2026-03-03T14:00:00Z" },
	/* A leap day that is closed, a short day, and a common year. */
	{ __LINE__, OFFICE, "UTC", "2028-02-28T17:00:00Z",
	  "2028-03-01T09:00:00Z" },
	{ __LINE__, OFFICE, "UTC", "2028-03-01T10:00:00Z",
	  "2028-03-02T09:00:00Z" },
	{ __LINE__, OFFICE, "UTC", "2027-02-26T17:00:00Z",
	  "2027-03-01T09:00:00Z" },
	/* Holidays in one zone begin and end on its clocks. */
	{ __LINE__, OFFICE, TALLINN, "2026-12-23T15:00:00Z",
	  "2026-12-25T07:00:00Z" },
	{ __LINE__, OFFICE, TALLINN, "2026-12-25T15:00:00Z",
	  "2026-12-26T08:00:00Z" },
	{ __LINE__, OFFICE, TALLINN, "2026-12-31T15:00:00Z",
	  "2027-01-01T07:00:00Z" },
	/* Over midnight; the night that ends within the day's own span. */
	{ __LINE__, NIGHT, "UTC", "2026-03-02T21:59:59Z",
	  "2026-03-02T22:00:00Z" },
	{ __LINE__, NIGHT, "UTC", "2026-03-02T23:59:59Z",
	  "2026-03-02T23:59:59Z" },
	{ __LINE__, NIGHT, "UTC", "2026-03-03T05:59:59Z",
	  "2026-03-03T05:59:59Z" },
	{ __LINE__, NIGHT, "UTC", "2026-03-03T06:00:00Z",
	  "2026-03-03T22:00:00Z" },
	{ __LINE__, NIGHT, "UTC", "2026-03-04T06:00:00Z",
	  "2026-03-04T06:00:00Z" },
	{ __LINE__, NIGHT, "UTC", "2026-03-04T07:00:00Z",
	  "2026-03-04T22:00:00Z" },
	{ __LINE__, NIGHT, TALLINN, "2026-03-29T02:59:59Z",
	  "2026-03-29T02:59:59Z" },
	{ __LINE__, NIGHT, TALLINN, "2026-03-29T03:00:00Z",
	  "2026-03-29T19:00:00Z" },
	{ __LINE__, NIGHT, "UTC", "2026-12-31T23:30:00Z",
	  "2026-12-31T23:30:00Z" },
	/* The pause of 02:00 to 03:00: left out, behind the hour that comes
	 * twice, and before it. */
	{ __LINE__, ROUND, NEWYORK, "2026-03-08T06:59:59Z",
	  "2026-03-08T06:59:59Z" },
	{ __LINE__, ROUND, NEWYORK, "2026-03-08T07:00:00Z",
	  "2026-03-08T07:00:00Z" },
	{ __LINE__, ROUND, TALLINN, "2026-10-25T00:00:00Z",
	  "2026-10-25T00:00:00Z" },
	{ __LINE__, ROUND, NEWYORK, "2026-11-01T07:00:00Z",
	  "2026-11-01T08:00:00Z" },
	/* Of 02:00 to 04:00 an hour is left, that from 03:00. */
	{ __LINE__, FRIDAY, ISRAEL, "2026-03-26T23:59:59Z",
	  "2026-03-27T00:00:00Z" },
	{ __LINE__, FRIDAY, ISRAEL, "2026-03-27T00:59:59Z",
	  "2026-03-27T00:59:59Z" },
	{ __LINE__, FRIDAY, ISRAEL, "2026-03-27T01:00:00Z",
	  "2026-04-02T23:00:00Z" },
};

static void test_openings(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++) {
		const struct hours *hours = calendar_of(a,
			openings[i].calendar, openings[i].zone);
		usec_t at = moment_of(openings[i].at);
		usec_t want = moment_of(openings[i].opening), opening;

		assert_true(hours_opening(hours, at, &opening));
		if (opening != want)
			fail_msg("line %d: %s", openings[i].line,
				 clock_render(a, opening));
		if (hours_open(hours, at) != (at == want))
			fail_msg("line %d: open or not", openings[i].line);
	}
}

/* Working time from one to the other, in minutes. */
static const struct {
	int line;
	enum calendar calendar;
	const char *zone, *from, *until;
	int minutes;
} spans[] = {
	{ __LINE__, OFFICE, "UTC", "2026-03-02T09:00:00Z",
	  "2026-03-02T17:00:00Z", 7 H },
	{ __LINE__, OFFICE, "UTC", "2026-03-02T11:30:00Z",
	  "2026-03-02T13:30:00Z", 1 H },
	{ __LINE__, OFFICE, "UTC", "2026-03-02T12:00:00Z",
	  "2026-03-02T13:00:00Z", 0 },
	{ __LINE__, OFFICE, "UTC", "2026-03-02T10:00:00Z",
	  "2026-03-02T10:00:00Z", 0 },
	{ __LINE__, OFFICE, "UTC", "2026-03-02T11:00:00Z",
	  "2026-03-02T10:00:00Z", 0 },
	{ __LINE__, OFFICE, "UTC", "2026-03-02T00:00:00Z",
	  "2026-03-09T00:00:00Z", 35 H },
	/* Nobody works on the weekend of the change. */
	{ __LINE__, OFFICE, ATHENS, "2026-03-27T07:00:00Z",
	  "2026-03-30T14:00:00Z", 14 H },
	{ __LINE__, OFFICE, ATHENS, "2026-10-23T06:00:00Z",
	  "2026-10-26T15:00:00Z", 14 H },
	/* Over a closed leap day and a short day. */
	{ __LINE__, OFFICE, "UTC", "2028-02-28T16:00:00Z",
	  "2028-03-02T10:00:00Z", 3 H },
	/* Eight hours a night; seven and nine where the clocks change. */
	{ __LINE__, NIGHT, TALLINN, "2026-03-27T12:00:00Z",
	  "2026-03-28T12:00:00Z", 8 H },
	{ __LINE__, NIGHT, TALLINN, "2026-03-28T12:00:00Z",
	  "2026-03-29T12:00:00Z", 7 H },
	{ __LINE__, NIGHT, TALLINN, "2026-10-24T12:00:00Z",
	  "2026-10-25T12:00:00Z", 9 H },
	{ __LINE__, NIGHT, NEWYORK, "2026-03-07T18:00:00Z",
	  "2026-03-08T18:00:00Z", 7 H },
	{ __LINE__, NIGHT, NEWYORK, "2026-10-31T18:00:00Z",
	  "2026-11-01T18:00:00Z", 9 H },
	{ __LINE__, NIGHT, ISRAEL, "2026-03-26T12:00:00Z",
	  "2026-03-27T12:00:00Z", 7 H },
	{ __LINE__, NIGHT, "UTC", "2026-03-03T12:00:00Z",
	  "2026-03-04T12:00:00Z", 9 H },
	{ __LINE__, NIGHT, "UTC", "2026-03-04T12:00:00Z",
	  "2026-03-05T12:00:00Z", 9 H },
	{ __LINE__, NIGHT, "UTC", "2026-12-31T12:00:00Z",
	  "2027-01-01T12:00:00Z", 8 H },
	/* Days of 23, 24 and 25 hours, less the pause of Sunday. */
	{ __LINE__, ROUND, ATHENS, "2026-03-28T22:00:00Z",
	  "2026-03-29T21:00:00Z", 22 H },
	{ __LINE__, ROUND, ATHENS, "2026-03-29T21:00:00Z",
	  "2026-03-30T21:00:00Z", 24 H },
	{ __LINE__, ROUND, ATHENS, "2026-10-24T21:00:00Z",
	  "2026-10-25T22:00:00Z", 24 H },
	{ __LINE__, ROUND, NEWYORK, "2026-03-08T05:00:00Z",
	  "2026-03-09T04:00:00Z", 23 H },
	{ __LINE__, FRIDAY, ISRAEL, "2026-03-26T12:00:00Z",
	  "2026-03-28T12:00:00Z", 1 H },
	{ __LINE__, FRIDAY, ISRAEL, "2026-04-02T12:00:00Z",
	  "2026-04-04T12:00:00Z", 2 H },
};

static void test_between(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); i++) {
		usec_t from = moment_of(spans[i].from);
		usec_t until = moment_of(spans[i].until);
		usec_t got = hours_between(calendar_of(a, spans[i].calendar,
						       spans[i].zone),
					   from, until);

		if (got != spans[i].minutes * USEC_MINUTE)
			fail_msg("line %d: %d minutes", spans[i].line,
				 (int)(got / USEC_MINUTE));
	}
}

static const struct {
	int line;
	enum calendar calendar;
	const char *zone, *from;
	int minutes;
	const char *until;
} afters[] = {
	{ __LINE__, OFFICE, "UTC", "2026-03-02T09:00:00Z", 0,
	  "2026-03-02T09:00:00Z" },
	{ __LINE__, OFFICE, "UTC", "2026-03-02T12:30:00Z", 0,
	  "2026-03-02T13:00:00Z" },
	{ __LINE__, OFFICE, "UTC", "2026-03-02T09:00:00Z", 3 H,
	  "2026-03-02T12:00:00Z" },
	{ __LINE__, OFFICE, "UTC", "2026-03-02T09:00:00Z", 3 H + 1,
	  "2026-03-02T13:01:00Z" },
	{ __LINE__, OFFICE, "UTC", "2026-03-02T09:00:00Z", 7 H,
	  "2026-03-02T17:00:00Z" },
	{ __LINE__, OFFICE, "UTC", "2026-03-02T09:00:00Z", 8 H,
	  "2026-03-03T10:00:00Z" },
	{ __LINE__, OFFICE, "UTC", "2026-03-01T00:00:00Z", 35 H,
	  "2026-03-06T17:00:00Z" },
	/* Friday afternoon to Monday, over a change of the clocks. */
	{ __LINE__, OFFICE, ATHENS, "2026-03-27T14:00:00Z", 2 H,
	  "2026-03-30T07:00:00Z" },
	{ __LINE__, OFFICE, TALLINN, "2026-10-23T13:00:00Z", 2 H,
	  "2026-10-26T08:00:00Z" },
	{ __LINE__, OFFICE, NEWYORK, "2026-10-30T20:00:00Z", 2 H,
	  "2026-11-02T15:00:00Z" },
	{ __LINE__, OFFICE, TALLINN, "2026-12-23T14:00:00Z", 9 H,
	  "2026-12-26T09:00:00Z" },
	{ __LINE__, OFFICE, "UTC", "2028-02-28T16:00:00Z", 3 H,
	  "2028-03-02T10:00:00Z" },
	/* In the night of the change. */
	{ __LINE__, NIGHT, TALLINN, "2026-03-28T20:00:00Z", 7 H,
	  "2026-03-29T03:00:00Z" },
	{ __LINE__, NIGHT, TALLINN, "2026-10-24T19:00:00Z", 9 H,
	  "2026-10-25T04:00:00Z" },
	{ __LINE__, FRIDAY, ISRAEL, "2026-03-26T12:00:00Z", 2 H,
	  "2026-04-03T00:00:00Z" },
};

static void test_after(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(afters) / sizeof(afters[0]); i++) {
		const struct hours *hours = calendar_of(a, afters[i].calendar,
							afters[i].zone);
		usec_t from = moment_of(afters[i].from), until;
		usec_t work = afters[i].minutes * USEC_MINUTE;

		assert_true(hours_after(hours, from, work, &until));
		if (until != moment_of(afters[i].until))
			fail_msg("line %d: %s", afters[i].line,
				 clock_render(a, until));
		if (hours_between(hours, from, until) != work)
			fail_msg("line %d: not the same back", afters[i].line);
	}
}

static void test_always_open(void **state)
{
	usec_t at = moment_of("2026-03-01T03:00:00Z"), got;

	(void)state;
	assert_true(hours_open(NULL, at));
	assert_true(hours_opening(NULL, at, &got));
	assert_true(got == at);
	assert_true(hours_after(NULL, at, 8 * USEC_HOUR, &got));
	assert_true(got == at + 8 * USEC_HOUR);
	assert_true(hours_between(NULL, at, at + USEC_DAY) == USEC_DAY);
	assert_true(hours_between(NULL, at, at - USEC_DAY) == 0);
	assert_string_equal(hours_name(NULL, at), "");
}

/* Who never opens gives no answer, and who opens seldom gives it as far as
 * the horizon. */
static void test_horizon(void **state)
{
	const struct hours_date one[] = {
		{ .midnight = clock_civil(2028, 2, 29), .name = "Once",
		  .day = DAY(SPAN(9 H, 10 H)) },
	};
	ARENA(a);
	struct hours hours = { .zone = zone_load(a, "UTC") };
	usec_t day = clock_civil(2028, 2, 29), got;

	(void)state;
	assert_false(hours_opening(&hours, day, &got));
	assert_true(hours_between(&hours, 0, INT64_MAX) == 0);
	hours.dates = one;
	hours.date_count = 1;
	assert_true(hours_opening(&hours, day - HOURS_HORIZON, &got));
	assert_true(got == day + 9 * USEC_HOUR);
	assert_false(hours_opening(&hours, day - HOURS_HORIZON - 1, &got));
	assert_true(hours_after(&hours, day, USEC_HOUR, &got));
	assert_false(hours_after(&hours, day, USEC_HOUR + 1, &got));
	assert_true(hours_between(&hours, day - 1, INT64_MAX) == USEC_HOUR);
}

static void test_name(void **state)
{
	ARENA(a);
	const struct hours *hours = calendar_of(a, OFFICE, TALLINN);
	const struct hours_date eve = {
		.midnight = clock_civil(1969, 12, 31), .name = "Eve",
	};
	struct hours before = { .dates = &eve, .date_count = 1 };

	(void)state;
	assert_string_equal(hours_name(hours,
		moment_of("2026-12-23T21:59:59Z")), "");
	assert_string_equal(hours_name(hours,
		moment_of("2026-12-23T22:00:00Z")), "Christmas Eve");
	assert_string_equal(hours_name(hours,
		moment_of("2026-12-24T21:59:59Z")), "Christmas Eve");
	assert_string_equal(hours_name(hours,
		moment_of("2026-12-24T22:00:00Z")), "");

	/* Days before 1970 begin with their midnight too. */
	before.zone = zone_load(a, "UTC");
	assert_string_equal(hours_name(&before,
		moment_of("1969-12-30T23:59:59Z")), "");
	assert_string_equal(hours_name(&before,
		moment_of("1969-12-31T12:00:00Z")), "Eve");
}

/* From the first midnight to the end of the last date, on its clocks. */
static void test_notice(void **state)
{
	ARENA(a);
	const struct hours_notice notices[] = {
		{ clock_civil(2026, 12, 24), clock_civil(2027, 1, 2), "a" },
		{ clock_civil(2027, 1, 2), clock_civil(2027, 1, 3), "b" },
	};
	const struct hours hours = { .zone = zone_load(a, TALLINN),
				     .notices = { notices, 2 } };

	(void)state;
	assert_null(hours_notice(NULL, moment_of("2026-12-24T12:00:00Z")));
	assert_null(hours_notice(&hours, moment_of("2026-12-23T21:59:59Z")));
	assert_string_equal(hours_notice(&hours,
		moment_of("2026-12-23T22:00:00Z")), "a");
	assert_string_equal(hours_notice(&hours,
		moment_of("2027-01-02T21:59:59Z")), "a");
	assert_string_equal(hours_notice(&hours,
		moment_of("2027-01-02T22:00:00Z")), "b");
	assert_null(hours_notice(&hours, moment_of("2027-01-03T22:00:00Z")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_openings),
		cmocka_unit_test(test_between),
		cmocka_unit_test(test_after),
		cmocka_unit_test(test_always_open),
		cmocka_unit_test(test_horizon),
		cmocka_unit_test(test_name),
		cmocka_unit_test(test_notice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
