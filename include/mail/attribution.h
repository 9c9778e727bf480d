/* attribution.h - "On <date>, X <a@b.example> wrote:" in many languages.
 *
 * The line that a client puts above what it quotes.  It is told by what it is
 * made of, in any order: a verb of writing from a table, a date or a clock
 * time, an address, and a colon at its end.  It may be broken into up to four
 * lines.
 *
 * Ownership: nothing is kept; the arena is for scratch.
 * Errors:    none.
 */
#ifndef MAIL_ATTRIBUTION_H
#define MAIL_ATTRIBUTION_H

#include "mail/lines.h"

enum attribution_trust {
	ATTRIBUTION_NONE,
	/* A person could have written this: it counts only where quoted lines
	 * follow. */
	ATTRIBUTION_WEAK,
	/* A client wrote this: what follows is quoted, even without marks. */
	ATTRIBUTION_STRONG,
};

struct attribution {
	enum attribution_trust trust;
	size_t lines;		/* how many lines it takes; 0 if none */
};

/* Does an attribution start at line `i`?  Quote marks are looked through, so
 * that quoted attributions can be found as well. */
struct attribution attribution_at(struct arena *arena,
				  const struct lines *lines, size_t i);

/* Where in line `i` an attribution starts behind words of the sender ("Yes,
 * do. On Wed, Apr 4, 2012 at 3:59 PM, bob@b.example wrote:"): an offset into
 * the text, or 0. */
size_t attribution_within(struct arena *arena, const struct lines *lines,
			  size_t i);

#endif
