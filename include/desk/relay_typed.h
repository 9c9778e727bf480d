/* relay_typed.h - what an agent typed herself, though it looks quoted.
 *
 * Private to desk/relay_words.c.  The marker is the first line of all that her
 * client may have quoted: where it stands behind ">", nothing above that quote
 * is one, but for the paragraph that announces it.
 *
 * Ownership: the lines are borrowed.  Errors: none.
 * Limits:    linear in the lines.
 */
#ifndef DESK_RELAY_TYPED_H
#define DESK_RELAY_TYPED_H

#include "mail/fold.h"

/* One line of her mail, and what it is. */
struct piece {
	const char *text;
	size_t size;
	enum fold_kind kind;
};

struct pieces {
	struct piece *at;
	size_t count;
};

bool piece_is_blank(const struct piece *piece);

/* Makes visible what she typed from line `first` on. */
void relay_keep_typed(const struct pieces *pieces, size_t first);

#endif
