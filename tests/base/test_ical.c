/* test_ical.c - lines and values of iCalendar, whole, broken and cut. */

#include "base/ical.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct ical of_text(struct arena *arena, const char *text)
{
	return (struct ical){ .arena = arena, .file = "f.ics", .at = text,
			      .end = text + strlen(text) };
}

/* The first line of each. */
static const struct {
	int line;
	const char *text;
	const char *name, *value;
	size_t number;
} lines[] = {
	{ __LINE__, "SUMMARY:a", "SUMMARY", "a", 1 },
	{ __LINE__, "summary:a\r\nB:c", "SUMMARY", "a", 1 },
	{ __LINE__, "X-A1;B=c:d\n", "X-A1", "d", 1 },
	{ __LINE__, "A:", "A", "", 1 },
	{ __LINE__, "A::b", "A", ":b", 1 },
	{ __LINE__, "A;B=\"c:d;e\";F=g:h", "A", "h", 1 },
	{ __LINE__, "\xEF\xBB\xBF" "A:b", "A", "b", 1 },
	{ __LINE__, "\r\n\nA:b", "A", "b", 3 },
	{ __LINE__, "A:b\r\n c\r\n\td\r\nE:f", "A", "bcd", 1 },
	{ __LINE__, "A:b\n  c", "A", "b c", 1 },
	/* The folding cuts a character, and even the name. */
	{ __LINE__, "A:\xC3\r\n \xB5", "A", "\xC3\xB5", 1 },
	{ __LINE__, "SUMM\r\n ARY:a", "SUMMARY", "a", 1 },
};

static void test_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		ARENA(a);
		struct ical ical = of_text(a, lines[i].text);
		struct err err = { 0 };

		if (ical_next(&ical, &err) != ICAL_LINE)
			fail_msg("line %d: %s", lines[i].line, err.text);
		if (strcmp(ical.name, lines[i].name) != 0 ||
		    strcmp(ical.value, lines[i].value) != 0 ||
		    ical.line != lines[i].number)
			fail_msg("line %d: %zu %s:%s", lines[i].line,
				 ical.line, ical.name, ical.value);
	}
}

static void test_numbers(void **state)
{
	static const size_t numbers[] = { 1, 3, 5 };
	ARENA(a);
	struct ical ical = of_text(a, "A:b\n c\nD:e\n\nF:g\n\n");
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		assert_int_equal(ical_next(&ical, &err), ICAL_LINE);
		assert_int_equal(ical.line, numbers[i]);
	}
	assert_int_equal(ical_next(&ical, &err), ICAL_END);
	assert_int_equal(ical_next(&ical, &err), ICAL_END);
}

static const struct {
	int line;
	const char *text, *refusal;
} broken[] = {
	{ __LINE__, "A", "f.ics:1: found `A`, expected a line of" },
	{ __LINE__, ":b", "f.ics:1: found `:b`, expected a line of" },
	{ __LINE__, "A B:c", "f.ics:1: found `A B:c`" },
	{ __LINE__, " A:b", "f.ics:1: found `A:b`, expected a line" },
	{ __LINE__, "A;B=\"c:d", "f.ics:1: found `A;B=\"c:d`" },
	{ __LINE__, "\nA:\xE4", "f.ics:2: found bytes that are no text" },
	{ __LINE__, "A:b\x01", "f.ics:1: found bytes that are no text" },
	{ __LINE__, "A:b\rC:d", "f.ics:1: found bytes that are no text" },
};

static void test_broken(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++) {
		ARENA(a);
		struct ical ical = of_text(a, broken[i].text);
		struct err err = { 0 };

		if (ical_next(&ical, &err) != ICAL_BROKEN ||
		    err.kind != ERR_PERMANENT ||
		    strncmp(err.text, broken[i].refusal,
			    strlen(broken[i].refusal)) != 0)
			fail_msg("line %d: %s", broken[i].line, err.text);
	}
}

