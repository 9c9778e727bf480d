/* spoken.c - fold a text and walk along its words. */

#include "desk/spoken.h"

#include "base/text.h"
#include "desk/wording.h"

struct spoken spoken_of(struct arena *arena, const char *text, size_t limit)
{
	return spoken_in(wording_fold(arena, text, limit));
}

struct spoken spoken_in(const char *folded)
{
	return (struct spoken){ folded, folded + strlen(folded) };
}

/* Behind the characters that are, or are not, part of a word. */
static const char *skip(const char *at, const char *end, bool in_word)
{
	while (at < end) {
		const char *next = at;

		if (text_is_alnum(text_next(&next, end)) != in_word)
			break;
		at = next;
	}
	return at;
}

bool spoken_next(struct spoken *spoken, struct word *word_r)
{
	const char *start = skip(spoken->at, spoken->end, false);

	spoken->at = skip(start, spoken->end, true);
	*word_r = (struct word){ start, (size_t)(spoken->at - start) };
	return word_r->size > 0;
}

/* FNV-1a, whose constants these are. */
uint64_t spoken_digest(const struct word *word)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < word->size; i++)
		hash = (hash ^ (unsigned char)word->text[i]) * 0x100000001b3u;
	return hash;
}

uint64_t spoken_mix(uint64_t row, uint64_t word)
{
	row ^= word;
	return (row ^ row >> 32) * 0x9e3779b97f4a7c15u;
}
