/* ical_value.c - dates, durations and texts of iCalendar. */

#include "base/ical.h"

#include "base/ascii.h"
#include "base/buffer.h"
#include "base/text.h"

static bool digits(const char **text, int count, int *value_r)
{
	*value_r = 0;
	for (; count > 0; count--, (*text)++) {
		if (!ascii_digit(**text))
			return false;
		*value_r = *value_r * 10 + **text - '0';
	}
	return true;
}

static bool read_date(const char **text, usec_t *midnight_r)
{
	struct civil civil;
	int year, month, day;

	if (!digits(text, 4, &year) || !digits(text, 2, &month) ||
	    !digits(text, 2, &day) || year < 1 || month < 1 || month > 12)
		return false;
	*midnight_r = clock_civil(year, month, day);
	/* The 30th of February would have become a day of March. */
	return clock_split(*midnight_r, &civil) && civil.day == day &&
	       civil.month == month;
}

bool ical_time(const char *text, usec_t *time_r, enum ical_clock *clock_r)
{
	int hour, minute, second;

	*clock_r = ICAL_DATE;
	if (!read_date(&text, time_r))
		return false;
	if (*text == '\0')
		return true;
	if (*text++ != 'T' || !digits(&text, 2, &hour) ||
	    !digits(&text, 2, &minute) || !digits(&text, 2, &second) ||
	    hour > 23 || minute > 59 || second > 60)
		return false;
	*time_r += hour * USEC_HOUR + minute * USEC_MINUTE +
		   second * USEC_SECOND;
	*clock_r = *text == 'Z' ? ICAL_UTC : ICAL_LOCAL;
	return text[*text == 'Z'] == '\0';
}

/* A number of at most four digits and its unit, which stands in `units`
 * behind that of the one before. */
static bool read_amount(const char **text, const char **units,
			usec_t *duration)
{
	usec_t amount = 0;
	const char *unit;
	int count = 0;

	for (; ascii_digit(**text) && count < 4; count++)
		amount = amount * 10 + *(*text)++ - '0';
	unit = **text == '\0' ? NULL : strchr(*units, **text);
	if (count == 0 || unit == NULL)
		return false;
	*units = unit + 1;
	*duration += amount * (*unit == 'W' ? 7 * USEC_DAY :
			       *unit == 'D' ? USEC_DAY :
			       *unit == 'H' ? USEC_HOUR :
			       *unit == 'M' ? USEC_MINUTE : USEC_SECOND);
	(*text)++;
	return true;
}

bool ical_duration(const char *text, usec_t *duration_r)
{
	const char *days = "WD", *times = "HMS";

	*duration_r = 0;
	if (*text == '+')
		text++;
	if (*text++ != 'P' || *text == '\0')
		return false;
	if (*text != 'T' && !read_amount(&text, &days, duration_r))
		return false;
	if (*text == '\0')
		return true;
	if (*text++ != 'T')
		return false;
	do {
		if (!read_amount(&text, &times, duration_r))
			return false;
	} while (*text != '\0');
	return true;
}

const char *ical_text(struct arena *arena, const char *value, size_t limit)
{
	struct buffer out = { .arena = arena };

	for (; *value != '\0'; value++) {
		char c = *value;

		/* `\n` is a line end (3.3.11), which one line cannot have. */
		if (c == '\\' && value[1] != '\0') {
			c = *++value;
			if (c == 'n' || c == 'N')
				c = ' ';
		}
		buffer_char(&out, c);
	}
	return text_line(arena, buffer_string(&out), out.size, limit);
}
