/* waker.h - sleep until there is work, or somebody wants us to stop.
 *
 * SIGTERM and SIGINT only set a flag and wake the sleeper: a worker ends
 * between two steps.  SIGHUP asks for a reload.  SIGPIPE is ignored.
 */
#ifndef APP_WAKER_H
#define APP_WAKER_H

#include "base/clock.h"
#include "store/db.h"

struct waker;

/* Watches the signals, and the database's notifications (NULL: none). */
struct waker *waker_new(struct db *db);
void waker_free(struct waker **waker);

/* After the connection was made anew. */
void waker_watch(struct waker *waker, struct db *db);

/* Readable as soon as something happened: for poll() elsewhere. */
int waker_fd(const struct waker *waker);

/* Sleep at most `timeout`.  True if there may be work. */
bool waker_wait(struct waker *waker, usec_t timeout);

/* Has somebody asked us to end? */
bool waker_stopped(void);

/* Was a reload asked for since the last call? */
bool waker_reload(void);

#endif
