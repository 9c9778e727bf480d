/* watch.h - publish rules and replies whose files have changed.
 *
 * For one host, if its operator wants it (`watch_rules: on`).  Files that are
 * being written are left alone: what is published was the same on two looks.
 * A mistake is logged once, and the old rules stay.
 *
 * Ownership: in the arena of the world.
 */
#ifndef APP_WATCH_H
#define APP_WATCH_H

#include "app/world.h"

struct watch;

/* The files as they are now count as published. */
struct watch *watch_new(struct world *world);

/* Every two seconds it looks; `now` is monotonic. */
void watch_look(struct watch *watch, usec_t now);

#endif
