/* ruleset.c - store a version, make one active, read one. */

#include "store/ruleset.h"

#include "store/tx.h"

#include <inttypes.h>

bool ruleset_active(struct db *db, int64_t desk_id, int64_t *version_r,
		    struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_RULESET_ACTIVE, value_int(desk_id));
	if (!tx_sync(db, err))
		return false;
	if (rows.count == 0)
		return err_permanent(err, "there is no such desk");
	*version_r = rows_int(&rows, 0, 0);
	return true;
}

bool ruleset_read(struct db *db, struct arena *arena, int64_t desk_id,
		  int64_t version, struct bundle *bundle_r, struct err *err)
{
	struct bundle_file *files;
	ROWS(rows);

	TX_ASK(db, &rows, SQL_RULESET_FILES, value_int(desk_id),
	       value_int(version));
	if (!tx_sync(db, err))
		return false;
	files = ARENA_ARRAY(arena, struct bundle_file, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		size_t size;
		const void *bytes = rows_bytes(&rows, i, 1, &size);

		files[i] = (struct bundle_file){
			.name = rows_keep(arena, &rows, i, 0),
			.bytes = arena_strndup(arena, bytes, size),
			.size = size,
		};
	}
	*bundle_r = (struct bundle){ files, rows.count };
	return true;
}

bool ruleset_known(struct db *db, int64_t desk_id, const uint8_t sha256[32],
		   int64_t *version_r, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_RULESET_KNOWN, value_int(desk_id),
	       value_bytes(sha256, 32));
	if (!tx_sync(db, err))
		return false;
	*version_r = rows_int(&rows, 0, 0);
	return true;
}

static void add_version(struct db *db, int64_t desk_id,
			const struct ruleset_new *new, int64_t version)
{
	const struct bundle *bundle = new->bundle;
	ARENA(arena);
	struct table files = { .arena = arena };

	for (size_t i = 0; i < bundle->count; i++)
		TABLE_ADD(&files, value_int(version),
			  value_text(bundle->files[i].name),
			  value_bytes(bundle->files[i].bytes,
				      bundle->files[i].size));
	TX_DO(db, SQL_RULESET_ADD, value_int(desk_id), value_int(version),
	      value_bytes(new->sha256, 32), value_text(new->author));
	tx_do_table(db, SQL_RULESET_ADD_FILES, desk_id, &files);
}

static void activate(struct db *db, int64_t desk_id, int64_t id,
		     int64_t version, enum ruleset_way way, const char *author)
{
	TX_DO(db, SQL_RULESET_ACTIVATE, value_int(desk_id),
	      value_int(version));
	TX_DO(db, SQL_RULESET_ACTIVATED, value_int(desk_id), value_int(id),
	      value_int(version), value_text(ruleset_way_word(way)),
	      value_text(author));
	tx_notify(db, DB_CHANNEL_RULES, desk_id);
}

/* In an open transaction, under the desk's lock.  *active_r: the one that
 * was there before. */
static bool store(struct db *db, int64_t desk_id,
		  const struct ruleset_new *new, int64_t *version_r,
		  int64_t *active_r, struct err *err)
{
	ROWS(lock);
	ROWS(rows);

	tx_begin(db);
	TX_ASK(db, &lock, SQL_RULESET_LOCK, value_int(desk_id));
	TX_ASK(db, &rows, SQL_RULESET_NEXT, value_int(desk_id),
	       value_bytes(new->sha256, 32));
	if (!tx_sync(db, err))
		return false;
	if (rows.count == 0)
		return err_permanent(err, "there is no such desk");
	*active_r = rows_int(&rows, 0, 1);
	*version_r = rows_int(&rows, 0, 2);
	if (*version_r == 0) {
		*version_r = rows_int(&rows, 0, 0);
		add_version(db, desk_id, new, *version_r);
	}
	return true;
}

bool ruleset_publish(struct db *db, int64_t desk_id,
		     const struct ruleset_new *new, int64_t *version_r,
		     struct err *err)
{
	int64_t active, id;

	if (!db_take_ids(db, 1, &id, err))
		return false;
	if (!store(db, desk_id, new, version_r, &active, err)) {
		tx_abandon(db);
		return false;
	}
	if (active != *version_r)
		activate(db, desk_id, id, *version_r, RULESET_PUBLISHED,
			 new->author);
	return tx_commit(db, err);
}

bool ruleset_store(struct db *db, int64_t desk_id,
		   const struct ruleset_new *new, int64_t *version_r,
		   struct err *err)
{
	int64_t active;

	if (store(db, desk_id, new, version_r, &active, err))
		return tx_commit(db, err);
	tx_abandon(db);
	return false;
}

bool ruleset_activate(struct db *db, int64_t desk_id, int64_t version,
		      enum ruleset_way way, const char *author,
		      struct err *err)
{
	int64_t id;
	ROWS(rows);

	if (!db_take_ids(db, 1, &id, err))
		return false;
	tx_begin(db);
	TX_ASK(db, &rows, SQL_RULESET_EXISTS, value_int(desk_id),
	       value_int(version));
	if (!tx_sync(db, err)) {
		tx_abandon(db);
		return false;
	}
	if (rows.count == 0) {
		tx_abandon(db);
		return err_permanent(err, "there is no version %" PRId64
				     " of the rules (see `postdesk rules "
				     "versions`)", version);
	}
	activate(db, desk_id, id, version, way, author);
	return tx_commit(db, err);
}

bool ruleset_before(struct db *db, int64_t desk_id, int64_t *version_r,
		    struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_RULESET_BEFORE, value_int(desk_id));
	if (!tx_sync(db, err))
		return false;
	if (rows.count == 0)
		return err_permanent(err, "no other version of the rules was "
				     "ever active");
	*version_r = rows_int(&rows, 0, 0);
	return true;
}

bool ruleset_list(struct db *db, struct arena *arena, int64_t desk_id,
		  size_t limit, struct ruleset_version **list_r,
		  size_t *count_r, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_RULESET_LIST, value_int(desk_id),
	       value_int((int64_t)limit));
	if (!tx_sync(db, err))
		return false;
	*count_r = rows.count;
	*list_r = ARENA_ARRAY(arena, struct ruleset_version, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		(*list_r)[i] = (struct ruleset_version){
			.version = rows_int(&rows, i, 0),
			.author = rows_keep(arena, &rows, i, 1),
			.created = rows_usec(&rows, i, 2),
			.files = (size_t)rows_int(&rows, i, 4),
			.active = rows_bool(&rows, i, 5),
			.shadow = rows_bool(&rows, i, 6),
			.way = rows_keep(arena, &rows, i, 7),
			.activated_by = rows_keep(arena, &rows, i, 8),
			.activated = rows_usec(&rows, i, 9),
		};
		rows_digest(&rows, i, 3, (*list_r)[i].sha256);
	}
	return true;
}

const char *ruleset_way_word(enum ruleset_way way)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		RULESET_WAYS(ROW)
#undef ROW
	};

	return words[way];
}
