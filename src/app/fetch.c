/* fetch.c - list, fetch, commit; and see that what has ended leaves. */

#include "app/fetch.h"

#include "app/clear.h"
#include "app/haul.h"
#include "app/log.h"
#include "app/monotonic.h"
#include "app/refusal.h"
#include "app/reach.h"
#include "app/retire.h"
#include "base/failpoint.h"
#include "base/hmac.h"

#include <inttypes.h>

/* Items of one page, and mails of one commit (or fewer, by their size). */
enum { PAGE = 500, BATCH = 200 };
#define BATCH_BYTES ((size_t)4 * 1024 * 1024)

/* How often everything in the mailbox is compared with the ledger: UIDs may
 * become visible out of order. */
#define COMPARE (10 * USEC_MINUTE)

/* How often what is old enough leaves the folder that it was moved to. */
#define CLEAR USEC_HOUR

struct fetch {
	const struct world_desk *desk;
	const struct settings_mailbox *settings;
	struct arena *arena;		/* of one step */
	struct arena *login;		/* the secret, while connected */
	struct source *source;		/* NULL: not connected */
	struct ledger_mailbox mailbox;
	usec_t compared, cleared;	/* monotonic; 0: not yet */
	struct refusal refusal;
};

struct fetch *fetch_new(const struct world_desk *desk,
			const struct settings_mailbox *mailbox)
{
	struct fetch *fetch = calloc(1, sizeof(*fetch));

	if (fetch == NULL)
		abort();
	fetch->desk = desk;
	fetch->settings = mailbox;
	fetch->arena = arena_new();
	fetch->login = arena_new();
	return fetch;
}

void fetch_hang_up(struct fetch *fetch)
{
	if (fetch->source != NULL)
		fetch->source->verbs->close(&fetch->source);
	arena_reset(fetch->login);
}

void fetch_free(struct fetch **fetch)
{
	if (*fetch == NULL)
		return;
	fetch_hang_up(*fetch);
	arena_free(&(*fetch)->arena);
	arena_free(&(*fetch)->login);
	free(*fetch);
	*fetch = NULL;
}

static bool greet(struct fetch *fetch, struct db *db, int64_t epoch,
		  struct err *err)
{
	struct ledger_mailbox *mailbox = &fetch->mailbox;
	int64_t newest;

	if (!ledger_mailbox(db, fetch->desk->desk.id, fetch->settings->name,
			    mailbox, err))
		return false;
	if (mailbox->since == 0) {
		/* What lies here at first contact is never answered. */
		if (!reach_newest(fetch->source, fetch->arena, &newest,
				  err) ||
		    !FAILPOINT(CONTACT, err) ||
		    !ledger_contact(db, mailbox, epoch, newest, err) ||
		    !FAILPOINT(CONTACTED, err))
			return false;
		log_info("first contact: mail up to %" PRId64 " is old and "
			 "will be %s", newest,
			 fetch->settings->old_mail == OLD_MAIL_SKIP
				 ? "left alone" : "taken in silently");
	}
	if (mailbox->epoch != epoch &&
	    !ledger_epoch(db, mailbox, epoch, err))
		return false;
	return true;
}

static bool connect_source(struct fetch *fetch, struct db *db,
			   struct err *err)
{
	int64_t epoch;

	if (fetch->source != NULL)
		return true;
	fetch->source = reach_mailbox(fetch->login, fetch->settings, err);
	if (fetch->source == NULL)
		return false;
	fetch->compared = 0;
	return fetch->source->verbs->open(fetch->source, &epoch, err) &&
	       greet(fetch, db, epoch, err);
}

/* Mail that lay there at first contact.  In another epoch, and among files,
 * only the date that the source noted can tell. */
static bool is_old(const struct fetch *fetch, const struct source_item *item)
{
	const struct ledger_mailbox *mailbox = &fetch->mailbox;

	if (fetch->source->order == SOURCE_ASCENDING &&
	    mailbox->epoch == mailbox->first_epoch)
		return item->item <= mailbox->first_item;
	return item->received < mailbox->since;
}

/* Unknown, and maybe answered by a database that is gone (store/lineage.h). */
static bool is_forgotten(const struct fetch *fetch,
			 const struct source_item *item)
{
	return item->received < fetch->mailbox.forgotten;
}

