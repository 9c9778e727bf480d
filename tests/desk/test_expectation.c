/* test_expectation.c - percentiles and load by hand, and years of answers:
 * the share that is said does hold. */

#include "desk/promise.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define M USEC_MINUTE
#define NEVER EXPECTATION_UNKNOWN

struct heap {
	struct expectation_sample at[EXPECTATION_SAMPLES];
	size_t count;
};

static void add(struct heap *heap, int ahead, usec_t waited, bool answered)
{
	assert_true(heap->count < EXPECTATION_SAMPLES);
	heap->at[heap->count++] = (struct expectation_sample){
		ahead, waited, answered };
}

/* Answers after 1, 2, 3 … units, the last first. */
static void add_run(struct heap *heap, int ahead, int count, usec_t unit)
{
	for (int i = count; i >= 1; i--)
		add(heap, ahead, i * unit, true);
}

/* Answers after 1, 2, 3 … minutes, and some who wait since `since`.  Where
 * nobody waits it is the answer of rank 0.5 * (n + 1) and 0.9 * (n + 1),
 * rounded up. */
static const struct {
	int line;
	int answers, waiting;
	usec_t since;
	usec_t half, most;	/* 0: no history */
} cases[] = {
	{ __LINE__, 0, 0, 0, 0, 0 },
	{ __LINE__, 29, 0, 0, 0, 0 },
	{ __LINE__, 30, 0, 0, 16 * M, 28 * M },
	{ __LINE__, 39, 0, 0, 20 * M, 36 * M },
	{ __LINE__, 40, 0, 0, 21 * M, 37 * M },
	{ __LINE__, 59, 0, 0, 30 * M, 54 * M },
	/* Too few answers, however many wait. */
	{ __LINE__, 29, 100, 5 * M, 0, 0 },
	/* Who just came says nothing; who has waited long does. */
	{ __LINE__, 39, 4, 0, 20 * M, 36 * M },
	{ __LINE__, 39, 1, 100 * M, 21 * M, 37 * M },
	{ __LINE__, 39, 4, 100 * M, 22 * M, NEVER },
	{ __LINE__, 30, 28, 100 * M, 30 * M, NEVER },
	{ __LINE__, 30, 29, 100 * M, 30 * M, NEVER },
	{ __LINE__, 30, 30, 100 * M, NEVER, NEVER },
	{ __LINE__, 39, 10, 20 * M, 24 * M, 37 * M },
	{ __LINE__, 39, 10, 30 * M, 25 * M, 38 * M },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct heap heap = { .count = 0 };
		struct expectation bands[EXPECTATION_BANDS] = { { 0 } };
		size_t count;

		add_run(&heap, 3, cases[i].answers, M);
		for (int w = 0; w < cases[i].waiting; w++)
			add(&heap, 3, cases[i].since, false);
		count = expectation_measure(heap.at, heap.count, bands);
		if (count != (cases[i].half != 0) ||
		    bands[0].half != cases[i].half ||
		    bands[0].most != cases[i].most)
			fail_msg("line %d: %zu, %lld and %lld minutes",
				 cases[i].line, count,
				 (long long)(bands[0].half / M),
				 (long long)(bands[0].most / M));
	}
}

/* Emptier bands first; none falls; beyond the last in proportion. */
static void test_load(void **state)
{
	struct heap heap = { .count = 0 };
	struct expectation bands[EXPECTATION_BANDS];
	usec_t before = 0;

	(void)state;
	add_run(&heap, 0, 39, M);
	add_run(&heap, 4, 39, 10 * M);
	add_run(&heap, 2, 39, 2 * M);
	add_run(&heap, 9, 39, 5 * M);
	assert_int_equal(expectation_measure(heap.at, heap.count, bands), 4);
	for (int i = 0; i < 4; i++)
		assert_int_equal(bands[i].samples, 39);
	assert_true(expectation_at(bands, 4, 0) == 36 * M);
	assert_true(expectation_at(bands, 4, 1) == 72 * M);
	assert_true(expectation_at(bands, 4, 2) == 72 * M);
	assert_true(expectation_at(bands, 4, 3) == 360 * M);
	assert_true(expectation_at(bands, 4, 4) == 360 * M);
	/* Faster than an emptier one by chance: never less. */
	assert_true(expectation_at(bands, 4, 9) == 360 * M);
	assert_true(expectation_at(bands, 4, 19) - 720 * M < USEC_SECOND);
	assert_true(expectation_at(bands, 0, 0) == NEVER);
	for (int ahead = 0; ahead < 5000; ahead++) {
		usec_t at = expectation_at(bands, 4, ahead);

		assert_true(at >= before);
		before = at;
	}
	assert_true(expectation_at(bands, 4, INT32_MAX) > before);
	bands[3].most = USEC_DAY * 700;
	assert_true(expectation_at(bands, 4, INT32_MAX) == NEVER);
	bands[3].most = NEVER;
	assert_true(expectation_at(bands, 4, 9) == NEVER);
	assert_true(expectation_at(bands, 4, 10) == NEVER);
}

/* All found the same: one band, however many they are.  A rest that is too
 * small for a band of its own belongs to the last. */
