/* ending.h - results of attempts on their way to the database.
 *
 * They are kept until they are committed: what a server said is not lost
 * with a connection to the database.
 *
 * Ownership: mails and results are copied as far as they are needed.
 */
#ifndef APP_ENDING_H
#define APP_ENDING_H

#include "app/lane.h"
#include "app/world.h"

struct ending;

struct ending *ending_new(const struct world_desk *desk);
void ending_free(struct ending **ending);

/* The attempt in this lane has ended so. */
void ending_add(struct ending *ending, const struct outbox_mail *mail,
		const struct lane_result *result, usec_t now);

/* The same where the mail would be refused for what is not its fault: it is
 * tried again. */
void ending_add_later(struct ending *ending, const struct outbox_mail *mail,
		      const struct lane_result *result, usec_t now);

size_t ending_count(const struct ending *ending);

/* When the oldest was added (monotonic); 0: there is none. */
usec_t ending_since(const struct ending *ending);

/* Commit all results, and the marks of `count` mails: see outbox_commit(). */
bool ending_commit(struct ending *ending, struct db *db, const int64_t *ids,
		   bool *marked, size_t count, struct err *err);

#endif
