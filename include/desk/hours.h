/* hours.h - when somebody is there: a calendar, and reckoning in its time.
 *
 * A calendar is a week of opening times in a time zone, and dates that differ
 * from it.  A span begins on its day and may end on the next one (22:00 to
 * 06:00); spans are read on the zone's clocks, so that a night on which they
 * are changed is an hour shorter or longer.
 *
 * A calendar of NULL is always open: no time is outside of it.
 *
 * Ownership: in the arena of the settings.
 * Errors:    none.  No answer looks further ahead than HOURS_HORIZON.
 */
#ifndef DESK_HOURS_H
#define DESK_HOURS_H

#include "base/zone.h"

/* A leap year, a common year, and some days for the days between. */
#define HOURS_HORIZON	(740 * USEC_DAY)

/* On the clocks of one day, in minutes from its 00:00.  `until` is above
 * `from`, and above 24 * 60 on the next day. */
struct hours_span {
	int from, until;
};

struct hours_day {
	const struct hours_span *spans;	/* in order, without overlaps */
	size_t count;			/* 0: closed */
};

/* A date that is not as its day of the week. */
struct hours_date {
	usec_t midnight;	/* of the date, as if in UTC */
	struct hours_day day;
	const char *name;	/* "Christmas Eve", "" if none */
};

/* What is answered in place of `ack` between two dates. */
struct hours_notice {
	usec_t from, to;	/* first and last date, as `midnight` above */
	const char *reply;	/* name of its template */
};

struct hours_notices {
	const struct hours_notice *at;
	size_t count;
};

struct hours {
	const struct zone *zone;
	struct hours_day week[7];	/* 0: Sunday */
	const struct hours_date *dates;	/* in order, each once */
	size_t date_count;
	struct hours_notices notices;
};

bool hours_open(const struct hours *hours, usec_t at);

/* The first moment at or after `at` at which it is open. */
bool hours_opening(const struct hours *hours, usec_t at, usec_t *opening_r);

/* Working time from one moment to another, 0 where that is not later. */
usec_t hours_between(const struct hours *hours, usec_t from, usec_t until);

/* When that much working time will have passed: at the end of a day's last
 * span rather than at the next opening.  For 0 the next opening. */
bool hours_after(const struct hours *hours, usec_t from, usec_t work,
		 usec_t *moment_r);

/* The next date that is not as its day of the week, today's too; NULL where
 * there is none. */
const struct hours_date *hours_next_date(const struct hours *hours, usec_t at);

/* What is special about that day: the name of its date, "" if nothing. */
const char *hours_name(const struct hours *hours, usec_t at);

/* The reply of the first notice for that day, or NULL. */
const char *hours_notice(const struct hours *hours, usec_t at);

/* Is it closed on that date, whatever its day of the week? */
bool hours_holiday(const struct hours *hours, usec_t at);

#endif
