/* publish.h - from the operator's files to the ruleset that workers use.
 *
 * Reads a desk's folder of rules and replies (or the shipped one), checks all
 * of it, and stores it as an immutable version.  On any mistake the active
 * version stays, and the error names file, line and column.
 */
#ifndef APP_PUBLISH_H
#define APP_PUBLISH_H

#include "app/world.h"
#include "store/ruleset.h"

/* Read a folder (NULL: the shipped one) and check all of it, for a desk (NULL:
 * for any); nothing is stored. */
bool publish_check(struct arena *arena, const char *folder,
		   const struct desk *desk, struct bundle *bundle_r,
		   struct err *err);

/* The same, as what is stored of it. */
bool publish_read(struct arena *arena, const char *folder,
		  const struct desk *desk, struct ruleset_new *new_r,
		  struct err *err);

/* A restart publishes files that are new; those of an earlier version leave
 * alone what was promoted or rolled back since. */
enum publish_when { PUBLISH_ASKED, PUBLISH_IF_NEW };

bool publish_desk(struct world *world, const struct world_desk *desk,
		  enum publish_when when, int64_t *version_r, struct err *err);
bool publish_all(struct world *world, enum publish_when when,
		 struct err *err);

/* At the start of `run`: what is new.  A mistake in the files does not keep a
 * desk closed that has rules already; it is logged. */
bool publish_start(struct world *world, struct err *err);

/* Only where the desk has no rules yet: a worker that is started alone. */
bool publish_first(struct world *world, const struct world_desk *desk,
		   struct err *err);

/* `postdesk reload`. */
int publish_main(int argc, char **argv);

#endif
