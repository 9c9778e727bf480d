/* yearly.c - a rule of recurrence to its dates, day by day of its months. */

#include "desk/yearly.h"

#include "base/ascii.h"

#include <stdlib.h>

/* A whole number of at most four digits at *text, perhaps with a sign. */
static bool read_number(const char **text, int *value_r)
{
	bool negative = **text == '-';
	int value = 0, count = 0;

	if (**text == '-' || **text == '+')
		(*text)++;
	for (; ascii_digit(**text) && count < 4; count++)
		value = value * 10 + *(*text)++ - '0';
	*value_r = negative ? -value : value;
	return count > 0;
}

/* One number and no more. */
static bool read_single(const char *text, int *value_r)
{
	return read_number(&text, value_r) && *text == '\0' && *value_r > 0;
}

static bool read_months(const char *text, struct yearly *yearly)
{
	int month;

	do {
		if (!read_number(&text, &month) || month < 1 || month > 12)
			return false;
		yearly->months |= UINT32_C(1) << month;
	} while (*text++ == ',');
	return text[-1] == '\0';
}

static bool read_days(const char *text, struct yearly *yearly)
{
	int day;

	do {
		if (!read_number(&text, &day) || day == 0 || abs(day) > 31)
			return false;
		yearly->days |= UINT64_C(1) << (day > 0 ? day : 32 - day);
	} while (*text++ == ',');
	return text[-1] == '\0';
}

static bool read_weekdays(const char *text, struct yearly *yearly)
{
	static const char names[] = "SUMOTUWETHFRSA";

	do {
		struct yearly_weekday *day =
			&yearly->weekdays[yearly->weekday_count];
		size_t at = 0;

		if (yearly->weekday_count == YEARLY_WEEKDAYS)
			return false;
		if (!ascii_alpha(*text) && !read_number(&text, &day->nth))
			return false;
		while (at < 14 && strncmp(text, names + at, 2) != 0)
			at += 2;
		if (at == 14 || abs(day->nth) > 5)
			return false;
		day->weekday = (int)at / 2;
		yearly->weekday_count++;
		text += 2;
	} while (*text++ == ',');
	return text[-1] == '\0';
}

static bool read_part(const char *key, const char *value,
		      struct yearly *yearly)
{
	if (strcmp(key, "FREQ") == 0)
		return strcmp(value, "YEARLY") == 0;
	if (strcmp(key, "INTERVAL") == 0)
		return read_single(value, &yearly->interval);
	if (strcmp(key, "COUNT") == 0)
		return read_single(value, &yearly->count);
	if (strcmp(key, "UNTIL") == 0)
		return ical_time(value, &yearly->until, &yearly->clock);
	if (strcmp(key, "BYMONTH") == 0)
		return read_months(value, yearly);
	if (strcmp(key, "BYMONTHDAY") == 0)
		return read_days(value, yearly);
	if (strcmp(key, "BYDAY") == 0)
		return read_weekdays(value, yearly);
	/* The first day of the week matters to numbers of weeks alone. */
	return strcmp(key, "WKST") == 0;
}

bool yearly_parse(const struct ical *line, struct yearly *yearly_r,
		  struct err *err)
{
	char *at = arena_strdup(line->arena, line->value);
	bool frequency = false;

	*yearly_r = (struct yearly){ .interval = 1, .until = INT64_MAX };
	while (at != NULL) {
		char *key = strsep(&at, ";"), *value = strchr(key, '=');

		if (value == NULL)
			return ical_expected(line, err, "parts such as "
					     "FREQ=YEARLY;BYMONTH=12");
		*value++ = '\0';
		frequency |= strcmp(key, "FREQ") == 0;
		if (!read_part(key, value, yearly_r))
			return ical_expected(line, err, "no %s=%.40s: only "
				"FREQ=YEARLY with INTERVAL, COUNT, UNTIL, "
				"BYMONTH, BYMONTHDAY and BYDAY is read (write "
				"an event for each date)", key, value);
	}
	if (!frequency)
		return ical_expected(line, err, "FREQ=YEARLY in it");
	if (yearly_r->weekday_count > 0 && yearly_r->months == 0)
		return ical_expected(line, err, "BYMONTH beside BYDAY");
	return true;
}

static bool is_weekday(const struct yearly *yearly, int weekday, int day,
		       int length)
{
	for (size_t i = 0; i < yearly->weekday_count; i++) {
		const struct yearly_weekday *at = &yearly->weekdays[i];

		if (at->weekday == weekday &&
		    (at->nth == 0 || at->nth == (day - 1) / 7 + 1 ||
		     at->nth == -((length - day) / 7 + 1)))
			return true;
	}
	return yearly->weekday_count == 0;
}

/* The rule with what it takes from its start. */
static struct yearly whole_rule(const struct yearly *yearly,
				const struct civil *start)
{
	struct yearly whole = *yearly;
	const bool day = yearly->days == 0 && yearly->weekday_count == 0;

	if (day)
		whole.days = UINT64_C(1) << start->day;
	if (whole.months == 0)
		whole.months = day ? UINT32_C(1) << start->month : 0x1ffe;
	return whole;
}

/* What is left of a rule while its dates are counted off. */
struct run {
	struct yearly rule;
	usec_t start;
	int count;
	bool (*each)(void *with, usec_t midnight);
	void *with;
};

enum step { STEP_ON, STEP_DONE, STEP_STOPPED };

static enum step run_date(struct run *run, usec_t midnight)
{
	if (midnight > run->rule.until ||
	    (run->rule.count > 0 && run->count == run->rule.count))
		return STEP_DONE;
	run->count++;
	return run->each(run->with, midnight) ? STEP_ON : STEP_STOPPED;
}

static enum step run_month(struct run *run, int year, int month)
{
	const struct yearly *rule = &run->rule;
	usec_t first = clock_civil(year, month, 1);
	usec_t next = clock_civil(year + month / 12, month % 12 + 1, 1);
	int length = (int)((next - first) / USEC_DAY);
	enum step step = STEP_ON;
	struct civil civil;

	clock_split(first, &civil);
	for (int day = 1; day <= length && step == STEP_ON; day++) {
		usec_t midnight = first + (day - 1) * USEC_DAY;
		uint64_t bits = UINT64_C(1) << day |
				UINT64_C(1) << (33 + length - day);

		if (midnight > run->start &&
		    (rule->days == 0 || (rule->days & bits) != 0) &&
		    is_weekday(rule, (civil.weekday + day - 1) % 7, day,
			       length))
			step = run_date(run, midnight);
	}
	return step;
}

bool yearly_each(const struct yearly *yearly, usec_t start,
		 bool (*each)(void *with, usec_t midnight), void *with)
{
	struct run run = { .start = start, .each = each, .with = with };
	struct civil civil;
	enum step step;

	clock_split(start, &civil);
	run.rule = whole_rule(yearly, &civil);
	step = run_date(&run, start);
	for (int year = civil.year; year <= YEARLY_LAST && step == STEP_ON;
	     year += yearly->interval)
		for (int month = 1; month <= 12 && step == STEP_ON; month++)
			if ((run.rule.months >> month & 1) != 0)
				step = run_month(&run, year, month);
	return step != STEP_STOPPED;
}
