/* nearest.h - of the words that exist, the one that was probably meant.
 *
 * By the fewest letters to add, drop or change (and of neighbours that
 * changed places), whatever the case and the accents.  Far words are no help:
 * a third of the letters may differ, and at most three.
 *
 * Ownership: the answer is one of the words given.
 * Errors:    none; NULL where nothing is near.
 * Limits:    words of NEAREST_LETTERS bytes, longer ones are near to nothing;
 *            linear in the number of words.
 */
#ifndef DESK_NEAREST_H
#define DESK_NEAREST_H

#include "mail/message.h"

enum { NEAREST_LETTERS = 40 };

/* The first of the nearest. */
const char *nearest_find(struct arena *arena, const char *word,
			 const struct strings *known);

/* Are they the same word, whatever the case and the accents? */
bool nearest_same(struct arena *arena, const char *a, const char *b);

#endif
