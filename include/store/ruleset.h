/* ruleset.h - published rules and replies: immutable, numbered, shared.
 *
 * Files are the source, the database is the truth: every worker on every host
 * works with the version that its desk names as active.  Every version is
 * kept, and so is when each became active, and by whom.
 *
 * Ownership: results live in the arena given.
 */
#ifndef STORE_RULESET_H
#define STORE_RULESET_H

#include "desk/rules.h"
#include "store/db.h"

/* How a version became the active one. */
#define RULESET_WAYS(ROW)				\
	ROW(RULESET_PUBLISHED,   "published")		\
	ROW(RULESET_PROMOTED,    "promoted")		\
	ROW(RULESET_ROLLED_BACK, "rolled-back")

enum ruleset_way {
#define ROW(name, word) name,
	RULESET_WAYS(ROW)
#undef ROW
};

/* Version that is active; 0: none was published yet. */
bool ruleset_active(struct db *db, int64_t desk_id, int64_t *version_r,
		    struct err *err);

bool ruleset_read(struct db *db, struct arena *arena, int64_t desk_id,
		  int64_t version, struct bundle *bundle_r, struct err *err);

/* The newest version of that digest; 0: there is none. */
bool ruleset_known(struct db *db, int64_t desk_id, const uint8_t sha256[32],
		   int64_t *version_r, struct err *err);

/* What is to be stored; a bundle that is there already is not stored again. */
struct ruleset_new {
	const struct bundle *bundle;
	uint8_t sha256[32];
	const char *author;
};

/* Store it and make it active. */
bool ruleset_publish(struct db *db, int64_t desk_id,
		     const struct ruleset_new *new, int64_t *version_r,
		     struct err *err);

/* Store it only. */
bool ruleset_store(struct db *db, int64_t desk_id,
		   const struct ruleset_new *new, int64_t *version_r,
		   struct err *err);

/* Make a stored version active; permanent where there is none. */
bool ruleset_activate(struct db *db, int64_t desk_id, int64_t version,
		      enum ruleset_way way, const char *author,
		      struct err *err);

/* The version that was active before; permanent where there is none. */
bool ruleset_before(struct db *db, int64_t desk_id, int64_t *version_r,
		    struct err *err);

struct ruleset_version {
	int64_t version;
	const char *author;
	usec_t created;
	uint8_t sha256[32];
	size_t files;
	bool active, shadow;
	const char *way, *activated_by;	/* "" where it never was */
	usec_t activated;		/* the last time; 0: never */
};

/* The newest first, at most `limit`. */
bool ruleset_list(struct db *db, struct arena *arena, int64_t desk_id,
		  size_t limit, struct ruleset_version **list_r,
		  size_t *count_r, struct err *err);

const char *ruleset_way_word(enum ruleset_way way);

#endif
