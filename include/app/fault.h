/* fault.h - tell a person, once, of what stays broken; and when it is over.
 *
 * A fault that lasts longer than five minutes becomes one mail to the desk's
 * admin, and one more when it is over.  What is known of it is in the
 * database, so that a restart or a second host does not repeat it.
 */
#ifndef APP_FAULT_H
#define APP_FAULT_H

#include "app/world.h"

/* What one worker remembers.  `kind` is a stable word: "fetch acme/inbox". */
struct fault {
	const char *kind;
	usec_t since;		/* monotonic; 0: all is well */
	bool told;		/* of this fault */
	bool checked;		/* whether an older one is still open */
};

/* It failed just now.  `db` may be NULL or broken: then only time passes. */
void fault_seen(struct fault *fault, struct db *db,
		const struct world_desk *desk, const struct err *why);

/* It works (again). */
void fault_over(struct fault *fault, struct db *db,
		const struct world_desk *desk);

#endif
