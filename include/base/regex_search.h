/* regex_search.h - what lies between PCRE2 and the windows that bound it.
 *
 * For base/regex*.c alone: regex.c attempts a match at some places of one
 * window, regex_search.c chooses them and counts what they cost, regex_evil.c
 * makes the texts on which a new pattern is tried.
 */
#ifndef BASE_REGEX_SEARCH_H
#define BASE_REGEX_SEARCH_H

#include "base/regex.h"

/* What a pattern's attempts can cost. */
struct regex_traits {
	unsigned reads;		/* enum pattern_reads */
	size_t reach;		/* bytes that a repetition reads at most */
	size_t literal;		/* bytes that it compares without a step */
	bool anchored;		/* matches at the first place or nowhere */
	bool at_lines;		/* matches begin where lines do */
	bool anywhere;		/* wherever a character does */
	bool starts[256];	/* bytes at which a match may begin */
};

const struct regex_traits *regex_traits(const struct regex *regex);

/* Matches that start from `from` up to and with `last`, each place with at
 * most `steps`. */
struct regex_attempt {
	const char *text;
	size_t size;
	bool is_start, is_end;	/* of the whole subject */
	size_t from, last;
	uint32_t steps;
};

enum regex_answer { REGEX_NO, REGEX_YES, REGEX_HARD };

enum regex_answer regex_try(const struct regex *regex,
			    const struct regex_attempt *attempt);

/* What lies before the window of the match in *see_r. */
bool regex_search(const struct regex *regex, struct regex_subject *subject,
		  struct regex_budget *budget, size_t *see_r);

/* The i-th text on which careless patterns run away, or false behind the
 * last. */
enum { REGEX_EVIL_SIZE = 2048 };

bool regex_evil(char text[REGEX_EVIL_SIZE], const char *pattern, size_t i);

#endif
