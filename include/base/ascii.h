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

#endif
