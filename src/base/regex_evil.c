/* regex_evil.c - the texts on which careless patterns run away. */

#include "base/regex_search.h"

/* `%` stands for the first plain character of the pattern, `!` for one that it
 * does not hold. */
static const char *const units[] = {
	"a", "0", " ", "%", "a ", "% ", "%a", "%%%%%%%%%%%%%%%%%%%%!", "a,",
	"\n", "<", "=", "-", ".", "α",
};

static bool is_plain(char c)
{
	return strchr("\\()[]{}?*+|^$.:!<=", c) == NULL &&
	       (unsigned char)c < 0x80;
}

/* What the end of a repetition fails on. */
static char break_for(const char *pattern)
{
	const char *at = "!;#~&\"";

	while (at[1] != '\0' && strchr(pattern, *at) != NULL)
		at++;
	return *at;
}

static char unit_char(char c, char first, char gap)
{
	return c == '%' ? first : c == '!' ? gap : c;
}

/* All characters of the pattern stand at the end, for PCRE2 does not search
 * where one is missing. */
bool regex_evil(char text[REGEX_EVIL_SIZE], const char *pattern, size_t i)
{
	size_t length = strlen(pattern), end = REGEX_EVIL_SIZE, unit;
	const char gap = break_for(pattern);
	char first = '\0';

	if (i == sizeof(units) / sizeof(units[0]))
		return false;
	unit = strlen(units[i]);
	for (size_t k = 0; k < length; k++) {
		const char c = pattern[k];

		text[--end] = (unsigned char)c < 0x80 ? c : gap;
		if (is_plain(c) && first == '\0')
			first = c;
	}
	if (first == '\0')
		first = 'x';
	text[--end] = '\n';
	text[--end] = gap;
	memset(text, '.', end);
	for (size_t at = 0; at + unit <= end; at += unit)
		for (size_t k = 0; k < unit; k++)
			text[at + k] = unit_char(units[i][k], first, gap);
	return true;
}
