/* text_fold.c - letters of any script, and texts folded for comparison. */

#include "base/text.h"

#include "base/ascii.h"
#include "base/text_table.h"

#include <endian.h>
#include <glib.h>

/* A bit for each of eight bytes of ASCII that is a blank. */
static uint64_t blanks_of(uint64_t eight)
{
	return ~((eight ^ ASCII_EACH(' ')) + ASCII_EACH(0x7f)) &
	       ASCII_EACH(0x80);
}

/* Fold eight bytes of words with one blank between them, the last of which may
 * be a gap; 0 where they are something else. */
static size_t fold_eight(char *out, const char *at, bool *gap, bool begun)
{
	uint64_t eight = le64toh(ascii_load(at)), blanks;
	size_t size = 0;

	if (!ascii_word_shows(eight))
		return 0;
	blanks = blanks_of(eight);
	if ((blanks & blanks << 8) != 0 ||
	    ((blanks & 0x80) != 0 && (*gap || !begun)))
		return 0;
	if (*gap)
		out[size++] = ' ';
	*gap = blanks >> 63 != 0;
	eight = htole64(ascii_word_lower(eight));
	memcpy(out + size, &eight, sizeof(eight));
	return size + sizeof(eight) - *gap;
}

/* Fold ASCII from *p on, up to what is none, to `out`: a byte at most for each,
 * and a blank for a gap before them.  Returns the end of it. */
static char *fold_run(char *out, const char **p, const char *end, bool *gap,
		      bool begun)
{
	const char *at = *p, *again = at;

	for (; at < end && (unsigned char)*at < 0x80; at++) {
		while (at >= again && end - at >= 8) {
			const size_t size = fold_eight(out, at, gap, begun);

			out += size;
			begun = begun || size > 0;
			again = at + 8;
			if (size == 0)
				break;
			at = again;
		}
		if (at == end || (unsigned char)*at >= 0x80)
			break;
		if (ascii_space(*at)) {
			*gap = begun;
			continue;
		}
		if (*gap)
			*out++ = ' ';
		*gap = false;
		begun = true;
		*out++ = ascii_lower(*at);
	}
	*p = at;
	return out;
}

/* What text_fold() would do, at a tenth of its price. */
static char *fold_ascii(struct arena *arena, const char *text, size_t size)
{
	char *folded = arena_room(arena, size + 1);
	bool gap = false;

	*fold_run(folded, &text, text + size, &gap, false) = '\0';
	return folded;
}

enum {
	MEMORY = 256,
	SHORT = 8,		/* bytes, of most letters when folded */
	SPARE = 16,		/* a blank and a letter, and the end */
};

/* What became of a letter: most texts have few, and again and again. */
struct folded_letter {
	gunichar letter;	/* 0: none */
	uint8_t size;		/* 0: it is dropped */
	char bytes[SHORT];
};

/* A text while it is folded. */
struct folding {
	struct arena *arena;
	char *text;
	size_t size, room;	/* room for SPARE bytes more at any time */
	bool gap;		/* white space was read, but not yet written */
	bool jamo;		/* pieces of Hangul were written */
	struct folded_letter memory[MEMORY];
};

static void grow(struct folding *folding)
{
	const char *old = folding->text;

	folding->room *= 2;
	folding->text = arena_room(folding->arena, folding->room);
	memcpy(folding->text, old, folding->size);
}

/* Of the SHORT bytes `size` are the letter's. */
static inline void put(struct folding *folding, const char bytes[SHORT],
		       size_t size)
{
	if (folding->gap)
		folding->text[folding->size++] = ' ';
	folding->gap = false;
	memcpy(folding->text + folding->size, bytes, SHORT);
	folding->size += size;
	if (folding->size + SPARE > folding->room)
		grow(folding);
}

static inline void put_ascii(struct folding *folding, char c)
{
	const char lower[SHORT] = { ascii_lower(c) };

	if (ascii_space(c))
		folding->gap = folding->size > 0;
	else
		put(folding, lower, 1);
}

static void fold_one(struct folding *folding, gunichar c)
{
	char bytes[SHORT] = "";

	if (c < 0x80) {
		put_ascii(folding, (char)c);
		return;
	}
	if (g_unichar_ismark(c) || text_is_invisible(c))
		return;
	if (g_unichar_isspace(c)) {
		folding->gap = folding->size > 0;
		return;
	}
	folding->jamo = folding->jamo || (c >= 0x1100 && c <= 0x11ff);
	put(folding, bytes, (size_t)g_unichar_to_utf8(g_unichar_tolower(c),
						      bytes));
}

static struct folded_letter *memory_of(struct folding *folding, gunichar c)
{
	return &folding->memory[(c ^ c >> 8) % MEMORY];
}

/* A letter without its marks.  They are dropped, so that their order is of no
 * account. */
