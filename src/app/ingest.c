/* ingest.c - claim a batch, read it, decide it, commit it. */

#include "app/ingest.h"

#include "app/cell.h"
#include "app/log.h"
#include "app/monotonic.h"
#include "base/failpoint.h"
#include "base/text.h"
#include "desk/decide.h"
#include "desk/match.h"
#include "store/commit.h"
#include "store/history.h"
#include "store/ledger.h"
#include "store/ruleset.h"

#include <inttypes.h>

/* Mails of one batch, and how long others keep away from them. */
enum { BATCH = 200 };
#define LEASE (5 * USEC_MINUTE)

/* For one mail in the cell; a mail of 50 MB takes about a second. */
#define PATIENCE (20 * USEC_SECOND)

/* A mail that was claimed this often without an end has killed us as often:
 * it is put aside before it is looked at again. */
enum { MOST_ATTEMPTS = 5 };

struct ingest {
	const struct world_desk *desk;
	struct arena *arena;		/* of the rules */
	struct arena *batch;		/* of one batch */
	struct rules *rules;
	struct decider decider;
	int64_t ruleset;		/* version that is loaded, 0: none */
	struct cell *cell;
	ingest_observer *observer;	/* may be NULL */
	void *observing;
};

struct ingest *ingest_new(const struct world_desk *desk)
{
	struct ingest *ingest = calloc(1, sizeof(*ingest));

	if (ingest == NULL)
		abort();
	ingest->desk = desk;
	ingest->arena = arena_new();
	ingest->batch = arena_new();
	return ingest;
}

void ingest_observe(struct ingest *ingest, ingest_observer *observer,
		    void *context)
{
	ingest->observer = observer;
	ingest->observing = context;
}

static void forget_rules(struct ingest *ingest)
{
	cell_free(&ingest->cell);
	rules_free(&ingest->rules);
	arena_reset(ingest->arena);
	ingest->ruleset = 0;
}

void ingest_free(struct ingest **ingest)
{
	if (*ingest == NULL)
		return;
	forget_rules(*ingest);
	arena_free(&(*ingest)->arena);
	arena_free(&(*ingest)->batch);
	free(*ingest);
	*ingest = NULL;
}

/* The active version, compiled, and a cell that knows it. */
static bool load_rules(struct ingest *ingest, struct db *db, struct err *err)
{
	const struct world_desk *desk = ingest->desk;
	struct bundle bundle;
	int64_t version;

	if (!ruleset_active(db, desk->desk.id, &version, err))
		return false;
	if (version == ingest->ruleset && version != 0)
		return true;
	if (version == 0)
		return err_permanent(err, "the desk \"%s\" has no rules yet: "
				     "run `postdesk reload`", desk->desk.name);
	forget_rules(ingest);
	if (!ruleset_read(db, ingest->arena, desk->desk.id, version, &bundle,
			  err))
		return false;
	ingest->rules = rules_load(&bundle, err);
	if (ingest->rules == NULL)
		return false;
	ingest->decider = (struct decider){
		.desk = &desk->desk,
		.rules = ingest->rules,
		.templates = template_load(ingest->arena, &bundle, err),
		.echo = echo_load(ingest->arena, &bundle),
		.articles = article_load(ingest->arena, &bundle, err),
		.ruleset = version,
	};
	if (ingest->decider.templates == NULL ||
	    ingest->decider.articles == NULL)
		return false;
	ingest->cell = cell_new(&(struct cell_work){
		.rules = ingest->rules,
		.desk = &desk->desk.gist,
		.secrets = desk->secrets,
		.patience = PATIENCE,
	});
	ingest->ruleset = version;
	return true;
}

/* One batch on its way. */
struct work {
	const struct ledger_claim *claims;
	const struct cell_read *reads;
	size_t count;
};

static struct keys keys_of(struct arena *arena, const struct work *work,
			   const struct decider *decider)
{
	struct match_source *mails = ARENA_ARRAY(arena, struct match_source,
						 work->count);
	const struct rules_past past = rules_past(decider->rules);
	usec_t first = INT64_MAX;
	struct keys keys;

	for (size_t i = 0; i < work->count; i++) {
		mails[i] = (struct match_source){
			.message = work->reads[i].message,
			.gist = work->reads[i].gist,
			.sha256 = work->claims[i].sha256,
			.author = text_lower(arena, message_author(
				work->reads[i].message)),
		};
		if (work->claims[i].received < first)
			first = work->claims[i].received;
	}
	keys = match_keys(arena, decider->desk, mails, work->count);
	keys.sent_most = past.mails;
	keys.sent_since = first - past.within;
	return keys;
}

static struct decide_facts facts_of(const struct work *work, size_t i)
{
	const struct ledger_claim *claim = &work->claims[i];
	struct decide_facts facts = {
		.mail_id = claim->id,
		.received = claim->received,
		.silent = claim->silent,
		.released = claim->released,
		.truncated = claim->truncated,
		.unparsed = work->reads[i].unparsed,
		.message = work->reads[i].message,
		.gist = work->reads[i].gist,
		.mail_class = work->reads[i].mail_class,
		.raw = claim->bytes,
		.raw_size = claim->size,
	};

