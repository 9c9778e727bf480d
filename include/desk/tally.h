/* tally.h - how often each change happens, between two sets of rules.
 *
 *	urgency  normal -> high      12
 *	tags     + outage             9
 *
 * Fields are counted by their names, for their values differ by nature.
 * Mails whose verdict rests on more than themselves are counted apart.
 *
 * Ownership: copies what it keeps into its arena.
 * Limits:    10,000 different changes; what is beyond is counted as `others`.
 */
#ifndef DESK_TALLY_H
#define DESK_TALLY_H

#include "base/map.h"
#include "desk/outcome.h"

struct tally_row {
	enum outcome_aspect aspect;
	const char *before, *after;	/* of a list: one of them is "", the
					 * other what was lost or gained */
	int64_t mails, apart;
};

struct tally {
	struct arena *arena;		/* borrowed */
	struct map rows;
	struct tally_row **list;
	size_t count, room;
	int64_t others;
};

void tally_add(struct tally *tally, const struct outcome *before,
	       const struct outcome *after, bool apart);

/* In the order of the aspects, the most frequent first. */
void tally_sort(struct tally *tally);

/* "normal -> high", "+ outage", "- spam". */
const char *tally_change(struct arena *arena, const struct tally_row *row);

#endif
