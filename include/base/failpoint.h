/* failpoint.h - named places where a test makes a worker die, fail or wait.
 *
 *	if (!FAILPOINT(FETCH_READ, err) || !ledger_add(...))
 *		return false;
 *
 * A point stands at each step that touches the world: each IMAP command and
 * SMTP verb when it is sent and when it is answered, each SQL statement, before
 * and after every commit, MOVE and final dot.  Only a build with
 * --enable-failpoints knows them; in any other FAILPOINT() is `true` and leaves
 * nothing behind.
 *
 * The environment drives them: POSTDESK_FAIL="NAME=ACTION[@N][,...]", where
 * ACTION is a row of FAILPOINT_ACTIONS and @N means the n-th pass only, once;
 * without it every pass.  `delay` takes milliseconds: "fetch-read=delay:50@2".
 * `postdesk failpoints` lists the names.  A process counts its own passes,
 * a forked child goes on from its parent's count.
 *
 * POSTDESK_FAIL_SEEN="FILE" has all processes count there together, by machine
 * words of 32 bits: how often each point was passed, in the order of the list,
 * then how often each did something.  So a test knows that what it armed was
 * reached, also in the cell and by whoever was killed.
 *
 * The same build has the test clock: `postdesk clock +36h` moves the business
 * clock of the database (db_shift_clock() in store/db.h), and with it every
 * `now` that a decision, a deadline or a cap ever sees.  Leases stay on the
 * real clock.
 *
 * The passes are counted in static storage, which no other module may have:
 * a point must be reachable from every layer without an argument.  They may be
 * passed by several threads.
 */
#ifndef BASE_FAILPOINT_H
#define BASE_FAILPOINT_H

#include "config.h"

#include "base/err.h"
#include "base/failpoint_list.h"

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

/* Points that another layer has a list of: FAILPOINT_COUNT + i is words[i],
 * which stays there for ever.  Before anything is armed. */
void failpoint_extend(const char *const *words, size_t count);

/* Count in this file; NULL: nowhere. */
bool failpoint_watch(const char *path, struct err *err);

/* False, with *err filled, where the point fails. */
bool failpoint_pass(enum failpoint point, struct err *err);

/* Will the next pass do something? */
bool failpoint_due(enum failpoint point);

size_t failpoint_count(void);
const char *failpoint_word(enum failpoint point);

#define FAILPOINT_AT(point, err) failpoint_pass((point), (err))
#define FAILPOINT_DUE(point) failpoint_due(point)

#else

enum { FAILPOINTS_BUILT = false };

#define FAILPOINT_AT(point, err) ((void)(point), (void)(err), true)
#define FAILPOINT_DUE(point) ((void)(point), false)

#endif

#define FAILPOINT(name, err) FAILPOINT_AT(FAILPOINT_##name, (err))

#endif
