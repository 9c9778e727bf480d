/* plan_notification.h - what an agent is to be told.
 *
 * A plan only says that she is to be told; what the mail says is written when
 * it is due, from what the ticket is then (desk/notification.h).
 *
 * Ownership: in the arena of the batch.
 */
#ifndef DESK_PLAN_NOTIFICATION_H
#define DESK_PLAN_NOTIFICATION_H

#include "base/clock.h"

#include <stdint.h>

#define NOTIFICATION_KINDS(ROW)					\
	ROW(NOTIFICATION_NEW,         "new-ticket")		\
	ROW(NOTIFICATION_ANSWER,      "answer")			\
	ROW(NOTIFICATION_ASSIGNED,    "assigned")		\
	ROW(NOTIFICATION_PENDING,     "pending-join")		\
	ROW(NOTIFICATION_UNDELIVERED, "undelivered")		\
	ROW(NOTIFICATION_RESTED,      "pending-over")		\
	ROW(NOTIFICATION_RULE,        "rule")

enum notification_kind {
#define ROW(name, word) name,
	NOTIFICATION_KINDS(ROW)
#undef ROW
};

struct plan_notification {
	const char *address;	/* of an agent, lower case */
	int64_t ticket_id;
	enum notification_kind kind;
	const char *because;	/* the rule or verdict */
	usec_t due;
};

const char *notification_word(enum notification_kind kind);

#endif
