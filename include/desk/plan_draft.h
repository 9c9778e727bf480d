/* plan_draft.h - words in an agent's name that wait for the agent's yes.
 *
 * Ownership: in the arena of the batch.
 */
#ifndef DESK_PLAN_DRAFT_H
#define DESK_PLAN_DRAFT_H

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DRAFT_STATES(ROW)		\
	ROW(DRAFT_HELD,    "held")	\
	ROW(DRAFT_SENT,    "sent")	\
	ROW(DRAFT_DROPPED, "dropped")

enum draft_state {
#define ROW(name, word) name,
	DRAFT_STATES(ROW)
#undef ROW
};

struct plan_draft {
	int64_t id;
	int64_t ticket_id;	/* 0: of none yet */
	const char *agent;	/* address, lower case */
	const char *why;	/* what it lacked, a word of desk/proof.h */
	const char *text;	/* as written, without quotes and signature */
	size_t leading;		/* bytes of it that may hold commands */
	const char *words;	/* what goes to customers */
	int attachments;	/* that came with it, and do not go along */
	bool asked;		/* a mail about it goes to the agent */
};

/* A draft that has come to its end; once, and only one that is held. */
struct plan_settlement {
	int64_t id;		/* 0: none */
	enum draft_state state;
};

const char *draft_state_word(enum draft_state state);

#endif
