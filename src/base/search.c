/* search.c - words with their places, and questions about them. */

#include "base/search.h"

#include "base/buffer.h"
#include "base/text.h"

#include <endian.h>
#include <string.h>

/* What the server keeps of one word. */
enum { PLACE_LAST = (1 << 14) - 1, PLACES_MOST = 255 };

/* The next word of a folded text, from *p on; false at its end. */
static bool next_word(const char **p, const char *end, const char **word_r,
		      size_t *size_r)
{
	const char *at = *p;

	while (at < end) {
		const char *start = at;

		if (!text_is_alnum(text_next(&at, end)))
			continue;
		*word_r = start;
		*size_r = (size_t)(at - start);
		while (at < end) {
			const char *before = at;

			if (!text_is_alnum(text_next(&at, end))) {
				at = before;
				break;
			}
			/* What is longer is known by its beginning. */
			if (at - start <= SEARCH_WORD)
				*size_r = (size_t)(at - start);
		}
		*p = at;
		return true;
	}
	*p = end;
	return false;
}

struct word {
	uint64_t head;		/* its first bytes, to be compared at once */
	const char *at;
	uint16_t size, place;
};

struct words {
	struct arena *arena;
	struct word *at;
	size_t count, room;
	int place;		/* of the last one */
};

static void keep_word(struct words *words, const char *at, size_t size)
{
	struct word *word;
	uint64_t head = 0;

	if (words->count == words->room) {
		words->room = words->room == 0 ? 256 : words->room * 2;
		words->at = arena_grow(words->arena, words->at,
				       words->count * sizeof(*word),
				       words->room * sizeof(*word));
	}
	memcpy(&head, at, size < sizeof(head) ? size : sizeof(head));
	word = &words->at[words->count++];
	*word = (struct word){ be64toh(head), at, (uint16_t)size,
			       (uint16_t)words->place };
	/* What stands behind the last place stands there as well. */
	if (words->place < PLACE_LAST)
		words->place++;
}

/* As the server has them: byte by byte, then by their length. */
static int compare_words(const struct word *one, const struct word *two)
{
	const size_t size = one->size < two->size ? one->size : two->size;
	int order;

	if (one->head != two->head)
		return one->head < two->head ? -1 : 1;
	order = size <= sizeof(one->head) ? 0 :
		memcmp(one->at, two->at, size);
	return order != 0 ? order : one->size - two->size;
}

/* Merge [0, half) and [half, count), both in order; what is alike stays as it
 * stands, which is by its place. */
static void merge(const struct word *from, struct word *to, size_t half,
		  size_t count)
{
	size_t a = 0, b = half;

	while (a < half && b < count)
		*to++ = compare_words(&from[b], &from[a]) < 0 ? from[b++]
							      : from[a++];
	while (a < half)
		*to++ = from[a++];
	while (b < count)
		*to++ = from[b++];
}

/* The same to the places that `to` has room for, and back: nothing moves where
 * there is one word. */
static void sort_group(struct word *at, struct word *to, size_t count)
{
	struct word *from = at;

	for (size_t run = 1; run < count; run *= 2) {
		struct word *other = from;

		for (size_t i = 0; i < count; i += 2 * run)
			merge(from + i, to + i,
			      count - i < run ? count - i : run,
			      count - i < 2 * run ? count - i : 2 * run);
		from = to;
		to = other;
	}
	if (from != at)
		memcpy(at, from, count * sizeof(*at));
}

static size_t byte_of(const struct word *word, int byte)
{
	return word->head >> 8 * (7 - byte) & 0xff;
}

/* By one byte, and what is alike as it stands. */
static void deal(const struct word *from, struct word *to, size_t count,
		 int byte)
{
	size_t next[256] = { 0 }, start = 0;

	for (size_t i = 0; i < count; i++)
		next[byte_of(&from[i], byte)]++;
	for (size_t value = 0; value < 256; value++) {
		const size_t many = next[value];

		next[value] = start;
		start += many;
	}
	for (size_t i = 0; i < count; i++)
		to[next[byte_of(&from[i], byte)]++] = from[i];
}

/* By the first two bytes without a comparison, whose outcome nobody can
 * foretell; few words share both. */
static void sort_words(struct words *words)
{
	struct word *at = words->at, *room = ARENA_ARRAY(
		words->arena, struct word, words->count);
	size_t first = 0;

	deal(at, room, words->count, 1);
	deal(room, at, words->count, 0);
	for (size_t i = 1; i <= words->count; i++)
		if (i == words->count ||
		    at[i].head >> 48 != at[first].head >> 48) {
			sort_group(at + first, room, i - first);
			first = i;
		}
}

