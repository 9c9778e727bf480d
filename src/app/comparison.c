/* comparison.c - list, ask the ledger, count. */

#include "app/comparison.h"

#include "app/haul.h"
#include "app/reach.h"
#include "base/hmac.h"
#include "store/audit.h"

/* Items of one page; numbers that the ledger gives at once; mails that are
 * fetched at once. */
enum { PAGE = 500, PLACED = 100000, FETCHED = 100 };
#define FETCHED_BYTES ((size_t)4 * 1024 * 1024)

static void name_unknown(struct comparison *comparison,
			 const struct source_item *item)
{
	if (comparison->unknown < COMPARISON_NAMED)
		comparison->named[comparison->unknown] = *item;
	comparison->unknown++;
}

/* False without *err: it cannot be opened, and is said to be closed. */
static bool open_source(const struct comparing *with, struct source *source,
			struct comparison *comparison, int64_t *epoch_r,
			struct err *err)
{
	*err = (struct err){ .kind = ERR_NONE };
	if (source->verbs->open(source, epoch_r, err))
		return true;
	if (err->kind == ERR_PERMANENT) {
		comparison->closed = arena_strdup(with->arena, err->text);
		err->kind = ERR_NONE;
	}
	return false;
}

/* --- the mailbox that mail comes to --- */

static bool is_skipped(const struct comparing *with,
		       const struct source *source,
		       const struct source_item *item)
{
	const struct ledger_mailbox *ledger = &with->ledger;

	if (with->mailbox->old_mail != OLD_MAIL_SKIP)
		return false;
	if (source->order == SOURCE_ASCENDING &&
	    ledger->epoch == ledger->first_epoch)
		return item->item <= ledger->first_item;
	return item->received < ledger->since;
}

static void count_stranger(const struct comparing *with,
			   const struct source *source,
			   const struct source_item *item,
			   struct comparison *comparison)
{
	if (is_skipped(with, source, item))
		comparison->skipped++;
	else if (with->began - item->received < COMPARISON_PATIENCE)
		comparison->coming++;
	else
		name_unknown(comparison, item);
}

static bool count_page(const struct comparing *with,
		       const struct source *source,
		       const struct source_item *page, size_t count,
		       struct comparison *comparison, int64_t *awaited_here,
		       struct err *err)
{
	enum audit_place places[PAGE];
	int64_t items[PAGE];
	ARENA(arena);

	for (size_t i = 0; i < count; i++)
		items[i] = page[i].item;
	if (!audit_here(with->db, arena, &with->ledger, with->began, items,
			count, places, err))
		return false;
	comparison->here += (int64_t)count;
	for (size_t i = 0; i < count; i++) {
		if (places[i] == AUDIT_UNKNOWN) {
			count_stranger(with, source, &page[i], comparison);
			continue;
		}
		comparison->known++;
		*awaited_here += places[i] == AUDIT_AWAITED;
	}
	return true;
}

static bool count_mailbox(const struct comparing *with, struct source *source,
			  struct comparison *comparison, struct err *err)
{
	struct source_item *page;
	size_t count = PAGE;
	int64_t awaited, awaited_here = 0, after = 0;
	ARENA(arena);

	while (count == PAGE) {
		arena_reset(arena);
		if (!source->verbs->list(source, arena, after, PAGE, &page,
					 &count, err) ||
		    (count > 0 && !count_page(with, source, page, count,
					      comparison, &awaited_here,
					      err)))
			return false;
		after = count > 0 ? page[count - 1].item : after;
	}
	if (!audit_awaited(with->db, &with->ledger, with->began, &awaited,
			   err))
		return false;
	/* What was moved while we looked is not awaited any more. */
	if (awaited > awaited_here)
		comparison->gone = awaited - awaited_here;
	return true;
}

bool comparison_mailbox(const struct comparing *with,
			struct comparison *comparison_r, struct err *err)
{
	struct comparing of_epoch = *with;
	struct source *source = reach_mailbox(with->arena, with->mailbox, err);
	bool good;

	*comparison_r = (struct comparison){
		.mailbox = with->mailbox->name,
		.folder = with->mailbox->path != NULL ? with->mailbox->path
				: with->mailbox->imap.mailbox,
	};
	if (source == NULL)
		return false;
	good = open_source(with, source, comparison_r, &of_epoch.ledger.epoch,
			   err) &&
	       count_mailbox(&of_epoch, source, comparison_r, err);
	source->verbs->close(&source);
	return good || err->kind == ERR_NONE;
}

/* --- a folder that mail is moved to --- */

/* The numbers under which mails were put there, as they are needed. */
struct placed {
	const struct comparing *with;
	struct arena *arena;
	int64_t epoch, last;
	int64_t *items;
	size_t count, next;
	bool over;
};

static bool is_placed(struct placed *placed, int64_t item, bool *placed_r,
		      struct err *err)
{
	*placed_r = false;
	for (;;) {
		while (placed->next < placed->count &&
		       placed->items[placed->next] < item)
			placed->next++;
		if (placed->next < placed->count || placed->over)
			break;
		arena_reset(placed->arena);
		placed->next = 0;
		if (!audit_placed(placed->with->db, placed->arena,
				  &placed->with->ledger, placed->epoch,
				  placed->last, PLACED, &placed->items,
				  &placed->count, err))
			return false;
		placed->over = placed->count < PLACED;
		if (placed->count > 0)
			placed->last = placed->items[placed->count - 1];
	}
	*placed_r = placed->next < placed->count &&
		    placed->items[placed->next] == item;
	return true;
}

