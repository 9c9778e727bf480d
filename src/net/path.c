/* path.c - refuse an address rather than repair it. */

#include "net/path.h"

#include "base/text.h"

#include <ctype.h>

enum { LOCAL_LIMIT = 64, ADDRESS_LIMIT = 254, LABEL_LIMIT = 63 };

static bool is_wide(char c)
{
	return (unsigned char)c >= 0x80;
}

static bool is_alnum(char c)
{
	return isalnum((unsigned char)c) && !is_wide(c);
}

static bool is_atom(char c)
{
	return is_wide(c) || is_alnum(c) ||
	       (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

/* The length of a dot-atom at `text`, or 0. */
static size_t dot_atom(const char *text)
{
	size_t i = 0;

	for (;;) {
		if (!is_atom(text[i]))
			return 0;
		while (is_atom(text[i]))
			i++;
		if (text[i] != '.')
			return i;
		i++;
	}
}

/* The length of `"…"` at `text`, or 0; no backslash, quote or control. */
static size_t quoted(const char *text)
{
	size_t i = 1;

	while (text[i] != '"' && text[i] != '\\' &&
	       (is_wide(text[i]) || (text[i] >= ' ' && text[i] < 0x7f)))
		i++;
	return text[i] == '"' && i > 1 ? i + 1 : 0;
}

static bool is_domain(const char *text)
{
	size_t label = 0;

	for (; *text != '\0'; text++) {
		if (*text == '.') {
			if (label == 0 || text[-1] == '-')
				return false;
			label = 0;
			continue;
		}
		if (!is_wide(*text) && !is_alnum(*text) &&
		    !(*text == '-' && label > 0))
			return false;
		if (++label > LABEL_LIMIT)
			return false;
	}
	return label > 0 && text[-1] != '-';
}

enum path_kind path_judge(const char *address)
{
	size_t size = strlen(address);
	size_t local = *address == '"' ? quoted(address) : dot_atom(address);

	if (local == 0 || local > LOCAL_LIMIT || size > ADDRESS_LIMIT ||
	    address[local] != '@' || !is_domain(address + local + 1) ||
	    !text_valid(address, size) || !text_is_wordly(address, size))
		return PATH_BAD;
	for (const char *at = address; *at != '\0'; at++)
		if (is_wide(*at))
			return PATH_UTF8;
	return PATH_ASCII;
}

const char *path_ascii(struct arena *arena, const char *address)
{
	const char *at = strrchr(address, '@'), *host;

	if (path_judge(address) != PATH_UTF8)
		return address;
	for (const char *p = address; p < at; p++)
		if (is_wide(*p))
			return address;
	host = text_ascii_host(arena, at + 1);
	return host == NULL ? address :
	       arena_printf(arena, "%.*s@%s", (int)(at - address), address,
			    host);
}
