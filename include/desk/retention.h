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

/* A database that comes back from a copy of yesterday lacks mails; they are
 * taken in again from where they were moved to, as long as they lie there. */
#define RETENTION_PROCESSED_LEAST	(30 * USEC_DAY)

enum { RETENTION_DISPOSITIONS = DISPOSITION_DRAFTED + 1 };

struct retention {
	usec_t keep[RETENTION_DISPOSITIONS];	/* since the mail's end */
	usec_t processed;	/* on the server, since it was moved there */
};

#endif
