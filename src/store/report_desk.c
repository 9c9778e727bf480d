/* report_desk.c - how a desk stands, and how its newest mails begin. */

#include "store/report_desk.h"

#include "store/tx.h"

bool report_desk(struct db *db, int64_t desk_id, struct report_desk *desk_r,
		 struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_REPORT_DESK, value_int(desk_id));
	if (!tx_sync(db, err))
		return false;
	if (rows.count == 0)
		return err_permanent(err, "no desk %lld in the database",
				     (long long)desk_id);
	*desk_r = (struct report_desk){
		.autos = rows_bool(&rows, 0, 0),
		.activated = rows_usec(&rows, 0, 1),
		.ruleset = rows_int(&rows, 0, 2),
		.breaker = rows_breaker(&rows, 0, 3),
		.now = rows_usec(&rows, 0, 6),
	};
	return true;
}

bool report_heads(struct db *db, struct arena *arena, int64_t desk_id,
		  size_t most, struct report_head **heads_r, size_t *count_r,
		  struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_REPORT_HEADS, value_int(desk_id),
	       value_int((int64_t)most), value_int(REPORT_HEAD));
	if (!tx_sync(db, err))
		return false;
	*heads_r = ARENA_ARRAY(arena, struct report_head, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		struct report_head *head = &(*heads_r)[i];
		const void *bytes = rows_bytes(&rows, i, 1, &head->size);

		head->id = rows_int(&rows, i, 0);
		head->bytes = arena_strndup(arena, bytes, head->size);
	}
	*count_r = rows.count;
	return true;
}

bool report_arrived(struct db *db, int64_t desk_id, const char *message_id,
		    int64_t *mail_id_r, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_REPORT_ARRIVED, value_int(desk_id),
	       value_text(message_id));
	if (!tx_sync(db, err))
		return false;
	*mail_id_r = rows.count == 0 ? 0 : rows_int(&rows, 0, 0);
	return true;
}
