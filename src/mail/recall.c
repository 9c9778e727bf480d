/* recall.c - find runs common to a text and the texts we hold.
 *
 * Blocks of BLOCK letters of the known texts, one at every STEP, go into a
 * hash table; a rolling hash goes over the text.  A hit is compared, then
 * grown in both directions: no common run of RUN letters is missed.
 */

#include "mail/recall.h"

#include "base/text.h"

#define BLOCK 16
#define STEP 8
#define RUN (BLOCK + STEP)

/* A hostile text may repeat one block: only so many places are tried. */
#define MAX_TRIES 4

#define FACTOR 0x9e3779b97f4a7c15u

/* Letters between the starts of two known blocks, whose hashes share halves. */
enum { HALF = BLOCK / 2 };
_Static_assert(HALF == STEP, "two halves make a block");

/* The letters of one side, lower case. */
struct letters {
	uint32_t *at;
	size_t count;
};

/* Half of a hash is enough to look closer. */
struct block {
	uint32_t hash;
	uint32_t start;		/* in the known letters, + 1; 0: free */
};

/* Nearly no place of a text is a block's: a bit for each hash tells most so,
 * for less than a look into the table. */
struct blocks {
	struct block *at;
	uint64_t *filter;	/* a word for each place of the table */
	size_t room;		/* a power of two */
};

/* A Han or kana character says as much as two letters: it counts twice. */
static bool is_dense(uint32_t c)
{
	return c >= 0x2e80 && c <= 0xd7af;
}

/* ASCII is written first and counted only if it is a letter or a digit: which
 * of both comes next nobody can foretell, and each wrong guess costs more than
 * the letter. */
static void add_ascii(struct letters *letters, unsigned char c)
{
	const unsigned lower = c | 0x20u;

	letters->at[letters->count] = lower;
	letters->count += (lower - 'a' < 26) | (c - (unsigned)'0' < 10);
}

static void add_letters(struct letters *letters, const char *p,
			const char *end)
{
	while (p < end) {
		uint32_t c;

		if ((unsigned char)*p < 0x80) {
			add_ascii(letters, (unsigned char)*p++);
			continue;
		}
		c = text_next(&p, end);
		if (!text_is_alnum(c))
			continue;
		c = text_lower_of(c);
		letters->at[letters->count++] = c;
		if (is_dense(c))
			letters->at[letters->count++] = c;
	}
}

/* Those of line i end before ends[i]. */
static struct letters letters_of_text(struct arena *arena,
				      const struct lines *lines, size_t *ends)
{
	size_t size = lines->count == 0 ? 0 :
		      lines->at[lines->count - 1].next;
	struct letters letters = {
		.at = arena_room(arena, (size + 1) * sizeof(uint32_t)),
	};

	for (size_t i = 0; i < lines->count; i++) {
		add_letters(&letters, lines->bytes + lines->at[i].text,
			    lines->bytes + lines->at[i].tail);
		ends[i] = letters.count;
	}
	return letters;
}

/* A known text may carry quote marks of its own; each line loses them. */
static struct letters letters_known(struct arena *arena,
				    const struct strings *known)
{
	size_t sizes[RECALL_TEXTS], total = 0, count = 0;
	struct letters letters = { .count = 0 };

	for (; count < known->count && count < RECALL_TEXTS; count++) {
		sizes[count] = strlen(known->at[count]);
		if (total + sizes[count] > RECALL_BYTES)
			break;
		total += sizes[count];
	}
	letters.at = arena_room(arena, (total + count + 1) *
				       sizeof(uint32_t));
	for (size_t i = 0; i < count; i++) {
		const char *text = known->at[i];
		const struct lines lines = lines_of(arena, text, sizes[i]);

		for (size_t k = 0; k < lines.count; k++)
			add_letters(&letters, text + lines.at[k].text,
				    text + lines.at[k].tail);
		letters.at[letters.count++] = 0;	/* no run crosses */
	}
	return letters;
}

/* FACTOR to the power of n, in the ring of the hash. */
static uint64_t power(int n)
{
	uint64_t factor = 1;

	while (n-- > 0)
		factor *= FACTOR;
	return factor;
}

static uint64_t half_at(const uint32_t *p)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < HALF; i++)
		hash = hash * FACTOR + p[i];
	return hash;
}

static uint64_t hash_at(const uint32_t *p)
{
	return half_at(p) * power(HALF) + half_at(p + HALF);
}

static uint64_t mix(uint64_t hash)
{
	return hash ^ hash >> 29;
}

static uint64_t bit_of(uint64_t mixed)
{
	return UINT64_C(1) << (mixed >> 58);
}

static void put_block(struct blocks *blocks, uint64_t mixed, size_t start)
{
	const uint32_t hash = (uint32_t)(mixed >> 32);
	size_t slot = mixed & (blocks->room - 1);
	int same = 0;

	blocks->filter[slot] |= bit_of(mixed);
	while (blocks->at[slot].start != 0 && same < MAX_TRIES) {
		same += blocks->at[slot].hash == hash;
		slot = (slot + 1) & (blocks->room - 1);
	}
	if (same < MAX_TRIES)
		blocks->at[slot] = (struct block){ hash,
						   (uint32_t)start + 1 };
}

