/* wording.c - fold a text and find phrases in it. */

#include "desk/wording.h"

#include "base/text.h"

enum { PHRASE_LIMIT = 200 };

/* Letters of two or three bytes that stand for another of the same size:
 * finals, and the quotes that programs put for plain ones. */
static const struct {
	const char *from, *to;
} same[] = {
	{ "ς", "σ" }, { "ך", "כ" }, { "ם", "מ" }, { "ן", "נ" },
	{ "ף", "פ" }, { "ץ", "צ" }, { "׳", "'" }, { "״", "\"" },
	{ "’", "'" }, { "‘", "'" }, { "´", "'" }, { "“", "\"" },
	{ "”", "\"" }, { "„", "\"" },
};

/* Put the plain letter for the one at `at`; how many bytes were read. */
static size_t put_same(const char *at, char **out)
{
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		size_t size = strlen(same[i].from);

		if (strncmp(at, same[i].from, size) != 0)
			continue;
		for (const char *p = same[i].to; *p != '\0'; p++)
			*(*out)++ = *p;
		return size;
	}
	*(*out)++ = *at;
	return 1;
}

/* None of `same` begins with another byte than these. */
static bool may_be_same(char c)
{
	return c == '\xcf' || c == '\xd7' || c == '\xe2' || c == '\xc2';
}

char *wording_fold(struct arena *arena, const char *text, size_t limit)
{
	char *folded = text_fold(arena, text, limit);
	const char *p = folded;
	char *out = folded;

	while (*p != '\0') {
		if (may_be_same(*p))
			p += put_same(p, &out);
		else
			*out++ = *p++;
	}
	*out = '\0';
	return folded;
}

bool wording_read(struct arena *arena, const char *phrase,
		  struct wording *wording_r)
{
	size_t size = strlen(phrase);

	wording_r->open_start = size > 0 && phrase[0] == '*';
	wording_r->open_end = size > 1 && phrase[size - 1] == '*';
	phrase += wording_r->open_start;
	size -= wording_r->open_start + wording_r->open_end;
	wording_r->folded = wording_fold(arena, arena_strndup(arena, phrase,
							      size),
					 PHRASE_LIMIT);
	return wording_r->folded[0] != '\0';
}

static bool is_word_before(const char *text, const char *at)
{
	const char *p = at;

	if (at == text)
		return false;
	do {
		p--;
	} while (p > text && ((unsigned char)*p & 0xc0) == 0x80);
	return text_is_alnum(text_next(&p, at));
}

static bool is_word_at(const char *at)
{
	const char *end = at + strnlen(at, 4);

	return at != end && text_is_alnum(text_next(&at, end));
}

/* A border is asked for only where the phrase itself has a letter: "+372"
 * stands wherever it stands. */
static bool stands_alone(const struct wording *wording, const char *text,
			 const char *at)
{
	size_t size = strlen(wording->folded);
	const char *end = at + size;

	if (!wording->open_start && is_word_at(at) &&
	    is_word_before(text, at))
		return false;
	return wording->open_end || !is_word_before(text, end) ||
	       !is_word_at(end);
}

const char *wording_find(const struct wording *wording, const char *folded)
{
	const char *at = folded;

	while ((at = strstr(at, wording->folded)) != NULL) {
		if (stands_alone(wording, folded, at))
			return at;
		at++;
	}
	return NULL;
}