/* Is it to be taken in, as one of these? */
static bool is_wanted(const struct fetch *fetch,
		      const struct source_item *item, bool silent)
{
	if (is_old(fetch, item))
		return silent && fetch->settings->old_mail != OLD_MAIL_SKIP;
	return is_forgotten(fetch, item) == silent;
}

/* What of a page is to be taken now: old mail or new mail, not both in one
 * commit, because old mail is silent. */
struct picking {
	struct source_item *items;
	size_t count;
	struct source_item *large;	/* in pieces, one by one */
	size_t large_count;
	bool silent;
};

static struct picking pick(const struct fetch *fetch,
			   const struct source_item *page, size_t count,
			   const int64_t *missing, size_t missing_count,
			   bool silent)
{
	struct picking picking = {
		.items = ARENA_ARRAY(fetch->arena, struct source_item, count),
		.large = ARENA_ARRAY(fetch->arena, struct source_item, count),
		.silent = silent,
	};
	const size_t limit = (size_t)fetch->desk->settings->mail_limit;

	for (size_t i = 0, m = 0; i < count && m < missing_count; i++) {
		if (page[i].item != missing[m])
			continue;
		m++;
		if (!is_wanted(fetch, &page[i], silent) ||
		    refusal_holds(&fetch->refusal, page[i].item))
			continue;
		if (source_is_large(&page[i], limit))
			picking.large[picking.large_count++] = page[i];
		else
			picking.items[picking.count++] = page[i];
	}
	return picking;
}

bool fetch_store(struct db *db, struct ledger_mailbox *mailbox,
		 const struct source_mail *mails, size_t count, bool silent,
		 size_t *added_r, struct err *err)
{
	struct ledger_new *rows;
	ARENA(arena);

	rows = ARENA_ARRAY(arena, struct ledger_new, count);
	for (size_t i = 0; i < count; i++) {
		rows[i] = (struct ledger_new){
			.item = mails[i].item,
			.received = mails[i].received,
			.size = mails[i].size,
			.bytes = mails[i].bytes,
			.bytes_size = mails[i].bytes_size,
			.truncated = mails[i].truncated,
		};
		hmac_digest(mails[i].bytes, mails[i].bytes_size,
			    rows[i].sha256);
	}
	return ledger_add(db, mailbox, rows, count, silent, added_r, err);
}

/* As many of the next items as fit into one commit. */
static size_t batch_of(const struct source_item *items, size_t count)
{
	size_t bytes = 0, n = 0;

	while (n < count && n < BATCH && (n == 0 || bytes < BATCH_BYTES))
		bytes += items[n++].size;
	return n;
}

static bool fetch_some(struct fetch *fetch, struct arena *arena,
		       const struct source_item *items, size_t count,
		       struct source_mail **mails_r, size_t *fetched_r,
		       struct err *err)
{
	if (fetch->source->verbs->fetch(fetch->source, arena, items, count,
			(size_t)fetch->desk->settings->mail_limit, mails_r,
			fetched_r, err))
		return true;
	refusal_failed(&fetch->refusal, items[0].item, count, monotonic_now(),
		       err);
	return false;
}

/* A large mail comes by itself. */
static bool take_large(struct fetch *fetch, struct db *db,
		       const struct source_item *item, bool silent,
		       size_t *done, struct err *err)
{
	const enum haul haul = haul_mail(db, &fetch->mailbox, fetch->source,
					 item, silent, err);

	if (haul == HAUL_UNREAD)
		refusal_failed(&fetch->refusal, item->item, 1,
			       monotonic_now(), err);
	if (haul == HAUL_UNREAD || haul == HAUL_UNSTORED)
		return false;
	if (haul == HAUL_ADDED)
		log_info("taken=1 bytes=%zu%s", item->size,
			 silent ? " silent" : "");
	*done += haul == HAUL_ADDED;
	return true;
}

/* The others are first: what takes long keeps nobody waiting. */
static bool take_all_large(struct fetch *fetch, struct db *db,
			   const struct picking *picking, size_t *done,
			   struct err *err)
{
	for (size_t i = 0; i < picking->large_count; i++)
		if (!take_large(fetch, db, &picking->large[i],
				picking->silent, done, err))
			return false;
	return true;
}

