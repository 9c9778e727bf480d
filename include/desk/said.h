/* said.h - a text that comes again and again is a machine's.
 *
 * A peer without any mark, that cites nothing, is told by its answers: they
 * are all alike, but for numbers.  The shape of a text is a digest of its
 * words without those that have a digit; short texts have one for each
 * sender, for many people say "Thank you".
 *
 * Ownership: borrowed for the call.
 * Errors:    none.
 * Limits:    the first SAID_BYTES of a text; of all mails of one shape the
 *            SAID_KNOWN newest of the last thirty days.
 */
#ifndef DESK_SAID_H
#define DESK_SAID_H

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SAID_AGAIN = 2,		/* by one sender in thirty days */
	SAID_BY_MANY = 20,	/* by anybody in a day */
	SAID_WORDS = 8,	/* fewer are short */
	SAID_BYTES = 4096,
	SAID_KNOWN = 40,
};

/* One mail of that shape, which opened a ticket and was answered. */
struct said {
	const char *author;	/* lower case */
	usec_t at;
	struct said *next;
};

/* 0: it has no words. */
int64_t said_shape(const char *visible, const char *author);

struct word;

/* The same word by word (desk/spoken.h): begins with zeros. */
struct said_walk {
	uint64_t shape;
	size_t words;
};

void said_take(struct said_walk *walk, const struct word *word);
int64_t said_end(const struct said_walk *walk, const char *author);

/* Did this author say it SAID_AGAIN times before, or SAID_BY_MANY others? */
bool said_before(const struct said *known, const char *author, usec_t now);

#endif
