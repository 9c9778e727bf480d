/* names.h - does what rules name exist: replies, and the desk's queues, agents
 * and organisations?  And the replies that the desk's notices name?
 *
 * Asked where rules are published, not where a worker loads them: a published
 * set stays sound when the settings change.
 *
 * Errors: the operator's, with file, line and column.
 */
#ifndef DESK_NAMES_H
#define DESK_NAMES_H

#include "desk/desk.h"
#include "desk/template.h"

/* Of a desk that names no queues any is. */
bool names_queue(const struct desk *desk, const char *queue);

/* `desk` NULL: it is not known yet; only replies are looked up. */
bool names_check(const struct rules *rules, const struct templates *templates,
		 const struct desk *desk, struct err *err);

#endif
