/* fetch.h - from a mailbox to the ledger, and out of the way afterwards.
 *
 * Selects by UID and UIDVALIDITY, never by \Seen or date.  A batch with its
 * raw bytes is committed before anything looks at it; a mail is retired
 * (moved to the folder of the settings) only after its end is committed.
 * Every hour what the settings keep no longer is removed from there.
 * Waits on the mailbox (IDLE) and on the database at once; a poll stands
 * behind both.
 */
#ifndef APP_FETCH_H
#define APP_FETCH_H

#include "app/world.h"
#include "net/source.h"
#include "store/ledger.h"

struct fetch;

struct fetch *fetch_new(const struct world_desk *desk,
			const struct settings_mailbox *mailbox);
void fetch_free(struct fetch **fetch);

/* Connect where needed, take in what is new, retire what has ended.
 * *done_r: how many mails were taken or retired. */
bool fetch_batch(struct fetch *fetch, struct db *db, size_t *done_r,
		 struct err *err);

/* Mails of a source into the ledger, in one commit; *added_r: those that were
 * new. */
bool fetch_store(struct db *db, struct ledger_mailbox *mailbox,
		 const struct source_mail *mails, size_t count, bool silent,
		 size_t *added_r, struct err *err);

/* Wait for news from the mailbox, `wake`, or until the poll is due. */
bool fetch_wait(struct fetch *fetch, int wake, struct err *err);

/* After a failure: the connection is given up. */
void fetch_hang_up(struct fetch *fetch);

#endif
