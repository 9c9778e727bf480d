/* store/notification.h - take what an agent is to be told, and tell it.
 *
 * Each agent is a transaction of its own: what waits is taken away and the
 * mails that tell it are in the outbox, or nothing happened.
 *
 * Errors: those of the database.
 */
#ifndef STORE_NOTIFICATION_H
#define STORE_NOTIFICATION_H

#include "desk/notification.h"
#include "store/db.h"

/* Tell all agents of the desk what is due; how many mails in *sent_r. */
bool notification_tell(struct db *db, const struct desk *desk, size_t *sent_r,
		       struct err *err);

#endif
