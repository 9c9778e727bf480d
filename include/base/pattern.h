/* pattern.h - what can be said of a PCRE2 pattern without running it.
 *
 * Which words must stand in whatever it matches, and over what its repetitions
 * of one character may read on.  Only what is certain is said: a construct
 * that the reader does not know (recursion, options within, \Q, a verb) makes
 * it say that nothing is required and that all may be read.
 *
 * Ownership: in the arena.
 * Errors:    none: of a pattern that PCRE2 refuses, anything may be said.
 */
#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include "base/arena.h"

#include <stdint.h>

/* What a repetition may read on over.  What is not ASCII counts to all. */
enum pattern_reads {
	PATTERN_READS_WORD = 1,		/* letters, digits and _ */
	PATTERN_READS_SPACE = 2,	/* white space */
	PATTERN_READS_SOLID = 4,	/* all but white space */
	PATTERN_READS_LINE = 8,		/* all but the end of a line */
	PATTERN_READS_ALL = 16,
};

struct pattern {
	/* One of these stands in every match, but for case; none: nothing is
	 * certain. */
	const char *const *required;
	size_t required_count;
	unsigned reads;			/* of enum pattern_reads; 0: nothing */
	size_t reach;			/* characters that one repetition reads
					 * at most; SIZE_MAX: no limit */
};

struct pattern pattern_read(struct arena *arena, const char *text);

#endif
