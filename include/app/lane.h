/* lane.h - one SMTP session, in a thread of its own.
 *
 * A lane carries one mail at a time, over a connection that it keeps: no
 * session ever waits for the network of another.  Whoever owns the lanes
 * holds the database: a lane stops before the final dot until it is told that
 * the mark is committed.
 *
 *	FREE -offer-> OFFERING -> OFFERED -finish-> FINISHING -> DONE -take->
 *	                   \-> DONE (no dot was sent)
 *
 * A connection that was lost while it lay idle is made anew within the offer;
 * after CARRIES mails it is made anew as well.
 *
 * Ownership: the settings are borrowed; mails are copied.  Only the thread
 *            that made it calls these.
 * Errors:    told in the result.
 */
#ifndef APP_LANE_H
#define APP_LANE_H

#include "app/settings.h"
#include "store/outbox.h"

struct lane;

enum lane_state {
	LANE_FREE,
	LANE_OFFERING,		/* everything up to the dot is being said */
	LANE_OFFERED,		/* the dot waits for its mark */
	LANE_FINISHING,
	LANE_DONE,		/* the result waits to be taken */
	LANE_LEAVING,		/* saying goodbye, then free */
};

struct lane_result {
	enum smtp_outcome outcome;
	struct smtp_reply reply;
	struct err err;		/* where there was no reply */
	bool opened;		/* a session was there to offer it in */
	bool dot;		/* the final dot was sent, or may have been */
};

/* Where all lanes tell their news: an eventfd, and whether it was written to
 * since the owner looked last, for then nobody writes. */
struct lane_bell {
	int fd;
	_Atomic bool rung;
};

/* `bell` outlives the lane; once `halt` is readable no lane waits for its
 * server any more. */
struct lane *lane_new(const struct settings_desk *desk,
		      struct lane_bell *bell, int halt);
void lane_free(struct lane **lane);

enum lane_state lane_state(struct lane *lane);
bool lane_connected(struct lane *lane);
const struct outbox_mail *lane_mail(const struct lane *lane);

/* From LANE_FREE. */
void lane_offer(struct lane *lane, const struct outbox_mail *mail);
void lane_leave(struct lane *lane);

/* From LANE_OFFERED: send the dot, or give the mail up with its session. */
void lane_finish(struct lane *lane);
void lane_drop(struct lane *lane);

/* From LANE_DONE. */
void lane_take(struct lane *lane, struct lane_result *result_r);

#endif
