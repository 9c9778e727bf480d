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
	STAGE_CLAIMED,
	STAGE_READING,		/* begun in the cell */
	STAGE_READ,
};

struct batch {
	enum stage stage;
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
	free(*batches);
	*batches = NULL;
}

void batches_read_by(struct batches *batches, struct cell *cell)
{
	if (batches->cell != NULL)
		cell_drop(batches->cell);
	batches->cell = cell;
	for (int i = 0; i < 2; i++)
		if (batches->both[i].stage != STAGE_EMPTY)
			batches->both[i].stage = STAGE_CLAIMED;
}

static struct pieces *pieces_of(const struct batches *batches, struct db *db,
				struct batch *batch, size_t i)
{
	struct pieces *pieces;

	if (batch->claims[i].bytes != NULL)
		return NULL;
	pieces = ARENA_NEW(batch->arena, struct pieces);
	*pieces = (struct pieces){ db, batch->piece, batches->desk->desk.id,
				   batch->claims[i].id };
	return pieces;
}

static bool claim(struct batches *batches, struct db *db, struct batch *batch,
		  struct err *err)
{
	struct arena *arena = batch->arena;

	if (!ledger_claim(db, arena, batches->desk->desk.id, BATCH, LEASE,
			  &batch->claims, &batch->count, err))
		return false;
	if (batch->count == 0)
		return true;
	batch->stage = STAGE_CLAIMED;
	batch->mails = ARENA_ARRAY(arena, struct cell_mail, batch->count);
	batch->reads = ARENA_ARRAY(arena, struct cell_read, batch->count);
	for (size_t i = 0; i < batch->count; i++)
		batch->mails[i] = (struct cell_mail){
			batch->claims[i].bytes, batch->claims[i].size,
			pieces_read, pieces_of(batches, db, batch, i) };
	return FAILPOINT(CLAIM_READ, err);
}

static bool is_new(const struct batch *batch)
{
	return batch->count > 0 && batch->claims[0].attempts == 1;
}

static bool begin(const struct batches *batches, struct batch *batch,
		  struct err *err)
{
	if (batch->stage != STAGE_CLAIMED)
		return true;
	if (!cell_begin(batches->cell, batch->arena, batch->mails,
			batch->count, batch->reads, err))
		return false;
	batch->stage = STAGE_READING;
	return true;
}

static bool finish(const struct batches *batches, struct batch *batch,
		   struct err *err)
{
	const enum stage before = batch->stage;

	/* What was begun is over in any case. */
	if (before == STAGE_READING)
		batch->stage = STAGE_CLAIMED;
	if (before == STAGE_READING && !cell_end(batches->cell, err))
		return false;
	if (before == STAGE_CLAIMED &&
	    !cell_read(batches->cell, batch->arena, batch->mails,
		       batch->count, batch->reads, err))
		return false;
	batch->stage = STAGE_READ;
	return FAILPOINT(CELL_DONE, err);
}

/* Read the one that is due, and have the next one read behind it. */
static bool read_both(struct batches *batches, struct db *db, struct err *err)
{
	struct batch *now = batches->now, *ahead = batches->ahead;

	if (is_new(now) && now->count == BATCH)
		if (!begin(batches, now, err) ||
		    !claim(batches, db, ahead, err))
			return false;
	return finish(batches, now, err) &&
	       (!is_new(ahead) || begin(batches, ahead, err));
}

bool batches_next(struct batches *batches, struct db *db,
		  struct batch_read *batch_r, struct err *err)
{
	struct batch *now = batches->now;
	bool dead;

	/* Without a connection nothing could be given back. */
	if (batches->stray && !ledger_free(db, batches->desk->desk.id, err))
		return false;
	batches->stray = false;
	if (now->stage == STAGE_EMPTY && !claim(batches, db, now, err))
		return false;
	dead = now->count > 0 && now->claims[0].attempts > MOST_ATTEMPTS;
	if (now->count > 0 && !dead && !read_both(batches, db, err))
		return false;
	*batch_r = (struct batch_read){ now->arena, now->claims,
					dead ? NULL : now->reads, NULL,
					now->count };
	return true;
}

static void forget(struct batch *batch)
{
	batch->stage = STAGE_EMPTY;
	batch->count = 0;
	arena_reset(batch->arena);
	arena_reset(batch->piece);
}

void batches_done(struct batches *batches)
{
	struct batch *done = batches->now;

	forget(done);
	batches->now = batches->ahead;
	batches->ahead = done;
}

static void give_back(const struct batches *batches, struct db *db,
		      struct batch *batch,
		      bool (*how)(struct db *, int64_t, const int64_t *,
				  size_t, struct err *))
{
	int64_t *ids = ARENA_ARRAY(batch->arena, int64_t, batch->count + 1);
	struct err ignored;

	for (size_t i = 0; i < batch->count; i++)
		ids[i] = batch->claims[i].id;
	if (batch->count > 0)
		how(db, batches->desk->desk.id, ids, batch->count, &ignored);
	forget(batch);
}
void batches_give_up(struct batches *batches, struct db *db)
{
	if (batches->cell != NULL)
		cell_drop(batches->cell);
	give_back(batches, db, batches->now, ledger_release);
	give_back(batches, db, batches->ahead, ledger_unclaim);
	batches->stray = true;
}
