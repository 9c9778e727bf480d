/* clock.h - moments and durations, in microseconds.
 *
 * A moment counts from the Unix epoch, as PostgreSQL's timestamptz resolves
 * it.  Only clock_now() looks at a clock, and only app/ calls it: decisions
 * take `now` as an argument, read once a batch from the database.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

typedef int64_t usec_t;

#define USEC_SECOND	((usec_t)1000000)
#define USEC_MINUTE	(60 * USEC_SECOND)
#define USEC_HOUR	(60 * USEC_MINUTE)
#define USEC_DAY	(24 * USEC_HOUR)

/* RFC 3339 in UTC, "2026-03-01T09:30:00Z"; "" outside the years 1 to 9999. */
const char *clock_render(struct arena *arena, usec_t moment);

/* RFC 5322 in UTC, "Sun, 1 Mar 2026 09:30:00 +0000". */
const char *clock_render_mail(struct arena *arena, usec_t moment);

/* Read RFC 3339 with any offset and optional fraction.  False if it is none. */
bool clock_parse(const char *text, usec_t *moment_r);

/* Of a civil date in the proleptic Gregorian calendar (months 1 to 12). */
usec_t clock_civil(int year, int month, int day);

/* A moment as people write it, in UTC. */
struct civil {
	int year, month, day, weekday;	/* weekday 0: Sunday */
	int hour, minute, second;
};

/* False outside the years 1 to 9999. */
bool clock_split(usec_t moment, struct civil *civil_r);

/* "2026-12-24" to the midnight that begins it, in UTC.  False if there is no
 * such day. */
bool clock_parse_date(const char *text, usec_t *midnight_r);

#endif
