/* transfer.c - MOVE, or COPY and EXPUNGE that can be cut off anywhere. */

#include "net/transfer.h"

#include "base/hmac.h"
#include "net/login.h"
#include "net/pull.h"
#include "net/uidset.h"

/* On a mail that is being copied.  Its copy has it as well. */
#define MARK "$PostdeskMoving"

/* "MOVE" or "COPY" to the folder, which is made when that fails. */
static bool transfer(struct session *session, const char *verb,
		     const char *set, const char *folder, struct err *err)
{
	enum session_answer answer;

	answer = session_say(session, SESSION_TIME, SESSION_BYTES,
			     "UID %s %s %s", verb, set, folder);
	if (answer == SESSION_NO) {
		/* It may exist: then this says NO, and the reason follows. */
		answer = session_say(session, SESSION_TIME, SESSION_BYTES,
				     "CREATE %s", folder);
		if (answer != SESSION_LOST)
			answer = session_say(session, SESSION_TIME,
					     SESSION_BYTES, "UID %s %s %s",
					     verb, set, folder);
	}
	return answer == SESSION_OK || session_explain(session, err);
}

bool transfer_remove(struct session *session, const char *set,
		     struct err *err)
{
	return (session_say(session, SESSION_TIME, SESSION_BYTES,
			    "UID STORE %s +FLAGS.SILENT (\\Deleted)", set) ==
			SESSION_OK &&
		session_say(session, SESSION_TIME, SESSION_BYTES,
			    "UID EXPUNGE %s", set) == SESSION_OK) ||
	       session_explain(session, err);
}

/* One UID after another of a set, without believing its size. */
struct walk {
	clistiter *at;
	uint32_t offset;
};

static bool walk_next(struct walk *walk, uint32_t *uid_r)
{
	const struct mailimap_set_item *item;

	if (walk->at == NULL)
		return false;
	item = clist_content(walk->at);
	*uid_r = item->set_first + walk->offset;
	if (*uid_r >= item->set_last) {
		walk->at = clist_next(walk->at);
		walk->offset = 0;
	} else {
		walk->offset++;
	}
	return true;
}

static void note_pairs(const struct mailimap_uidplus_resp_code_copy *copy,
		       struct source_retired *retired, size_t count)
{
	struct walk from = { .at = clist_begin(copy->uid_source_set->set_list) };
	struct walk to = { .at = clist_begin(copy->uid_dest_set->set_list) };
	uint32_t old, new;

	/* Zero is no name (RFC 9051, 9, nz-number). */
	if (copy->uid_uidvalidity == 0)
		return;
	for (size_t n = 0; n < count; n++) {
		if (!walk_next(&from, &old) || !walk_next(&to, &new) ||
		    new == 0)
			return;
		for (size_t i = 0; i < count; i++)
			if (retired[i].item == old) {
				retired[i].target_epoch =
					copy->uid_uidvalidity;
				retired[i].target_item = new;
			}
	}
}

/* COPYUID of the last answer, wherever in it the server put it. */
static void note_copies(const struct session *session,
			struct source_retired *retired, size_t count)
{
	const struct mailimap_response_info *info =
		session_parser(session)->imap_response_info;

	for (clistiter *at = clist_begin(info->rsp_extension_list);
	     at != NULL; at = clist_next(at)) {
		const struct mailimap_extension_data *data = clist_content(at);
		const struct mailimap_uidplus_resp_code_copy *copy =
			data->ext_data;

		if (data->ext_extension == &mailimap_extension_uidplus &&
		    data->ext_type == MAILIMAP_UIDPLUS_RESP_CODE_COPY &&
		    copy->uid_source_set != NULL && copy->uid_dest_set != NULL)
			note_pairs(copy, retired, count);
	}
}

/* A mail that bears the mark, and what it is known by in the folder. */
struct marked {
	struct source_retired *retired;
	struct source_item facts;	/* size and date */
	uint8_t sha256[32];		/* of its first megabyte */
	bool here;
};

/* Copies are rare and look alike rarely: of more than these the newest. */
enum { CANDIDATES = 50 };

static const char *set_of(struct arena *arena,
			  const struct source_retired *retired, size_t count)
{
	uint32_t *uids = ARENA_ARRAY(arena, uint32_t, count);

	for (size_t i = 0; i < count; i++)
		uids[i] = (uint32_t)retired[i].item;
	return uidset_render(arena, uids, count);
}

/* Digest a mail of the selected mailbox.  *here_r: is it there? */
static bool digest(struct session *session, const struct source_item *item,
		   uint8_t sha256_r[32], bool *here_r, struct err *err)
{
	struct source_mail *mails;
	size_t count;
	ARENA(arena);

	if (!pull_mails(session, arena, item, 1, SOURCE_HEAD, &mails, &count,
			err))
		return false;
	*here_r = count == 1;
	if (count == 1)
		hmac_digest(mails[0].bytes, mails[0].bytes_size, sha256_r);
	return true;
}

/* The UIDs of the last SEARCH, at most `most`, the last ones. */
static size_t found_uids(const struct session *session, uint32_t *uids,
			 size_t most)
{
	const clist *found = session_parser(session)
				     ->imap_response_info->rsp_search_result;
	size_t count = 0;

	for (clistiter *at = found == NULL ? NULL : clist_begin(found);
	     at != NULL; at = clist_next(at))
		uids[count++ % most] = *(const uint32_t *)clist_content(at);
	return count < most ? count : most;
}

/* What of the set bears the mark, as an attempt before this one left it.  A
 * server that knows no keywords has none. */
