/* test_cover.c - the desk's hours, those of a queue, and none. */

#include "desk/cover.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Told apart by their addresses alone. */
static const struct hours desk_hours, billing_hours;
static const struct cover_queue queues[] = { { "billing", &billing_hours } };

static const struct {
	int line;
	uint32_t round_the_clock;
	const char *queue;
	enum urgency urgency;
	const struct hours *hours;
} cases[] = {
	{ __LINE__, 0, "general", URGENCY_NORMAL, &desk_hours },
	{ __LINE__, 0, "billing", URGENCY_NORMAL, &billing_hours },
	{ __LINE__, 0, "billing", URGENCY_CRITICAL, &billing_hours },
	{ __LINE__, 0, "bill", URGENCY_NORMAL, &desk_hours },
	{ __LINE__, 0, NULL, URGENCY_LOW, &desk_hours },
	{ __LINE__, 1 << URGENCY_CRITICAL, "general", URGENCY_CRITICAL, NULL },
	{ __LINE__, 1 << URGENCY_CRITICAL, "billing", URGENCY_CRITICAL, NULL },
	{ __LINE__, 1 << URGENCY_CRITICAL, "general", URGENCY_HIGH,
	  &desk_hours },
	{ __LINE__, 1 << URGENCY_CRITICAL, "billing", URGENCY_HIGH,
	  &billing_hours },
	{ __LINE__, 1 << URGENCY_LOW, "general", URGENCY_LOW, NULL },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct cover cover = {
			queues, 1, cases[i].round_the_clock };

		if (cover_hours(&cover, &desk_hours, cases[i].queue,
				cases[i].urgency) != cases[i].hours)
			fail_msg("line %d: other hours", cases[i].line);
	}
}

/* A desk that is always open, with one queue that is not. */
static void test_without_hours(void **state)
{
	const struct cover cover = { queues, 1, 0 };

	(void)state;
	assert_null(cover_hours(&cover, NULL, "general", URGENCY_NORMAL));
	assert_ptr_equal(cover_hours(&cover, NULL, "billing", URGENCY_NORMAL),
			 &billing_hours);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_without_hours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
