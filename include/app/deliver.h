/* deliver.h - from the outbox to the SMTP server.
 *
 * Moves immutable bytes, one recipient a transaction, over connections that
 * are reused.  Two durable marks: "dot_sent" is committed before a final dot
 * goes out, the verdict after.  Several sessions share each commit; a single
 * mail never waits for others.
 */
#ifndef APP_DELIVER_H
#define APP_DELIVER_H

#include "app/world.h"

struct deliver;

struct deliver *deliver_new(const struct world_desk *desk);
void deliver_free(struct deliver **deliver);

/* Send what is due now.  *done_r: how many mails were tried. */
bool deliver_batch(struct deliver *deliver, struct db *db, size_t *done_r,
		   struct err *err);

#endif
