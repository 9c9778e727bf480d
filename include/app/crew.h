/* crew.h - a trial over much mail, by several processes at once.
 *
 * Each has a connection and a sandboxed reader of its own and takes block
 * after block; what it finds comes back as records.
 *
 * Errors: the first that any of them has; all are ended then.
 * Limits: each holds one block in memory (store/trial.h), its raw bytes and
 *         what was read of them.
 */
#ifndef APP_CREW_H
#define APP_CREW_H

#include "app/findings.h"
#include "app/trial.h"

struct crew_work {
	struct trial *trial;	/* used by each after the fork only */
	const char *conninfo;
	int64_t desk_id;
	usec_t since;
	const struct trial_block *blocks;
	size_t count;
	size_t processes;	/* at least 1 */
};

/* Be shown each mail, in any order; its words are gone after the call. */
typedef void crew_observer(void *context, const struct finding *finding);

bool crew_run(const struct crew_work *work, crew_observer *observer,
	      void *context, struct err *err);

#endif
