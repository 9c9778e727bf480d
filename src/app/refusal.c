/* refusal.c - find the mail that cannot be fetched, and go round it. */

#include "app/refusal.h"

#include <inttypes.h>

#define TRY_AGAIN (10 * USEC_MINUTE)

size_t refusal_batch(const struct refusal *refusal, size_t count)
{
	return refusal->alone && count > 1 ? 1 : count;
}

void refusal_failed(struct refusal *refusal, int64_t item, size_t count,
		    usec_t now, const struct err *why)
{
	refusal->alone = true;
	if (count > 1)
		return;
	/* Once may have been the connection. */
	if (refusal->guilty != item) {
		refusal->guilty = item;
		return;
	}
	refusal->guilty = 0;
	refusal->alone = false;
	if (refusal->count == REFUSAL_MOST)
		return;
	if (refusal->count == 0)
		refusal->since = now;
	refusal->items[refusal->count++] = item;
	refusal->why = *why;
}

bool refusal_holds(const struct refusal *refusal, int64_t item)
{
	for (size_t i = 0; i < refusal->count; i++)
		if (refusal->items[i] == item)
			return true;
	return false;
}

void refusal_expire(struct refusal *refusal, usec_t now)
{
	if (refusal->count > 0 && now - refusal->since > TRY_AGAIN)
		refusal->count = 0;
}

bool refusal_settle(struct refusal *refusal, struct err *err)
{
	refusal->alone = false;
	refusal->guilty = 0;
	return refusal->count == 0 ||
	       err_temporary(err, "%zu mails are not given by the server, the "
			     "last is %" PRId64 ": %s", refusal->count,
			     refusal->items[refusal->count - 1],
			     refusal->why.text);
}