/* Mails of unknown numbers: their bytes may be known. */
static bool look_at_bytes(const struct comparing *with, int64_t epoch,
			  struct source_mail *mails, size_t count,
			  const struct comparison_taker *taker,
			  struct comparison *comparison, struct err *err)
{
	uint8_t sha256[FETCHED][32];
	bool known[FETCHED];
	size_t strangers = 0;
	ARENA(arena);

	for (size_t i = 0; i < count; i++)
		hmac_digest(mails[i].bytes, mails[i].bytes_size, sha256[i]);
	if (!audit_bytes(with->db, arena, with->desk->desk.id, sha256, count,
			 known, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (known[i]) {
			comparison->copies++;
			continue;
		}
		name_unknown(comparison, &(struct source_item){
			mails[i].item, mails[i].received, mails[i].size });
		mails[strangers++] = mails[i];
	}
	return taker == NULL || strangers == 0 ||
	       taker->take(taker->context, epoch, mails, strangers, err);
}

/* A large mail is read twice where it is taken in: there is no room to keep it
 * until its digest is known. */
static bool look_at_large(const struct comparing *with, struct source *source,
			  int64_t epoch, const struct source_item *item,
			  const struct comparison_taker *taker,
			  struct comparison *comparison, struct err *err)
{
	struct source_mail mail;
	uint8_t sha256[1][32];
	bool known;
	ARENA(arena);

	if (!haul_digest(source, item, &mail, sha256[0], err))
		return false;
	if (mail.item == 0) {
		comparison->here--;
		return true;
	}
	if (!audit_bytes(with->db, arena, with->desk->desk.id, sha256, 1,
			 &known, err))
		return false;
	if (known) {
		comparison->copies++;
		return true;
	}
	name_unknown(comparison, item);
	return taker == NULL ||
	       taker->take_large(taker->context, epoch, source, item, err);
}

/* As many of the next items as are fetched at once; 0: a large one. */
static size_t batch_of(const struct source_item *items, size_t count,
		       size_t limit)
{
	size_t bytes = 0, n = 0;

	while (n < count && n < FETCHED && (n == 0 || bytes < FETCHED_BYTES) &&
	       !source_is_large(&items[n], limit))
		bytes += items[n++].size;
	return n;
}

static bool look_at_strangers(const struct comparing *with,
			      struct source *source, int64_t epoch,
			      const struct source_item *items, size_t count,
			      const struct comparison_taker *taker,
			      struct comparison *comparison, struct err *err)
{
	const size_t limit = (size_t)with->desk->settings->mail_limit;
	ARENA(arena);

	for (size_t at = 0; at < count;) {
		size_t n = batch_of(items + at, count - at, limit), fetched;
		struct source_mail *mails;

		arena_reset(arena);
		if (n == 0) {
			if (!look_at_large(with, source, epoch, &items[at++],
					   taker, comparison, err))
				return false;
			continue;
		}
		if (!source->verbs->fetch(source, arena, items + at, n, limit,
					  &mails, &fetched, err))
			return false;
		/* What left meanwhile is nobody's to judge. */
		comparison->here -= (int64_t)(n - fetched);
		if (!look_at_bytes(with, epoch, mails, fetched, taker,
				   comparison, err))
			return false;
		at += n;
	}
	return true;
}

static bool count_folder(const struct comparing *with, struct source *source,
			 int64_t epoch, const struct comparison_taker *taker,
			 struct comparison *comparison, struct err *err)
{
	struct source_item *page;
	size_t count = PAGE;
	int64_t after = 0;
	ARENA(arena);
	ARENA(numbers);
	struct placed placed = { .with = with, .arena = numbers,
				 .epoch = epoch };

	while (count == PAGE) {
		size_t strangers = 0;

		arena_reset(arena);
		if (!source->verbs->list(source, arena, after, PAGE, &page,
					 &count, err))
			return false;
		after = count > 0 ? page[count - 1].item : after;
		for (size_t i = 0; i < count; i++) {
			bool known;

			if (!is_placed(&placed, page[i].item, &known, err))
				return false;
			if (!known)
				page[strangers++] = page[i];
		}
		comparison->here += (int64_t)count;
		if (!look_at_strangers(with, source, epoch, page, strangers,
				       taker, comparison, err))
			return false;
	}
	comparison->known = comparison->here - comparison->unknown;
	return true;
}

bool comparison_folder(const struct comparing *with, const char *folder,
		       const struct comparison_taker *taker,
		       struct comparison *comparison_r, struct err *err)
{
	struct source *source = reach_folder(with->arena, with->mailbox,
					     folder, err);
	int64_t epoch;
	bool good;

	*comparison_r = (struct comparison){
		.mailbox = with->mailbox->name, .folder = folder,
	};
	if (source == NULL)
		return false;
	good = open_source(with, source, comparison_r, &epoch, err) &&
	       count_folder(with, source, epoch, taker, comparison_r, err);
	source->verbs->close(&source);
	return good || err->kind == ERR_NONE;
}
