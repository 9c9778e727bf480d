/* notification_read.h - what a notification says of its tickets.
 *
 * Private to store/notification.c, within its transaction.
 */
#ifndef STORE_NOTIFICATION_READ_H
#define STORE_NOTIFICATION_READ_H

#include "desk/notification.h"
#include "store/db.h"

/* The tickets of the causes; files too, where there is one ticket. */
bool notification_read(struct db *db, struct arena *arena,
		       struct notification_facts *facts, struct err *err);

#endif
