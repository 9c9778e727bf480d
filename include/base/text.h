/* text.h - text that is safe to keep, to show and to send.
 *
 * After these functions every string is valid UTF-8 without NUL and without
 * C0 controls other than tab and line feed, and nobody checks again.
 *
 * Ownership: results live in the arena.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"
#include "base/ascii.h"

#include <stdbool.h>
#include <stdint.h>

/* Any bytes as text of several lines: bad UTF-8 becomes U+FFFD, NUL becomes
 * U+2400, CRLF and lone CR become LF, other C0 and C1 controls are dropped. */
char *text_clean(struct arena *arena, const char *bytes, size_t size);

/* The same as one line for a header, a table or a log: line ends and tabs
 * become a space, white space is trimmed at both ends, bidi controls and
 * zero-width characters are dropped, at most 4 combining marks follow one
 * base character, and it is cut at `limit` bytes on a character border. */
char *text_line(struct arena *arena, const char *bytes, size_t size,
		size_t limit);

/* Does it hold bidi controls or zero-width characters, which text_line() drops?
 * Any bytes. */
bool text_hides(const char *bytes, size_t size);

/* Does a word of it mix Latin letters with those of a script that has some of
 * the same shape (Cyrillic, Greek, Armenian, …), as in names that pretend to be
 * others? */
bool text_mixes_scripts(const char *text);

/* Is it valid UTF-8, without NUL and without C0 controls but tab and LF? */
bool text_valid(const char *bytes, size_t size);

/* Is it valid UTF-8 (NUL and controls allowed)? */
bool text_utf8(const char *bytes, size_t size);

/* Valid UTF-8 from bytes with mistakes: a bad byte becomes U+FFFD, nothing
 * else changes. */
char *text_repair(struct arena *arena, const char *bytes, size_t size,
		  size_t *size_r);

/* One character as UTF-8 into `out`, which has room for 4 bytes; what is no
 * character becomes U+FFFD.  Returns the bytes written. */
size_t text_put(char *out, unsigned long character);

/* ASCII only, whatever the locale: case-blind comparison and lower case. */
bool text_same(const char *a, const char *b);
bool text_starts(const char *text, const char *start);	/* case-blind */
bool text_ends(const char *text, const char *end);	/* case-blind */
const char *text_find(const char *text, const char *word); /* case-blind */
char *text_lower(struct arena *arena, const char *text);

/* For comparing words of any language: compatibility forms decomposed, lower
 * case, without accents and other marks, runs of white space as one blank,
 * trimmed, of the first `limit` bytes at most. */
char *text_fold(struct arena *arena, const char *text, size_t limit);

/* Character by character, of valid UTF-8.  text_next() gives the character at
 * *p, which must lie before `end`, and moves *p behind it.  ASCII, which is
 * most of most texts, costs no call, nor does a letter of two bytes;
 * text_wide_x() are the rest of these. */
uint32_t text_wide_next(const char **p, const char *end);
bool text_wide_is_alnum(uint32_t c);
bool text_wide_is_upper(uint32_t c);
bool text_wide_is_space(uint32_t c);
uint32_t text_wide_lower_of(uint32_t c);

static inline uint32_t text_next(const char **p, const char *end)
{
	const unsigned char first = (unsigned char)**p;

	if (first < 0x80)
		return (unsigned char)*(*p)++;
	if (first >= 0xc2 && first <= 0xdf && end - *p >= 2 &&
	    ((unsigned char)(*p)[1] & 0xc0) == 0x80) {
		*p += 2;
		return (uint32_t)(first & 0x1f) << 6 |
		       ((unsigned char)(*p)[-1] & 0x3f);
	}
	return text_wide_next(p, end);
}

/* Letter, mark or digit, any script. */
static inline bool text_is_alnum(uint32_t c)
{
	return c < 0x80 ? ascii_alnum((int)c) : text_wide_is_alnum(c);
}

static inline bool text_is_upper(uint32_t c)
{
	return c < 0x80 ? ascii_upper((int)c) : text_wide_is_upper(c);
}

/* Also no-break and zero-width. */
static inline bool text_is_space(uint32_t c)
{
	return c < 0x80 ? ascii_space((int)c) : text_wide_is_space(c);
}

static inline uint32_t text_lower_of(uint32_t c)
{
	return c < 0x80 ? (unsigned char)ascii_lower((int)c)
			: text_wide_lower_of(c);
}

bool text_is_invisible(uint32_t c);	/* shows nothing, or moves others */

/* Lower case of every script, and every white space a space, but with accents:
 * cheaper than text_fold(), for comparison
 * with tables of words. */
char *text_caseless(struct arena *arena, const char *bytes, size_t size);

/* Letters, marks and digits beyond ASCII, and nothing that is not seen. */
bool text_is_wordly(const char *text, size_t size);

/* A host name in A-labels (RFC 5890): as it is where it is ASCII; NULL where
 * it is none. */
char *text_ascii_host(struct arena *arena, const char *host);

/* Columns this text takes on a terminal (wide and combining characters). */
size_t text_width(const char *text);

/* Cut or pad to exactly `columns`; what is cut ends in an ellipsis. */
char *text_fit(struct arena *arena, const char *text, size_t columns);

#endif
