/* article_index.h - which articles of one language have a word.
 *
 * Private to desk/article.c.  Ownership: in the arena it was made in.
 */
#ifndef DESK_ARTICLE_INDEX_H
#define DESK_ARTICLE_INDEX_H

#include "base/map.h"
#include "desk/article_word.h"

/* Where a word stands. */
enum article_place { ARTICLE_IN_TEXT, ARTICLE_IN_TITLE, ARTICLE_IN_WORDS };

struct article_index;

struct article_index *article_index_new(struct arena *arena, size_t articles);

/* All words of a text of that article; of those that customers use phrase by
 * phrase. */
void article_index_add(struct article_index *index, size_t article,
		       enum article_place place, const char *text);

/* The words of a mail, and how much each article has of them. */
struct article_tally {
	int *scores;		/* of each article, in hundredths */
	size_t words;		/* different ones that mean something */
};

struct article_tally article_index_weigh(struct arena *arena,
					 const struct article_index *index,
					 const char *subject,
					 const char *text);

#endif
