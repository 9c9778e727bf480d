/* refusal.h - mails that a server names and does not give.
 *
 * A batch that cannot be fetched is fetched again mail by mail.  The one that
 * fails alone, twice, is left out for a while, so that it harms only itself;
 * it stays where it is, is tried again, and the admin is told.
 *
 * Ownership: a plain value, all zero at first.
 */
#ifndef APP_REFUSAL_H
#define APP_REFUSAL_H

#include "base/clock.h"
#include "base/err.h"

#include <stdint.h>

enum { REFUSAL_MOST = 64 };

struct refusal {
	bool alone;		/* the next batch is one mail */
	int64_t guilty;		/* failed once alone; 0: none */
	int64_t items[REFUSAL_MOST];
	size_t count;
	usec_t since;		/* of the first, monotonic */
	struct err why;		/* of the last */
};

/* How many of `count` mails to ask for at once. */
size_t refusal_batch(const struct refusal *refusal, size_t count);

/* A batch of `count` that begins with `item` could not be fetched. */
void refusal_failed(struct refusal *refusal, int64_t item, size_t count,
		    usec_t now, const struct err *why);

/* Is it to be left out?  After ten minutes all are tried again. */
bool refusal_holds(const struct refusal *refusal, int64_t item);
void refusal_expire(struct refusal *refusal, usec_t now);

/* All others are taken: false and *err if one is left out. */
bool refusal_settle(struct refusal *refusal, struct err *err);

#endif
