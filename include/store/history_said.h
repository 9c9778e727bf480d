/* history_said.h - what was said in a ticket where an agent writes.
 *
 * Private to store/history.c.
 *
 * Ownership: in the arena; nothing points into the rows afterwards.
 */
#ifndef STORE_HISTORY_SAID_H
#define STORE_HISTORY_SAID_H

#include "desk/known.h"
#include "store/tx.h"

/* From two columns of `history_tickets`, the first of which is `column`. */
void history_said_read(struct arena *arena, const struct rows *rows, size_t i,
		       int column, struct known_ticket *known);

#endif
