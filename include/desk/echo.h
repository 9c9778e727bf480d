/* echo.h - our own words, when they come back.
 *
 * A peer that answers our answers with our text in its own, from an address
 * that changes and without an id of ours, starts a loop that no header tells.
 * The words of the desk's replies tell: what stands between their
 * placeholders, as runs of ECHO_WORDS words in a row, folded as rules fold
 * them.  What the sender quotes is not looked at: people quote what they
 * answer.
 *
 * Ownership: the set lives in the arena.
 * Errors:    none.
 * Limits:    the first ECHO_BYTES of a text; linear in the text.  Scripts that
 *            put no blanks between words have no runs, and nor have replies
 *            of a few words.
 */
#ifndef DESK_ECHO_H
#define DESK_ECHO_H

#include "desk/rules.h"

enum {
	ECHO_WORDS = 8,		/* of a run */
	ECHO_RUNS = 8,		/* that differ: fifteen words in a row */
	ECHO_BYTES = 32 * 1024,
};

struct echo;

/* All replies of the bundle. */
const struct echo *echo_load(struct arena *arena, const struct bundle *bundle);

/* Does what was written now repeat ours?  `echo` may be NULL: no. */
bool echo_heard(const struct echo *echo, const char *visible);

/* The same word by word, of which the digests are known: begins with zeros. */
struct echo_walk {
	uint64_t words[ECHO_WORDS];	/* the last ones, in a ring */
	uint64_t run;			/* of them */
	size_t count;			/* seen since the start of the text */
	uint64_t runs[ECHO_RUNS];	/* ours, each once */
	size_t heard;
};

void echo_take(const struct echo *echo, struct echo_walk *walk,
	       uint64_t digest);
bool echo_is_heard(const struct echo_walk *walk);

#endif
