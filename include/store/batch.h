/* batch.h - inside store/: the plans of a batch as sets of rows.
 *
 * Each function queues the statements of one part of the house; commit.c says
 * in which order: a row comes before those that name it.
 */
#ifndef STORE_BATCH_H
#define STORE_BATCH_H

#include "base/map.h"
#include "desk/plan.h"
#include "store/tx.h"

struct batch {
	struct arena *arena;
	int64_t desk_id;
	int64_t ruleset;		/* what they were decided with */
	const struct plan **plans;
	size_t count;
};

/* Longer Message-IDs (RFC 5322, 2.1.1: a line has 998 octets) are kept with
 * the mail's bytes, but not looked up. */
enum { BATCH_ID_MOST = 998 };

/* Does `plan` open this ticket, with nothing of another?  Then nothing names it
 * yet, and what does is written without a look whether it is there. */
bool batch_opens(const struct plan *plan, int64_t ticket_id);

void batch_people(struct db *db, const struct batch *batch);
void batch_tickets(struct db *db, const struct batch *batch);
void batch_links(struct db *db, const struct batch *batch);
void batch_moves(struct db *db, const struct batch *batch);
void batch_messages(struct db *db, const struct batch *batch);
void batch_notifications(struct db *db, const struct batch *batch);
void batch_outgoing(struct db *db, const struct batch *batch);
void batch_returns(struct db *db, const struct batch *batch);
void batch_wishes(struct db *db, const struct batch *batch);
void batch_drafts(struct db *db, const struct batch *batch);
void batch_ends(struct db *db, const struct batch *batch);

/* One mail for the outbox and its body, also used for notices. */
void batch_add_outgoing(struct table *outbox, struct table *bodies,
			struct map *seen, const struct plan_outgoing *out,
			usec_t now);

#endif
