/* store/instruct.h - carry out what is asked on the command line.
 *
 * The same as an agent's mail does, without a mail: read, plan, execute in one
 * transaction.  What is refused changes nothing.
 *
 * Errors: those of the database.  Temporary too where something else came
 *         between, more often than it is tried: asking again is safe.
 */
#ifndef STORE_INSTRUCT_H
#define STORE_INSTRUCT_H

#include "desk/instruct.h"
#include "store/db.h"

struct instruct_ask {
	int64_t ticket;		/* number; 0: none, or of a mail that shall be
				 * let in where it is held */
	const struct instruction *instruction;
};

/* The decider needs desk and replies; rules are not asked. */
bool instruct_apply(struct db *db, struct arena *arena,
		    const struct decider *decider,
		    const struct instruct_ask *ask,
		    struct instruct_outcome *outcome_r, struct err *err);

#endif
