/* batches.c - two batches that take turns: one is settled, one is read. */

#include "app/batches.h"

#include "app/pieces.h"
#include "base/failpoint.h"

/* Mails of one batch, and how long others keep away from them. */
enum { BATCH = 200 };
#define LEASE (5 * USEC_MINUTE)

/* A mail that was claimed this often without an end has killed us as often:
 * it is put aside before it is looked at again. */
enum { MOST_ATTEMPTS = 5 };

enum stage {
	STAGE_EMPTY,
	STAGE_SOUGHT,		/* the cell's thread claims and reads it */
	STAGE_CLAIMED,
	STAGE_READ,
};

struct batch {
	enum stage stage;
	bool due;		/* it was asked for: that is an attempt */
	struct db *db;		/* borrowed; who holds the claims */
	struct arena *arena;
	struct arena *piece;	/* of a large mail */
	struct ledger_claim *claims;
	struct cell_mail *mails;
	struct cell_read *reads;
	size_t count;
};

struct batches {
	const struct world_desk *desk;
	struct cell *cell;
	struct batch both[2];
	struct batch *now, *ahead;
	bool stray;		/* claims may be ours that we do not know */
	struct db *beside;	/* to claim by while the caller writes */
	struct batch *sought;	/* the thread's, with its failure and `beside`,
				 * until it is joined */
	struct err failure;
};

struct batches *batches_new(const struct world_desk *desk)
{
	struct batches *batches = calloc(1, sizeof(*batches));

	if (batches == NULL)
		abort();
	batches->desk = desk;
	batches->now = &batches->both[0];
	batches->ahead = &batches->both[1];
	batches->now->arena = arena_new();
	batches->ahead->arena = arena_new();
	batches->now->piece = arena_new();
	batches->ahead->piece = arena_new();
	return batches;
}

void batches_free(struct batches **batches)
{
	if (*batches == NULL)
		return;
	batches_read_by(*batches, NULL);
	arena_free(&(*batches)->both[0].arena);
	arena_free(&(*batches)->both[1].arena);
	arena_free(&(*batches)->both[0].piece);
	arena_free(&(*batches)->both[1].piece);
	db_free(&(*batches)->beside);
	free(*batches);
	*batches = NULL;
}

/* What the thread has found is there to be read again. */
static void drop(struct batches *batches)
{
	if (batches->cell != NULL)
		cell_drop(batches->cell);
	batches->stray |= batches->failure.kind != ERR_NONE;
	for (int i = 0; i < 2; i++)
		if (batches->both[i].stage != STAGE_EMPTY)
			batches->both[i].stage = batches->both[i].count == 0
				? STAGE_EMPTY : STAGE_CLAIMED;
}

void batches_read_by(struct batches *batches, struct cell *cell)
{
	drop(batches);
	batches->cell = cell;
}

static void forget(struct batch *batch)
{
	batch->stage = STAGE_EMPTY;
	batch->due = false;
	batch->count = 0;
	arena_reset(batch->arena);
	arena_reset(batch->piece);
}

static struct pieces *pieces_of(const struct batches *batches,
				struct batch *batch, size_t i)
{
	struct pieces *pieces;

	if (batch->claims[i].bytes != NULL)
		return NULL;
	pieces = ARENA_NEW(batch->arena, struct pieces);
	*pieces = (struct pieces){ batch->db, batch->piece,
				   batches->desk->desk.id,
				   batch->claims[i].id };
	return pieces;
}

static bool claim(const struct batches *batches, struct batch *batch,
		  struct err *err)
{
	struct arena *arena = batch->arena;

	if (!ledger_claim(batch->db, arena, batches->desk->desk.id, BATCH,
			  LEASE, &batch->claims, &batch->count, err))
		return false;
	if (batch->count == 0)
		return true;
	batch->mails = ARENA_ARRAY(arena, struct cell_mail, batch->count);
	batch->reads = ARENA_ARRAY(arena, struct cell_read, batch->count);
	for (size_t i = 0; i < batch->count; i++)
		batch->mails[i] = (struct cell_mail){
			batch->claims[i].bytes, batch->claims[i].size,
			pieces_read, pieces_of(batches, batch, i) };
	return FAILPOINT(CLAIM_READ, err);
}

static bool is_new(const struct batch *batch)
{
	return batch->count > 0 && batch->claims[0].attempts == 1;
}

static bool is_dead(const struct batch *batch)
{
	return batch->count > 0 && batch->claims[0].attempts > MOST_ATTEMPTS;
}

