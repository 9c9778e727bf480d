/* test_hours_slow.c - working time against a clock that is looked at once a
 * minute, for calendars made by chance around changed clocks, leap days and
 * the ends of years. */

#include "desk/hours.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum {
	CALENDARS = 60,		/* a zone */
	QUERIES = 60,		/* a calendar */
	LEAD = 3,		/* days before the first query */
	DAYS = 40,
	MINUTES = DAYS * 24 * 60,
	SPANS = 3,		/* a day */
	DATES = 6,
};

static const char *const zones[] = {
	"Europe/Tallinn", "America/New_York", "Asia/Jerusalem",
	"Australia/Lord_Howe", "Asia/Kathmandu", "UTC",
};

/* Always the same numbers (xorshift). */
static int chance(uint32_t *seed, int least, int most)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return least + (int)(*seed % (uint32_t)(most - least + 1));
}

struct made {
	struct hours hours;
	struct hours_date dates[DATES];
	struct hours_span spans[7 + DATES][SPANS];
	usec_t begin;			/* a UTC midnight */
	bool open[MINUTES];		/* by the slow clock, from `begin` on */
};

/* Up to three spans in order, of which the last may end tomorrow; mostly at
 * quarters of hours, often in those in which clocks are changed. */
static struct hours_day make_day(uint32_t *seed, struct hours_span *spans)
{
	size_t count = 0;
	int at = 15 * chance(seed, 0, 24);

	while (count < SPANS && at < 24 * 60 && chance(seed, 0, 3) > 0) {
		int until = at + chance(seed, 1, 10 * 60);

		if (chance(seed, 0, 1) == 0)
			until += 15 - until % 15;
		spans[count++] = (struct hours_span){ at, until };
		at = until + 15 * chance(seed, 0, 12);
	}
	return (struct hours_day){ spans, count };
}

/* Near to what is hard: a change of the clocks, a leap day, a year's end. */
static usec_t make_begin(uint32_t *seed, const struct zone *zone)
{
	usec_t near = clock_civil(chance(seed, 2024, 2032), 12, 31);

	if (chance(seed, 0, 4) == 0)
		near = clock_civil(2028, 2, 29);
	else if (chance(seed, 0, 4) > 0 && zone->count > 60)
		near = zone->changes[chance(seed, 40, (int)zone->count - 2)]
			       .from;
	near -= near % USEC_DAY;
	return near - chance(seed, LEAD + 1, DAYS / 2) * USEC_DAY;
}

/* The hands of the slow clock are not turned back: in an hour that comes
 * twice they wait.  So every time of a calendar comes once, or not at all. */
static void look_each_minute(struct made *made)
{
	const struct hours *hours = &made->hours;
	usec_t hands = INT64_MIN;

	for (int i = 0; i < MINUTES; i++) {
		usec_t local = zone_local(hours->zone,
					  made->begin + i * USEC_MINUTE);

		hands = local > hands ? local : hands;
		made->open[i] = false;
		for (int before = 0; before <= 1; before++) {
			usec_t day = hands - hands % USEC_DAY -
				     before * USEC_DAY;
			int minute = (int)((hands - day) / USEC_MINUTE);
			const struct hours_day *on;
			struct civil civil;

			clock_split(day, &civil);
			on = &hours->week[civil.weekday];
			for (size_t k = 0; k < hours->date_count; k++)
				if (hours->dates[k].midnight == day)
					on = &hours->dates[k].day;
			for (size_t k = 0; k < on->count; k++)
				made->open[i] |= on->spans[k].from <= minute &&
						 minute < on->spans[k].until;
		}
	}
}

static void make(uint32_t *seed, const struct zone *zone, struct made *made)
{
	struct hours *hours = &made->hours;
	usec_t day;

	made->begin = make_begin(seed, zone);
	hours->zone = zone;
	for (int i = 0; i < 7; i++)
		hours->week[i] = make_day(seed, made->spans[i]);
	day = made->begin;
	for (int i = 0; i < DATES; i++) {
		day += chance(seed, 1, 8) * USEC_DAY;
		made->dates[i] = (struct hours_date){
			.midnight = day, .name = "",
			.day = make_day(seed, made->spans[7 + i]),
		};
	}
	hours->dates = made->dates;
	hours->date_count = DATES;
	look_each_minute(made);
}

