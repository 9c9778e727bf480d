/* retention.h - how long the bytes of mails are kept.
 *
 * The ledger's row stays for ever, and so does what tickets say; what goes are
 * the raw bytes and with them the attachments.
 *
 * Ownership: values.
 */
#ifndef DESK_RETENTION_H
#define DESK_RETENTION_H

#include "base/clock.h"
#include "desk/plan_effect.h"

#define RETENTION_FOREVER	((usec_t)0)

enum { RETENTION_DISPOSITIONS = DISPOSITION_DROPPED + 1 };

struct retention {
	usec_t keep[RETENTION_DISPOSITIONS];	/* since the mail's end */
};

#endif
