/* trial.h - stored mail, with all that was seen when it was decided.
 *
 * For trying rules on the past (`rules backtest`, shadows).  Nothing here
 * takes a lock or changes a mail.
 *
 * Ownership: results live in the arena given.
 * Limits:    a block holds at most so many mails, and TRIAL_BYTES or one mail.
 */
#ifndef STORE_TRIAL_H
#define STORE_TRIAL_H

#include "desk/redecide.h"
#include "store/db.h"

#define TRIAL_BYTES ((int64_t)16 << 20)

/* Mails whose ids lie together. */
struct trial_block {
	int64_t first, last;
	int64_t mails;
};

/* All mails that were decided since then. */
bool trial_blocks(struct db *db, struct arena *arena, int64_t desk_id,
		  usec_t since, size_t mails, struct trial_block **blocks_r,
		  size_t *count_r, struct err *err);

/* The ids of one block. */
bool trial_ids(struct db *db, struct arena *arena, int64_t desk_id,
	       usec_t since, const struct trial_block *block, int64_t **ids_r,
	       size_t *count_r, struct err *err);

/* The mails that were decided last, of 64 KB at most each. */
bool trial_newest(struct db *db, struct arena *arena, int64_t desk_id,
		  size_t most, int64_t **ids_r, size_t *count_r,
		  struct err *err);

/* How often a rule hit; the rule "": mails that the version judged. */
struct trial_hits {
	const char *rule;
	int64_t mails;
	usec_t last;
};

bool trial_hits(struct db *db, struct arena *arena, int64_t desk_id,
		int64_t version, usec_t since, struct trial_hits **hits_r,
		size_t *count_r, struct err *err);

struct trial_mail {
	int64_t id;
	const void *bytes;	/* as it was received */
	size_t size;
	usec_t received, ended;
	bool silent, released, truncated, unparsed;
	uint8_t sha256[32];
	const char *subject, *author;
	int64_t ticket_number;	/* 0: none */

	/* As it was decided, by which version. */
	int64_t ruleset;
	bool judged;		/* rules had a say in it */
	const char *disposition, *answer;
	const char *rules;	/* that hit, one a line */
	struct redecide_past past;
};

/* In the order of the ids; one that is not there is left out.  *done_r: so
 * many of the ids were looked at, because of their bytes perhaps not all.
 * What is larger than LEDGER_CHUNK comes without bytes. */
bool trial_mails(struct db *db, struct arena *arena, int64_t desk_id,
		 const int64_t *ids, size_t count,
		 struct trial_mail **mails_r, size_t *count_r, size_t *done_r,
		 struct err *err);

/* Mails that came after these on the same ticket, or cite them: theirs would
 * have been another past, had these ended otherwise. */
bool trial_followers(struct db *db, struct arena *arena, int64_t desk_id,
		     const int64_t *ids, size_t count, int64_t **followers_r,
		     size_t *count_r, struct err *err);

#endif
