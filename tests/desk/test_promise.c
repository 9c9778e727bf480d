/* test_promise.c - the bound, what is expected, and the moment that is said:
 * in hours and out of them, on days off, across a change of the clocks. */

#include "desk/promise.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define M USEC_MINUTE
#define H USEC_HOUR
#define CLOCK(t) { PROMISE_CLOCK, t, 0 }
#define WORKING(t) { PROMISE_WORKING, t, 0 }
#define DAYS(n) { PROMISE_DAYS, 0, n }
#define NOTHING { PROMISE_NONE, 0, 0 }
#define UNKNOWN EXPECTATION_UNKNOWN

/* Athens, Monday to Friday from nine to five; Wednesday, 25 March is a
 * holiday; clocks go forward on Sunday, 29 March, and back on 25 October. */
static const struct hours_span office[] = { { 9 * 60, 17 * 60 } };
/* Friday from ten in the evening, to six. */
static const struct hours_span night[] = { { 22 * 60, 30 * 60 } };

enum calendar { OFFICE, ALWAYS, NIGHT, SHUT };

static const struct {
	int line;
	enum calendar calendar;
	struct promise_term term;
	usec_t most;		/* nine in ten, at two ahead; 0: not known */
	int ahead;
	const char *now;	/* on the clocks of Athens, as UTC */
	enum promise_basis basis;
	const char *by;		/* "": nothing is said */
} cases[] = {
	/* Nothing known, and nothing promised. */
	{ __LINE__, OFFICE, NOTHING, 0, 0, "2026-03-02T10:00:00Z",
	  PROMISE_ON_NOTHING, "" },
	{ __LINE__, OFFICE, NOTHING, UNKNOWN, 0, "2026-03-02T10:00:00Z",
	  PROMISE_ON_NOTHING, "" },
	/* Too little history: the promise. */
	{ __LINE__, OFFICE, WORKING(8 * H), 0, 0, "2026-03-02T10:00:00Z",
	  PROMISE_ON_TERM, "2026-03-03T10:00:00Z" },
	{ __LINE__, OFFICE, WORKING(8 * H), 0, 0, "2026-03-02T09:00:00Z",
	  PROMISE_ON_TERM, "2026-03-02T17:00:00Z" },
	{ __LINE__, OFFICE, WORKING(8 * H), UNKNOWN, 0,
	  "2026-03-02T10:00:00Z", PROMISE_ON_TERM, "2026-03-03T10:00:00Z" },
	/* Measured, within the promise, at it and above it. */
	{ __LINE__, OFFICE, WORKING(8 * H), 3 * H, 0, "2026-03-02T10:00:00Z",
	  PROMISE_ON_HISTORY, "2026-03-02T13:00:00Z" },
	{ __LINE__, OFFICE, WORKING(8 * H), 8 * H, 0, "2026-03-02T10:00:00Z",
	  PROMISE_ON_HISTORY, "2026-03-03T10:00:00Z" },
	{ __LINE__, OFFICE, WORKING(8 * H), 8 * H + M, 0,
	  "2026-03-02T10:00:00Z", PROMISE_CAPPED, "2026-03-03T10:00:00Z" },
	{ __LINE__, OFFICE, NOTHING, 20 * H, 0, "2026-03-02T10:00:00Z",
	  PROMISE_ON_HISTORY, "2026-03-04T14:00:00Z" },
	/* Load: as many as were seen, one more, and far more. */
	{ __LINE__, OFFICE, WORKING(8 * H), 3 * H, 2, "2026-03-02T10:00:00Z",
	  PROMISE_ON_HISTORY, "2026-03-02T13:00:00Z" },
	{ __LINE__, OFFICE, WORKING(8 * H), 3 * H, 3, "2026-03-02T10:00:00Z",
	  PROMISE_ON_HISTORY, "2026-03-02T15:00:00Z" },
	{ __LINE__, OFFICE, WORKING(8 * H), 3 * H, 99, "2026-03-02T10:00:00Z",
	  PROMISE_CAPPED, "2026-03-03T10:00:00Z" },
	/* A quarter within two hours, else the full hour; never earlier. */
	{ __LINE__, OFFICE, NOTHING, 30 * M, 0, "2026-03-02T10:00:00Z",
	  PROMISE_ON_HISTORY, "2026-03-02T10:30:00Z" },
	{ __LINE__, OFFICE, NOTHING, 31 * M, 0, "2026-03-02T10:00:00Z",
	  PROMISE_ON_HISTORY, "2026-03-02T10:45:00Z" },
	{ __LINE__, OFFICE, NOTHING, 2 * H, 0, "2026-03-02T10:00:01Z",
	  PROMISE_ON_HISTORY, "2026-03-02T12:15:00Z" },
	{ __LINE__, OFFICE, NOTHING, 2 * H + M, 0, "2026-03-02T10:00:00Z",
	  PROMISE_ON_HISTORY, "2026-03-02T13:00:00Z" },
	{ __LINE__, OFFICE, NOTHING, 1, 0, "2026-03-02T10:00:00Z",
	  PROMISE_ON_HISTORY, "2026-03-02T10:15:00Z" },
	/* Out of hours: counted from the next opening. */
	{ __LINE__, OFFICE, NOTHING, H, 0, "2026-03-06T18:00:00Z",
	  PROMISE_ON_HISTORY, "2026-03-09T10:00:00Z" },
	{ __LINE__, OFFICE, NOTHING, H, 0, "2026-03-06T16:30:00Z",
	  PROMISE_ON_HISTORY, "2026-03-09T10:00:00Z" },
	{ __LINE__, OFFICE, NOTHING, 30 * M, 0, "2026-03-06T16:30:00Z",
	  PROMISE_ON_HISTORY, "2026-03-06T17:00:00Z" },
	/* A holiday. */
	{ __LINE__, OFFICE, NOTHING, 2 * H, 0, "2026-03-24T16:00:00Z",
	  PROMISE_ON_HISTORY, "2026-03-26T10:00:00Z" },
	/* Over a night that is an hour shorter, and longer. */
	{ __LINE__, OFFICE, NOTHING, 2 * H, 0, "2026-03-27T16:00:00Z",
	  PROMISE_ON_HISTORY, "2026-03-30T10:00:00Z" },
	{ __LINE__, OFFICE, NOTHING, 2 * H, 0, "2026-10-23T16:00:00Z",
	  PROMISE_ON_HISTORY, "2026-10-26T10:00:00Z" },
	{ __LINE__, ALWAYS, NOTHING, 24 * H, 0, "2026-03-28T16:00:00Z",
	  PROMISE_ON_HISTORY, "2026-03-29T17:00:00Z" },
	{ __LINE__, ALWAYS, NOTHING, 24 * H, 0, "2026-10-24T16:00:00Z",
	  PROMISE_ON_HISTORY, "2026-10-25T15:00:00Z" },
	/* Critical, where somebody is there at all times. */
	{ __LINE__, ALWAYS, WORKING(H), 0, 0, "2026-03-07T23:30:00Z",
	  PROMISE_ON_TERM, "2026-03-08T00:30:00Z" },
	{ __LINE__, ALWAYS, WORKING(H), 20 * M, 0, "2026-03-07T23:30:00Z",
	  PROMISE_ON_HISTORY, "2026-03-08T00:00:00Z" },
	/* A time on the clock, whatever the hours. */
	{ __LINE__, OFFICE, CLOCK(H), 0, 0, "2026-03-06T18:00:00Z",
	  PROMISE_ON_TERM, "2026-03-06T19:00:00Z" },
	{ __LINE__, OFFICE, CLOCK(H), 30 * M, 0, "2026-03-06T18:00:00Z",
	  PROMISE_CAPPED, "2026-03-06T19:00:00Z" },
	/* Working days, to the close of the last; this one does not count,
	 * nor do days off. */
	{ __LINE__, OFFICE, DAYS(1), 0, 0, "2026-03-02T08:00:00Z",
	  PROMISE_ON_TERM, "2026-03-03T17:00:00Z" },
	{ __LINE__, OFFICE, DAYS(1), 0, 0, "2026-03-02T23:59:59Z",
	  PROMISE_ON_TERM, "2026-03-03T17:00:00Z" },
	{ __LINE__, OFFICE, DAYS(3), 0, 0, "2026-03-05T10:00:00Z",
	  PROMISE_ON_TERM, "2026-03-10T17:00:00Z" },
	{ __LINE__, OFFICE, DAYS(2), 0, 0, "2026-03-23T10:00:00Z",
	  PROMISE_ON_TERM, "2026-03-26T17:00:00Z" },
	{ __LINE__, OFFICE, DAYS(1), 0, 0, "2026-03-27T10:00:00Z",
	  PROMISE_ON_TERM, "2026-03-30T17:00:00Z" },
	{ __LINE__, ALWAYS, DAYS(1), 0, 0, "2026-03-02T10:00:00Z",
	  PROMISE_ON_TERM, "2026-03-04T02:00:00Z" },
	/* The night's part before midnight is a day, and so is that behind. */
	{ __LINE__, NIGHT, DAYS(1), 0, 0, "2026-03-05T10:00:00Z",
	  PROMISE_ON_TERM, "2026-03-07T00:00:00Z" },
	{ __LINE__, NIGHT, DAYS(2), 0, 0, "2026-03-05T10:00:00Z",
	  PROMISE_ON_TERM, "2026-03-07T06:00:00Z" },
	/* A calendar that never opens has no time to say. */
	{ __LINE__, SHUT, WORKING(H), 20 * M, 0, "2026-03-02T10:00:00Z",
	  PROMISE_ON_NOTHING, "" },
	{ __LINE__, SHUT, DAYS(1), 0, 0, "2026-03-02T10:00:00Z",
	  PROMISE_ON_NOTHING, "" },
	{ __LINE__, SHUT, CLOCK(H), 20 * M, 0, "2026-03-02T10:00:00Z",
	  PROMISE_ON_TERM, "2026-03-02T11:00:00Z" },
};

