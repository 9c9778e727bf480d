/* wording.c - fold a text and find phrases in it. */

#include "desk/wording.h"

#include "base/text.h"

enum { PHRASE_LIMIT = 200 };

/* Letters that stand for another of no more bytes: finals, Cyrillic of old
 * books, and the quotes that programs put for plain ones. */
static uint32_t plain_of(uint32_t c)
{
	switch (c) {
	case 0x3c2:	/* final sigma */
		return 0x3c3;
	case 0x5da:	/* final kaf, mem, nun, pe and tsadi */
	case 0x5dd:
	case 0x5df:
	case 0x5e3:
	case 0x5e5:
		return c + 1;
	case 0x1c80:
		return 0x432;
	case 0x1c81:
		return 0x434;
	case 0x1c82:
		return 0x43e;
	case 0x1c83:
		return 0x441;
	case 0x1c84:
	case 0x1c85:
		return 0x442;
	case 0x1c86:
		return 0x44a;
	case 0x1c87:
		return 0x463;
	case 0x1c88:
		return 0xa64b;
	case 0x5f3:	/* geresh */
	case 0x2018:
	case 0x2019:
		return '\'';
	case 0x5f4:	/* gershayim */
	case 0x201c:
	case 0x201d:
	case 0x201e:
		return '"';
	default:
		return c;
	}
}

/* None of those begins with another byte than these. */
static bool may_be_plain(char c)
{
	return c == '\xcf' || c == '\xd7' || c == '\xe1' || c == '\xe2';
}

char *wording_fold(struct arena *arena, const char *text, size_t limit)
{
	char *folded = text_fold(arena, text, limit);
	const char *p = folded + strcspn(folded, "\xcf\xd7\xe1\xe2");
	const char *end = p + strlen(p);
	char *out = folded + (p - folded);

	while (*p != '\0') {
		if (may_be_plain(*p))
			out += text_put(out, plain_of(text_next(&p, end)));
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

bool wording_stands(const struct wording *wording, const char *text,
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
		if (wording_stands(wording, folded, at))
			return at;
		at++;
	}
	return NULL;
}
