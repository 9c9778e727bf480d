/* regex_evil.c - the texts on which careless patterns run away. */

#include "base/regex_search.h"

/* `%` stands for the first plain character of the pattern. */
static const char *const units[] = {
	"a", "0", " ", "%", "a ", "% ", "%a", "%%%%%%%%%%%%%%%%%%%%!", "a,",
	"\n", "<", "=", "-", ".", "α",
};

static bool is_plain(char c)
{
	return strchr("\\()[]{}?*+|^$.:!<=", c) == NULL &&
	       (unsigned char)c < 0x80;
}

/* All plain characters of the pattern stand at the end, for PCRE2 does not
 * search where one is missing. */
bool regex_evil(char text[REGEX_EVIL_SIZE], const char *pattern, size_t i)
{
	size_t length = strlen(pattern), end = REGEX_EVIL_SIZE, unit;
	char first = 'x';

	if (i == sizeof(units) / sizeof(units[0]))
		return false;
	unit = strlen(units[i]);
	for (size_t k = 0; k < length; k++) {
		const char c = pattern[k];

		text[--end] = is_plain(c) ? c : '!';
		if (is_plain(c) && first == 'x')
			first = c;
	}
	text[--end] = '\n';
	text[--end] = '!';
	memset(text, '.', end);
	for (size_t at = 0; at + unit <= end; at += unit)
		for (size_t k = 0; k < unit; k++)
			text[at + k] = units[i][k] == '%' ? first :
				       units[i][k];
	return true;
}
