/* outgoing_order.h - `postdesk outbox retry` and `cancel`. */
#ifndef APP_OUTGOING_ORDER_H
#define APP_OUTGOING_ORDER_H

#include "app/look.h"
#include "store/outbox_order.h"

/* `count` words that are ids.  0 where all of it was done, EX_DATAERR where
 * some was not: it says which, and why. */
int outgoing_order(const struct look *look, enum outbox_order order,
		   char **words, size_t count, bool json);

#endif
