/* dial.h - a TCP connection within a deadline.
 *
 * Tries each address of the name in turn (IPv6 and IPv4), so that one that
 * does not answer costs only its share of the time.
 *
 * Limits: the look-up of a name is bounded by the resolver's own time-outs
 *         (resolv.conf), not by `time`.
 * Errors: temporary, but for what settings alone can mend.
 */
#ifndef NET_DIAL_H
#define NET_DIAL_H

#include "base/clock.h"
#include "base/err.h"

enum dial_reach {
	DIAL_ANYWHERE,
	DIAL_LOOPBACK,		/* only 127.0.0.0/8 and ::1 */
};

/* A connected, non-blocking socket that the caller closes, or -1.  `time` is
 * a duration; `halt` as for dial_poll(). */
int dial_connect(const char *host, int port, enum dial_reach reach,
		 usec_t time, int halt, struct err *err);

/* Wait until `fd` is ready for `events` (as of poll) or `until` of
 * dial_clock() has come.  Above 0: ready; 0: too late; below: errno, which is
 * ECANCELED once the descriptor `halt` (0: none) is readable. */
int dial_poll(int fd, short events, usec_t until, int halt);

/* Microseconds that only ever grow; for deadlines, never for decisions. */
usec_t dial_clock(void);

#endif
