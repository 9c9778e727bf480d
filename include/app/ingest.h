/* ingest.h - from the ledger to committed tickets.
 *
 * Claims a batch of one desk, has it read in the cell, decides under the
 * desk's row lock and commits, all plans in one transaction.  A batch that
 * fails is halved down to the guilty mail; that one is kept out of the way
 * under a name, and the others go on.  It may be killed at any instant.
 */
#ifndef APP_INGEST_H
#define APP_INGEST_H

#include "app/world.h"
#include "desk/plan.h"

struct ingest;

struct ingest *ingest_new(const struct world_desk *desk);
void ingest_free(struct ingest **ingest);

/* Be shown each plan after its commit; it is gone after the call. */
typedef void ingest_observer(void *context, const struct plan *plan);
void ingest_observe(struct ingest *ingest, ingest_observer *observer,
		    void *context);

/* One batch.  *done_r: how many mails were ended; 0: nothing is pending.
 * False and *err where the world is in the way; nothing is lost then. */
bool ingest_batch(struct ingest *ingest, struct db *db, size_t *done_r,
		  struct err *err);

/* No batch follows: give back what is held for the next one. */
void ingest_end(struct ingest *ingest);

#endif
