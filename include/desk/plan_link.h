/* plan_link.h - what a plan ties together: tickets, mails and what leads to them.
 *
 * Ownership: in the arena of the batch.
 */
#ifndef DESK_PLAN_LINK_H
#define DESK_PLAN_LINK_H

#include "desk/plan_effect.h"

/* What two tickets have to do with each other. */
#define RELATION_KINDS(ROW)			\
	ROW(RELATION_RELATED, "related")	\
	ROW(RELATION_CHILD,   "child")		\
	ROW(RELATION_APART,   "apart")

enum relation_kind {
#define ROW(name, word) name,
	RELATION_KINDS(ROW)
#undef ROW
};

/* Of `ticket_id`, which is the child where there is one. */
struct plan_relation {
	int64_t ticket_id, other_id;
	enum relation_kind kind;
};

/* The ticket stays as it is and is part of `into` from now on; 0 takes it out
 * again. */
struct plan_merge {
	int64_t ticket_id, into;
};

/* What leads to a ticket besides Message-IDs. */
#define CLUE_KINDS(ROW)					\
	ROW(CLUE_THREAD_INDEX, "thread-index")		\
	ROW(CLUE_FOREIGN_ID,   "foreign-id")		\
	ROW(CLUE_SUBJECT,      "subject")		\
	ROW(CLUE_SUBJECT_FROM, "subject-from")

enum clue_kind {
#define ROW(name, word) name,
	CLUE_KINDS(ROW)
#undef ROW
	CLUE_COUNT
};

struct plan_clue {
	enum clue_kind kind;
	const char *key;
	int64_t ticket_id;
};

/* A message that a person puts elsewhere, or lets in where it is. */
struct plan_move {
	int64_t message_row;
	int64_t mail_id;	/* that it is counted with, 0: none */
	int64_t from_ticket, ticket_id;
	enum message_direction direction;	/* as it is afterwards */
};

/* A Message-ID that goes along. */
struct plan_mention_move {
	const char *message_id;
	int64_t from_ticket, ticket_id;
};

/* And what else leads to it. */
struct plan_clue_move {
	enum clue_kind kind;
	const char *key;
	int64_t from_ticket, ticket_id;
};

/* A held mail that a person let in: its end is another now. */
struct plan_admission {
	int64_t mail_id;
	enum disposition disposition;
	const char *reason;
	const char *trace;	/* JSON */
};

/* A ticket that the mail may belong to, and why. */
struct plan_candidate {
	int64_t ticket_id;
	const char *evidence;	/* a word of desk/match.h */
	int score;
	bool proven, held;
};

const char *relation_word(enum relation_kind kind);
const char *clue_word(enum clue_kind kind);

#endif
