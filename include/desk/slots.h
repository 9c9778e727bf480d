/* slots.h - short texts of rules with slots for what patterns caught.
 *
 * "order {{order}}" with the named group of `(?<order>\d+)`.  Values are the
 * sender's words: they become one line and nothing else.
 *
 * Errors: none; a slot that nothing was caught for is empty.
 */
#ifndef DESK_SLOTS_H
#define DESK_SLOTS_H

#include "base/arena.h"
#include "mail/hit.h"

/* The name of the next slot at or after *p, which moves behind it; NULL where
 * there is none.  *start_r is where its braces begin. */
const char *slots_next(struct arena *arena, const char **p,
		       const char **start_r);

/* With the first value that was caught under each name, in at most `limit`
 * bytes. */
const char *slots_fill(struct arena *arena, const char *text,
		       const struct captures *captures, size_t limit);

/* Is there something to say: has it no slot, or one that gets a value? */
bool slots_any(struct arena *arena, const char *text,
	       const struct captures *captures);

#endif
