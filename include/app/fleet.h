/* fleet.h - all SMTP sessions of one sender.
 *
 * Sessions are opened as they are needed, twice as many at a time as are
 * connected already: a server that refuses us, or a login that fails, is met
 * by one.  An idle one says goodbye after half a minute.
 *
 * Ownership: the settings are borrowed.
 */
#ifndef APP_FLEET_H
#define APP_FLEET_H

#include "app/backlog.h"
#include "app/lane.h"

struct fleet;

struct fleet *fleet_new(const struct settings_desk *desk);
void fleet_free(struct fleet **fleet);

size_t fleet_size(const struct fleet *fleet);
struct lane *fleet_lane(const struct fleet *fleet, size_t i);

/* How many are in this state; how many have a mail (or say goodbye). */
size_t fleet_count(const struct fleet *fleet, enum lane_state state);
size_t fleet_busy(const struct fleet *fleet);
bool fleet_connected(const struct fleet *fleet);

/* Mails to a domain that are on their way; and all domains of which there
 * are so many. */
backlog_busy fleet_busy_with;
struct strings fleet_full(const struct fleet *fleet, struct arena *arena,
			  size_t per_domain);

/* Bytes of the mails that lanes carry. */
size_t fleet_bytes(const struct fleet *fleet);

/* Could another mail be begun?  Begin as many as may go. */
bool fleet_has_room(const struct fleet *fleet);
size_t fleet_begin(struct fleet *fleet, struct backlog *backlog);

/* A lane's result was taken: it is free.  Where it got no connection and
 * others have one, the server takes no more: it rests for a minute. */
void fleet_freed(struct fleet *fleet, size_t i, bool opened);

/* Idle sessions say goodbye. */
void fleet_tidy(struct fleet *fleet);

/* Sleep until a lane has news, `fd` is readable, or `time` has passed; and for
 * a millisecond more where several lanes may have news together. */
void fleet_wait(struct fleet *fleet, int fd, usec_t time);

/* No lane waits for its server from now on. */
void fleet_halt(struct fleet *fleet);

#endif