static void test_bands(void **state)
{
	struct heap heap = { .count = 0 };
	struct expectation bands[EXPECTATION_BANDS];

	(void)state;
	add_run(&heap, 1, 400, M);
	assert_int_equal(expectation_measure(heap.at, heap.count, bands), 1);
	assert_int_equal(bands[0].ahead, 1);
	add_run(&heap, 7, 29, M);
	assert_int_equal(expectation_measure(heap.at, heap.count, bands), 1);
	assert_int_equal(bands[0].samples, 429);
	assert_int_equal(bands[0].ahead, 7);
	add_run(&heap, 8, 1, M);
	assert_int_equal(expectation_measure(heap.at, heap.count, bands), 2);
	assert_int_equal(bands[0].ahead, 1);
	assert_int_equal(bands[1].samples, 30);
}

/* --- years of answers --- */

static const struct hours_span office[] = { { 9 * 60, 17 * 60 } };

/* A number from 0 to 1, the same in each run. */
static double chance(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) +
		UINT64_C(1442695040888963407);
	return (double)(*seed >> 11) / (double)(UINT64_C(1) << 53);
}

/* One person after the other is answered; mails come at all hours, on some
 * days far more of them. */
struct year {
	const char *name;
	double gap;		/* mean minutes from mail to mail */
	double work;		/* mean working minutes of an answer */
	double burst;		/* so much faster on every tenth day */
	double slowing;		/* work at the end of the year, of the first */
};

static const struct year years[] = {
	{ "idle", 120, 12, 1, 1 },
	{ "steady", 60, 12, 1, 1 },
	{ "busy", 60, 13.5, 1, 1 },
	{ "bursts", 90, 12, 4, 1 },
	{ "slowing", 100, 10, 1, 2 },
};

enum { MAILS_MOST = 20000 };

struct mail {
	usec_t created, done;	/* moments */
	usec_t came, ended;	/* the same in working time */
	int ahead;
};

static usec_t draw(uint64_t *seed, double mean)
{
	/* Two in a row: neither all alike nor without measure. */
	return (usec_t)((chance(seed) + chance(seed)) * mean * (double)M);
}

static size_t live(const struct year *year, const struct hours *hours,
		   struct mail *mails)
{
	const usec_t begin = clock_civil(2026, 1, 1);
	const usec_t end = clock_civil(2027, 1, 1);
	uint64_t seed = 1;
	usec_t free = 0, worked = 0, last = begin;
	size_t count = 0;

	for (usec_t at = begin; at < end && count < MAILS_MOST;) {
		struct mail *mail = &mails[count];
		const double part = (double)(at - begin) /
				    (double)(end - begin);
		const bool burst = (at - begin) / USEC_DAY % 10 == 0;

		worked += hours_between(hours, last, at);
		last = at;
		mail->created = at;
		mail->came = worked;
		if (free < worked)
			free = worked;
		free += draw(&seed, year->work *
			     (1 + part * (year->slowing - 1)));
		mail->ended = free;
		assert_true(hours_after(hours, at, free - worked,
					&mail->done));
		mail->ahead = 0;
		for (size_t i = count; i-- > 0 && mails[i].ended > worked;)
			mail->ahead++;
		count++;
		at += draw(&seed, year->gap / (burst ? year->burst : 1)) + 1;
	}
	return count;
}

/* What was known when that mail came. */
static size_t measure(const struct mail *mails, size_t now,
		      struct expectation bands[EXPECTATION_BANDS])
{
	struct heap heap = { .count = 0 };

	for (size_t i = now; i-- > 0 && heap.count < EXPECTATION_SAMPLES &&
	     mails[i].created > mails[now].created - EXPECTATION_WINDOW;) {
		const bool answered = mails[i].done <= mails[now].created;

		add(&heap, mails[i].ahead,
		    (answered ? mails[i].ended : mails[now].came) -
			    mails[i].came, answered);
	}
	return expectation_measure(heap.at, heap.count, bands);
}

static void test_years(void **state)
{
	ARENA(a);
	struct hours hours = { .zone = zone_load(a, "Europe/Athens") };
	struct mail *mails = ARENA_ARRAY(a, struct mail, MAILS_MOST);

	(void)state;
	for (int day = 1; day <= 5; day++)
		hours.week[day] = (struct hours_day){ office, 1 };
	for (size_t y = 0; y < sizeof(years) / sizeof(years[0]); y++) {
		const size_t count = live(&years[y], &hours, mails);
		struct expectation bands[EXPECTATION_BANDS];
		size_t band_count = 0, said = 0, kept = 0;
		usec_t slack = 0;

		for (size_t i = 0; i < count; i++) {
			struct promise promise;

			if (i % 8 == 0)
				band_count = measure(mails, i, bands);
			promise = promise_make(&(struct promise_facts){
				.bands = bands, .band_count = band_count,
				.ahead = mails[i].ahead, .hours = &hours,
				.zone = hours.zone, .now = mails[i].created,
			});
			if (promise.by == 0)
				continue;
			said++;
			kept += mails[i].done <= promise.by;
			slack += hours_between(&hours, mails[i].done,
					       promise.by);
		}
		print_message("%s: %zu mails, %zu promises, %.1f %% kept, "
			      "%.0f working minutes to spare\n",
			      years[y].name, count, said,
			      100 * (double)kept / (double)said,
			      (double)slack / (double)said / (double)M);
		assert_true(said > count * 9 / 10);
		if (100 * kept < EXPECTATION_PERCENT * said)
			fail_msg("%s: %zu of %zu", years[y].name, kept, said);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_load),
		cmocka_unit_test(test_bands),
		cmocka_unit_test(test_years),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
