/* ruleset.c - publish a version, read a version. */

#include "store/ruleset.h"

#include "store/tx.h"

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

static void add_version(struct db *db, int64_t desk_id,
			const struct bundle *bundle, const uint8_t sha256[32],
			const char *author, int64_t version)
{
	ARENA(arena);
	struct table files = { .arena = arena };

	for (size_t i = 0; i < bundle->count; i++)
		TABLE_ADD(&files, value_int(version),
			  value_text(bundle->files[i].name),
			  value_bytes(bundle->files[i].bytes,
				      bundle->files[i].size));
	TX_DO(db, SQL_RULESET_ADD, value_int(desk_id), value_int(version),
	      value_bytes(sha256, 32), value_text(author));
	tx_do_table(db, SQL_RULESET_ADD_FILES, desk_id, &files);
	TX_DO(db, SQL_RULESET_ACTIVATE, value_int(desk_id),
	      value_int(version));
	tx_notify(db, DB_CHANNEL_RULES, desk_id);
}

bool ruleset_publish(struct db *db, int64_t desk_id,
		     const struct bundle *bundle, const uint8_t sha256[32],
		     const char *author, int64_t *version_r, struct err *err)
{
	const void *active;
	size_t size;
	ROWS(rows);

	tx_begin(db);
	TX_ASK(db, &rows, SQL_RULESET_LOCK, value_int(desk_id));
	if (!tx_sync(db, err) || rows.count == 0) {
		tx_abandon(db);
		return rows.count > 0 ||
		       err_permanent(err, "there is no such desk");
	}
	active = rows_bytes(&rows, 0, 2, &size);
	if (size == 32 && memcmp(active, sha256, 32) == 0) {
		*version_r = rows_int(&rows, 0, 1);
		tx_abandon(db);
		return true;
	}
	*version_r = rows_int(&rows, 0, 0);
	add_version(db, desk_id, bundle, sha256, author, *version_r);
	return tx_commit(db, err);
}
