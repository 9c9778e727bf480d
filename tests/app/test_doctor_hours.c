/* test_doctor_hours.c - calendars in order, at an end, and of queues. */

#include "app/doctor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct hours_span nine_to_five = { 9 * 60, 17 * 60 };

static const struct {
	int line;
	const char *now;
	size_t dates;		/* of those below */
	const char *finding;
} cases[] = {
	{ __LINE__, "2026-03-02T10:00:00Z", 0, "\"ok\",\"what\":\"hours\","
	  "\"desk\":null,\"says\":\"UTC, open now; no date differs from the "
	  "week\"" },
	{ __LINE__, "2026-03-02T17:00:00Z", 2, "\"says\":\"UTC, closed now, "
	  "until 2026-03-03T09:00:00Z; 2 dates differ from the week, next "
	  "2026-12-24: Christmas Eve\"" },
	/* The day itself is next until it is over. */
	{ __LINE__, "2026-12-24T10:00:00Z", 2, "\"says\":\"UTC, closed now, "
	  "until 2026-12-25T09:00:00Z; 2 dates differ from the week, next "
	  "2026-12-24: Christmas Eve\"" },
	{ __LINE__, "2026-12-25T10:00:00Z", 2, "next 2026-12-31: other hours" },
	{ __LINE__, "2027-01-01T10:00:00Z", 2, "\"note\",\"what\":\"hours\","
	  "\"desk\":null,\"says\":\"UTC, open now; all dates that differ from "
	  "the week are over; bring" },
};

static const char *found(struct arena *arena, const struct desk *desk,
			 const char *now)
{
	struct checkup checkup = checkup_begin(arena, true);
	struct doctor doctor = { .checkup = &checkup, .desk = desk };

	assert_true(clock_parse(now, &doctor.now));
	doctor_hours(&doctor);
	return buffer_string(&checkup.out);
}

static void test_cases(void **state)
{
	const struct hours_date dates[] = {
		{ .midnight = clock_civil(2026, 12, 24),
		  .name = "Christmas Eve" },
		{ .midnight = clock_civil(2026, 12, 31), .name = "",
		  .day = { &nine_to_five, 1 } },
	};
	ARENA(a);
	struct hours hours = { .zone = zone_load(a, "UTC"), .dates = dates };

	(void)state;
	for (int day = 0; day < 7; day++)
		hours.week[day] = (struct hours_day){ &nine_to_five, 1 };
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct desk desk = { .hours = &hours };
		const char *said;

		hours.date_count = cases[i].dates;
		said = found(a, &desk, cases[i].now);
		if (strstr(said, cases[i].finding) == NULL)
			fail_msg("line %d: %s", cases[i].line, said);
	}
}

static void test_queues(void **state)
{
	ARENA(a);
	const struct hours never = { .zone = zone_load(a, "Europe/Athens") };
	const struct cover_queue queue = { "billing", &never };
	const struct desk desk = { .cover = { &queue, 1, 0 } };
	const char *said = found(a, &desk, "2026-03-02T10:00:00Z");

	(void)state;
	assert_non_null(strstr(said, "\"says\":\"always open\""));
	assert_non_null(strstr(said, "\"says\":\"of billing: Europe/Athens, "
			       "closed now, and no opening is known;"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_queues),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
