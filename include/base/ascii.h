/* ascii.h - letters, digits and white space of ASCII, in every locale.
 *
 * What <ctype.h> and strncasecmp() say depends on the locale: a byte of UTF-8
 * may be a space in ISO-8859-1, and "I" is no capital "i" in Turkish.  The
 * same mail must read the same everywhere.
 */
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include "base/banned.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline bool ascii_digit(int c)
{
	return c >= '0' && c <= '9';
}

static inline bool ascii_upper(int c)
{
	return c >= 'A' && c <= 'Z';
}

static inline char ascii_lower(int c)
{
	return (char)(ascii_upper(c) ? c + ('a' - 'A') : c);
}

static inline bool ascii_alpha(int c)
{
	return ascii_upper(c) || (c >= 'a' && c <= 'z');
}

static inline bool ascii_alnum(int c)
{
	return ascii_alpha(c) || ascii_digit(c);
}

static inline bool ascii_hex(int c)
{
	return ascii_digit(c) || (c >= 'A' && c <= 'F') ||
	       (c >= 'a' && c <= 'f');
}

static inline bool ascii_space(int c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* strncasecmp(): 0 where they are the same but for the case. */
static inline int ascii_compare(const char *a, const char *b, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		int x = (unsigned char)ascii_lower(a[i]);
		int y = (unsigned char)ascii_lower(b[i]);

		if (x != y || x == '\0')
			return x - y;
	}
	return 0;
}

/* Eight bytes at once; the order of the bytes does not matter. */
#define ASCII_EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline uint64_t ascii_load(const char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof(word));
	return word;
}

/* Is each of the eight ' ' to '~'? */
static inline bool ascii_word_shows(uint64_t word)
{
	const uint64_t high = word | (word + ASCII_EACH(1));
	const uint64_t low = (word - ASCII_EACH(' ')) & ~word;

	return ((high | low) & ASCII_EACH(0x80)) == 0;
}

/* Of eight that are ASCII. */
static inline uint64_t ascii_word_lower(uint64_t word)
{
	const uint64_t from_a = word + ASCII_EACH(0x80 - 'A');
	const uint64_t behind_z = word + ASCII_EACH(0x80 - 'Z' - 1);

	return word | ((from_a ^ behind_z) & ASCII_EACH(0x80)) >> 2;
}

/* How many of the first bytes are ' ' to '~'. */
static inline size_t ascii_shown(const char *p, size_t size)
{
	size_t i = 0;

	while (i + 8 <= size && ascii_word_shows(ascii_load(p + i)))
		i += 8;
	while (i < size && p[i] >= ' ' && p[i] <= '~')
		i++;
	return i;
}

/* A number in decimal, with a NUL behind it; returns its digits and sign.  A
 * tenth of the price of snprintf(). */
enum { ASCII_DECIMAL = 21 };

static inline size_t ascii_decimal(char out[ASCII_DECIMAL], int64_t number)
{
	uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
	char digits[ASCII_DECIMAL];
	size_t from = sizeof(digits) - 1, size;

	digits[from] = '\0';
	do
		digits[--from] = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	if (number < 0)
		digits[--from] = '-';
	size = sizeof(digits) - from;
	memcpy(out, digits + from, size);
	return size - 1;
}

/* No byte above 0x7f? */
static inline bool ascii_only(const char *p, size_t size)
{
	uint64_t seen = 0;
	size_t i = 0;

	for (; i + 8 <= size; i += 8)
		seen |= ascii_load(p + i);
	for (; i < size; i++)
		seen |= (unsigned char)p[i];
	return (seen & ASCII_EACH(0x80)) == 0;
}

#endif
