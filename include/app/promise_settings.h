/* promise_settings.h - by when a first answer is promised, of postdesk.yaml.
 *
 *	promise: 8 working hours
 *	promise: { critical: 1 hour, high: 4 working hours, low: 3 working days }
 *	queue_promises: { billing: 2 working days }
 *
 * Ownership, errors: as in app/schema.h.
 */
#ifndef APP_PROMISE_SETTINGS_H
#define APP_PROMISE_SETTINGS_H

#include "app/schema.h"
#include "desk/desk.h"

SCHEMA_READ(promise_settings);		/* struct promise_policy */
SCHEMA_READ(promise_settings_queues);	/* struct promise_policy */

/* Refuse the promise of a queue that the desk, read whole, does not have. */
bool promise_settings_check(const struct schema_reader *reader,
			    const struct yaml *map, const struct desk *desk);

#endif
