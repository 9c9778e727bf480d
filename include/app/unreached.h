/* unreached.h - tell the operator of people whom the desk cannot reach.
 *
 * What is told to an agent and comes back for good mutes that address until it
 * writes (store/drafts.h); the operator is told once of each, and once more
 * when it is over (app/fault.h).
 *
 * Limits: UNREACHED_MOST addresses at a time; the rest are told of later.
 */
#ifndef APP_UNREACHED_H
#define APP_UNREACHED_H

#include "app/fault.h"

enum { UNREACHED_MOST = 20, UNREACHED_KIND = 300 };

/* What one worker remembers; begins as { 0 }. */
struct unreached {
	struct unreached_one {
		char kind[UNREACHED_KIND];	/* "mail to ann@example.org" */
		struct fault fault;
	} at[UNREACHED_MOST];
	size_t count;
};

bool unreached_look(struct unreached *unreached, struct db *db,
		    const struct world_desk *desk, struct err *err);

#endif