/* In the thread: claim the batch ahead.  What was tried before is read when it
 * is due. */
static bool seek(void *context, struct cell_task *task_r)
{
	struct batches *batches = context;
	struct batch *batch = batches->sought;

	if (!claim(batches, batch, &batches->failure) || !is_new(batch))
		return false;
	*task_r = (struct cell_task){ batch->arena, batch->mails,
				      batch->count, batch->reads };
	return true;
}

/* The batch that was sought is there, if there is one. */
static bool find(struct batches *batches, struct batch *batch, struct err *err)
{
	if (!cell_end(batches->cell, err))
		return false;
	if (batches->failure.kind != ERR_NONE) {
		*err = batches->failure;
		return false;
	}
	if (batch->count == 0)
		forget(batch);
	else
		batch->stage = is_new(batch) ? STAGE_READ : STAGE_CLAIMED;
	return true;
}

/* The batch that is due is claimed. */
static bool have(struct batches *batches, struct db *db, struct batch *batch,
		 struct err *err)
{
	if (batch->stage == STAGE_SOUGHT && !find(batches, batch, err))
		return false;
	if (batch->stage != STAGE_EMPTY)
		return true;
	batch->db = db;
	if (!claim(batches, batch, err))
		return false;
	if (batch->count == 0)
		forget(batch);
	else
		batch->stage = STAGE_CLAIMED;
	return true;
}

/* And read. */
static bool read_now(const struct batches *batches, struct batch *batch,
		     struct err *err)
{
	if (batch->stage == STAGE_CLAIMED &&
	    !cell_read(batches->cell, batch->arena, batch->mails,
		       batch->count, batch->reads, err))
		return false;
	batch->stage = STAGE_READ;
	return FAILPOINT(CELL_DONE, err);
}

/* There may be another batch behind this one.  Who gets no connection for it
 * does one after the other. */
static bool look_ahead(struct batches *batches, struct db *db,
		       struct err *err)
{
	struct batch *ahead = batches->ahead;
	struct err ignored;

	if (ahead->stage != STAGE_EMPTY)
		return true;
	if (batches->beside == NULL)
		batches->beside = db_beside(db, &ignored);
	if (batches->beside == NULL)
		return true;
	ahead->db = batches->beside;
	ahead->stage = STAGE_SOUGHT;
	batches->sought = ahead;
	batches->failure = (struct err){ 0 };
	return cell_begin(batches->cell, seek, batches, err);
}

/* Without a connection nothing could be given back.  Claims of one that is
 * gone are anybody's. */
static bool free_strays(struct batches *batches, struct db *db,
			struct err *err)
{
	const int64_t desk_id = batches->desk->desk.id;
	struct err ignored;

	if (!batches->stray)
		return true;
	if (batches->beside != NULL &&
	    !ledger_free(batches->beside, desk_id, &ignored))
		db_free(&batches->beside);
	if (!ledger_free(db, desk_id, err))
		return false;
	batches->stray = false;
	return true;
}

bool batches_next(struct batches *batches, struct db *db,
		  struct batch_read *batch_r, struct err *err)
{
	struct batch *now = batches->now;
	bool dead;

	now->due = true;
	if (!free_strays(batches, db, err) || !have(batches, db, now, err))
		return false;
	dead = is_dead(now);
	if (now->count > 0 && !dead &&
	    (!read_now(batches, now, err) ||
	     (is_new(now) && now->claims[0].more &&
	      !look_ahead(batches, db, err))))
		return false;
	*batch_r = (struct batch_read){ now->arena, now->claims,
					dead ? NULL : now->reads, NULL,
					now->count };
	return true;
}

void batches_done(struct batches *batches)
{
	struct batch *done = batches->now;

	forget(done);
	batches->now = batches->ahead;
	batches->ahead = done;
}

static void give_back(const struct batches *batches, struct batch *batch)
{
	int64_t *ids = ARENA_ARRAY(batch->arena, int64_t, batch->count + 1);
	const int64_t desk_id = batches->desk->desk.id;
	struct err ignored;

	for (size_t i = 0; i < batch->count; i++)
		ids[i] = batch->claims[i].id;
	if (batch->count > 0 && batch->due)
		ledger_release(batch->db, desk_id, ids, batch->count,
			       &ignored);
	else if (batch->count > 0)
		ledger_unclaim(batch->db, desk_id, ids, batch->count,
			       &ignored);
	forget(batch);
}

void batches_give_up(struct batches *batches)
{
	drop(batches);
	give_back(batches, batches->now);
	give_back(batches, batches->ahead);
	batches->stray = true;
}
