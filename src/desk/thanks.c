/* thanks.c - read a short text phrase by phrase until all of it is courtesy. */

#include "desk/thanks.h"

#include "base/text.h"
#include "desk/thanks_words.h"
#include "desk/wording.h"

#include <string.h>

enum { TEXT_LIMIT = 400, MOST_WORDS = 40, MOST_NAMES = 1000 };

/* What was read up to some word: bits of what it held.  Each combination is
 * itself a bit of a set, because a text can be read in several ways. */
enum { SAID = 1, NODDED = 2, FOR = 4, STATES = 8 };

struct words {
	const char *at[MOST_WORDS];	/* into a text with one blank between
					 * words */
	size_t count;
	const char *end;
};

/* Faces first: in Greek a semicolon asks, and in a face it winks. */
static const char *const faces[] = {
	";-)", ";)", ":-)", ":)", ":-d", ":d", "=)", "<3", "^^",
};

static const char *const sad[] = { ":(", ":-(", ":'(", ":/", ":-/", ":|" };

/* What may stand between words; pictures only those that are kind. */
static bool is_kind_mark(uint32_t c)
{
	static const uint32_t pictures[] = {
		0x1f44d, 0x1f64f, 0x1f60a, 0x1f642, 0x1f600, 0x1f601, 0x1f603,
		0x1f604, 0x1f609, 0x1f60d, 0x1f617, 0x1f618, 0x1f917, 0x1f970,
		0x1f44c, 0x1f44f, 0x1f64c, 0x1f4aa, 0x1f389, 0x1f490, 0x1f337,
		0x1f339, 0x1f31e, 0x2764, 0x2665, 0x263a, 0x2600, 0x270c,
	};

	if (c < 0x80)
		return strchr(" .,!:-'\"()*_~&", (int)c) != NULL;
	for (size_t i = 0; i < sizeof(pictures) / sizeof(pictures[0]); i++)
		if (c == pictures[i])
			return true;
	return (c >= 0x2010 && c <= 0x2027) ||	/* dashes, quotes, dots */
	       (c >= 0x1f3fb && c <= 0x1f3ff) || c == 0xa1 || c == 0xab ||
	       c == 0xbb || c == 0xb7 || c == 0x5be;
}

static size_t length_of_one(const char *const *list, size_t count,
			    const char *p)
{
	for (size_t i = 0; i < count; i++)
		if (strncmp(p, list[i], strlen(list[i])) == 0)
			return strlen(list[i]);
	return 0;
}

#define ONE_OF(list, p) \
	length_of_one(list, sizeof(list) / sizeof((list)[0]), p)

/* A word is a run of letters; digits, signs and pictures that courtesy has no
 * use for make it more than thanks. */
static bool read_words(struct arena *arena, const char *folded,
		       struct words *words)
{
	const char *p = folded, *end = folded + strlen(folded), *start;
	char *out = arena_alloc(arena, strlen(folded) + 1);
	bool inside = false;

	while (p < end) {
		size_t face = ONE_OF(faces, p);
		uint32_t c;

		if (face == 0 && ONE_OF(sad, p) > 0)
			return false;
		start = p;
		if (face > 0) {
			p += face;
			inside = false;
			continue;
		}
		c = text_next(&p, end);
		if (!text_is_alnum(c)) {
			if (!is_kind_mark(c))
				return false;
			inside = false;
			continue;
		}
		if (!inside && words->count == MOST_WORDS)
			return false;
		if (!inside && words->count > 0)
			*out++ = ' ';
		if (!inside)
			words->at[words->count++] = out;
		inside = true;
		memcpy(out, start, (size_t)(p - start));
		out += p - start;
	}
	*out = '\0';
	words->end = out;
	return true;
}

/* How many words from word `i` on are this phrase; 0 if they are not. */
static size_t words_of(const struct words *words, size_t i,
		       const char *phrase, size_t size)
{
	const char *at = words->at[i];
	size_t count = 1;

	if ((size_t)(words->end - at) < size || memcmp(at, phrase, size) != 0 ||
	    (at[size] != ' ' && at[size] != '\0'))
		return 0;
	for (size_t k = 0; k < size; k++)
		count += phrase[k] == ' ';
	return count;
}

/* What a phrase makes of a state; -1 where it may not stand. */
static int after(int state, enum thanks_role role)
{
	switch (role) {
	case THANKS_SAYS:
		return (state & ~FOR) | SAID;
	case THANKS_FRAMES:
		return state & ~FOR;
	case THANKS_NODS:
		return (state & ~FOR) | NODDED;
	case THANKS_FOR:
		return (state & SAID) != 0 ? state | FOR : -1;
	case THANKS_WHAT:
		return (state & FOR) != 0 ? state : -1;
	}
	return -1;
}

static void step(uint8_t *reached, size_t from, size_t to,
		 enum thanks_role role)
{
	for (int state = 0; state < STATES; state++) {
		int next = after(state, role);

		if ((reached[from] & 1 << state) != 0 && next >= 0)
			reached[to] |= (uint8_t)(1 << next);
	}
}

static void try_phrases(const struct words *words, uint8_t *reached, size_t i)
{
	const struct thanks_words *row;

	for (size_t n = 0; (row = thanks_words(n)) != NULL; n++) {
		const char *phrase = row->phrases;

		while (*phrase != '\0') {
			size_t size = strcspn(phrase, "|");
			size_t count = words_of(words, i, phrase, size);

			if (count > 0)
				step(reached, i, i + count, row->role);
			phrase += size + (phrase[size] == '|');
		}
	}
}

/* Is word `i` one of somebody's name? */
static bool is_name(struct arena *arena, const struct words *words, size_t i,
		    const struct strings *names)
{
	const struct wording word = {
		.folded = arena_strndup(arena, words->at[i],
					strcspn(words->at[i], " ")),
	};

	for (size_t n = 0; n < names->count && n < MOST_NAMES; n++)
		if (wording_find(&word, wording_fold(arena, names->at[n],
						     TEXT_LIMIT)) != NULL)
			return true;
	return false;
}

static enum thanks_verdict verdict_of(uint8_t reached)
{
	if ((reached & (1 << SAID | 1 << (SAID | FOR))) != 0)
		return THANKS_MERE;
	if ((reached & (1 << (SAID | NODDED) |
			1 << (SAID | NODDED | FOR))) != 0)
		return THANKS_AGREES;
	return THANKS_MORE;
}

enum thanks_verdict thanks_judge(struct arena *arena, const char *visible,
				 const struct strings *names)
{
	uint8_t reached[MOST_WORDS + 1] = { 1 };
	struct words words = { .count = 0 };

	if (strnlen(visible, TEXT_LIMIT + 1) > TEXT_LIMIT ||
	    !read_words(arena, wording_fold(arena, visible, TEXT_LIMIT),
			&words))
		return THANKS_MORE;
	for (size_t i = 0; i < words.count; i++) {
		if (reached[i] == 0)
			continue;
		try_phrases(&words, reached, i);
		/* A name goes where a greeting goes. */
		if (reached[i + 1] == 0 && is_name(arena, &words, i, names))
			step(reached, i, i + 1, THANKS_FRAMES);
	}
	return verdict_of(reached[words.count]);
}

const char *thanks_word(enum thanks_verdict verdict)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		THANKS_VERDICTS(ROW)
#undef ROW
	};

	return words[verdict];
}
