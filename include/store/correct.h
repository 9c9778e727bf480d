/* store/correct.h - read what a correction needs, and carry it out.
 *
 * Errors: those of the database.  Temporary too where the mail was given to
 *         another ticket in between: asking again is safe.
 */
#ifndef STORE_CORRECT_H
#define STORE_CORRECT_H

#include "desk/correct.h"
#include "store/db.h"

/* The tickets that `ask` names, for history_read(); a join's mail is looked
 * up for it. */
bool correct_keys(struct db *db, struct arena *arena, int64_t desk_id,
		  const struct correct_ask *ask, struct keys *keys_r,
		  struct err *err);

/* The rest, within the transaction that history_read() began. */
bool correct_read(struct db *db, struct arena *arena, int64_t desk_id,
		  const struct correct_ask *ask, struct history *history,
		  struct correct_facts *facts_r, struct err *err);

/* All of it: read, judge, execute.  What is refused changes nothing. */
bool correct_apply(struct db *db, struct arena *arena, int64_t desk_id,
		   const struct correct_ask *ask,
		   struct correction *correction_r, struct err *err);

#endif
