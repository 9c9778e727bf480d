/* moment.h - a moment to come, as people type it.
 *
 *	18:00			the next time the clocks show that
 *	2026-03-02 18:00	on the clocks of the zone
 *	2026-03-02T18:00:00Z	RFC 3339, with its offset
 *	2h			from now on: 90s, 15 minutes, 8 hours, 3d
 */
#ifndef APP_MOMENT_H
#define APP_MOMENT_H

#include "base/zone.h"

/* False where it is none of these, or not later than `now`. */
bool moment_read(const char *text, const struct zone *zone, usec_t now,
		 usec_t *moment_r);

#endif
