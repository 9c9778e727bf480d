/* batches.h - mails of one desk, claimed and read, batch by batch in order.
 *
 * While the caller settles a batch behind which others may be pending, a thread
 * with a connection of its own claims the next one and has the cell read it; no
 * more than one is held ahead.  Nothing waits for a batch to fill, and behind
 * what was all there is nothing is looked for.  What was tried before comes
 * alone, and is neither read ahead nor has anything read ahead of its end.
 *
 * Ownership: a batch lives until batches_done() or batches_give_up().
 * Errors:    the caller gives up then; what is held goes back to the ledger.
 */
#ifndef APP_BATCHES_H
#define APP_BATCHES_H

#include "app/cell.h"
#include "app/world.h"
#include "store/ledger.h"

struct batches;

struct batch_read {
	struct arena *arena;	/* of the batch: the caller may use it too */
	const struct ledger_claim *claims;
	const struct cell_read *reads;	/* NULL: it is not to be read */
	const char *const *files;	/* the caller's, of large mails */
	size_t count;
};

struct batches *batches_new(const struct world_desk *desk);
void batches_free(struct batches **batches);

/* The cell that reads from now on, borrowed; NULL: none, and what was read
 * ahead by the last one is forgotten. */
void batches_read_by(struct batches *batches, struct cell *cell);

/* The next batch; its count is 0 where nothing is pending. */
bool batches_next(struct batches *batches, struct db *db,
		  struct batch_read *batch_r, struct err *err);

/* It is settled. */
void batches_done(struct batches *batches);

/* Give all claims back at once; the attempt counts for a batch that was asked
 * for, and does not for one that was but claimed ahead. */
void batches_give_up(struct batches *batches);

#endif
