/* wording.h - find plain words in any language, as people mean them.
 *
 * Texts and phrases are folded alike: case, accents, points and invisible
 * characters do not count, final letters (Greek sigma, Hebrew kaf, mem, nun,
 * pe, tsadi) are as the others, all white space is one blank, typographic
 * quotes are plain ones.  A phrase stands between characters that are neither
 * letter nor digit; a `*` at its start or end lets its first or last word go
 * on: "invoice*" finds "invoices".
 *
 * Ownership: results live in the arena.
 * Errors:    none.
 */
#ifndef DESK_WORDING_H
#define DESK_WORDING_H

#include "base/arena.h"

#include <stdbool.h>

/* One phrase, ready to be looked for. */
struct wording {
	const char *folded;	/* without `*` */
	bool open_start, open_end;
};

/* At most `limit` bytes of the text are folded. */
char *wording_fold(struct arena *arena, const char *text, size_t limit);

/* False where nothing is left to look for. */
bool wording_read(struct arena *arena, const char *phrase,
		  struct wording *wording_r);

/* Of one that was seen at `at` in a folded text: does it stand alone there?  A
 * border is asked for only where the phrase itself has a letter: "+372" stands
 * wherever it stands. */
bool wording_stands(const struct wording *wording, const char *text,
		    const char *at);

/* Where it first stands in a folded text, or NULL. */
const char *wording_find(const struct wording *wording, const char *folded);

#endif