static char *put_number(char *out, size_t number)
{
	const uint16_t order = htobe16((uint16_t)number);

	memcpy(out, &order, sizeof(order));
	return out + sizeof(order);
}

/* One word with its places, once each, at *out; returns how many of `words` it
 * was. */
static size_t put_word(char **out, const struct word *words, size_t count)
{
	char *number, *p = *out;
	size_t n = 0, same = 0;
	int last = 0;

	memcpy(p, words[0].at, words[0].size);
	p += words[0].size;
	*p++ = '\0';
	number = p;
	p += sizeof(uint16_t);
	for (; same < count && (same == 0 ||
	       compare_words(&words[0], &words[same]) == 0); same++) {
		if (n == PLACES_MOST || last == words[same].place)
			continue;
		last = words[same].place;
		p = put_number(p, words[same].place);
		n++;
	}
	put_number(number, n);
	*out = p;
	return same;
}

/* At most: each word, its end, how many places it has, and one of them. */
static size_t vector_room(const struct words *words)
{
	size_t room = sizeof(uint32_t);

	for (size_t i = 0; i < words->count; i++)
		room += words->at[i].size + 1 + 2 * sizeof(uint16_t);
	return room;
}

const char *search_vector(struct arena *arena, const char *const *texts,
			  size_t count, size_t *size_r)
{
	struct words words = { .arena = arena, .place = 1 };
	uint32_t number = 0;
	char *vector, *out;

	for (size_t i = 0; i < count; i++) {
		const char *p = text_fold(arena, texts[i], SEARCH_BYTES);
		const char *end = p + strlen(p), *word;
		size_t size;

		while (next_word(&p, end, &word, &size))
			keep_word(&words, word, size);
	}
	sort_words(&words);
	vector = arena_room(arena, vector_room(&words));
	out = vector + sizeof(number);
	for (size_t i = 0; i < words.count; number++)
		i += put_word(&out, &words.at[i], words.count - i);
	number = htobe32(number);
	memcpy(vector, &number, sizeof(number));
	*size_r = (size_t)(out - vector);
	return vector;
}

/* --- questions --- */

struct asking {
	struct arena *arena;
	struct buffer out;
	int words;
	bool either;		/* "or" stands before what comes */
};

/* One part: a word, or some in this order.  What is no letter gives none. */
static void ask(struct asking *asking, const char *start, const char *end,
		bool not, bool begins)
{
	struct buffer part = { .arena = asking->arena };
	const char *p = text_fold(asking->arena,
				  arena_strndup(asking->arena, start,
						(size_t)(end - start)),
				  SEARCH_BYTES);
	const char *stop = p + strlen(p), *word;
	size_t size;
	int words = 0;

	while (asking->words < SEARCH_ASKED &&
	       next_word(&p, stop, &word, &size)) {
		buffer_printf(&part, "%s'%.*s'", words == 0 ? "" : " <-> ",
			      (int)size, word);
		words++;
		asking->words++;
	}
	if (words == 0)
		return;
	if (asking->out.size > 0)
		buffer_text(&asking->out, asking->either ? " | " : " & ");
	buffer_printf(&asking->out, "%s(%s%s)", not ? "!" : "",
		      buffer_string(&part), begins ? ":*" : "");
	asking->either = false;
}

static bool is_or(const char *start, const char *end)
{
	return end - start == 2 && (start[0] | 0x20) == 'o' &&
	       (start[1] | 0x20) == 'r';
}

char *search_query(struct arena *arena, const char *words)
{
	struct asking asking = { .arena = arena, .out = { .arena = arena } };
	const char *p = words;

	while (*p != '\0') {
		const char *start, *end;
		bool not;

		p += strspn(p, " \t\n");
		not = *p == '-';
		p += not;
		if (*p == '"') {
			start = p + 1;
			end = start + strcspn(start, "\"");
			p = end + (*end == '"');
			ask(&asking, start, end, not, false);
			continue;
		}
		start = p;
		p = end = p + strcspn(p, " \t\n\"");
		if (!not && is_or(start, end))
			asking.either = true;
		else
			ask(&asking, start, end, not,
			    end > start && end[-1] == '*');
	}
	return buffer_string(&asking.out);
}
