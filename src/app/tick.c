/* tick.c - look for what has waited too long. */

#include "app/tick.h"

#include "app/expect.h"
#include "app/fault.h"
#include "app/log.h"
#include "app/survey.h"
#include "app/unreached.h"
#include "base/failpoint.h"
#include "store/fault.h"
#include "store/notification.h"
#include "store/outbox.h"
#include "store/pending.h"
#include "store/response.h"
#include "store/retention.h"

#include <sys/statvfs.h>

/* A busy quarter of an hour is no fault; more is. */
#define MAIL_PATIENCE (15 * USEC_MINUTE)
#define ANSWER_PATIENCE (30 * USEC_MINUTE)

/* Per cent of the disk that must be left. */
enum { LEAST_FREE = 5 };

/* Mails of one disposition whose bytes go at once. */
enum { REMOVE_MOST = 1000 };

/* How long people wait changes slowly. */
#define MEASURE_EVERY (10 * USEC_MINUTE)

struct tick {
	const struct world *world;
	const struct world_desk *desk;
	struct fault ledger, outbox, disk;
	struct unreached unreached;
	usec_t measured;	/* 0: not yet */
};

struct tick *tick_new(const struct world *world,
		      const struct world_desk *desk)
{
	struct tick *tick = calloc(1, sizeof(*tick));

	if (tick == NULL)
		abort();
	tick->world = world;
	tick->desk = desk;
	tick->ledger.kind = "mail that is not ended";
	tick->outbox.kind = "answers that do not leave";
	tick->disk.kind = "disk";
	return tick;
}

void tick_free(struct tick **tick)
{
	free(*tick);
	*tick = NULL;
}

static void judge(struct tick *tick, struct fault *fault, struct db *db,
		  bool bad, const struct err *why)
{
	if (bad)
		fault_seen(fault, db, tick->desk, why);
	else
		fault_over(fault, db, tick->desk);
}

static void look_at_disk(struct tick *tick, struct db *db)
{
	const char *state = tick->world->settings->state;
	struct statvfs disk;
	struct err why = { .text = "" };
	unsigned long long free_part;

	if (statvfs(state, &disk) != 0 || disk.f_blocks == 0)
		return;
	free_part = 100ull * disk.f_bavail / disk.f_blocks;
	err_temporary(&why, "only %llu %% of the disk of %s is free",
		      free_part, state);
	judge(tick, &tick->disk, db, free_part < LEAST_FREE, &why);
}

/* Who waits is counted each time, how long they wait now and then. */
static bool look_at_answers(struct tick *tick, struct db *db, struct err *err)
{
	const struct desk *desk = &tick->desk->desk;
	usec_t now;

	if (!db_now(db, &now, err) ||
	    !response_count_load(db, desk->id, err))
		return false;
	if (tick->measured != 0 && now - tick->measured < MEASURE_EVERY)
		return true;
	if (!expect_measure(db, desk, now, err))
		return false;
	tick->measured = now;
	return true;
}

/* Bounded, so that a minute is enough: 1.4 million mails a day. */
static bool let_go(const struct tick *tick, struct db *db, struct err *err)
{
	size_t count;

	if (!retention_remove(db, tick->desk->desk.id,
			      &tick->desk->settings->retention, REMOVE_MOST,
			      &count, err))
		return false;
	if (count > 0)
		log_info("removed=%zu", count);
	return true;
}

bool tick_once(struct tick *tick, struct db *db, struct err *err)
{
	struct fault_health health;
	struct err why;
	size_t count;

	/* What opens again is told at once. */
	if (!FAILPOINT(TICK_PENDING, err) ||
	    !pending_open(db, &tick->desk->desk, &count, err) ||
	    !FAILPOINT(TICK_TELL, err) ||
	    !notification_tell(db, &tick->desk->desk, &count, err) ||
	    !FAILPOINT(TICK_RECOVER, err) ||
	    !outbox_recover(db, tick->desk->desk.id, &count, err) ||
	    !FAILPOINT(TICK_FAULTS, err) ||
	    !fault_health(db, tick->desk->desk.id, &health, err))
		return false;
	err_temporary(&why, "%lld mails wait in the ledger, the oldest for "
		      "%lld minutes", (long long)health.mails,
		      (long long)(health.oldest_mail / USEC_MINUTE));
	judge(tick, &tick->ledger, db, health.oldest_mail > MAIL_PATIENCE,
	      &why);
	err_temporary(&why, "%lld mails wait in the outbox, the oldest for "
		      "%lld minutes", (long long)health.answers,
		      (long long)(health.oldest_answer / USEC_MINUTE));
	judge(tick, &tick->outbox, db,
	      health.oldest_answer > ANSWER_PATIENCE, &why);
	look_at_disk(tick, db);
	return FAILPOINT(TICK_UNREACHED, err) &&
	       unreached_look(&tick->unreached, db, tick->desk, err) &&
	       FAILPOINT(TICK_ANSWERS, err) &&
	       look_at_answers(tick, db, err) &&
	       FAILPOINT(TICK_RETENTION, err) && let_go(tick, db, err) &&
	       FAILPOINT(TICK_SURVEY, err) &&
	       survey_ask(db, tick->desk, err) && FAILPOINT(TICKED, err);
}
