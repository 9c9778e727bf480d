/* test_when.c - each language, each weekday and month once, and the week's
 * edge. */

#include "desk/when.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct {
	int line;
	const char *language, *moment, *now;
	const char *want;
} cases[] = {
	{ __LINE__, "en", "2026-11-23T07:00:00Z", "2026-11-21T12:00:00Z",
	  "on Monday at 09:00" },
	{ __LINE__, "el", "2026-11-23T07:00:00Z", "2026-11-21T12:00:00Z",
	  "τη Δευτέρα στις 09:00" },
	{ __LINE__, "he", "2026-11-23T07:00:00Z", "2026-11-21T12:00:00Z",
	  "ביום שני בשעה 09:00" },
	{ __LINE__, "et", "2026-11-23T07:00:00Z", "2026-11-21T12:00:00Z",
	  "esmaspäeval kell 09:00" },
	{ __LINE__, "de", "2026-11-23T07:00:00Z", "2026-11-21T12:00:00Z",
	  "am Montag um 09:00 Uhr" },
	{ __LINE__, "fr", "2026-11-23T07:00:00Z", "2026-11-21T12:00:00Z",
	  "lundi à 9\u00a0h" },
	{ __LINE__, "es", "2026-11-23T07:00:00Z", "2026-11-21T12:00:00Z",
	  "el lunes a las 09:00" },
	{ __LINE__, "pt", "2026-11-23T07:00:00Z", "2026-11-21T12:00:00Z",
	  "na segunda-feira às 09:00" },
	{ __LINE__, "ru", "2026-11-23T07:00:00Z", "2026-11-21T12:00:00Z",
	  "в понедельник в 09:00" },
	{ __LINE__, "xx", "2026-11-23T07:00:00Z", "2026-11-21T12:00:00Z",
	  "2026-11-23 09:00" },
	{ __LINE__, "", "2026-11-23T07:00:00Z", "2026-11-21T12:00:00Z",
	  "2026-11-23 09:00" },

	/* The same day, six days ahead, and seven. */
	{ __LINE__, "en", "2026-11-23T07:00:00Z", "2026-11-23T06:59:59Z",
	  "on Monday at 09:00" },
	{ __LINE__, "en", "2026-11-23T07:00:00Z", "2026-11-16T22:00:00Z",
	  "on Monday at 09:00" },
	{ __LINE__, "en", "2026-11-23T07:00:00Z", "2026-11-16T21:59:59Z",
	  "on Monday, 23 November, at 09:00" },
	{ __LINE__, "el", "2027-01-04T07:00:00Z", "2026-12-23T12:00:00Z",
	  "τη Δευτέρα 4 Ιανουαρίου στις 09:00" },
	{ __LINE__, "he", "2027-01-04T07:00:00Z", "2026-12-23T12:00:00Z",
	  "ביום שני, 4 בינואר, בשעה 09:00" },
	{ __LINE__, "et", "2027-01-04T07:00:00Z", "2026-12-23T12:00:00Z",
	  "esmaspäeval, 4. jaanuaril kell 09:00" },
	{ __LINE__, "de", "2027-01-04T07:00:00Z", "2026-12-23T12:00:00Z",
	  "am Montag, dem 4. Januar, um 09:00 Uhr" },
	{ __LINE__, "fr", "2027-01-04T07:00:00Z", "2026-12-23T12:00:00Z",
	  "lundi 4 janvier à 9\u00a0h" },
	{ __LINE__, "es", "2027-01-04T07:00:00Z", "2026-12-23T12:00:00Z",
	  "el lunes 4 de enero a las 09:00" },
	{ __LINE__, "pt", "2027-01-04T07:00:00Z", "2026-12-23T12:00:00Z",
	  "na segunda-feira, 4 de janeiro, às 09:00" },
	{ __LINE__, "ru", "2027-01-04T07:00:00Z", "2026-12-23T12:00:00Z",
	  "в понедельник, 4 января, в 09:00" },

	/* What differs with the number: the first, minutes, one o'clock. */
	{ __LINE__, "fr", "2027-02-01T07:05:00Z", "2026-12-23T12:00:00Z",
	  "lundi 1er février à 9\u00a0h\u00a005" },
	{ __LINE__, "es", "2027-02-01T07:05:00Z", "2026-12-23T12:00:00Z",
	  "el lunes 1 de febrero a las 09:05" },
	{ __LINE__, "ru", "2026-11-24T07:00:00Z", "2026-11-21T12:00:00Z",
	  "во вторник в 09:00" },
	{ __LINE__, "el", "2026-11-22T23:30:00Z", "2026-11-21T12:00:00Z",
	  "τη Δευτέρα στη 01:30" },
	{ __LINE__, "es", "2026-11-22T23:30:00Z", "2026-11-21T12:00:00Z",
	  "el lunes a la 01:30" },
	{ __LINE__, "pt", "2026-11-22T23:30:00Z", "2026-11-21T12:00:00Z",
	  "na segunda-feira à 01:30" },
	{ __LINE__, "en", "2026-11-22T23:30:00Z", "2026-11-21T12:00:00Z",
	  "on Monday at 01:30" },
	{ __LINE__, "es", "2026-11-23T00:00:00Z", "2026-11-21T12:00:00Z",
	  "el lunes a las 02:00" },
	{ __LINE__, "es", "2026-11-23T11:00:00Z", "2026-11-21T12:00:00Z",
	  "el lunes a las 13:00" },

	/* Beyond midnight there, on summer time. */
	{ __LINE__, "en", "2026-06-30T21:05:00Z", "2026-06-30T12:00:00Z",
	  "on Wednesday at 00:05" },
	{ __LINE__, "he", "2026-08-01T06:30:00Z", "2026-07-31T12:00:00Z",
	  "בשבת בשעה 09:30" },
};