static void fold_letter(struct folding *folding, gunichar c)
{
	gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
	struct folded_letter *memory = memory_of(folding, c);
	const size_t before = folding->size;
	bool gap = folding->gap;
	size_t count = g_unichar_fully_decompose(c, TRUE, parts,
					G_UNICHAR_MAX_DECOMPOSITION_LENGTH);
	size_t size;

	for (size_t i = 0; i < count; i++) {
		gap = gap || g_unichar_isspace(parts[i]);
		fold_one(folding, parts[i]);
	}
	size = folding->size - before;
	/* A blank depends on what stands before it. */
	if (gap || size > SHORT || folding->jamo)
		return;
	memory->letter = c;
	memory->size = (uint8_t)size;
	memcpy(memory->bytes, folding->text + before, size);
}

static void fold_character(struct folding *folding, gunichar c)
{
	const struct folded_letter *memory = memory_of(folding, c);

	if (memory->letter != c)
		fold_letter(folding, c);
	else if (memory->size > 0)
		put(folding, memory->bytes, memory->size);
}

static void fold_all(struct folding *folding, const char *p, const char *end)
{
	while (p < end) {
		if ((unsigned char)*p >= 0x80) {
			fold_character(folding, text_next(&p, end));
			continue;
		}
		while (folding->room - folding->size < (size_t)(end - p) +
						       SPARE + 1)
			grow(folding);
		folding->size = (size_t)(fold_run(folding->text +
			folding->size, &p, end, &folding->gap,
			folding->size > 0) - folding->text);
	}
	folding->text[folding->size] = '\0';
}

/* Of what is not all ASCII. */
static char *fold_wide(struct arena *arena, const char *text, size_t size)
{
	const char *end = text + size;
	struct folding folding = { .arena = arena, .room = size + SPARE + 1 };
	char *whole, *folded;

	if (text[size] != '\0')
		g_utf8_validate_len(text, size, &end);
	folding.text = arena_room(arena, folding.room);
	fold_all(&folding, text, end);
	if (!folding.jamo)
		return folding.text;
	/* Hangul must not stay in pieces. */
	whole = g_utf8_normalize(folding.text, -1, G_NORMALIZE_NFC);
	folded = arena_strdup(arena, whole == NULL ? "" : whole);
	g_free(whole);
	return folded;
}

char *text_fold(struct arena *arena, const char *text, size_t limit)
{
	const size_t size = strnlen(text, limit);

	return ascii_only(text, size) ? fold_ascii(arena, text, size)
				      : fold_wide(arena, text, size);
}

/* Behind ASCII; between U+00A0 and U+1680 there is none. */
static bool is_far_space(uint32_t c)
{
	return (c <= 0xa0 || c >= 0x1680) && g_unichar_isspace(c);
}

bool text_wide_is_alnum(uint32_t c)
{
	if (c < TEXT_TABLE_WORDS)
		return text_table_words[c / 32] >> c % 32 & 1;
	return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

bool text_wide_is_upper(uint32_t c)
{
	return g_unichar_isupper(c) || g_unichar_istitle(c);
}

bool text_wide_is_space(uint32_t c)
{
	return text_is_invisible(c) || is_far_space(c);
}

uint32_t text_wide_lower_of(uint32_t c)
{
	if (c < TEXT_TABLE_LOWER)
		return text_table_lower[c];
	return c < TEXT_TABLE_WORDS ? c : g_unichar_tolower(c);
}

/* ASCII as it is folded: a space for white space, else the lower letter. */
static char caseless_ascii(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c + ('a' - 'A'));
	return c == ' ' || (c >= '\t' && c <= '\r') ? ' ' : c;
}

static size_t put_letter(char *out, uint32_t c)
{
	if (c < 0x80 || c >= 0x800)
		return (size_t)g_unichar_to_utf8(c, out);
	out[0] = (char)(0xc0 | c >> 6);
	out[1] = (char)(0x80 | (c & 0x3f));
	return 2;
}

char *text_caseless(struct arena *arena, const char *bytes, size_t size)
{
	const char *p = bytes, *end = bytes + size;
	/* A byte that is no character becomes U+FFFD, of three. */
	char *folded = arena_room(arena, 3 * size + 1), *out = folded;

	while (p < end) {
		uint32_t c;

		while (end - p >= 8 && ascii_word_shows(ascii_load(p))) {
			const uint64_t lower = ascii_word_lower(ascii_load(p));

			memcpy(out, &lower, sizeof(lower));
			out += 8;
			p += 8;
		}
		while (p < end && (unsigned char)*p < 0x80)
			*out++ = caseless_ascii(*p++);
		if (p == end)
			break;
		c = text_next(&p, end);
		if (text_is_invisible(c))
			continue;
		if (is_far_space(c))
			*out++ = ' ';
		else
			out += put_letter(out, text_wide_lower_of(c));
	}
	*out = '\0';
	return folded;
}

bool text_is_wordly(const char *text, size_t size)
{
	const char *p = text, *end = text + size;

	while (p < end) {
		const uint32_t c = text_next(&p, end);

		if (c >= 0x80 && (!text_is_alnum(c) || text_is_invisible(c)))
			return false;
	}
	return true;
}

char *text_ascii_host(struct arena *arena, const char *host)
{
	char *ascii = g_hostname_to_ascii(host), *copy;

	if (ascii == NULL)
		return NULL;
	copy = arena_strdup(arena, ascii);
	g_free(ascii);
	return copy;
}
