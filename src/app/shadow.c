/* shadow.c - a batch of decided mail, judged once more. */

#include "app/shadow.h"

#include "app/log.h"
#include "app/monotonic.h"
#include "app/trial.h"
#include "store/ruleset.h"
#include "store/shadow.h"

#include <inttypes.h>

/* Mails of one batch, and how long other hosts keep away. */
enum { BATCH = 100 };
#define LEASE (5 * USEC_MINUTE)

struct shadow {
	const struct world_desk *desk;
	struct arena *batch;
	struct trial *trial;		/* NULL: nothing is loaded */
	int64_t active, candidate;	/* versions that are */
};

struct shadow *shadow_new(const struct world_desk *desk)
{
	struct shadow *shadow = calloc(1, sizeof(*shadow));

	if (shadow == NULL)
		abort();
	shadow->desk = desk;
	shadow->batch = arena_new();
	return shadow;
}

static void forget(struct shadow *shadow)
{
	trial_free(&shadow->trial);
	shadow->active = shadow->candidate = 0;
}

void shadow_free(struct shadow **shadow)
{
	if (*shadow == NULL)
		return;
	forget(*shadow);
	arena_free(&(*shadow)->batch);
	free(*shadow);
	*shadow = NULL;
}

static bool load(struct shadow *shadow, struct db *db, int64_t candidate,
		 struct err *err)
{
	int64_t desk_id = shadow->desk->desk.id, active;
	struct bundle old, new;

	if (!ruleset_active(db, desk_id, &active, err))
		return false;
	if (shadow->trial != NULL && shadow->active == active &&
	    shadow->candidate == candidate)
		return true;
	forget(shadow);
	if (!ruleset_read(db, shadow->batch, desk_id, active, &old, err) ||
	    !ruleset_read(db, shadow->batch, desk_id, candidate, &new, err))
		return false;
	shadow->trial = trial_new(shadow->desk,
				  &(struct trial_rules){ &old, active },
				  &(struct trial_rules){ &new, candidate },
				  err);
	shadow->active = active;
	shadow->candidate = candidate;
	return shadow->trial != NULL;
}

static struct shadow_mail mail_of(const struct shadow *shadow,
				  const struct trial_verdict *verdict)
{
	return (struct shadow_mail){
		.mail_id = verdict->mail->id,
		.against = shadow->active,
		.grounds = verdict->grounds,
		.changed = verdict->changed,
		.before = verdict->before,
		.after = verdict->after,
	};
}

static bool judge(struct shadow *shadow, struct db *db, const int64_t *ids,
		  size_t *count, struct shadow_batch *batch, struct err *err)
{
	struct arena *arena = shadow->batch;
	struct trial_verdict *verdicts;
	struct shadow_mail *judged;
	struct trial_mail *mails;
	usec_t began;
	size_t done;

	if (!trial_mails(db, arena, shadow->desk->desk.id, ids, *count,
			 &mails, count, &done, err))
		return false;
	verdicts = ARENA_ARRAY(arena, struct trial_verdict, *count);
	judged = ARENA_ARRAY(arena, struct shadow_mail, *count);
	began = monotonic_now();
	if (!trial_judge(shadow->trial, db, arena, mails, *count, verdicts, err))
		return false;
	batch->spent = monotonic_now() - began;
	for (size_t i = 0; i < *count; i++) {
		judged[i] = mail_of(shadow, &verdicts[i]);
		if (mails[i].ended > batch->seen)
			batch->seen = mails[i].ended;
		if (verdicts[i].unread)
			batch->fault = arena_printf(arena, "mail %" PRId64
				" could not be read", mails[i].id);
	}
	batch->mails = judged;
	batch->count = *count;
	return true;
}

bool shadow_batch(struct shadow *shadow, struct db *db, size_t *done_r,
		  struct err *err)
{
	int64_t desk_id = shadow->desk->desk.id, *ids;
	struct shadow_batch batch = { .fault = "" };
	usec_t seen = 0;

	*done_r = 0;
	arena_reset(shadow->batch);
	if (!shadow_claim(db, desk_id, LEASE, &batch.version, &seen, err))
		return false;
	if (batch.version == 0) {
		forget(shadow);
		return true;
	}
	batch.seen = seen;
	return load(shadow, db, batch.version, err) &&
	       shadow_ids(db, shadow->batch, desk_id, batch.version, seen,
			  BATCH, &ids, done_r, err) &&
	       (*done_r == 0 ||
		(judge(shadow, db, ids, done_r, &batch, err) &&
		 shadow_record(db, desk_id, &batch, err)));
}
