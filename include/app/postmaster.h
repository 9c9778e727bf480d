/* postmaster.h - a throw-away server as our own child.
 *
 * pg_ctl looks every 100 ms whether the server is up or down; `try` lives for
 * less.  Here it is looked at every few milliseconds, and the end waits for
 * nobody's session.  The server ends with us, even when we are killed.
 *
 * Errors:    permanent where the reason stands in server.log.
 */
#ifndef APP_POSTMASTER_H
#define APP_POSTMASTER_H

#include "app/pgtool.h"

/* Start the server of tool->folder and wait until it answers: its pid, or -1
 * and *err. */
pid_t postmaster_start(const struct pgtool *tool, struct err *err);

/* End it with all of its sessions, and wait until it is gone. */
void postmaster_stop(pid_t postmaster);

#endif
