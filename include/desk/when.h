/* when.h - a moment to come, in words: "on Monday at 09:00".
 *
 * The words stand in a sentence as they are, after a verb ("we are back …"):
 * prepositions, articles and cases are those of the language.  From a week
 * ahead on the date is said too, since the weekday alone would be another.
 */
#ifndef DESK_WHEN_H
#define DESK_WHEN_H

#include "base/zone.h"

/* In a language without a table (two letters, or "") as 2026-12-24 09:00. */
const char *when_render(struct arena *arena, const struct zone *zone,
			usec_t moment, usec_t now, const char *language);

/* By when at the latest: "by Tuesday at 10:00". */
const char *when_render_by(struct arena *arena, const struct zone *zone,
			   usec_t moment, usec_t now, const char *language);

#endif
