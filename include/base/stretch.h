/* stretch.h - how far a repetition of characters may read on in a text.
 *
 * PCRE2 counts no step while `\w+` or `.*` reads on, so its cost depends on
 * the text: on the longest stretch of letters, of white space, of a line.
 * They are measured once for all patterns.
 *
 * Ownership: in the arena.
 * Errors:    none.
 * Limits:    a stretch is said to be at most STRETCH_MOST bytes long.
 */
#ifndef BASE_STRETCH_H
#define BASE_STRETCH_H

#include "base/pattern.h"

#define STRETCH_MOST 2048

/* Of each 256 bytes of a text. */
struct stretch;

const struct stretch *stretch_measure(struct arena *arena, const char *text,
				      size_t size);

/* The longest of those that `reads` (enum pattern_reads) may read on over and
 * that touch the text from `from` up to `end`, in bytes. */
size_t stretch_longest(const struct stretch *stretches, unsigned reads,
		       size_t from, size_t end);

#endif