static bool take(struct fetch *fetch, struct db *db,
		 const struct picking *picking, size_t *done, struct err *err)
{
	ARENA(arena);

	for (size_t at = 0; at < picking->count;) {
		size_t count = refusal_batch(&fetch->refusal,
			batch_of(picking->items + at, picking->count - at));
		struct source_mail *mails;
		size_t fetched, added;

		arena_reset(arena);
		if (!FAILPOINT(FETCH_LISTED, err) ||
		    !fetch_some(fetch, arena, picking->items + at, count,
				&mails, &fetched, err) ||
		    !FAILPOINT(FETCH_READ, err) ||
		    !fetch_store(db, &fetch->mailbox, mails, fetched,
				 picking->silent, &added, err))
			return false;
		if (added > 0)
			log_info("taken=%zu%s", added,
				 picking->silent ? " silent" : "");
		*done += added;
		at += count;
	}
	return true;
}

static bool take_page(struct fetch *fetch, struct db *db,
		      const struct source_item *page, size_t count,
		      size_t *done, struct err *err)
{
	int64_t *items = ARENA_ARRAY(fetch->arena, int64_t, count), *missing;
	struct picking old, fresh;
	size_t missing_count;

	for (size_t i = 0; i < count; i++)
		items[i] = page[i].item;
	if (!ledger_missing(db, fetch->arena, &fetch->mailbox, items, count,
			    &missing, &missing_count, err))
		return false;
	fresh = pick(fetch, page, count, missing, missing_count, false);
	old = pick(fetch, page, count, missing, missing_count, true);
	return take(fetch, db, &old, done, err) &&
	       take(fetch, db, &fresh, done, err) &&
	       take_all_large(fetch, db, &old, done, err) &&
	       take_all_large(fetch, db, &fresh, done, err);
}

/* Everything above `after`, page by page. */
static bool take_in(struct fetch *fetch, struct db *db, int64_t after,
		    size_t *done, struct err *err)
{
	struct source_item *page;
	size_t count = PAGE;

	while (count == PAGE) {
		arena_reset(fetch->arena);
		if (!fetch->source->verbs->list(fetch->source, fetch->arena,
						after, PAGE, &page, &count,
						err))
			return false;
		if (count == 0)
			break;
		after = page[count - 1].item;
		if (!take_page(fetch, db, page, count, done, err))
			return false;
	}
	return true;
}

static bool retire(struct fetch *fetch, struct db *db, size_t *done,
		   struct err *err)
{
	if (fetch->settings->retire == NULL)
		return true;
	arena_reset(fetch->arena);
	return retire_ended(&(struct retire){
		.arena = fetch->arena, .source = fetch->source,
		.mailbox = &fetch->mailbox,
		.folder = fetch->settings->retire }, db, done, err);
}

/* By a connection of its own.  What fails is tried again in an hour: it keeps
 * no mail from coming in. */
static void clear(struct fetch *fetch, struct db *db)
{
	struct err err;
	size_t count;

	if (!clear_folder(fetch->desk, fetch->settings, db, &fetch->mailbox,
			  &count, &err))
		log_problem("%s: %s", fetch->settings->retire, err.text);
	else if (count > 0)
		log_info("cleared=%zu from %s", count,
			 fetch->settings->retire);
}

bool fetch_batch(struct fetch *fetch, struct db *db, size_t *done_r,
		 struct err *err)
{
	usec_t now = monotonic_now();
	bool compare;

	*done_r = 0;
	arena_reset(fetch->arena);
	if (!connect_source(fetch, db, err))
		return false;
	refusal_expire(&fetch->refusal, now);
	compare = fetch->compared == 0 || now - fetch->compared > COMPARE ||
		  fetch->source->order == SOURCE_ANY_ORDER;
	if (!take_in(fetch, db, compare ? 0 : fetch->mailbox.highest, done_r,
		     err) || !retire(fetch, db, done_r, err))
		return false;
	if (compare)
		fetch->compared = now;
	if (fetch->cleared == 0 || now - fetch->cleared > CLEAR) {
		fetch->cleared = now;
		clear(fetch, db);
	}
	return refusal_settle(&fetch->refusal, err);
}

bool fetch_wait(struct fetch *fetch, int wake, struct err *err)
{
	return fetch->source->verbs->wait(fetch->source, wake,
					  fetch->settings->poll, err);
}
