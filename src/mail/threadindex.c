/* threadindex.c - read a Thread-Index, and put one answer behind it. */

#include "mail/threadindex.h"

#include "mail/encoding.h"

#include <string.h>

/* Base64 of the longest, and what a folded field may add; base64 of a head. */
enum { VALUE_LIMIT = (THREADINDEX_MOST + 2) / 3 * 4 + 40, HEAD_BASE64 = 32 };

/* Any begins so. */
enum { RESERVED = 1 };

/* 1601-01-01, where a FILETIME begins, to 1970; it counts 100 ns. */
#define EPOCH_TICKS (11644473600LL * 10000000LL)

/* Differences below this (1.7 years) are kept finer. */
#define FINE_TICKS (1LL << 49)

/* A head at least, or 0; `size` is VALUE_LIMIT at most. */
static size_t decode(const char *value, size_t size,
		     char bytes_r[2 * VALUE_LIMIT])
{
	struct encoding_step step = { .encoding = ENCODING_BASE64 };
	size_t written;

	if (encoding_room(size) > 2 * VALUE_LIMIT)
		return 0;
	written = encoding_step(&step, value, size, bytes_r);
	written += encoding_end(&step, bytes_r + written);
	return step.bad || written < THREADINDEX_HEAD ||
	       bytes_r[0] != RESERVED ? 0 : written;
}

bool threadindex_head(const char *value, uint8_t head_r[THREADINDEX_HEAD])
{
	char bytes[2 * VALUE_LIMIT];

	if (decode(value, strnlen(value, HEAD_BASE64), bytes) == 0)
		return false;
	memcpy(head_r, bytes, THREADINDEX_HEAD);
	return true;
}

bool threadindex_read(const char *value, struct threadindex *index_r)
{
	size_t size = strnlen(value, VALUE_LIMIT + 1), written;
	char bytes[2 * VALUE_LIMIT];

	if (size > VALUE_LIMIT)
		return false;
	written = decode(value, size, bytes);
	if (written == 0 || written > THREADINDEX_MOST ||
	    (written - THREADINDEX_HEAD) % THREADINDEX_ANSWER != 0)
		return false;
	memcpy(index_r->bytes, bytes, written);
	index_r->size = written;
	return true;
}

/* The head holds the upper 48 bits of a FILETIME, of which the first byte is
 * always 1. */
static int64_t ticks_of(const struct threadindex *index)
{
	int64_t ticks = 0;

	for (size_t i = 0; i < 6; i++)
		ticks = ticks << 8 | index->bytes[i];
	return ticks << 16;
}

static void add_answer(struct threadindex *index, usec_t now, unsigned salt)
{
	int64_t passed = now * 10 + EPOCH_TICKS - ticks_of(index);
	uint8_t *out = index->bytes + index->size;
	uint32_t word;

	/* Clocks differ. */
	if (passed < 0)
		passed = 0;
	word = passed < FINE_TICKS
		? (uint32_t)(passed >> 18 & 0x7fffffff)
		: 0x80000000u | (uint32_t)(passed >> 23 & 0x7fffffff);
	for (int i = 0; i < 4; i++)
		out[i] = (uint8_t)(word >> (24 - 8 * i));
	out[4] = (uint8_t)((salt & 15) << 4);
	index->size += THREADINDEX_ANSWER;
}

static const char *encode(struct arena *arena, const struct threadindex *index)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	char *text = arena_alloc(arena, index->size / 3 * 4 + 5), *out = text;

	for (size_t i = 0; i < index->size; i += 3) {
		size_t left = index->size - i;
		uint32_t group = (uint32_t)index->bytes[i] << 16;

		if (left > 1)
			group |= (uint32_t)index->bytes[i + 1] << 8;
		if (left > 2)
			group |= index->bytes[i + 2];
		*out++ = digits[group >> 18];
		*out++ = digits[group >> 12 & 63];
		*out++ = left > 1 ? digits[group >> 6 & 63] : '=';
		*out++ = left > 2 ? digits[group & 63] : '=';
	}
	*out = '\0';
	return text;
}

const char *threadindex_answer(struct arena *arena, const char *value,
			       usec_t now, unsigned salt)
{
	struct threadindex index;

	if (!threadindex_read(value, &index) ||
	    index.size + THREADINDEX_ANSWER > THREADINDEX_MOST)
		return NULL;
	add_answer(&index, now, salt);
	return encode(arena, &index);
}
