/* history_clues.h - the clues of a batch, and the tickets that they lead to.
 *
 * A part of store/history.c: what is asked, how it goes on, what is read.
 *
 * Ownership: in the arena.  Errors: those of the transaction.
 */
#ifndef STORE_HISTORY_CLUES_H
#define STORE_HISTORY_CLUES_H

#include "desk/history_add.h"
#include "store/tx.h"

void history_clues_ask(struct db *db, struct arena *arena, int64_t desk_id,
		       const struct keys *keys, struct rows *rows);

/* The tickets: those that a mail may join, and those that nothing but a
 * subject names, whose words nobody will ask for. */
void history_clues_add(struct table *ids, struct table *guesses,
		       const struct keys *keys, const struct rows *rows);

/* Of `history_guesses`, once the others are known: no more than what they are
 * part of, and what a person keeps apart from them. */
void history_clues_guess(struct history *history, const struct rows *rows);

void history_clues_read(struct history *history, const struct keys *keys,
			const struct rows *rows);

#endif
