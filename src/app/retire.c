/* retire.c - what ended goes where it belongs, and the ledger is told. */

#include "app/retire.h"

#include "base/failpoint.h"

/* Mails of one move. */
enum { PAGE = 500 };

static int by_item(const void *key, const void *member)
{
	const int64_t item = *(const int64_t *)key;
	const struct ledger_due *due = member;

	return (item > due->item) - (item < due->item);
}

/* What left, for the ledger: `due` is in the order of its items. */
static size_t name_moved(const struct ledger_due *due, size_t count,
			 const struct source_retired *retired,
			 size_t retired_count, struct ledger_moved *moved)
{
	size_t n = 0;

	for (size_t i = 0; i < retired_count; i++) {
		const struct ledger_due *found =
			bsearch(&retired[i].item, due, count, sizeof(*due),
				by_item);

		if (found != NULL)
			moved[n++] = (struct ledger_moved){
				found->id, retired[i].target_epoch,
				retired[i].target_item };
	}
	return n;
}

/* Counts in *done what really went: a server that cannot move is left alone
 * until the next poll. */
static bool move(const struct retire *retire, struct db *db,
		 const struct ledger_due *due, size_t count,
		 const char *folder, size_t *done, struct err *err)
{
	int64_t *items = ARENA_ARRAY(retire->arena, int64_t, count + 1);
	struct source_retired *retired;
	struct ledger_moved *moved;
	size_t retired_count;

	if (count == 0)
		return true;
	for (size_t i = 0; i < count; i++)
		items[i] = due[i].item;
	if (!FAILPOINT(RETIRE, err) ||
	    !retire->source->verbs->retire(retire->source, retire->arena,
					   items, count, folder, &retired,
					   &retired_count, err) ||
	    !FAILPOINT(MOVED, err))
		return false;
	*done += retired_count;
	moved = ARENA_ARRAY(retire->arena, struct ledger_moved,
			    retired_count + 1);
	return ledger_retired(db, retire->mailbox, moved,
			      name_moved(due, count, retired, retired_count,
					 moved), err) &&
	       FAILPOINT(RETIRED, err);
}

bool retire_ended(const struct retire *retire, struct db *db, size_t *done,
		  struct err *err)
{
	struct ledger_due *due, *ended, *oversize;
	size_t count = 0, big = 0, plain = 0;

	if (!ledger_due(db, retire->arena, retire->mailbox, PAGE, &due, &count,
			err))
		return false;
	ended = ARENA_ARRAY(retire->arena, struct ledger_due, count + 1);
	oversize = ARENA_ARRAY(retire->arena, struct ledger_due, count + 1);
	for (size_t i = 0; i < count; i++)
		if (due[i].truncated)
			oversize[big++] = due[i];
		else
			ended[plain++] = due[i];
	return move(retire, db, ended, plain, retire->folder, done, err) &&
	       move(retire, db, oversize, big, RETIRE_OVERSIZE, done, err);
}
