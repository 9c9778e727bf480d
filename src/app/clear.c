/* clear.c - ask the ledger what may go, and remove it page by page. */

#include "app/clear.h"

#include "app/reach.h"
#include "base/failpoint.h"
#include "net/source.h"
#include "store/retention.h"

enum { PAGE = 500 };

static bool clear_pages(struct source *source, struct db *db, usec_t keep,
			const struct ledger_mailbox *mailbox, int64_t epoch,
			size_t *count_r, struct err *err)
{
	size_t count = PAGE;
	int64_t *items;
	ARENA(arena);

	while (count == PAGE) {
		arena_reset(arena);
		if (!retention_moved(db, arena, mailbox, epoch, keep, PAGE,
				     &items, &count, err))
			return false;
		if (count == 0)
			break;
		if (!FAILPOINT(CLEAR, err) ||
		    !source->verbs->remove(source, items, count, err) ||
		    !FAILPOINT(CLEARED, err) ||
		    !retention_cleared(db, mailbox, epoch, items, count, err))
			return false;
		*count_r += count;
	}
	return true;
}

bool clear_folder(const struct world_desk *desk,
		  const struct settings_mailbox *settings, struct db *db,
		  const struct ledger_mailbox *mailbox, size_t *count_r,
		  struct err *err)
{
	const usec_t keep = desk->settings->retention.processed;
	struct source *source;
	int64_t epoch, *any;
	size_t found;
	bool good;
	ARENA(arena);

	*count_r = 0;
	if (settings->retire == NULL)
		return true;
	if (!retention_moved(db, arena, mailbox, 0, keep, 1, &any, &found,
			     err))
		return false;
	if (found == 0)
		return true;
	source = reach_folder(arena, settings, settings->retire, err);
	if (source == NULL)
		return false;
	good = source->verbs->open(source, &epoch, err) &&
	       clear_pages(source, db, keep, mailbox, epoch, count_r, err);
	source->verbs->close(&source);
	return good;
}
