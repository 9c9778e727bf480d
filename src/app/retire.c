/* retire.c - what ended goes where it belongs, and the ledger is told. */

#include "app/retire.h"

#include "base/failpoint.h"

/* Mails of one move. */
enum { PAGE = 500 };

/* Counts in *done what really went: a server that cannot move is left alone
 * until the next poll. */
static bool move(const struct retire *retire, struct db *db,
		 const int64_t *items, size_t count, const char *folder,
		 size_t *done, struct err *err)
{
	struct source_retired *retired;
	struct ledger_moved *moved;
	size_t retired_count;

	if (count == 0)
		return true;
	if (!FAILPOINT(RETIRE, err) ||
	    !retire->source->verbs->retire(retire->source, retire->arena,
					   items, count, folder, &retired,
					   &retired_count, err) ||
	    !FAILPOINT(MOVED, err))
		return false;
	*done += retired_count;
	moved = ARENA_ARRAY(retire->arena, struct ledger_moved, retired_count);
	for (size_t i = 0; i < retired_count; i++)
		moved[i] = (struct ledger_moved){ retired[i].item,
						  retired[i].target_epoch,
						  retired[i].target_item };
	return ledger_retired(db, retire->mailbox, moved, retired_count,
			      err) && FAILPOINT(RETIRED, err);
}

bool retire_ended(const struct retire *retire, struct db *db, size_t *done,
		  struct err *err)
{
	int64_t *ended, *oversize;
	struct ledger_due *due;
	size_t count = 0, big = 0, plain = 0;

	if (!ledger_due(db, retire->arena, retire->mailbox, PAGE, &due, &count,
			err))
		return false;
	ended = ARENA_ARRAY(retire->arena, int64_t, count);
	oversize = ARENA_ARRAY(retire->arena, int64_t, count);
	for (size_t i = 0; i < count; i++)
		if (due[i].truncated)
			oversize[big++] = due[i].item;
		else
			ended[plain++] = due[i].item;
	return move(retire, db, ended, plain, retire->folder, done, err) &&
	       move(retire, db, oversize, big, RETIRE_OVERSIZE, done, err);
}
