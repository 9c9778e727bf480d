/* pattern_atom.h - one character, escape or class of a pattern.
 *
 * For base/pattern.c alone, which reads what stands around them.
 *
 * Ownership: atoms point into the pattern.
 * Errors:    a reader that is lost.
 */
#ifndef BASE_PATTERN_ATOM_H
#define BASE_PATTERN_ATOM_H

#include "base/pattern.h"

#include <stdbool.h>

/* Where the reader stands.  Once it is lost it says nothing more. */
struct pattern_reader {
	struct arena *arena;
	const char *at;
	int depth;
	bool lost;
	unsigned reads;
	size_t reach;
};

enum pattern_atom_kind {
	PATTERN_CHARACTER,
	PATTERN_SET,
	PATTERN_GROUP,
	PATTERN_BORDER,		/* matches no character */
};

struct pattern_atom {
	enum pattern_atom_kind kind;
	const char *bytes;	/* of the character */
	size_t size;
	unsigned reads;		/* where it is repeated */
};

/* Behind each: the character itself, a backslash, a bracket. */
struct pattern_atom pattern_character(struct pattern_reader *reader);
struct pattern_atom pattern_escape(struct pattern_reader *reader);
struct pattern_atom pattern_class(struct pattern_reader *reader);

struct pattern_atom pattern_lose(struct pattern_reader *reader);

#endif
