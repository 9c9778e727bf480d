/* failpoint.h - named places where a test makes a worker die, fail or wait.
 *
 *	if (!FAILPOINT(FETCH_READ, err) || !ledger_add(...))
 *		return false;
 *
 * A point stands at each step that touches the world: before and after every
 * commit, MOVE and final dot.  Only a build with --enable-failpoints knows
 * them; in any other FAILPOINT() is `true` and leaves nothing behind.
 *
 * The environment drives them: POSTDESK_FAIL="NAME=ACTION[@N][,...]", where
 * ACTION is a row of FAILPOINT_ACTIONS and @N means the n-th pass only, once;
 * without it every pass.  `delay` takes milliseconds: "fetch-read=delay:50@2".
 * `postdesk failpoints` lists the names.  A process counts its own passes,
 * a forked child goes on from its parent's count.
 *
 * The same build has the test clock: `postdesk clock +36h` moves the business
 * clock of the database (db_shift_clock() in store/db.h), and with it every
 * `now` that a decision, a deadline or a cap ever sees.  Leases stay on the
 * real clock.
 *
 * The passes are counted in static storage, which no other module may have:
 * a point must be reachable from every layer without an argument.
 */
#ifndef BASE_FAILPOINT_H
#define BASE_FAILPOINT_H

#include "config.h"

#include "base/err.h"

/* In the order in which a mail comes by. */
#define FAILPOINTS(ROW)						\
	/* fetch: mailbox to ledger */				\
	ROW(FAILPOINT_CONTACT,         "contact")		\
	ROW(FAILPOINT_CONTACTED,       "contacted")		\
	ROW(FAILPOINT_FETCH_LISTED,    "fetch-listed")		\
	ROW(FAILPOINT_FETCH_READ,      "fetch-read")		\
	ROW(FAILPOINT_LEDGER_COMMIT,   "ledger-commit")		\
	ROW(FAILPOINT_LEDGER_COMMITTED, "ledger-committed")	\
	/* ingest: ledger to ticket */				\
	ROW(FAILPOINT_CLAIMED,         "claimed")		\
	ROW(FAILPOINT_CLAIM_READ,      "claim-read")		\
	ROW(FAILPOINT_CELL_STARTED,    "cell-started")		\
	ROW(FAILPOINT_CELL_READING,    "cell-reading")		\
	ROW(FAILPOINT_CELL_DONE,       "cell-done")		\
	ROW(FAILPOINT_HISTORY,         "history")		\
	ROW(FAILPOINT_HISTORY_READ,    "history-read")		\
	ROW(FAILPOINT_DECIDED,         "decided")		\
	ROW(FAILPOINT_COMMIT_LOCKED,   "commit-locked")		\
	ROW(FAILPOINT_COMMIT,          "commit")		\
	ROW(FAILPOINT_COMMITTED,       "committed")		\
	/* fetch: out of the mailbox */				\
	ROW(FAILPOINT_RETIRE,          "retire")		\
	ROW(FAILPOINT_MOVED,           "moved")			\
	ROW(FAILPOINT_RETIRED,         "retired")		\
	/* deliver: outbox to server */				\
	ROW(FAILPOINT_OUTBOX_CLAIM,    "outbox-claim")		\
	ROW(FAILPOINT_OUTBOX_CLAIMED,  "outbox-claimed")	\
	ROW(FAILPOINT_OFFERED,         "offered")		\
	ROW(FAILPOINT_DOT_COMMIT,      "dot-commit")		\
	ROW(FAILPOINT_DOT_MARKED,      "dot-marked")		\
	ROW(FAILPOINT_ANSWERED,        "answered")		\
	ROW(FAILPOINT_RESULT_COMMIT,   "result-commit")		\
	ROW(FAILPOINT_RESULT_COMMITTED, "result-committed")

enum failpoint {
#define ROW(name, word) name,
	FAILPOINTS(ROW)
#undef ROW
	FAILPOINT_COUNT
};

/* What may be done at a point.  KILL is SIGKILL, ERROR a temporary failure
 * of the step. */
#define FAILPOINT_ACTIONS(ROW)			\
	ROW(FAILPOINT_PASS,  "pass")		\
	ROW(FAILPOINT_KILL,  "kill")		\
	ROW(FAILPOINT_ERROR, "error")		\
	ROW(FAILPOINT_DELAY, "delay")

enum failpoint_action {
#define ROW(name, word) name,
	FAILPOINT_ACTIONS(ROW)
#undef ROW
};

#ifdef POSTDESK_FAILPOINTS

enum { FAILPOINTS_BUILT = true };

/* Forget what was armed and arm what `text` says; NULL and "" arm nothing.
 * False: it is not understood, or names what is no point. */
bool failpoint_arm(const char *text, struct err *err);

/* False, with *err filled, where the point fails. */
bool failpoint_pass(enum failpoint point, struct err *err);

const char *failpoint_word(enum failpoint point);

#define FAILPOINT(name, err) failpoint_pass(FAILPOINT_##name, (err))

#else

enum { FAILPOINTS_BUILT = false };

#define FAILPOINT(name, err) ((void)FAILPOINT_##name, (void)(err), true)

#endif
#endif
