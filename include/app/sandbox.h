/* sandbox.h - lock this process in, for good.
 *
 * After sandbox_enter() the process can compute, use memory, read and write
 * the descriptors it has, and end.  It can open no file and no socket, start
 * no process and send no signal to others.
 */
#ifndef APP_SANDBOX_H
#define APP_SANDBOX_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>

/* Close every descriptor but `keep`, and lock the door. */
bool sandbox_enter(int keep, struct err *err);

/* What this kernel offers, for `postdesk doctor`. */
const char *sandbox_level(struct arena *arena);

#endif
