/* comparison.h - a folder of a mailbox, held against the ledger.
 *
 * The mailbox itself holds what is to be taken in, or has not left yet.  A
 * folder that mail is moved to holds nothing but what the ledger moved there:
 * known by its new number, else by its bytes (a server without UIDPLUS, a
 * copy, a database that was put back).
 *
 * Ownership: texts in the arena; the rest are values.
 * Errors:    of the source and of the database.  A folder that cannot be
 *            opened is no error: it is said.
 * Limits:    COMPARISON_NAMED unknown mails are named.
 */
#ifndef APP_COMPARISON_H
#define APP_COMPARISON_H

#include "app/world.h"
#include "net/source.h"
#include "store/ledger.h"

enum { COMPARISON_NAMED = 10 };

/* Mail that is to be taken in is on its way for so long. */
#define COMPARISON_PATIENCE (15 * USEC_MINUTE)

struct comparison {
	const char *mailbox;		/* its name in the settings */
	const char *folder;
	const char *closed;		/* why it was not opened; NULL */
	int64_t here;			/* mails on the server */
	int64_t known;
	int64_t copies;			/* known by their bytes alone */
	int64_t coming;			/* not taken in yet, and new */
	int64_t skipped;		/* old mail that is left alone */
	int64_t gone;			/* the ledger awaits it, and it left */
	int64_t unknown;
	struct source_item named[COMPARISON_NAMED];	/* of these */
};

/* What is done with unknown mail of a folder; NULL: nothing. */
struct comparison_taker {
	bool (*take)(void *context, int64_t epoch,
		     const struct source_mail *mails, size_t count,
		     struct err *err);
	bool (*take_large)(void *context, int64_t epoch,
			   struct source *source,
			   const struct source_item *item, struct err *err);
	void *context;
};

struct comparing {
	struct arena *arena;
	struct db *db;
	const struct world_desk *desk;
	const struct settings_mailbox *mailbox;
	struct ledger_mailbox ledger;
	usec_t began;
};

bool comparison_mailbox(const struct comparing *with,
			struct comparison *comparison_r, struct err *err);
bool comparison_folder(const struct comparing *with, const char *folder,
		       const struct comparison_taker *taker,
		       struct comparison *comparison_r, struct err *err);

#endif