static bool find_marked(struct session *session, struct arena *arena,
			struct source_retired *retired, size_t count,
			struct marked **marked_r, size_t *marked_count_r,
			struct err *err)
{
	struct marked *marked = ARENA_ARRAY(arena, struct marked, count);
	uint32_t uids[UIDSET_MOST];
	size_t found, n = 0;

	*marked_r = marked;
	*marked_count_r = 0;
	switch (session_say(session, SESSION_TIME, SESSION_BYTES,
			    "UID SEARCH UID %s KEYWORD " MARK,
			    set_of(arena, retired, count))) {
	case SESSION_LOST:
		return session_explain(session, err);
	case SESSION_NO:
		return true;
	case SESSION_OK:
		break;
	}
	found = found_uids(session, uids, UIDSET_MOST);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < found; k++)
			if (retired[i].item == uids[k]) {
				marked[n++].retired = &retired[i];
				break;
			}
	*marked_count_r = n;
	return true;
}

static bool know_marked(struct session *session, struct marked *marked,
			size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t uid = (uint32_t)marked[i].retired->item;
		size_t got;

		if (!pull_items(session, &uid, 1, &marked[i].facts, &got, err))
			return false;
		if (got == 1 && !digest(session, &marked[i].facts,
					marked[i].sha256, &marked[i].here,
					err))
			return false;
	}
	return true;
}

/* Is its copy in the folder that is looked at? */
static bool find_copy(struct session *session, struct marked *marked,
		      uint32_t epoch, struct err *err)
{
	const size_t size = marked->facts.size;
	struct source_item items[CANDIDATES];
	uint32_t uids[CANDIDATES];
	size_t count;

	if (!marked->here)
		return true;
	if (session_say(session, SESSION_TIME, SESSION_BYTES,
			"UID SEARCH LARGER %zu SMALLER %zu",
			size > 0 ? size - 1 : 0, size + 1) != SESSION_OK)
		return session_explain(session, err);
	count = found_uids(session, uids, CANDIDATES);
	if (count == 0)
		return true;
	if (!pull_items(session, uids, count, items, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		uint8_t sha256[32];
		bool here = false;

		if (items[i].size != size ||
		    items[i].received != marked->facts.received)
			continue;
		if (!digest(session, &items[i], sha256, &here, err))
			return false;
		if (!here || memcmp(sha256, marked->sha256, 32) != 0)
			continue;
		marked->retired->target_epoch = epoch;
		marked->retired->target_item = items[i].item;
		return true;
	}
	return true;
}

static uint32_t epoch_of(const struct session *session)
{
	return session_parser(session)->imap_selection_info->sel_uidvalidity;
}

/* Read-only, so that nothing can be removed from it.  A folder that is not
 * there has no copies. */
static bool find_copies(struct session *session, const char *folder,
			struct marked *marked, size_t count, struct err *err)
{
	const enum session_answer answer = session_say(
		session, SESSION_TIME, SESSION_BYTES, "EXAMINE %s", folder);

	if (answer == SESSION_LOST)
		return session_explain(session, err);
	for (size_t i = 0; answer == SESSION_OK && i < count; i++)
		if (!find_copy(session, &marked[i], epoch_of(session), err))
			return false;
	return true;
}

/* Look into the folder and come back; where that fails, the connection is
 * given up, for nobody knows where it stands. */
static bool look_for_copies(struct session *session, const char *folder,
			    struct marked *marked, size_t count,
			    struct err *err)
{
	const uint32_t epoch = epoch_of(session);
	uint32_t again;

	if (count == 0)
		return true;
	if (know_marked(session, marked, count, err) &&
	    find_copies(session, folder, marked, count, err) &&
	    login_select(session, &again, err) && again == epoch)
		return true;
	stream_fail(session_stream(session),
		    "the mailbox was lost while a copy was looked for");
	return session_explain(session, err);
}

/* Mark and copy those of which no copy is known. */
static bool copy_rest(struct session *session, struct arena *arena,
		      const char *folder, struct source_retired *retired,
		      size_t count, struct err *err)
{
	struct source_retired *rest = ARENA_ARRAY(
		arena, struct source_retired, count);
	const char *set;
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (retired[i].target_item == 0)
			rest[n++].item = retired[i].item;
	if (n == 0)
		return true;
	set = set_of(arena, rest, n);
	/* Without the mark it is copied all the same. */
	if (session_say(session, SESSION_TIME, SESSION_BYTES,
			"UID STORE %s +FLAGS.SILENT (" MARK ")", set) ==
	    SESSION_LOST)
		return session_explain(session, err);
	if (!transfer(session, "COPY", set, folder, err))
		return false;
	note_copies(session, retired, count);
	return true;
}

static bool move_by_hand(struct session *session, struct arena *arena,
			 const char *folder, struct source_retired *retired,
			 size_t count, struct err *err)
{
	struct marked *marked;
	size_t marked_count;

	return find_marked(session, arena, retired, count, &marked,
			   &marked_count, err) &&
	       look_for_copies(session, folder, marked, marked_count, err) &&
	       copy_rest(session, arena, folder, retired, count, err) &&
	       transfer_remove(session, set_of(arena, retired, count), err);
}

bool transfer_move(struct session *session, const char *folder,
		   struct source_retired *retired, size_t count,
		   struct err *err)
{
	ARENA(arena);

	if (!session_offers(session, "MOVE"))
		return move_by_hand(session, arena, folder, retired, count,
				    err);
	if (!transfer(session, "MOVE", set_of(arena, retired, count), folder,
		      err))
		return false;
	note_copies(session, retired, count);
	return true;
}
