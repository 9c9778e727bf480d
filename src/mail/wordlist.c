/* wordlist.c - find a word between bars. */

#include "mail/wordlist.h"

#include <string.h>

static bool ends(const char *p)
{
	return *p == '|' || *p == '\0';
}

/* By hand: lists are short, and library calls cost more than they find. */
bool wordlist_has(const char *words, const char *word)
{
	if (word[0] == '\0')
		return false;
	while (*words != '\0') {
		size_t same = 0;

		while (word[same] != '\0' && word[same] != '|' &&
		       words[same] == word[same])
			same++;
		if (word[same] == '\0' && ends(words + same))
			return true;
		while (!ends(words))
			words++;
		words += *words == '|';
	}
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
