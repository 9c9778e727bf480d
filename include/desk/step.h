/* step.h - one step of an agent or admin: what it changed, to take it back.
 *
 * A step is what one mail or one command did, all of it.  It stands as JSON
 * beside its event (event.undo): of each changed field of the ticket what was
 * before and what was after, and whom, what and which mails it brought along.
 * What somebody changed again since then stays as it is.
 *
 * Ownership: in the arena.
 * Errors:    none; what cannot be read is no step.
 */
#ifndef DESK_STEP_H
#define DESK_STEP_H

#include "desk/ticket.h"

/* What a step may change of a ticket. */
#define STEP_FIELDS(ROW)		\
	ROW(STEP_STATE,    "state")	\
	ROW(STEP_CLOSED,   "closed")	\
	ROW(STEP_UNTIL,    "until")	\
	ROW(STEP_AGENT,    "agent")	\
	ROW(STEP_QUEUE,    "queue")	\
	ROW(STEP_URGENCY,  "urgency")	\
	ROW(STEP_REASONS,  "reasons")	\
	ROW(STEP_TIER,     "tier")	\
	ROW(STEP_TAGS,     "tags")	\
	ROW(STEP_LANGUAGE, "language")

enum step_field {
#define ROW(name, word) name,
	STEP_FIELDS(ROW)
#undef ROW
	STEP_FIELD_COUNT
};

/* As text; NULL, NULL: the step left it alone. */
struct step_change {
	const char *before, *after;
};

struct step {
	const char *by;			/* address of the agent, or who it was
					 * on the command line */
	const char *did;		/* "#close, #tag +vip" */
	struct step_change fields[STEP_FIELD_COUNT];
	struct strings came, left;	/* participants, lower case */
	struct strings shunned;		/* addresses taken for spam */
	const int64_t *outbox;		/* rows of the answer */
	const int64_t *rows;		/* and of its messages */
	size_t outbox_count, row_count;
	int64_t merged;			/* number of the ticket that this one
					 * went into; 0: none */
	int64_t unmerged;		/* that it was taken out of again */
	int64_t split;			/* number of the one made of it */
	int64_t admitted;		/* mail that was let in */
	bool begun;			/* the ticket itself */
};

/* What differs between two forms of one ticket. */
void step_compare(struct arena *arena, const struct ticket *before,
		  const struct ticket *after, struct step *step);

/* Is there anything that could be taken back? */
bool step_is_empty(const struct step *step);

/* Put back what is still as the step left it.  *kept_r: a bit 1 << field for
 * each that somebody changed again, what follows from others left out.  True
 * where anything was put back. */
bool step_restore(struct arena *arena, const struct step *step,
		  struct ticket *ticket, unsigned *kept_r);

char *step_write(struct arena *arena, const struct step *step);
bool step_read(struct arena *arena, const char *json, struct step *step_r);

const char *step_field_word(enum step_field field);

#endif
