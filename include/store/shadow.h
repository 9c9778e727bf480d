/* shadow.h - a version of the rules that runs beside the active one.
 *
 * One a desk at most.  Its worker claims it, tries it on mail that was decided
 * just now, and records what would have been otherwise.  It never touches a
 * mail, a ticket or an answer.
 *
 * Ownership: results live in the arena given.
 * Errors:    permanent: there is one already, or none.
 */
#ifndef STORE_SHADOW_H
#define STORE_SHADOW_H

#include "desk/redecide.h"
#include "store/db.h"

/* Start a stored version; what it said in an earlier run is forgotten. */
bool shadow_start(struct db *db, int64_t desk_id, int64_t version,
		  const char *author, struct err *err);
bool shadow_stop(struct db *db, int64_t desk_id, int64_t *version_r,
		 struct err *err);

/* For one worker, until the lease ends.  *version_r 0: none runs, or another
 * worker has it. */
bool shadow_claim(struct db *db, int64_t desk_id, usec_t lease,
		  int64_t *version_r, usec_t *seen_r, struct err *err);

/* Mails that were decided since it began and that it was not tried on. */
bool shadow_ids(struct db *db, struct arena *arena, int64_t desk_id,
		int64_t version, usec_t seen, size_t most, int64_t **ids_r,
		size_t *count_r, struct err *err);

/* What it said of one mail. */
struct shadow_mail {
	int64_t mail_id;
	usec_t received;		/* of these, what is read only */
	const char *subject, *author;
	int64_t ticket_number;

	int64_t against;		/* the active version then */
	unsigned grounds, changed;	/* bits of the aspects */
	struct outcome before, after;	/* where anything changed */
};

struct shadow_batch {
	int64_t version;
	const struct shadow_mail *mails;
	size_t count;
	usec_t seen;		/* when the last was decided */
	usec_t spent;
	const char *fault;	/* "" if none */
};

bool shadow_record(struct db *db, int64_t desk_id,
		   const struct shadow_batch *batch, struct err *err);

/* How it goes; the last one where none runs. */
struct shadow_state {
	int64_t version;		/* 0: there never was one */
	const char *author, *fault;
	usec_t started, ended;		/* ended 0: it runs */
	int64_t mails, changed, apart;	/* apart: of the mails, those that
					 * rest on more than themselves */
	int64_t grounds[REDECIDE_GROUND_COUNT];
	usec_t spent;
};

bool shadow_read(struct db *db, struct arena *arena, int64_t desk_id,
		 struct shadow_state *state_r, struct err *err);
bool shadow_changes(struct db *db, struct arena *arena, int64_t desk_id,
		    int64_t version, size_t most,
		    struct shadow_mail **mails_r, size_t *count_r,
		    struct err *err);

#endif
