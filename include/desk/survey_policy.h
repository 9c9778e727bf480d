/* survey_policy.h - when customers are told of the end, or asked how it was.
 *
 * Data only.  Ownership: in the arena of the settings.
 */
#ifndef DESK_SURVEY_POLICY_H
#define DESK_SURVEY_POLICY_H

#include "base/clock.h"
#include "mail/message.h"

struct survey_policy {
	usec_t after;		/* the ticket was closed; 0: never */
	struct strings queues;	/* of these alone; none: of all */
};

#endif
