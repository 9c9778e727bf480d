/* promise.h - by when will a person answer?  The moment that is said.
 *
 * What the operator promises (settings: `promise`, `queue_promises`) is a
 * bound: time on the clock, working time on the ticket's calendar, or working
 * days, each to its close, not counting the day of the mail.  What is said is
 * how long people really wait (desk/expectation.h), where that is known, and
 * never later than the bound; the bound, where it is not known; and nothing,
 * where there is no bound either.
 *
 * A moment is said as a time that people say: the next quarter of an hour
 * within two hours, else the next full hour, never an earlier one.  So it may
 * lie behind the bound, or behind the end of the day's hours, by less than
 * that.
 *
 * Ownership: policies live in the arena of the settings.
 * Errors:    none.
 */
#ifndef DESK_PROMISE_H
#define DESK_PROMISE_H

#include "desk/expectation.h"
#include "desk/ticket.h"

enum promise_kind {
	PROMISE_NONE,
	PROMISE_CLOCK,		/* whatever the hours */
	PROMISE_WORKING,
	PROMISE_DAYS,		/* working days */
};

struct promise_term {
	enum promise_kind kind;
	usec_t time;		/* PROMISE_CLOCK, PROMISE_WORKING */
	int days;
};

enum { PROMISE_URGENCIES = URGENCY_CRITICAL + 1 };

struct promise_terms {
	struct promise_term of[PROMISE_URGENCIES];
};

struct promise_queue {
	const char *queue;
	struct promise_terms terms;
};

struct promise_policy {
	struct promise_terms desk;	/* where no queue says otherwise */
	const struct promise_queue *queues;
	size_t queue_count;
};

/* For a ticket in that queue, of that urgency. */
struct promise_term promise_term(const struct promise_policy *policy,
				 const char *queue, enum urgency urgency);

/* When the term ends that begins at `from`; NULL hours: always open.  False
 * for PROMISE_NONE, and where the calendar does not reach that far. */
bool promise_end(struct promise_term term, const struct hours *hours,
		 usec_t from, usec_t *end_r);

/* The term in words of the settings: "8 working hours"; "" for none. */
const char *promise_render(struct arena *arena, struct promise_term term);

/* What a promise rests on. */
#define PROMISE_BASES(ROW)				\
	ROW(PROMISE_ON_NOTHING, "nothing")		\
	ROW(PROMISE_ON_TERM,    "promise")	\
	ROW(PROMISE_ON_HISTORY, "history")		\
	ROW(PROMISE_CAPPED,     "capped")

enum promise_basis {
#define ROW(name, word) name,
	PROMISE_BASES(ROW)
#undef ROW
};

struct promise_facts {
	struct promise_term term;
	const struct expectation *bands;	/* of its queue and urgency */
	size_t band_count;
	int ahead;		/* who waits for a first answer before it */
	const struct hours *hours;		/* of the ticket */
	const struct zone *zone;		/* on whose clocks it is said */
	usec_t now;
};

struct promise {
	enum promise_basis basis;
	usec_t expected;	/* working time; EXPECTATION_UNKNOWN */
	usec_t by;		/* the moment to say; 0: nothing */
};

struct promise promise_make(const struct promise_facts *facts);

const char *promise_word(enum promise_basis basis);

#endif
