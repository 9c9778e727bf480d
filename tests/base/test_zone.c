/* test_zone.c - clocks around their changes, and names that are none. */

#include "base/zone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static usec_t moment_of(const char *text)
{
	usec_t moment;

	if (!clock_parse(text, &moment))
		fail_msg("no moment: %s", text);
	return moment;
}

/* Local times are written as if in UTC. */
static const struct {
	int line;
	const char *zone, *moment, *local;
} clocks[] = {
	{ __LINE__, "UTC", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z" },
	/* Set forward from 03:00 to 04:00, and back from 04:00 to 03:00. */
	{ __LINE__, "Europe/Athens", "2026-03-29T00:59:59Z",
	  "2026-03-29T02:59:59Z" },
	{ __LINE__, "Europe/Athens", "2026-03-29T01:00:00Z",
	  "2026-03-29T04:00:00Z" },
	{ __LINE__, "Europe/Tallinn", "2026-10-25T00:59:59Z",
	  "2026-10-25T03:59:59Z" },
	{ __LINE__, "Europe/Tallinn", "2026-10-25T01:00:00Z",
	  "2026-10-25T03:00:00Z" },
	/* Israel changes on a Friday, by the Sunday to come. */
	{ __LINE__, "Asia/Jerusalem", "2026-03-26T23:59:59Z",
	  "2026-03-27T01:59:59Z" },
	{ __LINE__, "Asia/Jerusalem", "2026-03-27T00:00:00Z",
	  "2026-03-27T03:00:00Z" },
	{ __LINE__, "Asia/Jerusalem", "2026-10-24T22:59:59Z",
	  "2026-10-25T01:59:59Z" },
	{ __LINE__, "Asia/Jerusalem", "2026-10-24T23:00:00Z",
	  "2026-10-25T01:00:00Z" },
	{ __LINE__, "America/New_York", "2026-03-08T06:59:59Z",
	  "2026-03-08T01:59:59Z" },
	{ __LINE__, "America/New_York", "2026-03-08T07:00:00Z",
	  "2026-03-08T03:00:00Z" },
	{ __LINE__, "America/New_York", "2026-11-01T06:00:00Z",
	  "2026-11-01T01:00:00Z" },
	/* Behind the years that tzdata lists one by one. */
	{ __LINE__, "Europe/Athens", "2061-07-01T00:00:00Z",
	  "2061-07-01T03:00:00Z" },
	{ __LINE__, "Europe/Athens", "2061-01-01T00:00:00Z",
	  "2061-01-01T02:00:00Z" },
	/* Before and behind what is known. */
	{ __LINE__, "Europe/Athens", "1950-07-01T00:00:00Z",
	  "1950-07-01T02:00:00Z" },
	{ __LINE__, "Europe/Athens", "2150-07-01T00:00:00Z",
	  "2150-07-01T02:00:00Z" },
	/* Not a whole hour, and a day that was left out. */
	{ __LINE__, "Asia/Kathmandu", "2026-01-01T00:00:00Z",
	  "2026-01-01T05:45:00Z" },
	{ __LINE__, "Pacific/Apia", "2011-12-30T09:59:59Z",
	  "2011-12-29T23:59:59Z" },
	{ __LINE__, "Pacific/Apia", "2011-12-30T10:00:00Z",
	  "2011-12-31T00:00:00Z" },
};

static void test_local(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++) {
		const struct zone *zone = zone_load(a, clocks[i].zone);
		usec_t local;

		assert_non_null(zone);
		local = zone_local(zone, moment_of(clocks[i].moment));
		if (local != moment_of(clocks[i].local))
			fail_msg("line %d: %s", clocks[i].line,
				 clock_render(a, local));
	}
}

