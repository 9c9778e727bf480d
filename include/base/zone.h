/* zone.h - a time zone: which clock people look at, at which moment.
 *
 * A zone is read once, from the system's tzdata, and is a plain value from
 * then on: the moments at which its clocks were or will be changed.  So the
 * pure layers reckon with it, and the same zone gives the same answer.
 *
 * A local time is kept as if it were UTC: microseconds since 1970-01-01 00:00
 * of the zone's own clocks.
 *
 * Ownership: in the arena.
 * Limits:    changes are known from 1970 to the end of 2099; before and after
 *            the nearest offset holds.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/clock.h"

struct zone_change {
	usec_t from;		/* the moment */
	usec_t offset;		/* added to UTC from then on */
};

struct zone {
	const char *name;	/* "Europe/Tallinn" */
	const struct zone_change *changes;	/* in order; the first: 1970 */
	size_t count;
};

/* NULL where tzdata knows no zone of that name. */
const struct zone *zone_load(struct arena *arena, const char *name);

/* A zone whose clocks are never changed: "UTC", "UTC+2", "UTC-3:30". */
const struct zone *zone_fixed(struct arena *arena, usec_t offset);

/* What the clocks of the zone are ahead of UTC at that moment. */
usec_t zone_offset(const struct zone *zone, usec_t moment);

usec_t zone_local(const struct zone *zone, usec_t moment);

/* When the clocks show that local time.  A time that comes twice, as clocks
 * are set back, is the first of both; one that never comes, as they are set
 * forward, is the moment of the change.  Never falls as `local` grows. */
usec_t zone_moment(const struct zone *zone, usec_t local);

#endif
