/* test_holidays.c - events to dates off; what is refused; broken bytes. */

#include "desk/holidays.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define FILE(text) "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" text "END:VCALENDAR\r\n"
#define EVENT(text) FILE("BEGIN:VEVENT\r\n" text "END:VEVENT\r\n")
#define DATE(text) "DTSTART;VALUE=DATE:" text "\r\n"

static const struct {
	int line;
	const char *text, *dates;
} files[] = {
	{ __LINE__, FILE(""), "" },
	{ __LINE__, EVENT(DATE("20261224") "SUMMARY:Christmas Eve\r\n"),
	  "2026-12-24 Christmas Eve|" },
	{ __LINE__, EVENT(DATE("20261224")), "2026-12-24 |" },
	{ __LINE__, EVENT(DATE("20261224")) EVENT(DATE("20270101")),
	  "2026-12-24 |2027-01-01 |" },
	{ __LINE__, EVENT(DATE("20261224") "DTEND;VALUE=DATE:20261227\r\n"),
	  "2026-12-24 |2026-12-25 |2026-12-26 |" },
	{ __LINE__, EVENT(DATE("20261224") "DTEND;VALUE=DATE:20261224\r\n"),
	  "2026-12-24 |" },
	{ __LINE__, EVENT(DATE("20280228") "DURATION:P2D\r\n"),
	  "2028-02-28 |2028-02-29 |" },
	/* From midnight to midnight: with a zone, without one, in UTC. */
	{ __LINE__, EVENT("DTSTART;TZID=Europe/Tallinn:20261224T000000\n"
			  "DTEND;TZID=Europe/Tallinn:20261225T000000\n"),
	  "2026-12-24 |" },
	{ __LINE__, EVENT("DTSTART:20260328T220000Z\n"
			  "DTEND:20260329T210000Z\n"), "2026-03-29 |" },
	{ __LINE__, EVENT("DTSTART:20261224T000000\nDURATION:PT24H\n"),
	  "2026-12-24 |" },
	/* Every year, less one. */
	{ __LINE__, EVENT("EXDATE;VALUE=DATE:20271224,20281224\n"
			  "RRULE:FREQ=YEARLY;COUNT=4\n" DATE("20261224")),
	  "2026-12-24 |2029-12-24 |" },
	{ __LINE__, EVENT(DATE("20261231") "DURATION:P2D\n"
			  "RRULE:FREQ=YEARLY;COUNT=2\n"),
	  "2026-12-31 |2027-01-01 |2027-12-31 |2028-01-01 |" },
	/* Until midnight of the zone, in UTC: that day is one of them. */
	{ __LINE__, EVENT("DTSTART:20261224T000000\nDURATION:P1D\n"
			  "RRULE:FREQ=YEARLY;UNTIL=20271223T220000Z\n"),
	  "2026-12-24 |2027-12-24 |" },
	{ __LINE__, EVENT("DTSTART:20261224T000000\nDURATION:P1D\n"
			  "RRULE:FREQ=YEARLY;UNTIL=20271223T215959Z\n"),
	  "2026-12-24 |" },
	{ __LINE__, EVENT(DATE("20261224") "STATUS:cancelled\n"), "" },
	{ __LINE__, EVENT(DATE("20261224") "STATUS:CONFIRMED\n"),
	  "2026-12-24 |" },
	/* Names: escapes, a language, folded, and what would hide. */
	{ __LINE__, EVENT(DATE("20260501") "SUMMARY;LANGUAGE=et:Kevadp\xC3\n"
			  " \xBCha\\, 1. mai\n"),
	  "2026-05-01 Kevadp\xC3\xBCha, 1. mai|" },
	{ __LINE__, EVENT(DATE("20260501") "SUMMARY:a\xE2\x80\xAE" "b\\nc\n"),
	  "2026-05-01 ab c|" },
	/* What is no event, within one and beside. */
	{ __LINE__, FILE("BEGIN:VTIMEZONE\nBEGIN:STANDARD\nDTSTART:nonsense\n"
			 "RRULE:FREQ=HOURLY\nEND:STANDARD\nEND:VTIMEZONE\n"
			 "BEGIN:VTODO\nDTSTART:20261224\nEND:VTODO\n"), "" },
	{ __LINE__, EVENT("BEGIN:VALARM\nDURATION:PT5M\nSUMMARY:no\n"
			  "END:VALARM\n" DATE("20261224") "X-OTHER:1\n"),
	  "2026-12-24 |" },
	{ __LINE__, FILE("BEGIN:vevent\n" DATE("20261224") "end:VEVENT\n"),
	  "2026-12-24 |" },
};

