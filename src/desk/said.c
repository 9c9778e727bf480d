/* said.c - the shape of a text, and how often it was there. */

#include "desk/said.h"

#include "desk/spoken.h"

#include <string.h>

#define ONE_SENDER	(30 * USEC_DAY)
#define ANYBODY		USEC_DAY

/* Numbers, dates and ids are what differs. */
void said_take(struct said_walk *walk, const struct word *word)
{
	if (word->numbered)
		return;
	walk->shape = spoken_mix(walk->shape, word->digest);
	walk->words++;
}

int64_t said_end(const struct said_walk *walk, const char *author)
{
	uint64_t shape = walk->shape;

	if (walk->words == 0)
		return 0;
	if (walk->words < SAID_WORDS)
		shape = spoken_mix(shape, spoken_digest(author,
							strlen(author)));
	return (int64_t)shape;
}

int64_t said_shape(const char *visible, const char *author)
{
	ARENA(scratch);
	struct spoken spoken = spoken_of(scratch, visible, SAID_BYTES);
	struct said_walk walk = { .words = 0 };
	struct word word;

	while (spoken_next(&spoken, &word))
		said_take(&walk, &word);
	return said_end(&walk, author);
}

bool said_before(const struct said *known, const char *author, usec_t now)
{
	int again = 0, many = 0;

	for (; known != NULL; known = known->next) {
		again += known->at > now - ONE_SENDER &&
			 strcmp(known->author, author) == 0;
		many += known->at > now - ANYBODY;
	}
	return again >= SAID_AGAIN || many >= SAID_BY_MANY;
}
