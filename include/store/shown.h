/* shown.h - inside store/: which bytes of a text were written now.
 *
 * What folding leaves of a mail are lines of it, and most of them.  Where they
 * stand takes a few bytes; postdesk_visible() makes the words of it again.
 *
 * Ownership: in the arena.
 * Errors:    none.
 * Limits:    SHOWN_MOST pieces.
 */
#ifndef STORE_SHOWN_H
#define STORE_SHOWN_H

#include "base/arena.h"

enum { SHOWN_MOST = 32 };

/* "0+120 310+16": from which byte of `text`, how many, one piece after the
 * other, is `visible`.  NULL where it is not made of pieces of `text`, or of
 * too many. */
const char *shown_of(struct arena *arena, const char *text,
		     const char *visible);

#endif