static const struct {
	int line;
	const char *zone, *local, *moment;
} moments[] = {
	{ __LINE__, "UTC", "2026-03-29T03:00:00Z", "2026-03-29T03:00:00Z" },
	/* Left out: the moment of the change, for all of the hour. */
	{ __LINE__, "Europe/Athens", "2026-03-29T02:59:59Z",
	  "2026-03-29T00:59:59Z" },
	{ __LINE__, "Europe/Athens", "2026-03-29T03:00:00Z",
	  "2026-03-29T01:00:00Z" },
	{ __LINE__, "Europe/Athens", "2026-03-29T03:59:59Z",
	  "2026-03-29T01:00:00Z" },
	{ __LINE__, "Europe/Athens", "2026-03-29T04:00:00Z",
	  "2026-03-29T01:00:00Z" },
	{ __LINE__, "Europe/Athens", "2026-03-29T04:00:01Z",
	  "2026-03-29T01:00:01Z" },
	/* Twice: the first. */
	{ __LINE__, "Europe/Tallinn", "2026-10-25T02:59:59Z",
	  "2026-10-24T23:59:59Z" },
	{ __LINE__, "Europe/Tallinn", "2026-10-25T03:00:00Z",
	  "2026-10-25T00:00:00Z" },
	{ __LINE__, "Europe/Tallinn", "2026-10-25T03:59:59Z",
	  "2026-10-25T00:59:59Z" },
	{ __LINE__, "Europe/Tallinn", "2026-10-25T04:00:00Z",
	  "2026-10-25T02:00:00Z" },
	{ __LINE__, "America/New_York", "2026-03-08T02:30:00Z",
	  "2026-03-08T07:00:00Z" },
	{ __LINE__, "America/New_York", "2026-11-01T01:30:00Z",
	  "2026-11-01T05:30:00Z" },
	{ __LINE__, "Asia/Jerusalem", "2026-03-27T02:30:00Z",
	  "2026-03-27T00:00:00Z" },
	{ __LINE__, "Asia/Jerusalem", "2026-10-25T01:30:00Z",
	  "2026-10-24T22:30:00Z" },
	{ __LINE__, "Pacific/Apia", "2011-12-30T12:00:00Z",
	  "2011-12-30T10:00:00Z" },
};

static void test_moment(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
		const struct zone *zone = zone_load(a, moments[i].zone);
		usec_t moment;

		assert_non_null(zone);
		moment = zone_moment(zone, moment_of(moments[i].local));
		if (moment != moment_of(moments[i].moment))
			fail_msg("line %d: %s", moments[i].line,
				 clock_render(a, moment));
	}
}

/* Whoever walks along the clocks never goes back. */
static void test_never_falls(void **state)
{
	static const char *const names[] = {
		"Europe/Athens", "Asia/Jerusalem", "America/New_York",
		"Australia/Lord_Howe", "Africa/Casablanca", "Asia/Beirut",
	};
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct zone *zone = zone_load(a, names[i]);
		usec_t local = clock_civil(2024, 1, 1), before = 0;

		assert_non_null(zone);
		for (; local < clock_civil(2028, 1, 1);
		     local += 15 * USEC_MINUTE) {
			usec_t moment = zone_moment(zone, local);

			if (moment < before)
				fail_msg("%s: %s", names[i],
					 clock_render(a, local));
			before = moment;
		}
	}
}

static void test_names(void **state)
{
	static const char *const refused[] = {
		"", "Europe/Atlantis", "EuropeAthens", "europe/athens",
		"+02:00", "/etc/passwd", "../UTC", "Europe/../UTC",
		"Europe/", "UTC ", "EET-2EEST,M3.5.0/3,M10.5.0/4",
		"E/E/E/E/E/E/E/E/E/E/E/E/E/E/E/E/E/E/E/E/E/E/E/E/E/E/E/E/E/E/E"
	};
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (zone_load(a, refused[i]) != NULL)
			fail_msg("taken: %s", refused[i]);
	assert_string_equal(zone_load(a, "UTC")->name, "UTC");
	assert_int_equal(zone_load(a, "UTC")->count, 1);
}

static void test_fixed(void **state)
{
	static const struct {
		usec_t offset;
		const char *name;
	} fixed[] = {
		{ 0, "UTC" }, { 2 * USEC_HOUR, "UTC+2" },
		{ -3 * USEC_HOUR - 30 * USEC_MINUTE, "UTC-3:30" },
		{ 12 * USEC_HOUR + 45 * USEC_MINUTE, "UTC+12:45" },
		{ -30 * USEC_MINUTE, "UTC-0:30" },
	};
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
		const struct zone *zone = zone_fixed(a, fixed[i].offset);

		assert_string_equal(zone->name, fixed[i].name);
		assert_true(zone_local(zone, USEC_DAY) ==
			    USEC_DAY + fixed[i].offset);
		assert_true(zone_moment(zone, USEC_DAY) ==
			    USEC_DAY - fixed[i].offset);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_local),
		cmocka_unit_test(test_moment),
		cmocka_unit_test(test_never_falls),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_fixed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
