/* deliver.c - hand mails to sessions, and hold the dots until they are
 * marked. */

#include "app/deliver.h"

#include "app/attempt.h"
#include "app/ending.h"
#include "app/fleet.h"
#include "app/log.h"
#include "app/monotonic.h"
#include "base/failpoint.h"

#define GATHER (5 * 1000)		/* for one common commit */
#define PATIENCE USEC_SECOND		/* between two looks at the queue */
#define FAREWELL (5 * USEC_SECOND)

/* Refusals about us, one after the other, that are no mail's fault. */
enum { REFUSALS = 3 };

struct deliver {
	const struct world_desk *desk;
	struct fleet *fleet;
	struct backlog *backlog;
	struct ending *ending;
	size_t per_domain;

	usec_t now, now_at;		/* business clock, and when it was so */
	usec_t claimed;			/* when, monotonic; 0: not yet */
	usec_t offered;			/* since when one stands at its dot */
	bool claim_now;
	bool drained;			/* the last claim left nothing */

	int64_t *ids;			/* of one group */
	bool *marked;
	int64_t *adrift;		/* to be given back: no dot was sent */
	size_t adrift_count;

	struct err trouble;		/* the server as a whole is in the way */
	bool pause;			/* for longer, and for all senders */
	bool runs;			/* it has taken a mail since then */
	bool ending_soon;
	int refusals;			/* about us, in a row */
};

struct deliver *deliver_new(const struct world_desk *desk)
{
	struct deliver *deliver = calloc(1, sizeof(*deliver));
	const size_t count = desk->settings->sessions;

	if (deliver == NULL)
		abort();
	deliver->desk = desk;
	deliver->per_domain = desk->settings->per_domain;
	deliver->fleet = fleet_new(desk->settings);
	deliver->backlog = backlog_new(desk->desk.id, count,
				       deliver->per_domain, fleet_busy_with,
				       deliver->fleet);
	deliver->ending = ending_new(desk);
	deliver->ids = calloc(count, sizeof(*deliver->ids));
	deliver->marked = calloc(count, sizeof(*deliver->marked));
	deliver->adrift = calloc(count, sizeof(*deliver->adrift));
	if (deliver->ids == NULL || deliver->marked == NULL ||
	    deliver->adrift == NULL)
		abort();
	return deliver;
}

void deliver_free(struct deliver **deliver)
{
	if (*deliver == NULL)
		return;
	fleet_free(&(*deliver)->fleet);
	backlog_free(&(*deliver)->backlog);
	ending_free(&(*deliver)->ending);
	free((*deliver)->ids);
	free((*deliver)->marked);
	free((*deliver)->adrift);
	free(*deliver);
	*deliver = NULL;
}

static usec_t business_now(const struct deliver *deliver)
{
	return deliver->now + monotonic_now() - deliver->now_at;
}

static void note_trouble(struct deliver *deliver,
			 const struct lane_result *result)
{
	if (result->reply.code != 0)
		err_temporary(&deliver->trouble, "%s", result->reply.text);
	else
		deliver->trouble = result->err;
	if (deliver->trouble.kind == ERR_NONE)
		err_temporary(&deliver->trouble, "the server is not there");
}

/* No session for this mail.  Where others have one, the server just takes no
 * more of them; else it is in the way of all. */
static void settle_unopened(struct deliver *deliver,
			    const struct outbox_mail *mail,
			    const struct lane_result *result)
{
	if (fleet_connected(deliver->fleet)) {
		backlog_put_back(deliver->backlog, mail);
		return;
	}
	note_trouble(deliver, result);
	ending_add(deliver->ending, mail, result, business_now(deliver));
}

/* Refused before its dot.  The third in a row that is about us is no fault of
 * the mail's: the queue stands still instead. */
static void settle_refused(struct deliver *deliver,
			   const struct outbox_mail *mail,
			   const struct lane_result *result)
{
	if (!attempt_blames_us(&result->reply) ||
	    ++deliver->refusals < REFUSALS) {
		ending_add(deliver->ending, mail, result,
			   business_now(deliver));
		return;
	}
	ending_add_later(deliver->ending, mail, result,
			 business_now(deliver));
	note_trouble(deliver, result);
	deliver->pause = true;
}

static void settle(struct deliver *deliver, const struct outbox_mail *mail,
		   const struct lane_result *result)
{
	if (deliver->ending_soon && !result->dot) {
		deliver->adrift[deliver->adrift_count++] = mail->id;
	} else if (result->outcome == SMTP_LOGIN) {
		deliver->adrift[deliver->adrift_count++] = mail->id;
		note_trouble(deliver, result);
		deliver->pause = true;
	} else if (!result->opened) {
		settle_unopened(deliver, mail, result);
	} else if (!result->dot && result->outcome == SMTP_REFUSED) {
		settle_refused(deliver, mail, result);
	} else {
		ending_add(deliver->ending, mail, result,
			   business_now(deliver));
	}
}

