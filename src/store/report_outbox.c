/* report_outbox.c - lists of what was sent, and one with its attempts. */

#include "store/report_outbox.h"

#include "base/text.h"
#include "store/report_read.h"

#include <inttypes.h>

bool report_outbox(struct db *db, struct arena *arena, int64_t desk_id,
		   const struct report_outbox_filter *filter,
		   struct report_outgoing **outgoing_r, size_t *count_r,
		   struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_REPORT_OUTBOX, value_int(desk_id),
	       report_any(filter->state), report_any(filter->class),
	       value_int(filter->ticket_number),
	       value_text(text_lower(arena, filter->domain == NULL ? "" :
				     filter->domain)),
	       report_limit(filter->limit));
	if (!tx_sync(db, err))
		return false;
	*outgoing_r = report_read_outgoing(arena, &rows);
	*count_r = rows.count;
	return true;
}

bool report_standstill(struct db *db, struct arena *arena, int64_t desk_id,
		       const char **words_r, usec_t *until_r, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_REPORT_STANDSTILL, value_int(desk_id));
	if (!tx_sync(db, err))
		return false;
	*words_r = rows.count == 0 ? NULL : rows_keep(arena, &rows, 0, 0);
	*until_r = rows.count == 0 ? 0 : rows_usec(&rows, 0, 1);
	return true;
}

bool report_sending(struct db *db, struct arena *arena, int64_t desk_id,
		    int64_t id, struct report_sending *sending_r,
		    struct err *err)
{
	struct report_attempt *all;
	ROWS(mail);
	ROWS(attempts);

	TX_ASK(db, &mail, SQL_REPORT_OUTGOING, value_int(desk_id),
	       value_int(id));
	TX_ASK(db, &attempts, SQL_REPORT_ATTEMPTS, value_int(desk_id),
	       value_int(id));
	if (!tx_sync(db, err))
		return false;
	if (mail.count == 0)
		return err_permanent(err, "no mail %" PRId64 " in the outbox",
				     id);
	all = ARENA_ARRAY(arena, struct report_attempt, attempts.count + 1);
	for (size_t i = 0; i < attempts.count; i++)
		all[i] = (struct report_attempt){
			.number = (int)rows_int(&attempts, i, 0),
			.at = rows_usec(&attempts, i, 1),
			.result = rows_keep(arena, &attempts, i, 2),
			.code = (int)rows_int(&attempts, i, 3),
			.reply = rows_keep(arena, &attempts, i, 4),
		};
	*sending_r = (struct report_sending){
		.mail = *report_read_outgoing(arena, &mail),
		.attempts = all,
		.attempt_count = attempts.count,
	};
	sending_r->bytes = rows_bytes(&mail, 0, 18, &sending_r->size);
	sending_r->bytes = arena_strndup(arena, sending_r->bytes,
					 sending_r->size);
	return true;
}
