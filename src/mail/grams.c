/* grams.c - the grams of a text's first words, and what they weigh. */

#include "mail/grams.h"

#include "base/text.h"

#include <endian.h>

/* Limits: so many words are read, so many letters of one word. */
#define WORDS 150
#define LETTERS 40

/* How far the best must be before the second, and how many words it takes;
 * measured by tests/language/measure.py. */
#define MARGIN 9
#define FEWEST_WORDS 2

#define MOST_GRAMS (9 * LANGUAGEMODEL_BUCKETS)

/* Grams that are compared at once; few buckets have more. */
#define AT_ONCE 4

/* The grams of a model, counted in a text. */
struct grams {
	const struct languagemodel *model;
	size_t row;			/* bytes of a gram and its weights */
	uint16_t first[LANGUAGEMODEL_BUCKETS + 1];
	uint64_t keys[MOST_GRAMS + AT_ONCE];	/* and some that are none */
	uint64_t counts[MOST_GRAMS + AT_ONCE];
};

/* One word in lower case between borders: "_word_". */
struct word {
	/* A gram is read as 8 bytes, whatever it has. */
	char text[(LETTERS + 2) * 4 + LANGUAGEMODEL_BYTES];
	size_t at[LETTERS + 3];		/* where each character starts */
	size_t count;			/* characters, with the borders */
};

static uint64_t load(const char *bytes)
{
	return be64toh(ascii_load(bytes));
}

static void grams_open(struct grams *grams, const struct languagemodel *model)
{
	size_t count = 0;

	grams->model = model;
	grams->row = LANGUAGEMODEL_BYTES + model->count;
	for (size_t i = 0; i < LANGUAGEMODEL_BUCKETS; i++) {
		grams->first[i] = (uint16_t)count;
		count += (size_t)(model->counts[i] - '0');
	}
	grams->first[LANGUAGEMODEL_BUCKETS] = (uint16_t)count;
	for (size_t i = 0; i < count; i++)
		grams->keys[i] = load(model->grams + i * grams->row);
	memset(grams->keys + count, 0, AT_ONCE * sizeof(grams->keys[0]));
	memset(grams->counts, 0, count * sizeof(grams->counts[0]));
}

/* The first `size` of eight bytes, filled up with blanks. */
static inline uint64_t key_of(uint64_t eight, size_t size)
{
	const uint64_t rest = size < 8 ? UINT64_MAX >> 8 * size : 0;

	return (eight & ~rest) | (ASCII_EACH(' ') & rest);
}

/* Two numbers that are compared by one instruction. */
typedef uint64_t pair __attribute__((vector_size(16)));

static inline void count_pair(const uint64_t *keys, uint64_t *counts,
			      uint64_t key)
{
	pair held, count;

	memcpy(&held, keys, sizeof(held));
	memcpy(&count, counts, sizeof(count));
	count -= (pair)(held == key);	/* what is true is -1 */
	memcpy(counts, &count, sizeof(count));
}

/* Nobody can foretell whether its bucket has a gram, and where: AT_ONCE are
 * compared without a branch, and what is behind the bucket in vain. */
static inline void count_key(struct grams *grams, uint64_t key)
{
	const size_t bucket = (size_t)(key * 0x9e3779b97f4a7c15u >> 55);
	size_t i = grams->first[bucket];

	do {
		count_pair(grams->keys + i, grams->counts + i, key);
		count_pair(grams->keys + i + 2, grams->counts + i + 2, key);
		i += AT_ONCE;
	} while (i < grams->first[bucket + 1]);
}

/* Count the characters [from, to) of the word as one gram. */
static void count_gram(struct grams *grams, const struct word *word,
		       size_t from, size_t to)
{
	const size_t size = word->at[to] - word->at[from];

	if (size <= grams->model->longest)
		count_key(grams, key_of(load(word->text + word->at[from]),
					size));
}

/* Of ASCII each character is a byte. */
static void count_pairs(struct grams *grams, const struct word *word)
{
	for (size_t i = 0; i + 2 <= word->count; i++)
		count_key(grams, key_of(load(word->text + i), 2));
	for (size_t i = 0; i + 3 <= word->count; i++)
		count_key(grams, key_of(load(word->text + i), 3));
}

/* Pairs, triples, what is not ASCII, the end of a word and a short word as a
 * whole: the same as in tests/language/train.py. */
