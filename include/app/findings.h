/* findings.h - what a trial of rules found, gathered for a report.
 *
 * Counts of all mails, changes by their words, and the mails themselves, the
 * first so many.
 *
 * Ownership: copies what it keeps into its arena.
 * Limits:    `limit` mails are kept, those of the lowest ids; all are
 *            counted.
 */
#ifndef APP_FINDINGS_H
#define APP_FINDINGS_H

#include "desk/redecide.h"
#include "desk/tally.h"

/* One mail; where nothing changed, neither words nor outcomes are there. */
struct finding {
	int64_t mail_id, ticket_number;
	usec_t received;
	const char *subject, *author;
	unsigned changed, grounds;
	bool judged, unread, drifted;
	struct outcome before, after;
};

struct findings {
	struct arena *arena;
	size_t limit;
	int64_t mails, judged, changed, apart, unread, drifted;
	int64_t grounds[REDECIDE_GROUND_COUNT];
	struct tally tally;
	struct finding *list;
	size_t count, room;
	size_t last;		/* of a full list: where the highest id is */
	int64_t *moved;		/* mails that would have ended otherwise */
	size_t moved_count, moved_room;
};

struct findings *findings_new(struct arena *arena, size_t limit);
void findings_add(struct findings *findings, const struct finding *finding);

/* These mails rest on one that would have ended otherwise; ids rise. */
void findings_follow(struct findings *findings, const int64_t *ids,
		     size_t count);

/* Tally and mails in order, once all are there. */
void findings_sort(struct findings *findings);

/* "counters, hours"; "" for none. */
const char *findings_grounds(struct arena *arena, unsigned grounds);

#endif
