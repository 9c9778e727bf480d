/* yearly.h - what comes back every year: RRULE of RFC 5545, 3.3.10, as far
 * as holidays need it.
 *
 *	FREQ=YEARLY;INTERVAL=4;COUNT=3
 *	FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24,-1;UNTIL=20301231
 *	FREQ=YEARLY;BYMONTH=11;BYDAY=4TH
 *
 * Ownership: a plain value.
 * Limits:    other frequencies and parts are refused, and weekdays without
 *            their months; nothing comes back after the year 2099.
 */
#ifndef DESK_YEARLY_H
#define DESK_YEARLY_H

#include "base/ical.h"

#include <stdint.h>

enum { YEARLY_WEEKDAYS = 16, YEARLY_LAST = 2099 };

struct yearly {
	int interval;		/* years, from 1 */
	int count;		/* 0: no end */
	usec_t until;		/* the last date; INT64_MAX: no end */
	enum ical_clock clock;	/* of `until` */
	uint32_t months;	/* bits 1 to 12; 0: that of the start */
	uint64_t days;		/* bits 1 to 31, and 32 + n for the n-th from
				 * the month's end; 0: that of the start */
	struct yearly_weekday {
		int nth;	/* of the month; below 0 from its end; 0: all */
		int weekday;	/* 0: Sunday */
	} weekdays[YEARLY_WEEKDAYS];
	size_t weekday_count;
};

/* The value of a line. */
bool yearly_parse(const struct ical *line, struct yearly *yearly_r,
		  struct err *err);

/* Every date that it names, in order, from that of the start on, which is one
 * of them in any case (3.8.5.3).  `each` stops it with false. */
bool yearly_each(const struct yearly *yearly, usec_t start,
		 bool (*each)(void *with, usec_t midnight), void *with);

#endif
