/* pending.c - find whose rest is over, decide under the lock, commit. */

#include "store/pending.h"

#include "desk/pending.h"
#include "store/commit.h"
#include "store/history.h"
#include "store/tx.h"

enum { PENDING_MOST = 200 };

static bool find(struct db *db, struct arena *arena, const struct desk *desk,
		 struct keys *keys_r, struct err *err)
{
	int64_t *numbers;
	ROWS(rows);

	*keys_r = (struct keys){ .ticket_numbers = NULL };
	TX_ASK(db, &rows, SQL_PENDING_OVER, value_int(desk->id),
	       value_int(PENDING_MOST));
	if (!tx_sync(db, err))
		return false;
	numbers = ARENA_ARRAY(arena, int64_t, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		numbers[i] = rows_int(&rows, i, 0);
	keys_r->ticket_numbers = numbers;
	keys_r->ticket_count = rows.count;
	return true;
}

bool pending_open(struct db *db, const struct desk *desk, size_t *opened_r,
		  struct err *err)
{
	ARENA(arena);
	const struct decider decider = { .desk = desk };
	struct history *history;
	struct plan *plans;
	struct keys keys;

	*opened_r = 0;
	if (!find(db, arena, desk, &keys, err))
		return false;
	if (keys.ticket_count == 0)
		return true;
	if (!history_read(db, arena, desk->id, &keys,
			  PENDING_IDS * keys.ticket_count, &history, err))
		return false;
	plans = ARENA_ARRAY(arena, struct plan, keys.ticket_count);
	for (size_t i = 0; i < keys.ticket_count; i++) {
		struct planner *planner = planner_by_hand(arena, &decider,
							  history);

		if (pending_end(planner, history_numbered(
				history, keys.ticket_numbers[i])))
			plans[(*opened_r)++] = planner->plan;
	}
	if (*opened_r > 0)
		return commit_plans(db, desk->id, plans, *opened_r, history,
				    err);
	commit_abandon(db);
	return true;
}