static const struct {
	int line;
	const char *text;
	int clock;	/* -1: refused */
	const char *moment;
} times[] = {
	{ __LINE__, "20261224", ICAL_DATE, "2026-12-24T00:00:00Z" },
	{ __LINE__, "20280229", ICAL_DATE, "2028-02-29T00:00:00Z" },
	{ __LINE__, "20261224T235960", ICAL_LOCAL, "2026-12-25T00:00:00Z" },
	{ __LINE__, "20261224T180102Z", ICAL_UTC, "2026-12-24T18:01:02Z" },
	{ __LINE__, "20270229", -1, "" },
	{ __LINE__, "20261301", -1, "" },
	{ __LINE__, "20260001", -1, "" },
	{ __LINE__, "20260100", -1, "" },
	{ __LINE__, "00000101", -1, "" },
	{ __LINE__, "2026-12-24", -1, "" },
	{ __LINE__, "2026122", -1, "" },
	{ __LINE__, "202612240", -1, "" },
	{ __LINE__, "20261224T", -1, "" },
	{ __LINE__, "20261224T2400", -1, "" },
	{ __LINE__, "20261224T240000", -1, "" },
	{ __LINE__, "20261224T006000", -1, "" },
	{ __LINE__, "20261224T000061", -1, "" },
	{ __LINE__, "20261224T000000ZZ", -1, "" },
	{ __LINE__, "20261224T000000+0200", -1, "" },
	{ __LINE__, "", -1, "" },
};

static void test_times(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < COUNT(times); i++) {
		enum ical_clock clock;
		usec_t time;
		bool read = ical_time(times[i].text, &time, &clock);

		if (read != (times[i].clock >= 0))
			fail_msg("line %d: read or not", times[i].line);
		if (read && ((int)clock != times[i].clock ||
			     strcmp(clock_render(a, time),
				    times[i].moment) != 0))
			fail_msg("line %d: %s", times[i].line,
				 clock_render(a, time));
	}
}

static const struct {
	int line;
	const char *text;
	usec_t duration;	/* -1: refused */
} durations[] = {
	{ __LINE__, "P1D", USEC_DAY },
	{ __LINE__, "+P2W", 14 * USEC_DAY },
	{ __LINE__, "PT24H", USEC_DAY },
	{ __LINE__, "P1DT1H1M1S", USEC_DAY + 3661 * USEC_SECOND },
	{ __LINE__, "P9999D", 9999 * USEC_DAY },
	{ __LINE__, "P10000D", -1 },
	{ __LINE__, "-P1D", -1 },
	{ __LINE__, "P", -1 },
	{ __LINE__, "PT", -1 },
	{ __LINE__, "P1DT", -1 },
	{ __LINE__, "P1", -1 },
	{ __LINE__, "P1H", -1 },
	{ __LINE__, "PT1S1H", -1 },
	{ __LINE__, "PD", -1 },
	{ __LINE__, "1D", -1 },
	{ __LINE__, "", -1 },
};

static void test_durations(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(durations); i++) {
		usec_t duration;

		if (!ical_duration(durations[i].text, &duration))
			duration = -1;
		if (duration != durations[i].duration)
			fail_msg("line %d: %jd", durations[i].line,
				 (intmax_t)duration);
	}
}

static void test_texts(void **state)
{
	ARENA(a);

	(void)state;
	assert_string_equal(ical_text(a, "a\\, b\\; c\\\\n", 99),
			    "a, b; c\\n");
	assert_string_equal(ical_text(a, " a\\nb\\N ", 99), "a b");
	assert_string_equal(ical_text(a, "a\\", 99), "a\\");
	assert_string_equal(ical_text(a, "a\xE2\x80\xAE" "b", 99), "ab");
	assert_string_equal(ical_text(a, "abcdef", 3), "abc");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_durations),
		cmocka_unit_test(test_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
