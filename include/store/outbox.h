/* outbox.h - composed mail that waits to be sent.
 *
 * A row was written with the ticket change that caused it; nobody looks
 * inside its bytes again.  States: held, queued, dot_sent, sent, failed,
 * uncertain, cancelled.  Automatic and admin mail is at most once: dot_sent
 * that is found after a crash becomes uncertain and is never sent again.  An
 * agent's mail is at least once, with the same bytes.
 *
 * Leases use the database's real clock.  A claim belongs to the connection
 * (struct db) that made it: who was overtaken after its lease can neither mark
 * nor finish.  commit_plans(), outbox_add_notice() and outbox_autos() tell
 * DB_CHANNEL_OUTBOX; the last one DB_CHANNEL_AUTOS too.
 *
 * Limits: automatic mail is of use for a day; after the dot a lease lasts at
 *         least fifteen minutes.
 */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "desk/plan.h"
#include "store/db.h"

#define OUTBOX_STATES(ROW)				\
	ROW(OUTBOX_STATE_HELD,      "held")		\
	ROW(OUTBOX_STATE_QUEUED,    "queued")		\
	ROW(OUTBOX_STATE_DOT_SENT,  "dot_sent")		\
	ROW(OUTBOX_STATE_SENT,      "sent")		\
	ROW(OUTBOX_STATE_FAILED,    "failed")		\
	ROW(OUTBOX_STATE_UNCERTAIN, "uncertain")	\
	ROW(OUTBOX_STATE_CANCELLED, "cancelled")

struct outbox_mail {
	int64_t desk_id, id;
	enum outgoing_class class;
	const char *mail_from, *rcpt_to;
	const char *bytes;
	size_t size;
	int attempts;		/* made before; 0 for the first */
	usec_t created;
};

/* How an attempt ended; after "retry" it is due again at `due`. */
#define OUTBOX_RESULTS(ROW)			\
	ROW(OUTBOX_SENT,      "sent")		\
	ROW(OUTBOX_RETRY,     "retry")		\
	ROW(OUTBOX_FAILED,    "failed")		\
	ROW(OUTBOX_UNCERTAIN, "uncertain")

enum outbox_result {
#define ROW(name, word) name,
	OUTBOX_RESULTS(ROW)
#undef ROW
};

const char *outbox_result_word(enum outbox_result result);

struct outbox_outcome {
	int64_t desk_id, id;
	enum outbox_result result;
	int code;
	const char *text;	/* the server's words, one line */
	usec_t due;		/* OUTBOX_RETRY only */
	const char *message_id;	/* that a relay put for ours; NULL: none.
				 * Answers that cite it are found */
};

/* Claim what is due, oldest first.  Automatic mail of a desk whose automatic
 * mail is off, or that is too old to be useful, is not claimed (the latter is
 * cancelled).  */
bool outbox_claim(struct db *db, struct arena *arena, int64_t desk_id,
		  size_t most, usec_t lease, struct outbox_mail **mails_r,
		  size_t *count_r, struct err *err);

/* Give claimed mails back untried. */
bool outbox_release(struct db *db, int64_t desk_id, const int64_t *ids,
		    size_t count, struct err *err);

/* First mark, committed before any final dot is sent.  All or none: where
 * one of them is no longer ours, no dot may be sent. */
bool outbox_mark_dots(struct db *db, int64_t desk_id, const int64_t *ids,
		      size_t count, struct err *err);

/* Second mark: the results, in one transaction, with the attempt log. */
bool outbox_finish(struct db *db, int64_t desk_id,
		   const struct outbox_outcome *outcomes, size_t count,
		   struct err *err);

/* At start and now and then: dot_sent whose sender is gone, or whose lease is
 * over, becomes uncertain (automatic, admin).  An agent's is queued again, and
 * only when the lease is over: a sender that lost nothing but the database
 * may still hear that it was accepted. */
bool outbox_recover(struct db *db, int64_t desk_id, size_t *count_r,
		    struct err *err);

/* Queue a notice to the operator; at most one for each dedupe key. */
bool outbox_add_notice(struct db *db, int64_t desk_id,
		       const struct plan_outgoing *notice, struct err *err);

/* automatic mail of the desk on or off. */
bool outbox_autos(struct db *db, int64_t desk_id, bool on, struct err *err);

#endif
