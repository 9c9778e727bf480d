/* search.h - texts and questions in PostgreSQL's words for full-text search.
 *
 * The database could find the words by itself, at ten times the price, and
 * with less knowledge of letters: here they are folded as everywhere
 * (text_fold(): without accents, in lower case), and whatever is no letter,
 * mark or digit parts them.
 *
 * Ownership: in the arena.
 * Errors:    none.
 * Limits:    the first SEARCH_BYTES of each text, SEARCH_WORD bytes of a
 *            word, SEARCH_ASKED words of a question.
 */
#ifndef BASE_SEARCH_H
#define BASE_SEARCH_H

#include "base/arena.h"

enum { SEARCH_BYTES = 16 * 1024, SEARCH_WORD = 120, SEARCH_ASKED = 40 };

/* A tsvector of one text after the other, 'boils':2 'kettle':1, in the binary
 * form that tsvectorrecv() takes: to read the same as text cost the server more
 * than all the rest of a message.  Sorted, as it sorts.  Never NULL. */
const char *search_vector(struct arena *arena, const char *const *texts,
			  size_t count, size_t *size_r);

/* A tsquery of what people write: all of the words; "words in this order";
 * -not; one or the other; begin*.  "" where it asks for nothing. */
char *search_query(struct arena *arena, const char *words);

#endif