static void count_word(struct grams *grams, const struct word *word)
{
	const size_t count = word->count;
	const bool wide = word->at[count] > count;

	if (!wide)
		count_pairs(grams, word);
	for (size_t i = 0; wide && i + 2 <= count; i++)
		count_gram(grams, word, i, i + 2);
	for (size_t i = 0; wide && i + 3 <= count; i++)
		count_gram(grams, word, i, i + 3);
	for (size_t i = 0; wide && i < count; i++)
		if (word->at[i + 1] - word->at[i] > 1)
			count_gram(grams, word, i, i + 1);
	if (count >= 4 && count <= 8)
		count_gram(grams, word, 0, count);
	if (count > 4)
		count_gram(grams, word, count - 4, count);
}

static void add_char(struct word *word, uint32_t c)
{
	size_t start = word->at[word->count];

	word->count++;
	if (c < 0x80)
		word->text[start] = (char)c;
	word->at[word->count] = start + (c < 0x80 ? 1 :
					 text_put(word->text + start, c));
}

/* The word at `p`: letters of any script.  Returns what is behind it. */
static const char *read_word(const char *p, const char *end, struct word *word)
{
	word->count = 0;
	word->at[0] = 0;
	add_char(word, '_');
	while (p < end) {
		const char *next = p;
		uint32_t c = text_next(&next, end);

		if (!text_is_alnum(c) || (c >= '0' && c <= '9'))
			break;
		if (word->count <= LETTERS)
			add_char(word, text_lower_of(c));
		p = next;
	}
	add_char(word, '_');
	/* Grams are loaded eight bytes at a time. */
	memset(word->text + word->at[word->count], ' ', LANGUAGEMODEL_BYTES);
	return p;
}

/* Where what stands between two blanks ends, which may be as long as the text.
 * Addresses and links are in no language. */
static const char *look_over(const char *p, bool *is_link_r)
{
	bool found = false;

	for (; *p != ' ' && *p != '\n' && *p != '\t' && *p != '\0'; p++)
		found |= *p == '@' || (*p == ':' && p[1] == '/' &&
				       p[2] == '/');
	*is_link_r = found;
	return p;
}

static bool is_host(const char *p, const char *end)
{
	return end - p > 4 && text_starts(p, "www.");
}

static const char *skip_blank(const char *p)
{
	while (*p == ' ' || *p == '\t' || *p == '\n')
		p++;
	return p;
}

/* The grams of the text's first words; how many words there were. */
static size_t count_grams(const char *text, struct grams *grams)
{
	size_t words = 0;

	for (const char *p = skip_blank(text); *p != '\0' && words < WORDS;) {
		bool is_link;
		const char *end = look_over(p, &is_link);

		if (is_link)
			p = end;
		while (p < end && !is_host(p, end) && words < WORDS) {
			struct word word;
			const char *behind = read_word(p, end, &word);

			if (word.count > 2) {
				count_word(grams, &word);
				words++;
			}
			p = behind;
			if (p < end)
				text_next(&p, end);
		}
		p = skip_blank(end);
	}
	return words;
}

/* Each weight as often as its gram was counted: all lanes at once, the last of
 * which nobody reads. */
static void add_weights(int32_t score[restrict LANGUAGEMODEL_LANES],
			const char *restrict weights, int32_t times)
{
	for (size_t l = 0; l < LANGUAGEMODEL_LANES; l++)
		score[l] += (weights[l] - LANGUAGEMODEL_ZERO) * times;
}

/* The language that the grams speak for, or NULL. */
static const char *weigh(const struct grams *grams)
{
	const struct languagemodel *model = grams->model;
	int32_t score[LANGUAGEMODEL_LANES] = { 0 };
	uint16_t counted[MOST_GRAMS];
	size_t count = 0, best = 0;

	/* Nobody can foretell which ones they are. */
	for (uint16_t i = 0; i < grams->first[LANGUAGEMODEL_BUCKETS]; i++) {
		counted[count] = i;
		count += grams->counts[i] != 0;
	}
	for (size_t i = 0; i < count; i++)
		add_weights(score, model->grams + counted[i] * grams->row +
			    LANGUAGEMODEL_BYTES,
			    (int32_t)grams->counts[counted[i]]);
	for (size_t l = 1; l < model->count; l++)
		if (score[l] > score[best])
			best = l;
	for (size_t l = 0; l < model->count; l++)
		if (l != best && score[best] - score[l] < MARGIN)
			return NULL;
	return model->languages[best];
}

const char *grams_language(const struct languagemodel *model, const char *text)
{
	struct grams grams;

	grams_open(&grams, model);
	return count_grams(text, &grams) < FEWEST_WORDS ? NULL : weigh(&grams);
}
