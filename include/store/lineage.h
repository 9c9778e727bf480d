/* lineage.h - is this the database that the desk worked with?
 *
 * A standby that was promoted, or a backup that was put back, may lack the
 * last commits: mail that was moved and answered, numbers that customers were
 * told, ids.  Each desk remembers the server, its timeline and the database
 * that it works with; where another one answers, workers stand still until
 * lineage_settle() has said that what is forgotten was looked for.
 *
 * Limits: a copy of the data folder that starts again on the same timeline
 *         (no promotion, no recovery target) cannot be told apart.
 * Errors: of the database.
 */
#ifndef STORE_LINEAGE_H
#define STORE_LINEAGE_H

#include "store/db.h"

struct lineage {
	char server[64];	/* the one that answers now */
	usec_t noticed;		/* since when it is another; 0: it is not */
};

/* Ask; the desk's first time settles it. */
bool lineage_read(struct db *db, int64_t desk_id, struct lineage *lineage_r,
		  struct err *err);

/* What must be before anything works with another database.  Ids and numbers
 * of tickets leap over those that may be given; mail that waits for its
 * decision, or came before the change was noticed, is never answered by
 * machine; mail of ours that was due by then is not sent again, unless an
 * agent wrote it.  *doubted_r: how many.  It may be done again. */
bool lineage_begin(struct db *db, int64_t desk_id, size_t *doubted_r,
		   struct err *err);

/* All folders were looked at: `taken` mails were unknown there.  Workers may
 * go on. */
bool lineage_settle(struct db *db, int64_t desk_id, int64_t taken,
		    struct err *err);

#endif