/* The first minute at which it is open. */
static int slow_opening(const struct made *made, int from)
{
	while (from < MINUTES && !made->open[from])
		from++;
	return from;
}

/* The end of the minute in which so many of work were reached, above 0;
 * MINUTES + 1 where that is not seen. */
static int slow_after(const struct made *made, int from, int work)
{
	for (; from < MINUTES; from++)
		if (made->open[from] && --work == 0)
			return from + 1;
	return MINUTES + 1;
}

static int slow_between(const struct made *made, int from, int until)
{
	int work = 0;

	for (; from < until; from++)
		work += made->open[from];
	return work;
}

static usec_t moment_of(const struct made *made, int minute)
{
	return made->begin + minute * USEC_MINUTE;
}

static void check(const struct made *made, int from, int until, int work)
{
	const struct hours *hours = &made->hours;
	usec_t at = moment_of(made, from), got = 0;
	int opening = slow_opening(made, from);
	int after = slow_after(made, from, work);

	assert_int_equal(hours_open(hours, at), made->open[from]);
	assert_int_equal(hours_open(hours, at + USEC_MINUTE - 1),
			 made->open[from]);
	assert_true(hours_between(hours, at, moment_of(made, until)) ==
		    slow_between(made, from, until) * USEC_MINUTE);
	if (opening < MINUTES) {
		assert_true(hours_opening(hours, at, &got));
		assert_true(got == moment_of(made, opening));
	}
	if (after <= MINUTES) {
		assert_true(hours_after(hours, at, work * USEC_MINUTE, &got));
		assert_true(got == moment_of(made, after));
	}
}

static void test_zones(void **state)
{
	ARENA(a);
	struct made *made = ARENA_NEW(a, struct made);
	uint32_t seed = 20260329;
	int open = 0, closed = 0;

	(void)state;
	for (size_t z = 0; z < sizeof(zones) / sizeof(zones[0]); z++) {
		const struct zone *zone = zone_load(a, zones[z]);

		assert_non_null(zone);
		for (int i = 0; i < CALENDARS * QUERIES; i++) {
			int from = chance(&seed, LEAD * 24 * 60, MINUTES - 1);
			int until = chance(&seed, from, MINUTES);
			int work = chance(&seed, 1, 60 * 60);

			if (i % QUERIES == 0)
				make(&seed, zone, made);
			check(made, from, until, work);
			open += made->open[from];
			closed += !made->open[from];
		}
	}
	/* It was no clock that stood still. */
	assert_true(open > 3000 && closed > 3000);
}

/* Each minute of the two days around every change of three years. */
static void test_changes(void **state)
{
	ARENA(a);
	struct made *made = ARENA_NEW(a, struct made);
	uint32_t seed = 20261025;
	int changes = 0;

	(void)state;
	for (size_t z = 0; z < sizeof(zones) / sizeof(zones[0]); z++) {
		const struct zone *zone = zone_load(a, zones[z]);

		for (size_t i = 0; i < zone->count; i++) {
			usec_t from = zone->changes[i].from;
			int minute;

			if (from < clock_civil(2026, 1, 1) ||
			    from > clock_civil(2029, 1, 1))
				continue;
			make(&seed, zone, made);
			made->begin = from - from % USEC_DAY - 5 * USEC_DAY;
			look_each_minute(made);
			minute = (int)((from - made->begin) / USEC_MINUTE);
			for (int k = minute - 1440; k < minute + 1440; k++)
				check(made, k, minute + 1440, 90);
			changes++;
		}
	}
	assert_int_equal(changes, 4 * 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_zones),
		cmocka_unit_test(test_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