/* As a limit, on Monday the 23rd and on Sunday the 1st at one. */
static const struct {
	const char *language, *near, *far;
} limits[] = {
	{ "en", "by Monday at 09:00", "by Sunday, 1 February, at 01:00" },
	{ "el", "έως τη Δευτέρα στις 09:00",
	  "έως την Κυριακή 1 Φεβρουαρίου στη 01:00" },
	{ "he", "עד יום שני בשעה 09:00", "עד יום ראשון, 1 בפברואר, בשעה 01:00" },
	{ "et", "hiljemalt esmaspäeval kell 09:00",
	  "hiljemalt pühapäeval, 1. veebruaril kell 01:00" },
	{ "de", "spätestens am Montag um 09:00 Uhr",
	  "spätestens am Sonntag, dem 1. Februar, um 01:00 Uhr" },
	{ "fr", "au plus tard lundi à 9\u00a0h",
	  "au plus tard dimanche 1er février à 1\u00a0h" },
	{ "es", "a más tardar el lunes a las 09:00",
	  "a más tardar el domingo 1 de febrero a la 01:00" },
	{ "pt", "até segunda-feira às 09:00",
	  "até domingo, 1 de fevereiro, à 01:00" },
	{ "ru", "самое позднее в понедельник в 09:00",
	  "самое позднее в воскресенье, 1 февраля, в 01:00" },
	{ "xx", "2026-11-23 09:00", "2026-02-01 01:00" },
};

static void test_limits(void **state)
{
	ARENA(a);
	const struct zone *zone = zone_load(a, "Europe/Tallinn");
	const usec_t near = clock_civil(2026, 11, 23) + 7 * USEC_HOUR;
	const usec_t far = clock_civil(2026, 1, 31) + 23 * USEC_HOUR;

	(void)state;
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		assert_string_equal(when_render_by(a, zone, near,
						   near - USEC_DAY,
						   limits[i].language),
				    limits[i].near);
		assert_string_equal(when_render_by(a, zone, far,
						   far - 8 * USEC_DAY,
						   limits[i].language),
				    limits[i].far);
	}
}

static void test_cases(void **state)
{
	ARENA(a);
	const struct zone *zone = zone_load(a, "Europe/Tallinn");

	(void)state;
	assert_non_null(zone);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		usec_t moment, now;
		const char *got;

		assert_true(clock_parse(cases[i].moment, &moment));
		assert_true(clock_parse(cases[i].now, &now));
		got = when_render(a, zone, moment, now, cases[i].language);
		if (strcmp(got, cases[i].want) != 0)
			fail_msg("line %d: got %s", cases[i].line, got);
	}
}

/* The first of a month that is a Monday: only the month differs. */
static usec_t monday(int month)
{
	for (int year = 2026; year < 2060; year++) {
		struct civil civil;
		usec_t at = clock_civil(year, month, 1);

		if (clock_split(at, &civil) && civil.weekday == 1)
			return at;
	}
	fail_msg("no Monday");
	return 0;
}

/* No two days and no two months sound alike. */
static void test_tables(void **state)
{
	static const char *const languages[] = {
		"en", "el", "he", "et", "de", "fr", "es", "pt", "ru",
	};
	ARENA(a);
	const struct zone *zone = zone_load(a, "UTC");

	(void)state;
	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]);
	     i++) {
		const char *said[12] = { 0 };

		for (int month = 1; month <= 12; month++) {
			said[month - 1] = when_render(a, zone, monday(month),
						      clock_civil(2025, 1, 1),
						      languages[i]);
			for (int k = 0; k < month - 1; k++)
				assert_string_not_equal(said[k],
							said[month - 1]);
		}
		for (int day = 1; day <= 7; day++) {
			usec_t at = clock_civil(2026, 2, day);

			said[day - 1] = when_render(a, zone, at, at,
						    languages[i]);
			for (int k = 0; k < day - 1; k++)
				assert_string_not_equal(said[k],
							said[day - 1]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