/* The results that lanes have, and whether any stands at its dot. */
static void collect(struct deliver *deliver)
{
	for (size_t i = 0; i < fleet_size(deliver->fleet); i++) {
		struct lane *lane = fleet_lane(deliver->fleet, i);
		struct lane_result result;

		if (lane_state(lane) == LANE_OFFERED && deliver->offered == 0)
			deliver->offered = monotonic_now();
		if (lane_state(lane) != LANE_DONE)
			continue;
		lane_take(lane, &result);
		fleet_freed(deliver->fleet, i, result.opened);
		settle(deliver, lane_mail(lane), &result);
		deliver->claim_now |= !deliver->drained;
	}
}

/* Does a group wait for nobody any more? */
static bool is_complete(const struct deliver *deliver)
{
	const usec_t now = monotonic_now();
	const usec_t ended = ending_since(deliver->ending);

	if (deliver->offered != 0)
		return fleet_count(deliver->fleet, LANE_OFFERING) == 0 ||
		       now - deliver->offered >= GATHER;
	return ended != 0 &&
	       (fleet_busy(deliver->fleet) == 0 || now - ended >= GATHER);
}

static size_t offered_ids(struct deliver *deliver)
{
	size_t count = 0;

	for (size_t i = 0; i < fleet_size(deliver->fleet); i++) {
		struct lane *lane = fleet_lane(deliver->fleet, i);

		if (lane_state(lane) == LANE_OFFERED)
			deliver->ids[count++] = lane_mail(lane)->id;
	}
	return count;
}

/* Without its mark no dot may go: the session ends, the mail goes back. */
static void let_go(struct deliver *deliver, struct lane *lane, bool marked)
{
	if (marked) {
		lane_finish(lane);
		deliver->refusals = 0;
		return;
	}
	deliver->adrift[deliver->adrift_count++] = lane_mail(lane)->id;
	backlog_doubt(deliver->backlog);
	lane_drop(lane);
}

/* Who came to its dot while the group was committed is of the next one. */
static void let_all_go(struct deliver *deliver, size_t count)
{
	deliver->offered = 0;
	for (size_t i = 0; i < fleet_size(deliver->fleet); i++) {
		struct lane *lane = fleet_lane(deliver->fleet, i);
		size_t k = 0;

		if (lane_state(lane) != LANE_OFFERED)
			continue;
		while (k < count && deliver->ids[k] != lane_mail(lane)->id)
			k++;
		if (k < count)
			let_go(deliver, lane, deliver->marked[k]);
		else
			deliver->offered = monotonic_now();
	}
}

static bool commit_group(struct deliver *deliver, struct db *db,
			 struct err *err)
{
	const size_t count = offered_ids(deliver);
	const bool done = ending_commit(deliver->ending, db, deliver->ids,
					deliver->marked, count, err);

	if (!done)
		memset(deliver->marked, 0, count * sizeof(*deliver->marked));
	let_all_go(deliver, count);
	if (!done || count == 0 || deliver->runs)
		return done;
	deliver->runs = outbox_resume(db, deliver->desk->desk.id, err);
	return deliver->runs;
}

static bool release_adrift(struct deliver *deliver, struct db *db,
			   struct err *err)
{
	if (deliver->adrift_count > 0 &&
	    !outbox_release(db, deliver->desk->desk.id, deliver->adrift,
			    deliver->adrift_count, err))
		return false;
	deliver->claim_now |= deliver->adrift_count > 0;
	deliver->adrift_count = 0;
	return true;
}

static bool claim(struct deliver *deliver, struct db *db, struct err *err)
{
	ARENA(arena);
	const struct strings full = fleet_full(deliver->fleet, arena,
					       deliver->per_domain);
	const char *pause;
	size_t count;

	if (!backlog_claim(deliver->backlog, db, &full, &count, &deliver->now,
			   &pause, err))
		return false;
	deliver->now_at = deliver->claimed = monotonic_now();
	/* What could be had is here, or comes once a domain is free again.
	 * After nothing was left, whoever queues more tells. */
	deliver->claim_now = backlog_full(deliver->backlog);
	deliver->drained = !deliver->claim_now && full.count == 0 &&
			   pause == NULL;
	if (pause != NULL) {
		err_temporary(&deliver->trouble, "the queue stands still: %s",
			      pause);
		deliver->runs = false;
	}
	return count == 0 || FAILPOINT(OUTBOX_CLAIMED, err);
}

