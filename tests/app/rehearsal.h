/* rehearsal.h - one session of fetch, harmed, and what became of its mails.
 *
 * First contact with an old mail; two new ones that arrive while it idles; all
 * of them taken in, worked on and moved to `Processed`.  After the harm it
 * connects again and goes on until the mailbox is empty.  The deadlines of a
 * session that stalls pass faster (dial_clock() and dial_poll() are wrapped).
 *
 * Ends the test where something else fails.
 */
#ifndef TESTS_APP_REHEARSAL_H
#define TESTS_APP_REHEARSAL_H

#include "postbox.h"

struct rehearsal;

/* How often it was otherwise than it has to be. */
struct rehearsal_sum {
	int runs, mails;
	int lost, foreign, altered;	/* in the ledger */
	int rows_twice, tickets_twice, no_ticket;
	int answers_twice, no_answer;
	int server_lost, server_twice, not_retired;
	int unfinished, unnoticed;
};

struct rehearsal *rehearsal_open(const char *conninfo);
void rehearsal_close(struct rehearsal **rehearsal);

void rehearsal_run(struct rehearsal *rehearsal, enum postbox_kind kind,
		   const struct harm *harm);

/* A session without harm, and how many bytes it has each way. */
void rehearsal_measure(struct rehearsal *rehearsal, enum postbox_kind kind,
		       size_t sizes_r[2]);

/* Of the runs since the last call. */
struct rehearsal_sum rehearsal_sum(struct rehearsal *rehearsal);

#endif
