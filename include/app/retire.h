/* retire.h - move mail whose end is committed out of its mailbox.
 *
 * Errors: those of the source and of the ledger.  A mail that was moved, and
 * of which the ledger does not know it, counts as moved the next time.
 */
#ifndef APP_RETIRE_H
#define APP_RETIRE_H

#include "net/source.h"
#include "store/ledger.h"

/* Where mail goes that is too large to be kept whole: nothing expires it. */
#define RETIRE_OVERSIZE "Oversize"

struct retire {
	struct arena *arena;
	struct source *source;
	struct ledger_mailbox *mailbox;
	const char *folder;
};

/* A page of it; *done grows by how many really went. */
bool retire_ended(const struct retire *retire, struct db *db, size_t *done,
		  struct err *err);

#endif
