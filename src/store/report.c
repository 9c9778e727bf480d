/* report.c - lists of tickets. */

#include "store/report.h"

#include "base/search.h"
#include "store/report_read.h"

struct value report_any(const char *word)
{
	return value_text(word == NULL ? "" : word);
}

struct value report_limit(size_t wanted)
{
	return value_int(wanted == 0 ? REPORT_LIMIT : (int64_t)wanted);
}

struct report_ticket report_read_ticket(struct arena *arena,
					const struct rows *rows, size_t i)
{
	return (struct report_ticket){
		.id = rows_int(rows, i, 0),
		.number = rows_int(rows, i, 1),
		.state = rows_keep(arena, rows, i, 2),
		.urgency = rows_keep(arena, rows, i, 3),
		.queue = rows_keep(arena, rows, i, 4),
		.subject = rows_keep(arena, rows, i, 5),
		.requester = rows_keep(arena, rows, i, 6),
		.language = rows_keep(arena, rows, i, 7),
		.score = (int)rows_int(rows, i, 8),
		.tier = (int)rows_int(rows, i, 9),
		.tags = rows_split(arena, rows, i, 10, '\n'),
		.messages = (int)rows_int(rows, i, 11),
		.created = rows_usec(rows, i, 12),
		.updated = rows_usec(rows, i, 13),
		.merged_into = rows_int(rows, i, 14),
		.held = (int)rows_int(rows, i, 15),
		.agent = rows_keep(arena, rows, i, 16),
		.reasons = rows_split(arena, rows, i, 17, '\n'),
		.fields = rows_split(arena, rows, i, 18, '\n'),
	};
}

bool report_tickets(struct db *db, struct arena *arena, int64_t desk_id,
		    const struct report_ticket_filter *filter,
		    struct report_ticket **tickets_r, size_t *count_r,
		    struct err *err)
{
	const bool by_text = filter->text != NULL && filter->text[0] != '\0';
	const struct value values[] = {
		value_int(desk_id), report_any(filter->state),
		report_any(filter->queue), report_any(filter->urgency),
		report_limit(filter->limit),
		by_text ? value_text(search_query(arena, filter->text))
			: value_id(0),
	};
	ROWS(rows);

	tx_ask(db, &rows, by_text ? SQL_REPORT_TICKETS_TEXT
				  : SQL_REPORT_TICKETS, values, 6);
	if (!tx_sync(db, err))
		return false;
	*tickets_r = ARENA_ARRAY(arena, struct report_ticket, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		(*tickets_r)[i] = report_read_ticket(arena, &rows, i);
	*count_r = rows.count;
	return true;
}
