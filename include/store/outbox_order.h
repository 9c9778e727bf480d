/* outbox_order.h - what a person decides about mail in the outbox.
 *
 * Cancel: mail that is held or queued, and on its way with nobody.  Retry:
 * mail that failed, was cancelled, is held or waits for a later attempt is
 * due now.  What was sent is never sent again; nor is mail that a machine
 * wrote and that may have arrived (uncertain), only an agent's.
 */
#ifndef STORE_OUTBOX_ORDER_H
#define STORE_OUTBOX_ORDER_H

#include "desk/plan_outgoing.h"
#include "store/db.h"

enum outbox_order { OUTBOX_CANCEL, OUTBOX_RETRY_NOW };

/* What became of an order for one mail; why not, where it was not done. */
#define OUTBOX_ANSWERS(ROW)				\
	ROW(OUTBOX_DONE,      "done")			\
	ROW(OUTBOX_UNKNOWN,   "unknown")		\
	ROW(OUTBOX_ON_ITS_WAY, "on-its-way")		\
	ROW(OUTBOX_WAS_SENT,  "was-sent")		\
	ROW(OUTBOX_IN_DOUBT,  "in-doubt")		\
	ROW(OUTBOX_TOO_OLD,   "too-old")		\
	ROW(OUTBOX_HAS_ENDED, "has-ended")

enum outbox_answer {
#define ROW(name, word) name,
	OUTBOX_ANSWERS(ROW)
#undef ROW
};

const char *outbox_answer_word(enum outbox_answer answer);

/* answers_r has room for `count`. */
bool outbox_order(struct db *db, int64_t desk_id, enum outbox_order order,
		  const int64_t *ids, size_t count,
		  enum outbox_answer *answers_r, struct err *err);

#endif
