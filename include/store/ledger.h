/* ledger.h - one row for every mail ever seen, and its raw bytes.
 *
 * fetch adds rows, ingest claims and ends them, fetch retires what ended.
 * Identity is (desk, mailbox, epoch, item); adding what is there is no error.
 * ledger_add() tells DB_CHANNEL_MAIL, the end of a mail (commit_plans())
 * tells DB_CHANNEL_ENDED.
 *
 * A mail above LEDGER_CHUNK is never in memory as a whole: it comes in and is
 * read chunk by chunk (store/ledger_raw.h).
 *
 * Ownership: results live in the arena given.
 * Limits:    a claim is of at most 6 MB of raw bytes, or of one mail.
 */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "store/db.h"

#include <stddef.h>

#define LEDGER_STATES(ROW)			\
	ROW(LEDGER_PENDING, "pending")		\
	ROW(LEDGER_ENDED,   "ended")

/* Where the mail stands in its mailbox. */
#define LEDGER_RETIRES(ROW)			\
	ROW(LEDGER_RETIRE_NONE, "none")		\
	ROW(LEDGER_RETIRE_DUE,  "due")		\
	ROW(LEDGER_RETIRE_DONE, "done")

/* Bytes of one row of mail_raw; all but the last of a mail are as long. */
enum { LEDGER_CHUNK = 1024 * 1024 };

/* Raw bytes that are in memory at a time, if they are of several mails. */
enum { LEDGER_BATCH = 6 * LEDGER_CHUNK };

struct ledger_mailbox {
	int64_t desk_id, id;
	int64_t epoch;		/* UIDVALIDITY last seen */
	int64_t highest;	/* greatest item taken in this epoch */
	usec_t since;		/* first contact; 0: never yet */
	int64_t first_epoch, first_item;	/* newest mail at that time */
	usec_t forgotten;	/* what came before may have been answered by
				 * a database that is gone; 0: none is */
};

/* A mail on its way in. */
struct ledger_new {
	int64_t item;
	usec_t received;
	size_t size;		/* on the server */
	const void *bytes;
	size_t bytes_size;
	bool truncated;
	uint8_t sha256[32];
};

struct ledger_claim {
	int64_t id;
	int64_t mailbox_id;
	usec_t received;
	int attempts;		/* this one included */
	const void *bytes;	/* NULL: more than LEDGER_CHUNK */
	size_t size;
	bool truncated;
	bool silent;		/* taken in with automatic mail off */
	bool released;		/* out of quarantine by a person: rules may
				 * not quarantine or drop it again */
	bool more;		/* others may be pending behind its batch */
	uint8_t sha256[32];
};

struct ledger_due {		/* its mail has ended: retire it */
	int64_t id;
	int64_t item;
	bool truncated;		/* goes to `Oversize`, which nothing expires */
};

/* Find or make the desk and the mailbox by name.  A new desk starts with
 * automatic mail off and is activated now. */
bool ledger_desk(struct db *db, const char *name, int64_t *desk_id_r,
		 struct err *err);
bool ledger_mailbox(struct db *db, int64_t desk_id, const char *name,
		    struct ledger_mailbox *mailbox_r, struct err *err);

/* First contact: what is there now, up to `item`, is old mail. */
bool ledger_contact(struct db *db, struct ledger_mailbox *mailbox,
		    int64_t epoch, int64_t item, struct err *err);

/* A new UIDVALIDITY: everything is enumerated again. */
bool ledger_epoch(struct db *db, struct ledger_mailbox *mailbox,
		  int64_t epoch, struct err *err);

/* Which of these items are not in the ledger yet? */
bool ledger_missing(struct db *db, struct arena *arena,
		    const struct ledger_mailbox *mailbox, const int64_t *items,
		    size_t count, int64_t **missing_r, size_t *missing_count_r,
		    struct err *err);

/* Commit a batch with its raw bytes; `silent` mails are never answered.
 * *added_r counts those that were new. */
bool ledger_add(struct db *db, struct ledger_mailbox *mailbox,
		const struct ledger_new *mails, size_t count, bool silent,
		size_t *added_r, struct err *err);

/* Take up to `most` pending mails of the desk, oldest first, for `lease`.  That
 * they are taken is committed before this returns: a claim that ends in nothing
 * counts as an attempt of each of its mails.  One alone where the first was
 * tried before. */
bool ledger_claim(struct db *db, struct arena *arena, int64_t desk_id,
		  size_t most, usec_t lease, struct ledger_claim **claims_r,
		  size_t *count_r, struct err *err);

/* Give claimed mails back at once: they were tried. */
bool ledger_release(struct db *db, int64_t desk_id, const int64_t *ids,
		    size_t count, struct err *err);

/* The same for mails that nobody looked at: as if they had not been claimed. */
bool ledger_unclaim(struct db *db, int64_t desk_id, const int64_t *ids,
		    size_t count, struct err *err);

/* Give back all that this process ever claimed of the desk and did not end. */
bool ledger_free(struct db *db, int64_t desk_id, struct err *err);

/* Mails whose end is committed and that still lie in the mailbox, by item:
 * app/retire looks them up so. */
bool ledger_due(struct db *db, struct arena *arena,
		const struct ledger_mailbox *mailbox, size_t most,
		struct ledger_due **due_r, size_t *count_r, struct err *err);

struct ledger_moved {
	int64_t id;		/* of the mail */
	int64_t target_epoch, target_item;
};

bool ledger_retired(struct db *db, const struct ledger_mailbox *mailbox,
		    const struct ledger_moved *moved, size_t count,
		    struct err *err);

/* A mail that was kept out is worked on again: `mail retry`, and `mail
 * release`, after which rules may not keep it out again.  Permanent where
 * there is no such mail, or it has its ticket already. */
enum ledger_again { LEDGER_RETRY, LEDGER_LET_OUT };

bool ledger_again(struct db *db, int64_t desk_id, int64_t id,
		  enum ledger_again how, struct err *err);

#endif
