/* history_work.h - inside store/: what is known where agents work.
 *
 * A part of history_read(): asked and read with the rest of it.
 *
 * Ownership: in the arena of the history.
 */
#ifndef STORE_HISTORY_WORK_H
#define STORE_HISTORY_WORK_H

#include "desk/history.h"
#include "store/tx.h"

/* Rows alone: they are freed as an array. */
struct work_answers {
	struct rows steps, sent, messages, load, served;
};

/* With the first round trip: who has how much to do. */
void history_work_ask_load(struct db *db, struct arena *arena,
			   int64_t desk_id, const struct keys *keys,
			   struct work_answers *answers);

/* With the second: what may be taken back, was sent, may be moved. */
void history_work_ask(struct db *db, struct arena *arena, int64_t desk_id,
		      const struct keys *keys, struct work_answers *answers);

/* Once the tickets are known. */
void history_work_read(struct history *history,
		       const struct work_answers *answers);

#endif
