/* stretch.c - one pass, all kinds of stretches at once. */

#include "base/stretch.h"

enum { BLOCK = 256, KINDS = 4 };	/* all but PATTERN_READS_ALL */

struct stretch {
	uint16_t longest[KINDS];	/* of those that touch the block */
};

enum {
	SOLID = PATTERN_READS_SOLID | PATTERN_READS_LINE,
	WORD = PATTERN_READS_WORD | SOLID,
	BLANK = PATTERN_READS_SPACE | PATTERN_READS_LINE,
};

/* Of what is not ASCII only these begin white space. */
static const uint8_t kinds_of[256] = {
	[0x00 ... 0x08] = SOLID, [0x0e ... 0x1f] = SOLID,
	['\t'] = BLANK, ['\n'] = PATTERN_READS_SPACE,
	['\v'] = BLANK, ['\f'] = BLANK, ['\r'] = BLANK, [' '] = BLANK,
	['!' ... '/'] = SOLID, ['0' ... '9'] = WORD, [':' ... '@'] = SOLID,
	['A' ... 'Z'] = WORD, ['[' ... '^'] = SOLID, ['_'] = WORD,
	['`'] = SOLID, ['a' ... 'z'] = WORD, ['{' ... 0x7f] = SOLID,
	[0x80 ... 0xbf] = WORD | BLANK, [0xc0 ... 0xc1] = WORD,
	[0xc2] = WORD | BLANK, [0xc3 ... 0xe0] = WORD,
	[0xe1 ... 0xe3] = WORD | BLANK, [0xe4 ... 0xff] = WORD,
};

static void note(struct stretch *blocks, int kind, size_t start, size_t end)
{
	size_t length = end - start;

	if (length > STRETCH_MOST)
		length = STRETCH_MOST;
	for (size_t i = start / BLOCK; i <= (end - 1) / BLOCK; i++)
		if (length > blocks[i].longest[kind])
			blocks[i].longest[kind] = (uint16_t)length;
}

const struct stretch *stretch_measure(struct arena *arena, const char *text,
				      size_t size)
{
	struct stretch *blocks = ARENA_ARRAY(arena, struct stretch,
					     size / BLOCK + 1);
	size_t start[KINDS] = { 0 };
	unsigned before = 0;

	for (size_t i = 0; i <= size; i++) {
		unsigned now, changed;

		while (i < size && kinds_of[(unsigned char)text[i]] == before)
			i++;
		now = i < size ? kinds_of[(unsigned char)text[i]] : 0;
		changed = now ^ before;
		for (; changed != 0; changed &= changed - 1) {
			const int kind = __builtin_ctz(changed);

			if (before >> kind & 1)
				note(blocks, kind, start[kind], i);
			start[kind] = i;
		}
		before = now;
	}
	return blocks;
}

size_t stretch_longest(const struct stretch *stretches, unsigned reads,
		       size_t from, size_t end)
{
	size_t longest = 0;

	if (reads & PATTERN_READS_ALL)
		return end - from < STRETCH_MOST ? end - from : STRETCH_MOST;
	for (int kind = 0; kind < KINDS; kind++)
		for (size_t i = from / BLOCK;
		     (reads >> kind & 1) != 0 && i * BLOCK < end; i++)
			if (stretches[i].longest[kind] > longest)
				longest = stretches[i].longest[kind];
	return longest;
}
