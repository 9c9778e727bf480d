/* wordlist.c - find a word between bars. */

#include "mail/wordlist.h"

#include <string.h>

static bool ends(const char *p)
{
	return *p == '|' || *p == '\0';
}

/* strstr() looks at many bytes at once: twice as fast as going from word to
 * word, though most tables are short. */
bool wordlist_has(const char *words, const char *word)
{
	size_t len = strlen(word);

	if (len == 0)
		return false;
	for (const char *p = words; (p = strstr(p, word)) != NULL; p++)
		if ((p == words || p[-1] == '|') && ends(p + len))
			return memchr(word, '|', len) == NULL;
	return false;
}

bool wordlist_starts(const char *words, const char *text)
{
	size_t n = 0, at = 0, len;
	const char *word;

	while ((word = wordlist_nth(words, &at, &len)) != NULL) {
		if (strncmp(text, word, len) == 0)
			return true;
		at = ++n;
	}
	return false;
}

const char *wordlist_nth(const char *words, size_t *n, size_t *len_r)
{
	while (*words != '\0') {
		*len_r = strcspn(words, "|");
		if (*n == 0)
			return words;
		(*n)--;
		words += *len_r + (words[*len_r] == '|');
	}
	return NULL;
}
