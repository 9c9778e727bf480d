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

/* Automatic mail that waited longer is noise to its reader. */
#define OUTBOX_USEFUL (24 * USEC_HOUR)

/* After its mark a mail's lease lasts at least so long: a server may take ten
 * minutes after the dot (RFC 5321, 4.5.3.2.6). */
#define OUTBOX_DOT_LEASE (15 * USEC_MINUTE)

/* A sender without a connection is given up so long after its mark: one whose
 * COMMIT was not answered is back by then, and gives back what it never sent. */
#define OUTBOX_ABSENCE USEC_MINUTE

/* Bytes of mail that are claimed at a time, if they are of several. */
enum { OUTBOX_BATCH = 6 * 1024 * 1024 };

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
	int uncertain;		/* an agent's: how many of them were so */
	usec_t created;
	const char *domain;	/* of the recipient, in lower case */
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
	enum outgoing_class class;
	enum outbox_result result;
	int code;
	const char *text;	/* the server's words, one line */
	usec_t due;		/* when to try again: OUTBOX_RETRY, and
				 * OUTBOX_UNCERTAIN that is sent once more */
	const char *message_id;	/* that a relay put for ours; NULL: none.
				 * Answers that cite it are found */
};

struct outbox_wish {
	size_t most;
	usec_t lease;
	size_t per_domain;	/* most of one domain; 0: any number */
	struct strings without;	/* domains of which there is enough */
	bool swept;		/* another claim has just cancelled what is too
				 * old or not true any more */
};

struct outbox_claimed {
	struct outbox_mail *mails;	/* in the order of their ids */
	size_t count;
	usec_t now;		/* of the claim */
	const char *pause;	/* why the queue stands still; NULL: it runs */
};

/* Claim what is due, oldest first; what was held and is due now is queued.
 * Automatic mail of a desk whose automatic mail is off, or that is too old to
 * be useful, is not claimed (the latter is cancelled).  While the queue stands
 * still nothing is, and after each pause one mail, to see whether it runs. */
bool outbox_claim(struct db *db, struct arena *arena, int64_t desk_id,
		  const struct outbox_wish *wish,
		  struct outbox_claimed *claimed_r, struct err *err);

/* How long until the next mail is due, of which nobody is told: a hold that
 * ends, a second try.  INT64_MAX where none waits. */
bool outbox_next(struct db *db, int64_t desk_id, usec_t *wait_r,
		 struct err *err);

/* The same for all that this connection has claimed, known or not: the answer
 * to a claim may have been lost. */
bool outbox_unclaim(struct db *db, int64_t desk_id, struct err *err);

/* Give claimed mails back untried.  Also those that are marked, where the
 * caller knows that no dot was sent. */
bool outbox_release(struct db *db, int64_t desk_id, const int64_t *ids,
		    size_t count, struct err *err);

/* Both marks of a group, in one transaction. */
struct outbox_group {
	/* First mark, committed before any final dot is sent.  marked[i] says
	 * whether ids[i] may go: a mail that is not ours any more, or that
	 * must not be sent any more, gets no dot. */
	const int64_t *ids;
	bool *marked;
	size_t count;

	/* Second mark: results, with the attempt log; an answer that ends
	 * undelivered is told on its ticket. */
	const struct outbox_outcome *ends;
	size_t end_count;
};

bool outbox_commit(struct db *db, int64_t desk_id,
		   const struct outbox_group *group, struct err *err);

/* The server refuses us altogether: nobody tries for a while, longer each
 * time, up to 15 minutes.  outbox_resume() once it takes mail again. */
bool outbox_pause(struct db *db, int64_t desk_id, const char *words,
		  struct err *err);
bool outbox_resume(struct db *db, int64_t desk_id, struct err *err);

/* At start and now and then: dot_sent whose sender is gone (OUTBOX_ABSENCE), or
 * whose lease is over, becomes uncertain (automatic, admin).  An agent's is
 * queued again, and only when the lease is over: a sender that lost nothing but
 * the database may still hear that it was accepted. */
bool outbox_recover(struct db *db, int64_t desk_id, size_t *count_r,
		    struct err *err);

/* Queue a notice to the operator; at most one for each dedupe key. */
bool outbox_add_notice(struct db *db, int64_t desk_id,
		       const struct plan_outgoing *notice, struct err *err);

/* automatic mail of the desk on or off. */
bool outbox_autos(struct db *db, int64_t desk_id, bool on, struct err *err);

#endif
