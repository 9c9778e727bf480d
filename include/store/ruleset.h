/* ruleset.h - published rules and replies: immutable, numbered, shared.
 *
 * Files are the source, the database is the truth: every worker on every host
 * works with the version that its desk names as active.
 *
 * Ownership: results live in the arena given.
 */
#ifndef STORE_RULESET_H
#define STORE_RULESET_H

#include "desk/rules.h"
#include "store/db.h"

/* Version that is active; 0: none was published yet. */
bool ruleset_active(struct db *db, int64_t desk_id, int64_t *version_r,
		    struct err *err);

bool ruleset_read(struct db *db, struct arena *arena, int64_t desk_id,
		  int64_t version, struct bundle *bundle_r, struct err *err);

/* Store as the next version and make it active; a bundle that equals the
 * active one is not stored again. */
bool ruleset_publish(struct db *db, int64_t desk_id,
		     const struct bundle *bundle, const uint8_t sha256[32],
		     const char *author, int64_t *version_r, struct err *err);

#endif
