/* store/fault.h - which faults are open, and how long work has waited.
 *
 * Errors: those of the database.
 */
#ifndef STORE_FAULT_H
#define STORE_FAULT_H

#include "store/db.h"

/* Open a fault of that kind.  *new_r: it was not open before. */
bool fault_open(struct db *db, int64_t desk_id, const char *kind,
		const char *detail, bool *new_r, struct err *err);

/* Close it.  *was_open_r: there was one. */
bool fault_close(struct db *db, int64_t desk_id, const char *kind,
		 bool *was_open_r, struct err *err);

struct fault_health {
	usec_t oldest_mail;	/* how long it has waited; 0: none waits */
	int64_t mails;		/* in the ledger without an end */
	usec_t oldest_answer;	/* past its due time */
	int64_t answers;	/* in the outbox, not sent */
};

bool fault_health(struct db *db, int64_t desk_id,
		  struct fault_health *health_r, struct err *err);

#endif
