/* expectation.h - how long people wait for a first answer, as measured.
 *
 * A sample is a ticket: how many others waited when it came, and how much
 * working time went by until its first answer, or until now where it still
 * waits.  Nine in ten are answered by the time that is said: high enough to
 * be relied on, low enough to say something.  The one who is told counts as
 * one more who waits longest, so that the share holds for the next one too,
 * not only for those of the past (of n answers the one of rank 0.9 * (n + 1)).
 * Who still waits is no answer, and not left out either: until now he was not
 * answered (the estimate of Kaplan and Meier).  So a desk that stops answering
 * does not look as fast as the answers that it gave.
 *
 * Load: samples are parted into bands by how many waited ahead, each of at
 * least EXPECTATION_LEAST.  A fuller band never promises less than an emptier
 * one.  Where more wait than in any band, the time of the last grows in
 * proportion.  So more load never makes the time shorter.
 *
 * Ownership: values.  Errors: none.
 */
#ifndef DESK_EXPECTATION_H
#define DESK_EXPECTATION_H

#include "desk/hours.h"

#include <stddef.h>

enum {
	EXPECTATION_PERCENT = 90,
	EXPECTATION_LEAST = 30,		/* answers; fewer are no history */
	EXPECTATION_BANDS = 4,
	EXPECTATION_SAMPLES = 500,	/* the newest of a kind of ticket */
};

/* How far back samples go. */
#define EXPECTATION_WINDOW	(60 * USEC_DAY)

#define EXPECTATION_UNKNOWN	INT64_MAX

struct expectation_sample {
	int ahead;		/* that waited when it came */
	usec_t waited;		/* working time */
	bool answered;		/* else it still waits */
};

struct expectation {
	int ahead;		/* as many as that, or fewer */
	int samples;
	usec_t half, most;	/* working time within which five, and nine,
				 * in ten are answered; EXPECTATION_UNKNOWN */
};

/* Working time from one moment to the other.  An answer outside of the hours
 * came later than one at their end: it counts as at the next opening. */
usec_t expectation_waited(const struct hours *hours, usec_t from,
			  usec_t until);

/* The bands, emptiest first; their number, 0 where there are too few answers.
 * Sorts the samples. */
size_t expectation_measure(struct expectation_sample *samples, size_t count,
			   struct expectation bands_r[EXPECTATION_BANDS]);

/* Working time within which nine in ten are answered when so many wait. */
usec_t expectation_at(const struct expectation *bands, size_t count,
		      int ahead);

#endif
