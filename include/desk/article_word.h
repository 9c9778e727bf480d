/* article_word.h - the words of a text, as articles compare them.
 *
 * A word is a run of letters and digits, folded (desk/wording.h).  Two words
 * are held for one where the shorter part of one, its stem, begins the other:
 * a stem is the word without its last letters, as many as inflection takes
 * in its script.  In Hebrew small words are written in front of others, so
 * there a word is also tried without its first letters.
 *
 * Ownership: in the arena.  Limits: 60 bytes of a word.
 */
#ifndef DESK_ARTICLE_WORD_H
#define DESK_ARTICLE_WORD_H

#include "base/arena.h"

#include <stdbool.h>

enum { ARTICLE_WORD_LIMIT = 60 };

struct article_word {
	char text[ARTICLE_WORD_LIMIT + 4];	/* terminated */
	size_t size;
	size_t letters;
};

/* The next word at or behind *p of a folded text; false at its end. */
bool article_word_next(const char **p, struct article_word *word_r);

/* A word that says nothing of what it is about, such as "with". */
bool article_word_is_common(const struct article_word *word);

/* Is it of a script that writes no vowels?  Its short words say more. */
bool article_word_is_dense(const struct article_word *word);

/* How many bytes of it are its stem; all of it where it is too short to be
 * bent, and *whole_r says so. */
size_t article_word_stem(const struct article_word *word, bool *whole_r);

/* How many bytes of small words may stand in front of it: up to `most`
 * answers, from none up; how many. */
size_t article_word_fronts(const struct article_word *word, size_t *fronts_r,
			   size_t most);

#endif
