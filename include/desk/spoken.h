/* spoken.h - the words of a text, one after the other, folded as rules fold
 * them: letters and digits in a row.
 *
 * Ownership: the words lie in the arena.  Errors: none.
 */
#ifndef DESK_SPOKEN_H
#define DESK_SPOKEN_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct spoken {
	const char *at, *end;
};

struct word {
	const char *text;	/* not ended by a NUL */
	size_t size;
	uint64_t digest;	/* spoken_digest() */
	bool numbered;		/* a digit of ASCII is in it */
};

/* At most `limit` bytes of the text. */
struct spoken spoken_of(struct arena *arena, const char *text, size_t limit);

/* Of a text that wording_fold() folded. */
struct spoken spoken_in(const char *folded);

bool spoken_next(struct spoken *spoken, struct word *word_r);

/* Well spread, and the same everywhere; nothing secret. */
uint64_t spoken_digest(const char *text, size_t size);

/* Of a row of words: each one more, in order. */
uint64_t spoken_mix(uint64_t row, uint64_t word);

#endif