/* Midnight is at 22:00 UTC, in summer at 21:00. */
static const struct zone_change changes[] = {
	{ INT64_MIN, 2 * USEC_HOUR },
	{ 1774746000 * USEC_SECOND, 3 * USEC_HOUR },	/* 2026-03-29 */
	{ 1792890000 * USEC_SECOND, 2 * USEC_HOUR },	/* 2026-10-25 */
};
static const struct zone zone = { "Europe/Tallinn", changes, COUNT(changes) };

static bool parse(struct arena *arena, const char *bytes, size_t size,
		  struct holidays *holidays_r, struct err *err)
{
	return holidays_parse(arena, "f.ics", bytes, size, &zone, holidays_r,
			      err);
}

static void test_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		ARENA(a);
		struct buffer dates = { .arena = a };
		struct holidays holidays;
		struct err err = { 0 };

		if (!parse(a, files[i].text, strlen(files[i].text), &holidays,
			   &err))
			fail_msg("line %d: %s", files[i].line, err.text);
		for (size_t k = 0; k < holidays.count; k++)
			buffer_printf(&dates, "%.10s %s|",
				      clock_render(a, holidays.at[k].midnight),
				      holidays.at[k].name);
		if (strcmp(buffer_string(&dates), files[i].dates) != 0)
			fail_msg("line %d: %s", files[i].line,
				 buffer_string(&dates));
	}
}

static const struct {
	int line;
	const char *text, *refusal;
} mistakes[] = {
	{ __LINE__, "", "f.ics:0: found the end of the file, expected BEGIN:" },
	{ __LINE__, "<html>\n", "f.ics:1: found `<html>`, expected a line" },
	{ __LINE__, "BEGIN:VCARD\n", "f.ics:1: found `BEGIN:VCARD`, expected "
	  "BEGIN:VCALENDAR" },
	{ __LINE__, "A:b\n", "f.ics:1: found `A:b`, expected BEGIN:" },
	{ __LINE__, "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" DATE("20261224"),
	  "f.ics:3: found the end of the file, expected END:VCALENDAR" },
	{ __LINE__, "BEGIN:VCALENDAR\nEND:VEVENT\n",
	  "f.ics:2: found `END:VEVENT`, expected END:VCALENDAR" },
	{ __LINE__, FILE("") "END:VCALENDAR\n",
	  "f.ics:4: found `END:VCALENDAR`, expected END:VCALENDAR once" },
	{ __LINE__, EVENT(""), "f.ics:4: found `END:VEVENT`, expected DTSTART "
	  "in the event of line 3" },
	{ __LINE__, EVENT("DTSTART:24.12.2026\n"),
	  "f.ics:4: found `DTSTART:24.12.2026`, expected a date such as" },
	{ __LINE__, EVENT(DATE("20261224") DATE("20261225")),
	  "f.ics:5: found `DTSTART:20261225`, expected DTSTART once" },
	{ __LINE__, EVENT(DATE("20261224") "DURATION:P1D\nDTEND:20261225\n"),
	  "f.ics:6: found `DTEND:20261225`, expected one end" },
	{ __LINE__, EVENT(DATE("20261224") "DTEND:20261223\n"),
	  "f.ics:6: found `END:VEVENT`, expected whole days, 1 to 366" },
	{ __LINE__, EVENT(DATE("20261224") "DURATION:P367D\n"), "f.ics:6:" },
	{ __LINE__, EVENT(DATE("20261224") "DURATION:-P1D\n"), "f.ics:5:" },
	{ __LINE__, EVENT(DATE("20261224") "DURATION:PT12H\n"), "f.ics:6:" },
	{ __LINE__, EVENT("DTSTART:20261224T120000\nDURATION:P1D\n"),
	  "f.ics:6: found `END:VEVENT`, expected whole days, 1 to 366, in "
	  "the event of line 3 (other times of a date are under `special:`)" },
	{ __LINE__, EVENT("DTSTART:20261224T000000\n"), "f.ics:5:" },
	{ __LINE__, EVENT("DTSTART:20261224T000000Z\nDURATION:P1D\n"),
	  "f.ics:6:" },
	{ __LINE__, EVENT(DATE("20261224") "EXDATE:20261224,\n"),
	  "f.ics:5: found `EXDATE:`, expected a date" },
	{ __LINE__, EVENT(DATE("20261224") "RDATE:20270101\n"),
	  "f.ics:5: found `RDATE:20270101`, expected no RDATE (write an" },
	{ __LINE__, EVENT(DATE("20261224") "RECURRENCE-ID:20270101\n"),
	  "f.ics:5: found `RECURRENCE-ID:20270101`, expected no" },
	{ __LINE__, EVENT(DATE("20261224") "RRULE:FREQ=WEEKLY\n"),
	  "f.ics:5: found `RRULE:FREQ=WEEKLY`, expected no FREQ=WEEKLY" },
	{ __LINE__, EVENT(DATE("20261224") "RRULE:FREQ=YEARLY\n"
			  "RRULE:FREQ=YEARLY\n"), "f.ics:6:" },
	{ __LINE__, EVENT("BEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\n"
			  "BEGIN:A\nBEGIN:A\n"),
	  "f.ics:10: found `BEGIN:A`, expected components at most 8 deep" },
};

