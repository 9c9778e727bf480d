/* moment.c - read a moment that somebody typed. */

#include "app/moment.h"

#include "app/look.h"

#include <ctype.h>

/* "18:00", and nothing behind it. */
static bool read_time(const char *text, usec_t *time_r)
{
	for (int i = 0; i < 5; i++)
		if (i == 2 ? text[i] != ':' : !isdigit((unsigned char)text[i]))
			return false;
	*time_r = ((text[0] - '0') * 10 + text[1] - '0') * USEC_HOUR +
		  ((text[3] - '0') * 10 + text[4] - '0') * USEC_MINUTE;
	return text[5] == '\0' && text[3] < '6' && *time_r < USEC_DAY;
}

/* Today on the clocks of the zone, else tomorrow. */
static usec_t next_time(const struct zone *zone, usec_t time, usec_t now)
{
	const usec_t local = zone_local(zone, now);
	const usec_t midnight = local - local % USEC_DAY;
	usec_t moment = zone_moment(zone, midnight + time);

	return moment > now ? moment
			    : zone_moment(zone, midnight + USEC_DAY + time);
}

/* "2026-03-02 18:00" or with a T between. */
static bool read_local(const char *text, const struct zone *zone,
		       usec_t *moment_r)
{
	enum { DATE = 10 };	/* characters */
	char date[DATE + 1];
	usec_t midnight, time;

	if (strlen(text) <= DATE || (text[DATE] != ' ' && text[DATE] != 'T'))
		return false;
	memcpy(date, text, DATE);
	date[DATE] = '\0';
	if (!clock_parse_date(date, &midnight) ||
	    !read_time(text + DATE + 1, &time))
		return false;
	*moment_r = zone_moment(zone, midnight + time);
	return true;
}

bool moment_read(const char *text, const struct zone *zone, usec_t now,
		 usec_t *moment_r)
{
	struct err ignored;
	usec_t time;

	if (read_time(text, &time))
		*moment_r = next_time(zone, time, now);
	else if (look_span(text, &time, &ignored))
		*moment_r = now + time;
	else if (!read_local(text, zone, moment_r) &&
		 !clock_parse(text, moment_r))
		return false;
	return *moment_r > now;
}
