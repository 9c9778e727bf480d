/* audit.h - what the ledger says of mailboxes, and whether it is whole.
 *
 * Reads only, but for audit_settle().
 *
 * Ownership: results live in the arena given.
 */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "store/ledger.h"

struct audit_count {
	const char *word;
	int64_t count;
};

struct audit_totals {
	int64_t mails, pending;
	int64_t without_ticket;		/* that should have one: never */
	struct audit_count *dispositions;
	size_t disposition_count;
	struct audit_count *outbox;	/* by state */
	size_t outbox_count;
};

bool audit_totals(struct db *db, struct arena *arena, int64_t desk_id,
		  struct audit_totals *totals_r, struct err *err);

enum audit_place {
	AUDIT_UNKNOWN,		/* never taken in */
	AUDIT_KNOWN,		/* taken in, and may have left */
	AUDIT_AWAITED,		/* taken in, and should be there */
};

/* How the ledger knows these items of a mailbox, which rise; `began`: when
 * they were listed. */
bool audit_here(struct db *db, struct arena *arena,
		const struct ledger_mailbox *mailbox, usec_t began,
		const int64_t *items, size_t count,
		enum audit_place *places_r, struct err *err);

/* How many mails should be in the mailbox. */
bool audit_awaited(struct db *db, const struct ledger_mailbox *mailbox,
		   usec_t began, int64_t *count_r, struct err *err);

/* Numbers above `after` under which mails of the mailbox were put into the
 * folder with that epoch, rising; at most `most`. */
bool audit_placed(struct db *db, struct arena *arena,
		  const struct ledger_mailbox *mailbox, int64_t epoch,
		  int64_t after, size_t most, int64_t **items_r,
		  size_t *count_r, struct err *err);

/* Which of these bytes does the ledger have, under whatever name? */
bool audit_bytes(struct db *db, struct arena *arena, int64_t desk_id,
		 const uint8_t (*sha256)[32], size_t count, bool *known_r,
		 struct err *err);

/* The mails behind *after_r, at most `most`; *after_r becomes the last of
 * them.  Those whose bytes are not whole (with `digests`: not the same) are
 * added to broken_r, which has room for `most`. */
bool audit_whole(struct db *db, int64_t desk_id, int64_t *after_r, size_t most,
		 bool digests, size_t *looked_r, int64_t *broken_r,
		 size_t *broken_count_r, struct err *err);

/* What was taken in from the folder that mail is moved to, stays in it. */
bool audit_settle(struct db *db, const struct ledger_mailbox *mailbox,
		  struct err *err);

#endif