static bool wants_more(const struct deliver *deliver)
{
	const bool idle = fleet_busy(deliver->fleet) == 0;

	return (backlog_sure(deliver->backlog) ||
		(idle && ending_count(deliver->ending) == 0)) &&
	       fleet_has_room(deliver->fleet) &&
	       fleet_bytes(deliver->fleet) < OUTBOX_BATCH &&
	       !backlog_ready(deliver->backlog) &&
	       (deliver->claim_now || idle ||
		monotonic_now() - deliver->claimed >= PATIENCE);
}

/* The server is in the way: nothing new is begun, and once all is quiet the
 * worker hears of it. */
static bool stand_back(struct deliver *deliver, struct db *db,
		       struct err *err)
{
	if (deliver->pause) {
		if (!outbox_pause(db, deliver->desk->desk.id,
				  deliver->trouble.text, err))
			return false;
		deliver->pause = deliver->runs = false;
	}
	if (!backlog_return(deliver->backlog, db, BACKLOG_ALL, err))
		return false;
	if (fleet_busy(deliver->fleet) > 0 || ending_count(deliver->ending) > 0)
		return true;
	*err = deliver->trouble;
	deliver->trouble = (struct err){ .kind = ERR_NONE };
	return false;
}

/* Begin what there is; *begun_r: how much. */
static bool go_on(struct deliver *deliver, struct db *db, size_t *begun_r,
		  struct err *err)
{
	if (deliver->trouble.kind != ERR_NONE)
		return stand_back(deliver, db, err);
	if (!backlog_recover(deliver->backlog, db, err) ||
	    !backlog_return(deliver->backlog, db, BACKLOG_STALE, err) ||
	    (wants_more(deliver) && !claim(deliver, db, err)))
		return false;
	if (deliver->trouble.kind != ERR_NONE)
		return stand_back(deliver, db, err);
	*begun_r = fleet_begin(deliver->fleet, deliver->backlog);
	fleet_tidy(deliver->fleet);
	return true;
}

static void wait_for_news(struct deliver *deliver, struct db *db)
{
	const usec_t now = monotonic_now();
	usec_t since = deliver->offered, time = PATIENCE;

	if (since == 0)
		since = ending_since(deliver->ending);
	if (since != 0)
		time = now - since >= GATHER ? 0 : GATHER - (now - since);
	if (db_notified(db))
		deliver->claim_now = true;
	else
		fleet_wait(deliver->fleet, db_socket(db), time);
}

bool deliver_turn(struct deliver *deliver, struct db *db, size_t *busy_r,
		  struct err *err)
{
	size_t begun = 0;

	*busy_r = 0;
	collect(deliver);
	/* First what keeps the lanes busy: then results find a group. */
	if (!release_adrift(deliver, db, err) ||
	    !go_on(deliver, db, &begun, err) ||
	    (is_complete(deliver) && !commit_group(deliver, db, err)))
		return false;
	*busy_r = fleet_busy(deliver->fleet) + ending_count(deliver->ending);
	if (*busy_r > 0 && begun == 0)
		wait_for_news(deliver, db);
	return true;
}

/* What stands before its dot turns back. */
static void turn_back(struct deliver *deliver)
{
	collect(deliver);
	for (size_t i = 0; i < fleet_size(deliver->fleet); i++) {
		struct lane *lane = fleet_lane(deliver->fleet, i);

		if (lane_state(lane) == LANE_OFFERED)
			let_go(deliver, lane, false);
	}
}

static void wind_down(struct deliver *deliver, enum lane_state state,
		      usec_t time)
{
	const usec_t until = monotonic_now() + time;

	turn_back(deliver);
	while (fleet_count(deliver->fleet, state) > 0 &&
	       monotonic_now() < until) {
		fleet_wait(deliver->fleet, -1, USEC_SECOND / 10);
		turn_back(deliver);
	}
}

void deliver_end(struct deliver *deliver, struct db *db)
{
	struct err err;

	deliver->ending_soon = true;
	wind_down(deliver, LANE_FINISHING, FAREWELL);
	fleet_halt(deliver->fleet);
	wind_down(deliver, LANE_OFFERING, FAREWELL);
	wind_down(deliver, LANE_FINISHING, FAREWELL);
	if (!ending_commit(deliver->ending, db, NULL, NULL, 0, &err) ||
	    !release_adrift(deliver, db, &err) ||
	    !backlog_return(deliver->backlog, db, BACKLOG_ALL, &err))
		log_problem("%s", err.text);
}
