/* said.c - the shape of a text, and how often it was there. */

#include "desk/said.h"

#include "desk/spoken.h"

#include <string.h>

#define ONE_SENDER	(30 * USEC_DAY)
#define ANYBODY		USEC_DAY

/* Numbers, dates and ids are what differs. */
static bool has_digit(const struct word *word)
{
	for (size_t i = 0; i < word->size; i++)
		if (word->text[i] >= '0' && word->text[i] <= '9')
			return true;
	return false;
}

int64_t said_shape(const char *visible, const char *author)
{
	ARENA(scratch);
	struct spoken spoken = spoken_of(scratch, visible, SAID_BYTES);
	struct word word;
	uint64_t shape = 0;
	size_t words = 0;

	while (spoken_next(&spoken, &word)) {
		if (has_digit(&word))
			continue;
		shape = spoken_mix(shape, spoken_digest(&word));
		words++;
	}
	if (words == 0)
		return 0;
	if (words < SAID_WORDS)
		shape = spoken_mix(shape, spoken_digest(&(struct word){
			author, strlen(author) }));
	return (int64_t)shape;
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
