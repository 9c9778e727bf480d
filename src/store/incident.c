/* incident.c - the rows of faults that a desk knows of. */

#include "store/incident.h"

#include "base/buffer.h"
#include "store/tx.h"

static const char *lines_of(struct arena *arena, const struct strings *words)
{
	struct buffer out = { .arena = arena };

	for (size_t i = 0; i < words->count; i++)
		buffer_printf(&out, "%s%s", i == 0 ? "" : "\n", words->at[i]);
	return buffer_string(&out);
}

struct incidents incident_read(struct arena *arena, const struct rows *rows)
{
	struct incident *all = ARENA_ARRAY(arena, struct incident,
					   rows->count);

	for (size_t i = 0; i < rows->count; i++)
		all[i] = (struct incident){
			.queue = rows_keep(arena, rows, i, 0),
			.words = rows_split(arena, rows, i, 1, '\n'),
		};
	return (struct incidents){ all, rows->count };
}

bool incident_begin(struct db *db, int64_t desk_id,
		    const struct incident_entry *entry, struct err *err)
{
	const struct value desk = value_int(desk_id);
	const struct value queue = value_text(entry->incident.queue);
	int64_t id;
	ROWS(lock);
	ARENA(arena);

	if (!db_take_ids(db, 1, &id, err))
		return false;
	tx_begin(db);
	TX_ASK(db, &lock, SQL_INCIDENT_LOCK, desk);
	TX_DO(db, SQL_INCIDENT_EXPIRE, desk);
	TX_DO(db, SQL_INCIDENT_END, desk, queue, value_text(entry->author));
	TX_DO(db, SQL_INCIDENT_BEGIN, desk, value_int(id), queue,
	      value_text(lines_of(arena, &entry->incident.words)),
	      value_text(entry->author), value_moment(entry->until));
	return tx_commit(db, err);
}

bool incident_end(struct db *db, int64_t desk_id, const char *queue,
		  const char *by, bool *ended_r, struct err *err)
{
	const struct value desk = value_int(desk_id);
	ROWS(lock);
	ROWS(ended);

	tx_begin(db);
	TX_ASK(db, &lock, SQL_INCIDENT_LOCK, desk);
	TX_DO(db, SQL_INCIDENT_EXPIRE, desk);
	TX_ASK(db, &ended, SQL_INCIDENT_END, desk, value_text(queue),
	       value_text(by));
	if (!tx_commit(db, err))
		return false;
	*ended_r = ended.count > 0;
	return true;
}

bool incident_list(struct db *db, struct arena *arena, int64_t desk_id,
		   size_t limit, struct incident_entry **entries_r,
		   size_t *count_r, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_INCIDENT_LIST, value_int(desk_id),
	       value_int((int64_t)limit));
	if (!tx_sync(db, err))
		return false;
	*entries_r = ARENA_ARRAY(arena, struct incident_entry, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		(*entries_r)[i] = (struct incident_entry){
			.id = rows_int(&rows, i, 0),
			.incident.queue = rows_keep(arena, &rows, i, 1),
			.incident.words = rows_split(arena, &rows, i, 2, '\n'),
			.begun = rows_usec(&rows, i, 3),
			.author = rows_keep(arena, &rows, i, 4),
			.until = rows_usec(&rows, i, 5),
			.ended = rows_usec(&rows, i, 6),
			.ended_by = rows_keep(arena, &rows, i, 7),
		};
	*count_r = rows.count;
	return true;
}
