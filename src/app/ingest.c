/* ingest.c - claim a batch, read it, decide it, commit it. */

#include "app/ingest.h"

#include "app/batches.h"
#include "app/log.h"
#include "app/monotonic.h"
#include "app/pieces.h"
#include "base/failpoint.h"
#include "base/text.h"
#include "desk/decide.h"
#include "desk/match.h"
#include "store/commit.h"
#include "store/history.h"
#include "store/ruleset.h"

#include <inttypes.h>

/* For one mail in the cell; a mail of 50 MB takes about a second. */
#define PATIENCE (20 * USEC_SECOND)

struct ingest {
	const struct world_desk *desk;
	struct arena *arena;		/* of the rules */
	struct rules *rules;
	struct decider decider;
	int64_t ruleset;		/* version that is loaded, 0: none */
	struct cell *cell;
	struct batches *batches;
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
	ingest->batches = batches_new(desk);
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
	batches_read_by(ingest->batches, NULL);
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
	batches_free(&(*ingest)->batches);
	arena_free(&(*ingest)->arena);
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
		.echo = ingest->decider.echo,
		.desk = &desk->desk.gist,
		.secrets = desk->secrets,
		.patience = PATIENCE,
	});
	batches_read_by(ingest->batches, ingest->cell);
	ingest->ruleset = version;
	return FAILPOINT(RULES_LOADED, err);
}

/* The cell has listened, but to what it did not survive. */
static struct heard heard_by(const struct decider *decider,
			     const struct cell_read *read, const char *author)
{
	return read->heard != NULL ? *read->heard :
	       heard_of(decider->echo, read->gist->fold.visible, author);
}

/* What is to be read of the past; `heard` is filled on the way. */
static struct keys keys_of(const struct batch_read *work,
			   const struct decider *decider, struct heard *heard)
{
	struct arena *arena = work->arena;
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
		heard[i] = heard_by(decider, &work->reads[i],
				    mails[i].author);
		mails[i].shape = heard[i].shape;
		if (work->claims[i].received < first)
			first = work->claims[i].received;
	}
	keys = match_keys(arena, decider->desk, mails, work->count);
	keys.sent_most = past.mails;
	keys.sent_since = first - past.within;
	return keys;
}

static struct decide_facts facts_of(const struct batch_read *work,
				    const struct heard *heard, size_t i)
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
		.raw = claim->bytes != NULL ? claim->bytes : work->files[i],
		.raw_size = claim->size,
		.heard = &heard[i],
	};

	memcpy(facts.sha256, claim->sha256, sizeof(facts.sha256));
	return facts;
}

/* Read the past, decide each mail in order, commit: one transaction. */
static bool settle(struct ingest *ingest, struct db *db,
		   const struct batch_read *work, struct err *err)
{
	struct arena *arena = work->arena;
	struct heard *heard = ARENA_ARRAY(arena, struct heard, work->count);
	struct keys keys = keys_of(work, &ingest->decider, heard);
	struct plan *plans = ARENA_ARRAY(arena, struct plan, work->count);
	struct history *history;

	if (!FAILPOINT(HISTORY, err) ||
	    !history_read(db, arena, ingest->desk->desk.id, &keys,
			  DECIDE_IDS * work->count, &history, err) ||
	    !FAILPOINT(HISTORY_READ, err))
		return false;
	for (size_t i = 0; i < work->count; i++) {
		struct decide_facts facts = facts_of(work, heard, i);

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
		      const struct batch_read *work, const char *why,
		      struct err *err)
{
	const struct ledger_claim *claim = &work->claims[0];
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
	if (!history_read(db, work->arena, ingest->desk->desk.id, &nothing,
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
		       const struct batch_read *work, struct err *err)
{
	size_t half = work->count / 2;
	struct batch_read left = *work, right = *work;

	if (settle(ingest, db, work, err))
		return true;
	commit_abandon(db);
	if (err->kind == ERR_TEMPORARY)
		return false;
	if (work->count == 1) {
		log_problem("mail=%" PRId64 ": %s", work->claims[0].id,
			    err->text);
		return put_aside(ingest, db, work, "cannot-be-stored", err);
	}
	left.count = half;
	right.claims += half;
	right.reads += half;
	right.files += half;
	right.count -= half;
	return settle_all(ingest, db, &left, err) &&
	       settle_all(ingest, db, &right, err);
}

static bool is_of_agent(const struct ingest *ingest,
			const struct message *message)
{
	for (size_t i = 0; i < message->from.count; i++)
		if (team_find(&ingest->desk->desk.team,
			      message->from.at[i].address) != NULL)
			return true;
	return false;
}

/* What agents attached goes to the customer with their words. */
static bool read_files(struct ingest *ingest, struct db *db,
		       struct batch_read *work, struct err *err)
{
	const struct desk *desk = &ingest->desk->desk;
	const char **files = ARENA_ARRAY(work->arena, const char *,
					 work->count);
	ARENA(piece);

	work->files = files;
	for (size_t i = 0; i < work->count; i++) {
		const struct ledger_claim *claim = &work->claims[i];
		const struct message *message = work->reads[i].message;
		struct pieces pieces = { db, piece, desk->id, claim->id };

		if (claim->bytes == NULL && is_of_agent(ingest, message) &&
		    !pieces_files(&pieces, work->arena, message, claim->size,
				  desk->relay.limit, &files[i], err))
			return false;
	}
	return true;
}

static bool work_on(struct ingest *ingest, struct db *db,
		    struct batch_read *work, struct err *err)
{
	if (work->reads == NULL)
		return put_aside(ingest, db, work, "too-many-attempts", err);
	return read_files(ingest, db, work, err) &&
	       settle_all(ingest, db, work, err);
}

bool ingest_batch(struct ingest *ingest, struct db *db, size_t *done_r,
		  struct err *err)
{
	struct batch_read work;

	*done_r = 0;
	if (!load_rules(ingest, db, err) ||
	    !batches_next(ingest->batches, db, &work, err) ||
	    (work.count > 0 && !work_on(ingest, db, &work, err))) {
		batches_give_up(ingest->batches);
		return false;
	}
	*done_r = work.count;
	if (work.count > 0)
		batches_done(ingest->batches);
	return true;
}

void ingest_end(struct ingest *ingest)
{
	batches_give_up(ingest->batches);
}
