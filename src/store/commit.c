/* commit.c - the one write: all plans of a batch in one transaction. */

#include "store/commit.h"

#include "store/batch.h"

/* Learn which of the mails have no end yet.  Where they are not a whole claim
 * any more, others may have claimed some of them, and nobody claims until this
 * transaction ends: else a claim might hold a mail that has its end. */
static bool ask_open(struct db *db, struct arena *arena, int64_t desk_id,
		     const struct plan *plans, size_t count,
		     struct rows *open_r, struct err *err)
{
	struct table mails = { .arena = arena };

	for (size_t i = 0; i < count; i++)
		if (plans[i].mail_id != 0)
			TABLE_ADD(&mails, value_int(plans[i].mail_id));
	tx_ask_table(db, open_r, SQL_COMMIT_CLAIMED, desk_id, &mails);
	if (!tx_sync(db, err))
		return false;
	if (mails.rows == 0 || open_r->count > 0)
		return true;
	TX_DO(db, SQL_CLAIM_TURN, value_int(desk_id));
	tx_do_table(db, SQL_COMMIT_UNCLAIMED, desk_id, &mails);
	tx_ask_table(db, open_r, SQL_COMMIT_OPEN, desk_id, &mails);
	return tx_sync(db, err);
}

static bool is_open(const struct rows *open, int64_t mail_id)
{
	size_t low = 0, high = open->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (rows_int(open, middle, 0) < mail_id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < open->count && rows_int(open, low, 0) == mail_id;
}

/* Does `plan` join, link or merge this ticket? */
static bool names_ticket(const struct plan *plan, int64_t id)
{
	bool named = plan->ticket_id == id;

	for (size_t i = 0; i < plan->further_count; i++)
		named |= plan->further[i].ticket->id == id;
	for (size_t i = 0; i < plan->relation_count; i++)
		named |= plan->relations[i].ticket_id == id ||
			 plan->relations[i].other_id == id;
	for (size_t i = 0; i < plan->merge_count; i++)
		named |= plan->merges[i].ticket_id == id ||
			 plan->merges[i].into == id;
	return named;
}

/* Does `plan` stand on a ticket or a contact that `gone` would have made? */
static bool stands_on(const struct plan *plan, const struct plan *gone)
{
	const int64_t requester = plan->ticket == NULL
		? 0 : plan->ticket->requester;
	const int64_t contact = gone->address == NULL
		? 0 : gone->address->contact_id;

	if (gone->new_ticket && names_ticket(plan, gone->ticket_id))
		return true;
	for (size_t i = 0; i < gone->further_count; i++)
		if (gone->further[i].new &&
		    names_ticket(plan, gone->further[i].ticket->id))
			return true;
	return contact != 0 &&
	       (plan->contact_id == contact || requester == contact);
}

/* The plans that are still to be done.  A plan whose mail has its end is left
 * out; one that was made on top of it would lack its ground, and the batch is
 * then to be decided again. */
static bool choose(struct arena *arena, const struct plan *plans, size_t count,
		   const struct rows *open, struct batch *batch,
		   struct err *err)
{
	const struct plan **gone = ARENA_ARRAY(arena, const struct plan *,
					       count + 1);
	size_t gone_count = 0;

	batch->plans = ARENA_ARRAY(arena, const struct plan *, count + 1);
	for (size_t i = 0; i < count; i++) {
		if (plans[i].mail_id != 0 && !is_open(open, plans[i].mail_id)) {
			gone[gone_count++] = &plans[i];
			continue;
		}
		batch->plans[batch->count++] = &plans[i];
		for (size_t g = 0; g < gone_count; g++)
			if (stands_on(&plans[i], gone[g]))
				return err_temporary(err, "another worker "
					"ended a mail of this batch: it has "
					"to be decided again");
	}
	return true;
}

/* What is to be called back must not have left: else who asked for it would be
 * told what is not so, and it has to be decided again. */
static bool cancel(struct db *db, const struct batch *batch, struct err *err)
{
	struct table ids = { .arena = batch->arena };
	ROWS(gone);

	for (size_t i = 0; i < batch->count; i++)
		for (size_t c = 0; c < batch->plans[i]->cancelled_count; c++)
			TABLE_ADD(&ids,
				  value_int(batch->plans[i]->cancelled[c]));
	if (ids.rows == 0)
		return true;
	tx_ask_table(db, &gone, SQL_COMMIT_CANCELLATIONS, batch->desk_id,
		     &ids);
	if (!tx_sync(db, err))
		return false;
	if (gone.count == ids.rows)
		return true;
	tx_abandon(db);
	return err_temporary(err, "an answer left before it could be called "
			     "back: it has to be decided again");
}

static void queue_all(struct db *db, const struct batch *batch)
{
	batch_people(db, batch);
	batch_tickets(db, batch);
	batch_links(db, batch);
	batch_moves(db, batch);
	batch_messages(db, batch);
	batch_wishes(db, batch);
	batch_outgoing(db, batch);
	batch_returns(db, batch);
	batch_drafts(db, batch);
	batch_notifications(db, batch);
	batch_ends(db, batch);
}

bool commit_plans(struct db *db, int64_t desk_id, const struct plan *plans,
		  size_t count, const struct history *history,
		  struct err *err)
{
	ARENA(arena);
	struct batch batch = { .arena = arena, .desk_id = desk_id,
			       .ruleset = history->ruleset };
	struct db_state *state = db_state(db);
	ROWS(open);

	if (!ask_open(db, arena, desk_id, plans, count, &open, err) ||
	    !TX_FAILPOINT(db, COMMIT_LOCKED, err))
		return false;
	if (!choose(arena, plans, count, &open, &batch, err)) {
		tx_abandon(db);
		return false;
	}
	if (!cancel(db, &batch, err))
		return false;
	queue_all(db, &batch);
	if (!TX_FAILPOINT(db, COMMIT, err) || !tx_commit(db, err) ||
	    !FAILPOINT(COMMITTED, err))
		return false;
	/* What the plans did not take of the block is given to the next. */
	if (state->next_id == history->ids.end)
		state->next_id = history->ids.next;
	db_grown(db, GROWTH_TICKETS, batch.count);
	return true;
}

void commit_abandon(struct db *db)
{
	tx_abandon(db);
}
