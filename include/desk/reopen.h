/* reopen.h - what does an answer do to a ticket that rests?
 *
 * A customer who writes again means the same matter for a while, and later
 * mostly another one under an old mail.  How long "a while" is, the desk says,
 * for all its tickets and for single queues.  Machines never change a ticket's
 * state, and thanks alone wake nobody.
 *
 * Ownership: facts and policy are borrowed for the call.  Errors: none.
 */
#ifndef DESK_REOPEN_H
#define DESK_REOPEN_H

#include "desk/thanks.h"
#include "desk/ticket.h"

/* Time since a ticket was closed within which an answer reopens it. */
#define REOPEN_ALWAYS	INT64_MAX
#define REOPEN_NEVER	((usec_t)0)

struct reopen_queue {
	const char *queue;
	usec_t within;
};

struct reopen_policy {
	usec_t within;			/* where no queue says otherwise */
	const struct reopen_queue *queues;
	size_t queue_count;
};

/* In the order in which they are tried. */
#define REOPEN_VERDICTS(ROW)				\
	ROW(REOPEN_AWAKE,    "not-at-rest")		\
	ROW(REOPEN_MACHINE,  "automatic-mail")		\
	ROW(REOPEN_THANKS,   "only-thanks")		\
	ROW(REOPEN_TOO_LATE, "closed-too-long")		\
	ROW(REOPEN_WRITES,   "customer-wrote")

/* A ticket that was closed too long ago stays so; the mail becomes a new one,
 * linked to it. */
enum reopen_verdict {
#define ROW(name, word) name,
	REOPEN_VERDICTS(ROW)
#undef ROW
};

struct reopen_facts {
	enum ticket_state state;
	usec_t closed;			/* 0: unknown, or not closed */
	usec_t updated;			/* stands in for it */
	const char *queue;
	bool person;			/* a person wrote the mail */
	enum thanks_verdict thanks;
	usec_t now;
};

enum reopen_verdict reopen_judge(const struct reopen_facts *facts,
				 const struct reopen_policy *policy);

const char *reopen_word(enum reopen_verdict verdict);

#endif
