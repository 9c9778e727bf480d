/* store/drafts.h - words that wait for an agent's yes.
 *
 * Read with the past of a batch, written with its plans; and what people ask
 * of them on the command line.
 *
 * Errors: those of the database.
 */
#ifndef STORE_DRAFTS_H
#define STORE_DRAFTS_H

#include "desk/instruct.h"
#include "store/db.h"

enum { DRAFTS_MOST = 200 };

struct draft_row {
	int64_t id, mail_id;
	int64_t ticket;			/* number, 0: none */
	const char *agent, *why, *state;
	const char *text, *words;
	size_t above;			/* bytes of the text for commands */
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

struct draft_ask {
	int64_t id;
	enum draft_state state;		/* SENT or DROPPED: what shall be */
	const char *actor;		/* for the history */
};

struct draft_answer {
	bool known;			/* there is such a draft */
	enum draft_state before;	/* HELD, or nothing was done */
	bool agent;			/* it is an agent's still */
	struct instruct_outcome outcome;	/* of SENT */
};

/* The same as the agent's own yes or no by mail.  Where it cannot be carried
 * out nothing is written, and it stays held.  The decider needs desk and
 * replies. */
bool draft_settle(struct db *db, struct arena *arena,
		  const struct decider *decider, const struct draft_ask *ask,
		  struct draft_answer *answer_r, struct err *err);

#endif
