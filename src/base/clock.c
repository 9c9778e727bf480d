/* clock.c - civil dates and RFC 3339, without libc's time zones. */

#include "base/clock.h"

#include "base/ascii.h"

/* Days from the epoch to the first of March of year 0 (proleptic). */
enum { EPOCH_SHIFT = 719468 };

static int64_t days_of(int64_t year, int month, int day)
{
	/* Years start in March, so that the leap day is the last one. */
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy -
	       EPOCH_SHIFT;
}

usec_t clock_civil(int year, int month, int day)
{
	return days_of(year, month, day) * USEC_DAY;
}

bool clock_split(usec_t moment, struct civil *civil_r)
{
	int64_t days = moment / USEC_DAY;
	usec_t rest = moment % USEC_DAY;
	int64_t era, doe, yoe, doy, mp, year;

	if (rest < 0) {
		rest += USEC_DAY;
		days--;
	}
	/* The epoch was a Thursday. */
	civil_r->weekday = (int)(((days + 4) % 7 + 7) % 7);
	days += EPOCH_SHIFT;
	era = (days >= 0 ? days : days - 146096) / 146097;
	doe = days - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	civil_r->day = (int)(doy - (153 * mp + 2) / 5 + 1);
	civil_r->month = (int)(mp < 10 ? mp + 3 : mp - 9);
	year = yoe + era * 400 + (civil_r->month <= 2);
	civil_r->year = (int)year;
	civil_r->hour = (int)(rest / USEC_HOUR);
	civil_r->minute = (int)(rest % USEC_HOUR / USEC_MINUTE);
	civil_r->second = (int)(rest % USEC_MINUTE / USEC_SECOND);
	return year >= 1 && year <= 9999;
}

const char *clock_render(struct arena *arena, usec_t moment)
{
	struct civil at;

	if (!clock_split(moment, &at))
		return "";
	return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", at.year,
			    at.month, at.day, at.hour, at.minute, at.second);
}

const char *clock_render_mail(struct arena *arena, usec_t moment)
{
	static const char days[][4] = { "Sun", "Mon", "Tue", "Wed", "Thu",
					"Fri", "Sat" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May",
					  "Jun", "Jul", "Aug", "Sep", "Oct",
					  "Nov", "Dec" };
	struct civil at;

	if (!clock_split(moment, &at))
		return "";
	return arena_printf(arena, "%s, %d %s %04d %02d:%02d:%02d +0000",
			    days[at.weekday], at.day, months[at.month - 1],
			    at.year, at.hour, at.minute, at.second);
}

/* Exactly `digits` decimal digits at *text, not above `most`. */
static bool number(const char **text, int digits, int most, int *value_r)
{
	int value = 0;

	for (int i = 0; i < digits; i++) {
		if (!ascii_digit((*text)[i]))
			return false;
		value = value * 10 + (*text)[i] - '0';
	}
	*text += digits;
	*value_r = value;
	return value <= most;
}

static bool skip(const char **text, const char *any)
{
	if (**text == '\0' || strchr(any, **text) == NULL)
		return false;
	(*text)++;
	return true;
}

bool clock_parse_date(const char *text, usec_t *midnight_r)
{
	struct civil civil;
	int year, month, day;

	if (!number(&text, 4, 9999, &year) || !skip(&text, "-") ||
	    !number(&text, 2, 12, &month) || !skip(&text, "-") ||
	    !number(&text, 2, 31, &day) || *text != '\0' ||
	    month < 1 || day < 1)
		return false;
	*midnight_r = clock_civil(year, month, day);
	/* The 30th of February would have become a day of March. */
	return clock_split(*midnight_r, &civil) && civil.day == day;
}

static bool parse_offset(const char **text, usec_t *offset_r)
{
	int hour, minute;
	char sign = **text;

	*offset_r = 0;
	if (skip(text, "Zz"))
		return true;
	if (!skip(text, "+-") || !number(text, 2, 23, &hour) ||
	    !skip(text, ":") || !number(text, 2, 59, &minute))
		return false;
	*offset_r = hour * USEC_HOUR + minute * USEC_MINUTE;
	if (sign == '-')
		*offset_r = -*offset_r;
	return true;
}

bool clock_parse(const char *text, usec_t *moment_r)
{
	int year, month, day, hour, minute, second;
	usec_t fraction = 0, offset;

	if (!number(&text, 4, 9999, &year) || !skip(&text, "-") ||
	    !number(&text, 2, 12, &month) || !skip(&text, "-") ||
	    !number(&text, 2, 31, &day) || !skip(&text, "Tt ") ||
	    !number(&text, 2, 23, &hour) || !skip(&text, ":") ||
	    !number(&text, 2, 59, &minute) || !skip(&text, ":") ||
	    !number(&text, 2, 60, &second) || month < 1 || day < 1)
		return false;
	if (skip(&text, "."))
		for (usec_t unit = USEC_SECOND / 10;
		     ascii_digit(*text); text++, unit /= 10)
			fraction += (*text - '0') * unit;
	if (!parse_offset(&text, &offset) || *text != '\0')
		return false;
	*moment_r = clock_civil(year, month, day) + hour * USEC_HOUR +
		    minute * USEC_MINUTE + second * USEC_SECOND + fraction -
		    offset;
	return true;
}