static struct hours *calendar_of(struct arena *arena, enum calendar calendar,
				 const struct zone *zone)
{
	struct hours *hours = ARENA_NEW(arena, struct hours);
	struct hours_date *holiday = ARENA_NEW(arena, struct hours_date);

	holiday->midnight = clock_civil(2026, 3, 25);
	holiday->name = "Holiday";
	hours->zone = zone;
	hours->dates = holiday;
	hours->date_count = 1;
	for (int day = 1; day <= 5 && calendar == OFFICE; day++)
		hours->week[day] = (struct hours_day){ office, 1 };
	if (calendar == NIGHT)
		hours->week[5] = (struct hours_day){ night, 1 };
	return calendar == ALWAYS ? NULL : hours;
}

/* A moment that was written in local time. */
static usec_t moment(const struct zone *zone, const char *text)
{
	usec_t local;

	assert_true(clock_parse(text, &local));
	return zone_moment(zone, local);
}

static void test_cases(void **state)
{
	ARENA(a);
	const struct zone *zone = zone_load(a, "Europe/Athens");

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct expectation band = { 2, 40, 0, cases[i].most };
		struct promise got = promise_make(&(struct promise_facts){
			.term = cases[i].term,
			.bands = &band, .band_count = cases[i].most != 0,
			.ahead = cases[i].ahead,
			.hours = calendar_of(a, cases[i].calendar, zone),
			.zone = zone, .now = moment(zone, cases[i].now),
		});
		const char *by = got.by == 0 ? "" :
			clock_render(a, zone_local(zone, got.by));

		if (got.basis != cases[i].basis ||
		    strcmp(by, cases[i].by) != 0)
			fail_msg("line %d: %s, by %s", cases[i].line,
				 promise_word(got.basis), by);
	}
}