static void test_mistakes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(mistakes); i++) {
		ARENA(a);
		struct holidays holidays;
		struct err err = { 0 };

		if (parse(a, mistakes[i].text, strlen(mistakes[i].text),
			  &holidays, &err))
			fail_msg("line %d: accepted", mistakes[i].line);
		if (err.kind != ERR_PERMANENT ||
		    strncmp(err.text, mistakes[i].refusal,
			    strlen(mistakes[i].refusal)) != 0)
			fail_msg("line %d: %s", mistakes[i].line, err.text);
	}
}

/* As many as `times` of one event, and what is said of it. */
static bool repeat(struct arena *arena, const char *event, size_t times,
		   struct holidays *holidays_r, struct err *err)
{
	struct buffer all = { .arena = arena };

	buffer_text(&all, "BEGIN:VCALENDAR\n");
	while (times-- > 0)
		buffer_text(&all, event);
	buffer_text(&all, "END:VCALENDAR\n");
	return parse(arena, buffer_string(&all), all.size, holidays_r, err);
}

static void test_limits(void **state)
{
	static const char one[] = "BEGIN:VEVENT\nDTSTART:20261224\n"
				  "END:VEVENT\n";
	static const char hundred[] = "BEGIN:VEVENT\nDTSTART:20000101\n"
		"RRULE:FREQ=YEARLY;COUNT=100\nEND:VEVENT\n";
	struct holidays holidays;
	struct err err;
	ARENA(a);

	(void)state;
	assert_true(repeat(a, one, 5000, &holidays, &err));
	assert_int_equal(holidays.count, 5000);
	assert_false(repeat(a, one, 5001, &holidays, &err));
	assert_non_null(strstr(err.text, "at most 5000 events"));
	assert_true(repeat(a, hundred, 200, &holidays, &err));
	assert_int_equal(holidays.count, 20000);
	assert_false(repeat(a, hundred, 201, &holidays, &err));
	assert_non_null(strstr(err.text, "at most 20000 dates"));
}

/* Always the same numbers (xorshift). */
static uint32_t next_number(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

/* Whatever the bytes: an answer, and either dates or a line to look at. */
static void check_bytes(const char *bytes, size_t size)
{
	ARENA(a);
	struct holidays holidays;
	struct err err = { 0 };
	/* Not a byte behind them: a sanitizer sees who reads on. */
	char *exact = malloc(size);
	bool read;

	if (size > 0)
		memcpy(exact, bytes, size);
	read = parse(a, exact, size, &holidays, &err);
	free(exact);
	if (!read) {
		assert_int_equal(err.kind, ERR_PERMANENT);
		assert_int_equal(strncmp(err.text, "f.ics:", 6), 0);
		return;
	}
	for (size_t i = 0; i < holidays.count; i++)
		assert_int_equal(holidays.at[i].midnight % USEC_DAY, 0);
}

static void test_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(files); i++)
		for (size_t size = 0; size < strlen(files[i].text); size++)
			check_bytes(files[i].text, size);
}

static void test_mutations(void **state)
{
	static const char bytes[] = "\r\n :;,=\\\"\0\xFF\x80PTZW09-+";
	uint32_t seed = 20261224;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		const char *text = files[next_number(&seed) %
					 COUNT(files)].text;
		char copy[1024];
		size_t size = strlen(text);

		assert_true(size < sizeof(copy));
		memcpy(copy, text, size);
		for (uint32_t n = 1 + next_number(&seed) % 4; n > 0; n--)
			copy[next_number(&seed) % size] =
				bytes[next_number(&seed) % sizeof(bytes)];
		check_bytes(copy, size);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
