/* response.c - count and sample those who wait, keep what follows. */

#include "store/response.h"

#include "desk/history_add.h"
#include "store/tx.h"

enum { LOAD_MOST = 20000 };

static struct response_kind kind_at(struct arena *arena,
				    const struct rows *rows, size_t i)
{
	struct response_kind kind = {
		.queue = rows_keep(arena, rows, i, 0),
		.urgency = URGENCY_NORMAL,
	};

	urgency_read(rows_text(rows, i, 1), &kind.urgency);
	return kind;
}

bool response_count_load(struct db *db, int64_t desk_id, struct err *err)
{
	tx_begin(db);
	TX_DO(db, SQL_RESPONSE_LOAD, value_int(desk_id),
	      value_int(EXPECTATION_WINDOW), value_int(LOAD_MOST));
	TX_DO(db, SQL_RESPONSE_LOAD_GONE, value_int(desk_id));
	return tx_commit(db, err);
}

bool response_samples(struct db *db, struct arena *arena, int64_t desk_id,
		      struct response_sample **samples_r, size_t *count_r,
		      struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_RESPONSE_SAMPLES, value_int(desk_id),
	       value_int(EXPECTATION_WINDOW), value_int(EXPECTATION_SAMPLES));
	if (!tx_sync(db, err))
		return false;
	*count_r = rows.count;
	*samples_r = ARENA_ARRAY(arena, struct response_sample,
				 rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		(*samples_r)[i] = (struct response_sample){
			.kind = kind_at(arena, &rows, i),
			.ahead = (int)rows_int(&rows, i, 2),
			.created = rows_usec(&rows, i, 3),
			.answered = rows_usec(&rows, i, 4),
		};
	return true;
}

static struct value span_value(usec_t span)
{
	struct value value = value_int(span);

	value.null = span == EXPECTATION_UNKNOWN;
	return value;
}

static usec_t span_at(const struct rows *rows, size_t i, int column)
{
	return rows_null(rows, i, column) ? EXPECTATION_UNKNOWN
					  : rows_int(rows, i, column);
}

static struct expectation band_at(const struct rows *rows, size_t i)
{
	return (struct expectation){
		.ahead = (int)rows_int(rows, i, 2),
		.samples = (int)rows_int(rows, i, 3),
		.half = span_at(rows, i, 4),
		.most = span_at(rows, i, 5),
	};
}

bool response_expect(struct db *db, int64_t desk_id,
		     const struct response_band *bands, size_t count,
		     usec_t now, struct err *err)
{
	ARENA(arena);
	struct table table = { .arena = arena };

	for (size_t i = 0; i < count; i++) {
		const struct expectation *band = &bands[i].band;

		TABLE_ADD(&table, value_text(bands[i].kind.queue),
			  value_text(urgency_word(bands[i].kind.urgency)),
			  value_int(band->ahead), value_int(band->samples),
			  span_value(band->half), span_value(band->most),
			  value_usec(now));
	}
	tx_begin(db);
	TX_DO(db, SQL_EXPECTATION_FORGET, value_int(desk_id));
	tx_do_table(db, SQL_EXPECTATION_WRITE, desk_id, &table);
	return tx_commit(db, err);
}

bool response_bands(struct db *db, struct arena *arena, int64_t desk_id,
		    struct response_band **bands_r, size_t *count_r,
		    struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_HISTORY_EXPECTATIONS, value_int(desk_id));
	if (!tx_sync(db, err))
		return false;
	*count_r = rows.count;
	*bands_r = ARENA_ARRAY(arena, struct response_band, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		(*bands_r)[i] = (struct response_band){
			.kind = kind_at(arena, &rows, i),
			.band = band_at(&rows, i),
		};
	return true;
}

void response_know(struct history *history, const struct rows *bands,
		   const struct rows *load)
{
	for (size_t i = 0; i < bands->count; i++) {
		const struct response_kind kind = kind_at(history->arena,
							  bands, i);
		const struct expectation band = band_at(bands, i);

		history_add_band(history, kind.queue, kind.urgency, &band);
	}
	for (size_t i = 0; i < load->count; i++) {
		const struct response_kind kind = kind_at(history->arena,
							  load, i);

		history_add_load(history, kind.queue, kind.urgency,
				 rows_int(load, i, 2));
	}
}

static void keep_counts(struct arena *arena, const struct rows *rows,
			struct response_count **counts_r, size_t *count_r)
{
	*count_r = rows->count;
	*counts_r = ARENA_ARRAY(arena, struct response_count,
				rows->count + 1);
	for (size_t i = 0; i < rows->count; i++)
		(*counts_r)[i] = (struct response_count){
			.kind = kind_at(arena, rows, i),
			.tickets = rows_int(rows, i, 2),
			.kept = rows->columns > 3 ? rows_int(rows, i, 3) : 0,
		};
}

bool response_load(struct db *db, struct arena *arena, int64_t desk_id,
		   struct response_count **counts_r, size_t *count_r,
		   struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_HISTORY_LOAD, value_int(desk_id));
	if (!tx_sync(db, err))
		return false;
	keep_counts(arena, &rows, counts_r, count_r);
	return true;
}

bool response_kept(struct db *db, struct arena *arena, int64_t desk_id,
		   struct response_count **counts_r, size_t *count_r,
		   struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_RESPONSE_KEPT, value_int(desk_id),
	       value_int(EXPECTATION_WINDOW));
	if (!tx_sync(db, err))
		return false;
	keep_counts(arena, &rows, counts_r, count_r);
	return true;
}