static struct blocks blocks_of(struct arena *arena,
			       const struct letters *known)
{
	struct blocks blocks = { .room = 64 };
	const uint64_t shift = power(HALF);
	uint64_t half;

	while (blocks.room < known->count / STEP * 2 + 2)
		blocks.room *= 2;
	blocks.at = ARENA_ARRAY(arena, struct block, blocks.room);
	blocks.filter = ARENA_ARRAY(arena, uint64_t, blocks.room);
	half = known->count < BLOCK ? 0 : half_at(known->at);
	for (size_t i = 0; i + BLOCK <= known->count; i += STEP) {
		const uint64_t next = half_at(known->at + i + HALF);

		put_block(&blocks, mix(half * shift + next), i);
		half = next;
	}
	return blocks;
}

/* The run around text[t] and known[k], whose blocks are the same: where it
 * starts, not before `floor`, and ends in the text. */
static void grow(const struct letters *text, const struct letters *known,
		 size_t t, size_t k, size_t floor, size_t *start_r,
		 size_t *end_r)
{
	size_t back = 0, ahead = BLOCK;

	while (t - back > floor && k > back &&
	       text->at[t - back - 1] == known->at[k - back - 1])
		back++;
	while (t + ahead < text->count && k + ahead < known->count &&
	       text->at[t + ahead] == known->at[k + ahead])
		ahead++;
	*start_r = t - back;
	*end_r = t + ahead;
}

/* The end of a run that is long enough and covers text[t], or 0; its start
 * in *start_r. */
static size_t run_at(const struct letters *text, const struct letters *known,
		     const struct blocks *blocks, size_t t, uint64_t mixed,
		     size_t floor, size_t *start_r)
{
	const uint32_t hash = (uint32_t)(mixed >> 32);
	size_t slot = mixed & (blocks->room - 1), end;
	int tries = 0;

	for (; blocks->at[slot].start != 0 && tries < MAX_TRIES;
	     slot = (slot + 1) & (blocks->room - 1)) {
		size_t k = blocks->at[slot].start - 1;

		if (blocks->at[slot].hash != hash)
			continue;
		tries++;
		if (memcmp(text->at + t, known->at + k,
			   BLOCK * sizeof(*text->at)) != 0)
			continue;
		grow(text, known, t, k, floor, start_r, &end);
		if (end - *start_r >= RUN)
			return end;
	}
	return 0;
}

/* The letters of a run, counted for the lines they stand in: `line` is the one
 * that the last run ended in. */
static void count_run(const size_t *ends, size_t start, size_t end,
		      size_t *held, size_t *line)
{
	while (start < end) {
		size_t until;

		while (ends[*line] <= start)
			++*line;
		until = ends[*line] < end ? ends[*line] : end;
		held[*line] += until - start;
		start = until;
	}
}

/* Count for each line the letters that stand in common runs. */
static void cover(const struct letters *text, const struct letters *known,
		  const struct blocks *blocks, const size_t *ends,
		  size_t *held)
{
	const uint64_t drop = power(BLOCK);
	size_t floor = 0, t = 0, line = 0;
	uint64_t hash;

	if (text->count < BLOCK)
		return;
	hash = hash_at(text->at);
	while (t + BLOCK <= text->count) {
		const uint64_t mixed = mix(hash);
		size_t start, end = 0;

		if (blocks->filter[mixed & (blocks->room - 1)] & bit_of(mixed))
			end = run_at(text, known, blocks, t, mixed, floor,
				     &start);
		if (end != 0) {
			count_run(ends, start, end, held, &line);
			t = floor = end;
			if (t + BLOCK <= text->count)
				hash = hash_at(text->at + t);
			continue;
		}
		if (t + BLOCK < text->count)
			hash = hash * FACTOR + text->at[t + BLOCK] -
			       drop * text->at[t];
		t++;
	}
}

const bool *recall_lines(struct arena *arena, const struct lines *lines,
			 const struct strings *known)
{
	bool *recalled = ARENA_ARRAY(arena, bool, lines->count + 1);
	struct letters text, letters;
	struct blocks blocks;
	size_t *ends, *held;
	ARENA(scratch);

	if (known == NULL || known->count == 0)
		return recalled;
	ends = ARENA_ARRAY(scratch, size_t, lines->count + 1);
	held = ARENA_ARRAY(scratch, size_t, lines->count + 1);
	text = letters_of_text(scratch, lines, ends);
	letters = letters_known(scratch, known);
	blocks = blocks_of(scratch, &letters);
	cover(&text, &letters, &blocks, ends, held);
	for (size_t i = 0; i < lines->count; i++) {
		const size_t all = ends[i] - (i == 0 ? 0 : ends[i - 1]);

		recalled[i] = all > 0 && held[i] == all;
	}
	return recalled;
}
