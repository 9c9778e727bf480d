/* test_breaker.c - each state and both sides of each moment and limit. */

#include "desk/breaker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW	(1000 * USEC_DAY)

static void test_states(void **state)
{
	const struct breaker never = { .until = 0 };
	const struct breaker opened = breaker_open(&never, BREAKER_RATE, NOW);
	static const struct {
		int line;
		usec_t after;
		enum breaker_state want;
	} rows[] = {
		{ __LINE__, 0, BREAKER_OPEN },
		{ __LINE__, USEC_HOUR - 1, BREAKER_OPEN },
		{ __LINE__, USEC_HOUR, BREAKER_TRIAL },
		{ __LINE__, 2 * USEC_HOUR - 1, BREAKER_TRIAL },
		{ __LINE__, 2 * USEC_HOUR, BREAKER_CLOSED },
	};

	(void)state;
	assert_int_equal(breaker_state(&never, NOW), BREAKER_CLOSED);
	assert_int_equal(opened.why, BREAKER_RATE);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (breaker_state(&opened, NOW + rows[i].after) !=
		    rows[i].want)
			fail_msg("line %d", rows[i].line);
}

/* Who fails the trial waits twice as long, a day at most; who passed it
 * begins anew. */
static void test_again(void **state)
{
	struct breaker breaker = { .until = 0 };
	static const int hours[] = { 1, 2, 4, 8, 16, 24, 24 };
	usec_t now = NOW;

	(void)state;
	for (size_t i = 0; i < sizeof(hours) / sizeof(hours[0]); i++) {
		breaker = breaker_open(&breaker, BREAKER_OWN_WORDS, now);
		assert_int_equal(breaker.until - breaker.since,
				 hours[i] * USEC_HOUR);
		now = breaker.until + 1;
		assert_int_equal(breaker_state(&breaker, now), BREAKER_TRIAL);
	}
	now = breaker.until + USEC_HOUR;
	breaker = breaker_open(&breaker, BREAKER_RATE, now);
	assert_int_equal(breaker.until - now, USEC_HOUR);
}

static void test_limits(void **state)
{
	static const struct {
		int line;
		enum breaker_state state;
		int least, usual, want;
	} rows[] = {
		{ __LINE__, BREAKER_CLOSED, 50, 0, 50 },
		{ __LINE__, BREAKER_CLOSED, 50, 10, 50 },
		{ __LINE__, BREAKER_CLOSED, 50, 11, 55 },
		{ __LINE__, BREAKER_CLOSED, 50, 200, 1000 },
		{ __LINE__, BREAKER_TRIAL, 50, 0, 10 },
		{ __LINE__, BREAKER_TRIAL, 50, 200, 200 },
		{ __LINE__, BREAKER_TRIAL, 5, 0, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (breaker_limit(rows[i].state, rows[i].least,
				  rows[i].usual) != rows[i].want)
			fail_msg("line %d", rows[i].line);
}

/* One that was only noted is in that state at that moment. */
static void test_in(void **state)
{
	(void)state;
	for (enum breaker_state s = BREAKER_CLOSED; s <= BREAKER_TRIAL; s++) {
		const struct breaker breaker = breaker_in(s, NOW);
		enum breaker_state read;

		assert_int_equal(breaker_state(&breaker, NOW), s);
		assert_true(breaker_state_read(breaker_state_word(s), &read));
		assert_int_equal(read, s);
	}
}

static void test_words(void **state)
{
	enum breaker_reason reason;
	enum breaker_state read;

	(void)state;
	assert_true(breaker_reason_read("own-words", &reason));
	assert_int_equal(reason, BREAKER_OWN_WORDS);
	assert_false(breaker_reason_read("", &reason));
	assert_false(breaker_state_read("ajar", &read));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_in),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
