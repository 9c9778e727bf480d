/* draft_rows.h - inside store/: drafts of the past, and of a batch. */
#ifndef STORE_DRAFT_ROWS_H
#define STORE_DRAFT_ROWS_H

#include "desk/history.h"
#include "store/batch.h"

/* What came back: nothing but rows. */
struct draft_rows {
	struct rows drafts, asked, mutes;
};

/* Statements of the one read. */
void draft_rows_ask(struct db *db, struct arena *arena, int64_t desk_id,
		    const struct keys *keys, struct draft_rows *rows_r);

/* The numbers of tickets that are asked for, and of those that the commands of
 * drafts name. */
struct value draft_rows_tickets(struct arena *arena, const struct keys *keys,
				const struct draft_rows *rows);
void draft_rows_read(struct history *history, const struct draft_rows *rows);

#endif
