/* test_clock.c - civil time there and back, and texts that are no moments. */

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	int line;
	usec_t moment;
	const char *text, *mail;
} moments[] = {
	{ __LINE__, 0, "1970-01-01T00:00:00Z",
	  "Thu, 1 Jan 1970 00:00:00 +0000" },
	{ __LINE__, -USEC_SECOND, "1969-12-31T23:59:59Z",
	  "Wed, 31 Dec 1969 23:59:59 +0000" },
	{ __LINE__, USEC_DAY - USEC_SECOND, "1970-01-01T23:59:59Z",
	  "Thu, 1 Jan 1970 23:59:59 +0000" },
	{ __LINE__, 951782400 * USEC_SECOND, "2000-02-29T00:00:00Z",
	  "Tue, 29 Feb 2000 00:00:00 +0000" },
	{ __LINE__, 951868800 * USEC_SECOND, "2000-03-01T00:00:00Z",
	  "Wed, 1 Mar 2000 00:00:00 +0000" },
	{ __LINE__, 4107542400 * USEC_SECOND, "2100-03-01T00:00:00Z",
	  "Mon, 1 Mar 2100 00:00:00 +0000" },
	{ __LINE__, 1772357400 * USEC_SECOND, "2026-03-01T09:30:00Z",
	  "Sun, 1 Mar 2026 09:30:00 +0000" },
	{ __LINE__, -62135596800 * USEC_SECOND, "0001-01-01T00:00:00Z",
	  "Mon, 1 Jan 0001 00:00:00 +0000" },
	{ __LINE__, 253402300799 * USEC_SECOND, "9999-12-31T23:59:59Z",
	  "Fri, 31 Dec 9999 23:59:59 +0000" },
};

static void test_there_and_back(void **state)
{
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < COUNT(moments); i++) {
		const char *text = clock_render(arena, moments[i].moment);
		const char *mail = clock_render_mail(arena,
						     moments[i].moment);
		usec_t moment;

		if (strcmp(text, moments[i].text) != 0 ||
		    strcmp(mail, moments[i].mail) != 0)
			fail_msg("line %d: %s, %s", moments[i].line, text,
				 mail);
		if (!clock_parse(text, &moment) ||
		    moment != moments[i].moment)
			fail_msg("line %d: not read back", moments[i].line);
	}
}

/* Just beyond the years that can be written. */
static void test_out_of_range(void **state)
{
	static const usec_t far[] = {
		-62135596800 * USEC_SECOND - 1, 253402300800 * USEC_SECOND,
	};
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < COUNT(far); i++) {
		assert_string_equal(clock_render(arena, far[i]), "");
		assert_string_equal(clock_render_mail(arena, far[i]), "");
	}
}

static void test_parse(void **state)
{
	static const usec_t noon = 12 * USEC_HOUR;
	static const struct {
		int line;
		const char *text;
		usec_t want;	/* since the epoch */
	} rows[] = {
		{ __LINE__, "1970-01-01T12:00:00Z", noon },
		{ __LINE__, "1970-01-01t12:00:00z", noon },
		{ __LINE__, "1970-01-01 12:00:00Z", noon },
		{ __LINE__, "1970-01-01T14:30:00+02:30", noon },
		{ __LINE__, "1970-01-01T00:00:00-12:00", noon },
		{ __LINE__, "1970-01-01T12:00:00.5Z",
		  noon + USEC_SECOND / 2 },
		{ __LINE__, "1970-01-01T12:00:00.000001Z", noon + 1 },
		{ __LINE__, "1970-01-01T12:00:00.0000019Z", noon + 1 },
		/* A leap second is the first second after it. */
		{ __LINE__, "1970-01-01T11:59:60Z", noon },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		usec_t moment;

		if (!clock_parse(rows[i].text, &moment) ||
		    moment != rows[i].want)
			fail_msg("line %d", rows[i].line);
	}
}

static void test_refused(void **state)
{
	static const char *const texts[] = {
		"", "1970", "1970-01-01", "1970-01-01T12:00:00",
		"1970-01-01T12:00Z", "1970-1-1T12:00:00Z",
		"1970-00-01T12:00:00Z", "1970-13-01T12:00:00Z",
		"1970-01-00T12:00:00Z", "1970-01-32T12:00:00Z",
		"1970-01-01T24:00:00Z", "1970-01-01T12:60:00Z",
		"1970-01-01T12:00:61Z", "1970-01-01T12:00:00+2:00",
		"1970-01-01T12:00:00+0200", "1970-01-01T12:00:00+02:60",
		"1970-01-01T12:00:00Zx", " 1970-01-01T12:00:00Z",
		"19700101T120000Z", "-970-01-01T12:00:00Z",
		"1970-01-01X12:00:00Z",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		usec_t moment;

		if (clock_parse(texts[i], &moment))
			fail_msg("\"%s\" was read", texts[i]);
	}
}

/* Every day of four centuries follows the one before. */
static void test_every_day(void **state)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30,
				       31, 31, 30, 31, 30, 31 };
	usec_t want = clock_civil(1900, 1, 1);

	(void)state;
	assert_int_equal(want, -25567 * USEC_DAY);
	for (int year = 1900; year < 2300; year++)
		for (int month = 1; month <= 12; month++) {
			bool leap = (year % 4 == 0 && year % 100 != 0) ||
				    year % 400 == 0;
			int days = lengths[month - 1] + (month == 2 && leap);

			for (int day = 1; day <= days; day++) {
				if (clock_civil(year, month, day) != want)
					fail_msg("%d-%d-%d", year, month, day);
				want += USEC_DAY;
			}
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_out_of_range),
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_every_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
