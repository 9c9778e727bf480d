/* store/fault.c - open, close, and what has waited how long. */

#include "store/fault.h"

#include "store/tx.h"

bool fault_open(struct db *db, int64_t desk_id, const char *kind,
		const char *detail, bool *new_r, struct err *err)
{
	int64_t id;
	ROWS(rows);

	if (!db_take_ids(db, 1, &id, err))
		return false;
	TX_ASK(db, &rows, SQL_FAULT_OPEN, value_int(desk_id), value_int(id),
	       value_text(kind), value_text(detail));
	if (!tx_sync(db, err))
		return false;
	*new_r = rows.count > 0;
	return true;
}

bool fault_close(struct db *db, int64_t desk_id, const char *kind,
		 bool *was_open_r, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_FAULT_CLOSE, value_int(desk_id),
	       value_text(kind));
	if (!tx_sync(db, err))
		return false;
	*was_open_r = rows.count > 0;
	return true;
}

bool fault_health(struct db *db, int64_t desk_id,
		  struct fault_health *health_r, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_HEALTH, value_int(desk_id));
	if (!tx_sync(db, err))
		return false;
	*health_r = (struct fault_health){
		.oldest_mail = rows_int(&rows, 0, 0) * USEC_SECOND,
		.mails = rows_int(&rows, 0, 1),
		.oldest_answer = rows_int(&rows, 0, 2) * USEC_SECOND,
		.answers = rows_int(&rows, 0, 3),
	};
	return true;
}
