/* tick.h - what the clock brings.
 *
 * Looks once a minute for what has waited too long: mail in the ledger that
 * nobody ends, answers that do not leave, a disk that fills up.  Each is a
 * fault of its own, told once and once when it is over.  Counts who waits for
 * a first answer, and every ten minutes measures how long people wait.  Asks
 * customers how it was, where the desk wants that.
 * Removes the bytes of mails that the settings keep no longer.
 */
#ifndef APP_TICK_H
#define APP_TICK_H

#include "app/world.h"

struct tick;

struct tick *tick_new(const struct world *world,
		      const struct world_desk *desk);
void tick_free(struct tick **tick);

bool tick_once(struct tick *tick, struct db *db, struct err *err);

#endif
