/* imap.c - an IMAP mailbox as a source. */

#include "net/source.h"

#include "net/login.h"
#include "net/pull.h"
#include "net/transfer.h"
#include "net/uidset.h"
#include "net/utf7.h"

/* A million UIDs of 10 digits. */
enum { SEARCH_BYTES = 16 * 1024 * 1024 };

struct imap_source {
	struct source source;
	const struct source_imap_settings *settings;	/* borrowed */
	struct session *session;	/* NULL: not connected */
	uint32_t epoch;
	struct arena *arena;		/* of `uids` */
	uint32_t *uids;			/* of the last search, sorted */
	size_t count, next;		/* uids[next] was not listed yet */
};

static struct imap_source *of(struct source *source)
{
	return (struct imap_source *)source;
}

static void forget_search(struct imap_source *imap)
{
	arena_reset(imap->arena);
	imap->count = imap->next = 0;
}

static void disconnect(struct imap_source *imap)
{
	session_close(&imap->session);
	forget_search(imap);
}

/* Connected, and still the mailbox that was selected? */
static bool check(struct imap_source *imap, struct err *err)
{
	const struct mailimap_selection_info *info;

	if (imap->session == NULL)
		return err_temporary(err, "%s: not connected",
				     imap->settings->endpoint.host);
	if (stream_failure(session_stream(imap->session), err))
		return false;
	info = session_parser(imap->session)->imap_selection_info;
	if (info == NULL || info->sel_uidvalidity != imap->epoch)
		stream_fail(session_stream(imap->session),
			    "the mailbox was made anew (UIDVALIDITY changed)");
	return !stream_failure(session_stream(imap->session), err);
}

static bool imap_open(struct source *source, int64_t *epoch_r,
		      struct err *err)
{
	struct imap_source *imap = of(source);

	disconnect(imap);
	imap->session = session_open(imap->settings, err);
	if (imap->session == NULL)
		return false;
	if (!login_begin(imap->session, &imap->epoch, err)) {
		disconnect(imap);
		return false;
	}
	source->certificate_ends =
		stream_expiry(session_stream(imap->session));
	*epoch_r = imap->epoch;
	return true;
}

