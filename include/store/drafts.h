/* store/drafts.h - words that wait for an agent's yes.
 *
 * Read with the past of a batch, written with its plans; and what people ask
 * of them on the command line.
 *
 * Errors: those of the database.
 */
#ifndef STORE_DRAFTS_H
#define STORE_DRAFTS_H

#include "desk/history.h"
#include "store/db.h"

enum { DRAFTS_MOST = 200 };

struct draft_row {
	int64_t id, mail_id;
	int64_t ticket;			/* number, 0: none */
	const char *agent, *why, *state;
	const char *text, *words;
	int attachments;
	bool asked;
	usec_t created, ended;		/* ended 0: it is held */
};

/* An agent whom nothing is told any more; or not `muted`: whom the operator was
 * told of, by a fault of that kind followed by the address, and it is over. */
struct mute_row {
	const char *address;
	bool muted;
};

bool mutes_list(struct db *db, struct arena *arena, int64_t desk_id,
		const char *kind, struct mute_row **rows_r, size_t *count_r,
		struct err *err);

/* The newest first, DRAFTS_MOST at most; `all`: also what has ended.  `id` 0:
 * any. */
bool drafts_list(struct db *db, struct arena *arena, int64_t desk_id, bool all,
		 int64_t id, struct draft_row **rows_r, size_t *count_r,
		 struct err *err);

#endif