	memcpy(facts.sha256, claim->sha256, sizeof(facts.sha256));
	return facts;
}

/* Read the past, decide each mail in order, commit: one transaction. */
static bool settle(struct ingest *ingest, struct db *db,
		   const struct work *work, struct err *err)
{
	struct arena *arena = ingest->batch;
	struct keys keys = keys_of(arena, work, &ingest->decider);
	struct plan *plans = ARENA_ARRAY(arena, struct plan, work->count);
	struct history *history;

	if (!FAILPOINT(HISTORY, err) ||
	    !history_read(db, arena, ingest->desk->desk.id, &keys,
			  DECIDE_IDS * work->count, &history, err) ||
	    !FAILPOINT(HISTORY_READ, err))
		return false;
	for (size_t i = 0; i < work->count; i++) {
		struct decide_facts facts = facts_of(work, i);

		plans[i] = decide_mail(arena, &ingest->decider, &facts,
				       history);
		history_apply(history, &plans[i]);
	}
	if (!FAILPOINT(DECIDED, err) ||
	    !commit_plans(db, ingest->desk->desk.id, plans, work->count,
			  history, err))
		return false;
	for (size_t i = 0; ingest->observer != NULL && i < work->count; i++)
		ingest->observer(ingest->observing, &plans[i]);
	return true;
}

/* The mail that cannot be settled is kept in the ledger under a name, where
 * `postdesk mail list` shows it and `mail retry` tries again. */
static bool put_aside(struct ingest *ingest, struct db *db,
		      const struct ledger_claim *claim, const char *why,
		      struct err *err)
{
	const struct keys nothing = { 0 };
	struct history *history;
	struct plan plan = {
		.mail_id = claim->id,
		.disposition = DISPOSITION_QUARANTINED,
		.how = "none", .reason = why,
		.author = "", .message_id = "", .language = "",
		.subject = "", .origin = "", .answer = "",
		.trace = "{}",
	};

	memcpy(plan.sha256, claim->sha256, sizeof(plan.sha256));
	if (!history_read(db, ingest->batch, ingest->desk->desk.id, &nothing,
			  0, &history, err))
		return false;
	plan.now = history->now;
	if (!commit_plans(db, ingest->desk->desk.id, &plan, 1, history, err))
		return false;
	log_problem("mail=%" PRId64 " put aside: %s", claim->id, why);
	return true;
}

/* Halve what fails until the guilty mail stands alone. */
static bool settle_all(struct ingest *ingest, struct db *db,
		       const struct work *work, struct err *err)
{
	size_t half = work->count / 2;
	struct work left = *work, right = *work;

	if (settle(ingest, db, work, err))
		return true;
	commit_abandon(db);
	if (err->kind == ERR_TEMPORARY)
		return false;
	if (work->count == 1) {
		log_problem("mail=%" PRId64 ": %s", work->claims[0].id,
			    err->text);
		return put_aside(ingest, db, &work->claims[0],
				 "cannot-be-stored", err);
	}
	left.count = half;
	right.claims += half;
	right.reads += half;
	right.count -= half;
	return settle_all(ingest, db, &left, err) &&
	       settle_all(ingest, db, &right, err);
}

static bool read_all(struct ingest *ingest, const struct ledger_claim *claims,
		     size_t count, struct work *work_r, struct err *err)
{
	struct arena *arena = ingest->batch;
	struct cell_mail *mails = ARENA_ARRAY(arena, struct cell_mail, count);
	struct cell_read *reads = ARENA_ARRAY(arena, struct cell_read, count);

	for (size_t i = 0; i < count; i++)
		mails[i] = (struct cell_mail){ claims[i].bytes,
					       claims[i].size };
	*work_r = (struct work){ claims, reads, count };
	return cell_read(ingest->cell, arena, mails, count, reads, err);
}

bool ingest_batch(struct ingest *ingest, struct db *db, size_t *done_r,
		  struct err *err)
{
	struct ledger_claim *claims;
	struct work work;
	int64_t *ids;
	struct err ignored;

	*done_r = 0;
	arena_reset(ingest->batch);
	if (!load_rules(ingest, db, err) ||
	    !ledger_claim(db, ingest->batch, ingest->desk->desk.id, BATCH,
			  LEASE, &claims, done_r, err))
		return false;
	if (*done_r == 0)
		return true;
	if (claims[0].attempts > MOST_ATTEMPTS)
		return put_aside(ingest, db, &claims[0], "too-many-attempts",
				 err);
	if (FAILPOINT(CLAIM_READ, err) &&
	    read_all(ingest, claims, *done_r, &work, err) &&
	    FAILPOINT(CELL_DONE, err) &&
	    settle_all(ingest, db, &work, err))
		return true;
	ids = ARENA_ARRAY(ingest->batch, int64_t, *done_r);
	for (size_t i = 0; i < *done_r; i++)
		ids[i] = claims[i].id;
	ledger_release(db, ingest->desk->desk.id, ids, *done_r, &ignored);
	return false;
}
