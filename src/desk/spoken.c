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

/* FNV-1a, whose constants these are. */
#define DIGEST_BEGIN 0xcbf29ce484222325u
#define DIGEST_FACTOR 0x100000001b3u

/* Behind the characters that are no part of a word. */
static const char *skip(const char *at, const char *end)
{
	while (at < end) {
		const char *next = at;

		if (text_is_alnum(text_next(&next, end)))
			break;
		at = next;
	}
	return at;
}

bool spoken_next(struct spoken *spoken, struct word *word_r)
{
	const char *start = skip(spoken->at, spoken->end), *at = start, *next;
	uint64_t digest = DIGEST_BEGIN;
	bool numbered = false;

	while (at < spoken->end) {
		next = at;
		if (!text_is_alnum(text_next(&next, spoken->end)))
			break;
		numbered |= ascii_digit((unsigned char)*at);
		for (; at < next; at++)
			digest = (digest ^ (unsigned char)*at) * DIGEST_FACTOR;
	}
	spoken->at = at;
	*word_r = (struct word){ start, (size_t)(at - start), digest,
				 numbered };
	return at > start;
}

uint64_t spoken_digest(const char *text, size_t size)
{
	uint64_t digest = DIGEST_BEGIN;

	for (size_t i = 0; i < size; i++)
		digest = (digest ^ (unsigned char)text[i]) * DIGEST_FACTOR;
	return digest;
}

uint64_t spoken_mix(uint64_t row, uint64_t word)
{
	row ^= word;
	return (row ^ row >> 32) * 0x9e3779b97f4a7c15u;
}