static int by_value(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Copy the UIDs above `after`: "n:*" always brings the last mail too. */
static void keep_uids(struct imap_source *imap, const clist *found,
		      uint32_t after)
{
	size_t count = found == NULL ? 0 : (size_t)clist_count(found);

	imap->uids = ARENA_ARRAY(imap->arena, uint32_t, count + 1);
	for (clistiter *at = found == NULL ? NULL : clist_begin(found);
	     at != NULL; at = clist_next(at)) {
		const uint32_t *uid = clist_content(at);

		if (*uid > after)
			imap->uids[imap->count++] = *uid;
	}
	qsort(imap->uids, imap->count, sizeof(*imap->uids), by_value);
}

static bool search(struct imap_source *imap, uint32_t after, struct err *err)
{
	forget_search(imap);
	if (session_say(imap->session, SESSION_TIME, SEARCH_BYTES,
			"UID SEARCH UID %u:*", after + 1) != SESSION_OK)
		return session_explain(imap->session, err);
	keep_uids(imap, session_parser(imap->session)
				->imap_response_info->rsp_search_result,
		  after);
	return true;
}

/* The next UIDs that the last search found, or a new search. */
static bool find_page(struct imap_source *imap, uint32_t after,
		      struct err *err)
{
	while (imap->next < imap->count && imap->uids[imap->next] <= after)
		imap->next++;
	/* A look from before what was listed starts again. */
	if (imap->next < imap->count &&
	    (imap->next == 0 || imap->uids[imap->next - 1] <= after))
		return true;
	return search(imap, after, err);
}

static bool imap_list(struct source *source, struct arena *arena,
		      int64_t after, size_t most, struct source_item **items_r,
		      size_t *count_r, struct err *err)
{
	struct imap_source *imap = of(source);
	struct source_item *items;
	size_t count = 0;

	*count_r = 0;
	if (after < 0 || after >= UINT32_MAX)
		return err_permanent(err, "%lld is no UID", (long long)after);
	if (!check(imap, err) || !find_page(imap, (uint32_t)after, err))
		return false;
	if (most > imap->count - imap->next)
		most = imap->count - imap->next;
	items = ARENA_ARRAY(arena, struct source_item, most + UIDSET_MOST);
	/* Mails that are gone by now leave room for the ones behind them. */
	while (count < most && imap->next < imap->count) {
		size_t left = imap->count - imap->next, n = most - count, got;

		n = n < left ? n : left;
		n = n < UIDSET_MOST ? n : UIDSET_MOST;
		if (!pull_items(imap->session, imap->uids + imap->next, n,
				items + count, &got, err))
			return false;
		imap->next += n;
		count += got;
	}
	*items_r = items;
	*count_r = count;
	return true;
}

static bool imap_fetch(struct source *source, struct arena *arena,
		       const struct source_item *items, size_t count,
		       size_t size_limit, struct source_mail **mails_r,
		       size_t *count_r, struct err *err)
{
	struct imap_source *imap = of(source);

	*count_r = 0;
	return check(imap, err) &&
	       pull_mails(imap->session, arena, items, count, size_limit,
			  mails_r, count_r, err);
}

static bool imap_stream(struct source *source, const struct source_item *item,
			const struct source_sink *sink,
			struct source_mail *mail_r, struct err *err)
{
	struct imap_source *imap = of(source);

	return check(imap, err) &&
	       pull_stream(imap->session, item, sink, mail_r, err);
}

static bool can_retire(const struct imap_source *imap, const char *folder,
		       struct err *err)
{
	if (folder == NULL || strcmp(folder, imap->settings->mailbox) == 0)
		return err_permanent(err, "mail cannot retire to the mailbox "
				     "it is in");
	/* EXPUNGE without UIDPLUS would remove what others have deleted. */
	if (!session_offers(imap->session, "MOVE") &&
	    !session_offers(imap->session, "UIDPLUS"))
		return err_permanent(err, "%s: the server offers neither MOVE "
				     "nor UIDPLUS: mail can only be left in "
				     "place", imap->settings->endpoint.host);
	return true;
}

static bool imap_retire(struct source *source, struct arena *arena,
			const int64_t *items, size_t count,
			const char *folder,
			struct source_retired **retired_r,
			size_t *retired_count_r, struct err *err)
{
	struct imap_source *imap = of(source);
	struct source_retired *retired = ARENA_ARRAY(
		arena, struct source_retired, count + 1);
	const char *name;

	*retired_r = retired;
	*retired_count_r = 0;
	if (!check(imap, err) || !can_retire(imap, folder, err))
		return false;
	name = utf7_mailbox(arena, folder);
	if (name == NULL)
		return err_permanent(err, "the name of the folder is empty or "
				     "holds a control character");
	name = session_quoted(arena, name);
	for (size_t i = 0; i < count; i++)
		retired[i].item = items[i];
	while (*retired_count_r < count) {
		size_t n = count - *retired_count_r;

		n = n < UIDSET_MOST ? n : UIDSET_MOST;
		if (!transfer_move(imap->session, name,
				   retired + *retired_count_r, n, err))
			return false;
		*retired_count_r += n;
	}
	return true;
}

static bool imap_remove(struct source *source, const int64_t *items,
			size_t count, struct err *err)
{
	struct imap_source *imap = of(source);
	uint32_t uids[UIDSET_MOST];
	ARENA(arena);

	if (!check(imap, err))
		return false;
	if (!session_offers(imap->session, "UIDPLUS"))
		return err_permanent(err, "%s: the server does not offer "
				     "UIDPLUS: nothing is removed there",
				     imap->settings->endpoint.host);
	for (size_t at = 0, n; at < count; at += n) {
		for (n = 0; n < UIDSET_MOST && at + n < count; n++)
			uids[n] = (uint32_t)items[at + n];
		if (!transfer_remove(imap->session,
				     uidset_render(arena, uids, n), err))
			return false;
	}
	return true;
}

static bool imap_wait(struct source *source, int wake, usec_t timeout,
		      struct err *err)
{
	struct imap_source *imap = of(source);

	return check(imap, err) &&
	       session_wait(imap->session, wake, timeout, err);
}

static void imap_close(struct source **source)
{
	if (*source == NULL)
		return;
	disconnect(of(*source));
	arena_free(&of(*source)->arena);
	free(*source);
	*source = NULL;
}

struct source *imap_source_new(const struct source_imap_settings *settings)
{
	static const struct source_verbs verbs = {
		.open = imap_open,
		.list = imap_list,
		.fetch = imap_fetch,
		.stream = imap_stream,
		.retire = imap_retire,
		.remove = imap_remove,
		.wait = imap_wait,
		.close = imap_close,
	};
	struct imap_source *imap = calloc(1, sizeof(*imap));

	if (imap == NULL)
		abort();
	imap->source.verbs = &verbs;
	imap->source.order = SOURCE_ASCENDING;
	imap->settings = settings;
	imap->arena = arena_new();
	return &imap->source;
}
