/* holidays.h - the days off of an iCalendar file (RFC 5545).
 *
 * Every VEVENT that is not cancelled is a holiday of one or more whole days:
 * dates, or times from midnight to midnight, which are read on the clocks of
 * the zone (TZID is not looked at: a country's holidays begin on its clocks).
 * It may come back every year, as desk/yearly.h says, with EXDATE.  Other
 * components, alarms and properties are passed over.
 *
 * Not what it does: know which of the days people have off.  A file of days
 * that are only observed closes on them.
 *
 * Ownership: in the arena.
 * Errors:    permanent, "NAME:LINE: found X, expected Y": what would be
 *            another day if it were guessed at, and a file that ends early.
 * Limits:    5,000 events, 20,000 dates, 366 days and 200 EXDATE an event.
 */
#ifndef DESK_HOLIDAYS_H
#define DESK_HOLIDAYS_H

#include "base/err.h"
#include "base/zone.h"

enum { HOLIDAYS_NAME = 100 };	/* bytes */

struct holiday {
	usec_t midnight;	/* of the date, as if in UTC */
	const char *name;	/* "" if none */
};

struct holidays {
	const struct holiday *at;	/* as they stand in the file */
	size_t count;
};

bool holidays_parse(struct arena *arena, const char *file, const char *bytes,
		    size_t size, const struct zone *zone,
		    struct holidays *holidays_r, struct err *err);

#endif