/* A queue says otherwise for what it names. */
static void test_term(void **state)
{
	const struct promise_queue queues[] = {
		{ "billing", { { [URGENCY_CRITICAL] = CLOCK(H) } } },
		{ "parts", { { [URGENCY_NORMAL] = DAYS(2),
			       [URGENCY_CRITICAL] = DAYS(1) } } },
	};
	const struct promise_policy policy = {
		{ { [URGENCY_NORMAL] = WORKING(8 * H) } }, queues, 2,
	};

	(void)state;
	assert_int_equal(promise_term(&policy, "billing",
				      URGENCY_CRITICAL).kind, PROMISE_CLOCK);
	assert_int_equal(promise_term(&policy, "billing",
				      URGENCY_NORMAL).kind, PROMISE_WORKING);
	assert_int_equal(promise_term(&policy, "parts", URGENCY_NORMAL).days,
			 2);
	assert_int_equal(promise_term(&policy, "parts", URGENCY_LOW).kind,
			 PROMISE_NONE);
	assert_int_equal(promise_term(&policy, "general",
				      URGENCY_CRITICAL).kind, PROMISE_NONE);
	assert_int_equal(promise_term(&policy, NULL, URGENCY_NORMAL).kind,
			 PROMISE_WORKING);
}

static void test_render(void **state)
{
	static const struct {
		struct promise_term term;
		const char *want;
	} terms[] = {
		{ NOTHING, "" }, { WORKING(8 * H), "8 working hours" },
		{ WORKING(H), "1 working hour" }, { CLOCK(H), "1 hour" },
		{ CLOCK(90 * M), "90 minutes" },
		{ WORKING(M), "1 working minute" },
		{ DAYS(1), "1 working day" }, { DAYS(3), "3 working days" },
	};
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++)
		assert_string_equal(promise_render(a, terms[i].term),
				    terms[i].want);
}

/* An answer behind the hours counts as at the next opening. */
static void test_waited(void **state)
{
	ARENA(a);
	const struct zone *zone = zone_load(a, "Europe/Athens");
	const struct hours *hours = calendar_of(a, OFFICE, zone);
	const usec_t came = moment(zone, "2026-03-06T16:00:00Z");
	usec_t late = moment(zone, "2026-03-06T21:00:00Z"), said;

	(void)state;
	assert_true(expectation_waited(hours, came, came + 30 * M) == 30 * M);
	assert_true(expectation_waited(NULL, came, late) == 5 * H);
	assert_true(expectation_waited(hours, came, came) == 0);
	assert_true(hours_after(hours, came,
				expectation_waited(hours, came, late),
				&said));
	assert_true(said > moment(zone, "2026-03-09T09:00:00Z"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_term),
		cmocka_unit_test(test_render),
		cmocka_unit_test(test_waited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
