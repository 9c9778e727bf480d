/* clear.h - remove mail from the folder that it was moved to.
 *
 * Only what the ledger put there, by the numbers that the server gave then,
 * and only while the folder has the epoch of then: nothing that the ledger does
 * not know is touched.  What is old enough by `retention: { processed: … }`
 * goes, and what belonged to a person who was erased.
 *
 * Limits: a server without UIDPLUS keeps all, since others may have marked
 *         mail as deleted there.
 */
#ifndef APP_CLEAR_H
#define APP_CLEAR_H

#include "app/world.h"
#include "store/ledger.h"

/* How many went; nothing where mail is left in its mailbox. */
bool clear_folder(const struct world_desk *desk,
		  const struct settings_mailbox *settings, struct db *db,
		  const struct ledger_mailbox *mailbox, size_t *count_r,
		  struct err *err);

#endif
