/* shadow.h - the rules that run beside the active ones, on new mail.
 *
 * A worker of its own: it reads mail that was decided just now once more, in
 * a reader of its own, and records what its rules would have made of it.
 * Whatever goes wrong with it, no mail waits and no verdict changes.
 */
#ifndef APP_SHADOW_H
#define APP_SHADOW_H

#include "app/world.h"

struct shadow;

struct shadow *shadow_new(const struct world_desk *desk);
void shadow_free(struct shadow **shadow);

/* One batch.  *done_r: how many mails; 0: no shadow runs, or no mail is new. */
bool shadow_batch(struct shadow *shadow, struct db *db, size_t *done_r,
		  struct err *err);

#endif
