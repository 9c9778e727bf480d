/* outbox.c - claim composed mail, mark its dot, record its end. */

#include "store/outbox.h"

#include "store/batch.h"

const char *outbox_result_word(enum outbox_result result)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		OUTBOX_RESULTS(ROW)
#undef ROW
	};

	return words[result];
}

static enum outgoing_class read_class(const char *word)
{
	if (strcmp(word, outgoing_class_word(OUTGOING_AUTOMATIC)) == 0)
		return OUTGOING_AUTOMATIC;
	if (strcmp(word, outgoing_class_word(OUTGOING_ADMIN)) == 0)
		return OUTGOING_ADMIN;
	return OUTGOING_AGENT;
}

static struct outbox_mail read_mail(struct arena *arena, int64_t desk_id,
				    const struct rows *rows, size_t i)
{
	size_t size;
	const void *bytes = rows_bytes(rows, i, 4, &size);

	return (struct outbox_mail){
		.desk_id = desk_id,
		.id = rows_int(rows, i, 0),
		.class = read_class(rows_text(rows, i, 1)),
		.mail_from = rows_keep(arena, rows, i, 2),
		.rcpt_to = rows_keep(arena, rows, i, 3),
		.bytes = arena_strndup(arena, bytes, size),
		.size = size,
		.attempts = (int)rows_int(rows, i, 5),
		.created = rows_usec(rows, i, 6),
		.domain = rows_keep(arena, rows, i, 7),
		.uncertain = (int)rows_int(rows, i, 8),
	};
}

static int by_id(const void *a, const void *b)
{
	const struct outbox_mail *one = a, *two = b;

	return (one->id > two->id) - (one->id < two->id);
}

static struct value text_array(struct arena *arena,
			       const struct strings *texts)
{
	struct table table = { .arena = arena };

	for (size_t i = 0; i < texts->count; i++)
		TABLE_ADD(&table, value_text(texts->at[i]));
	return table_array(&table, VALUE_TEXT);
}

/* It reads all that waits: not for each claim of a long queue. */
static void sweep(struct db *db, int64_t desk_id, size_t most)
{
	TX_DO(db, SQL_OUTBOX_EXPIRE, value_int(desk_id),
	      value_int(OUTBOX_USEFUL));
	TX_DO(db, SQL_OUTBOX_OUTDATED, value_int(desk_id),
	      value_int(4 * (int64_t)most));
}

bool outbox_claim(struct db *db, struct arena *arena, int64_t desk_id,
		  const struct outbox_wish *wish,
		  struct outbox_claimed *claimed_r, struct err *err)
{
	const size_t each = wish->per_domain == 0 ? wish->most :
						    wish->per_domain;
	ROWS(rows);
	ROWS(pause);
	ROWS(now);

	*claimed_r = (struct outbox_claimed){ 0 };
	tx_begin(db);
	/* Who loses this commit finds at the first mark that nothing is his. */
	TX_DO(db, SQL_TX_SOON);
	if (!wish->swept)
		sweep(db, desk_id, wish->most);
	TX_DO(db, SQL_OUTBOX_RIPEN, value_int(desk_id));
	TX_ASK(db, &now, SQL_NOW);
	TX_ASK(db, &pause, SQL_OUTBOX_STANDSTILL, value_int(desk_id));
	TX_ASK(db, &rows, SQL_OUTBOX_CLAIM, value_int(desk_id),
	       value_int((int64_t)wish->most), value_int(wish->lease),
	       value_int(db_state(db)->holder), value_int((int64_t)each),
	       text_array(arena, &wish->without), value_int(OUTBOX_BATCH));
	if (!TX_FAILPOINT(db, OUTBOX_CLAIM, err) || !tx_commit(db, err))
		return false;
	claimed_r->now = rows_usec(&now, 0, 0);
	if (pause.count > 0)
		claimed_r->pause = rows_keep(arena, &pause, 0, 0);
	claimed_r->mails = ARENA_ARRAY(arena, struct outbox_mail,
				       rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		claimed_r->mails[i] = read_mail(arena, desk_id, &rows, i);
	qsort(claimed_r->mails, rows.count, sizeof(*claimed_r->mails), by_id);
	claimed_r->count = rows.count;
	return true;
}

bool outbox_next(struct db *db, int64_t desk_id, usec_t *wait_r,
		 struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_OUTBOX_NEXT, value_int(desk_id));
	if (!tx_sync(db, err))
		return false;
	*wait_r = rows.count == 0 || rows_null(&rows, 0, 0)
		? INT64_MAX : rows_int(&rows, 0, 0);
	return true;
}

bool outbox_release(struct db *db, int64_t desk_id, const int64_t *ids,
		    size_t count, struct err *err)
{
	ARENA(arena);

	TX_DO(db, SQL_OUTBOX_RELEASE, value_int(desk_id),
	      table_ints(arena, ids, count), value_int(db_state(db)->holder));
	return tx_sync(db, err);
}

bool outbox_unclaim(struct db *db, int64_t desk_id, struct err *err)
{
	TX_DO(db, SQL_OUTBOX_UNCLAIM, value_int(desk_id),
	      value_int(db_state(db)->holder));
	return tx_sync(db, err);
}

bool outbox_pause(struct db *db, int64_t desk_id, const char *words,
		  struct err *err)
{
	TX_DO(db, SQL_OUTBOX_PAUSE, value_int(desk_id), value_text(words));
	return tx_sync(db, err);
}

bool outbox_resume(struct db *db, int64_t desk_id, struct err *err)
{
	TX_DO(db, SQL_OUTBOX_RESUME, value_int(desk_id));
	return tx_sync(db, err);
}

/* The ids of events are the client's: first who was lost, then the words. */
bool outbox_recover(struct db *db, int64_t desk_id, size_t *count_r,
		    struct err *err)
{
	ROWS(rows);
	ARENA(arena);
	struct table events = { .arena = arena };
	int64_t event_id;

	tx_begin(db);
	TX_ASK(db, &rows, SQL_OUTBOX_RECOVER, value_int(desk_id),
	       value_int(OUTBOX_DOT_LEASE - OUTBOX_ABSENCE));
	if (!tx_sync(db, err))
		return false;
	*count_r = rows.count;
	if (!db_take_ids(db, rows.count, &event_id, err))
		return false;
	for (size_t i = 0; i < rows.count; i++)
		TABLE_ADD(&events, value_int(rows_int(&rows, i, 0)),
			  value_int(event_id + (int64_t)i));
	tx_do_table(db, SQL_OUTBOX_LOST, desk_id, &events);
	return tx_commit(db, err);
}

bool outbox_add_notice(struct db *db, int64_t desk_id,
		       const struct plan_outgoing *notice, struct err *err)
{
	ARENA(arena);
	struct table outbox = { .arena = arena }, bodies = { .arena = arena };
	struct map seen = { .arena = arena };
	struct plan_outgoing out = *notice;
	int64_t first;
	usec_t now;

	if (!db_take_ids(db, 2, &first, err) || !db_now(db, &now, err))
		return false;
	if (out.id == 0)
		out.id = first;
	if (out.body_id == 0)
		out.body_id = first + 1;
	batch_add_outgoing(&outbox, &bodies, &seen, &out, now);
	tx_begin(db);
	tx_do_table(db, SQL_COMMIT_BODIES, desk_id, &bodies);
	tx_do_table(db, SQL_COMMIT_OUTBOX, desk_id, &outbox);
	tx_notify(db, DB_CHANNEL_OUTBOX, desk_id);
	return tx_commit(db, err);
}

bool outbox_autos(struct db *db, int64_t desk_id, bool on, struct err *err)
{
	ROWS(rows);

	tx_begin(db);
	TX_ASK(db, &rows, SQL_OUTBOX_AUTOS, value_int(desk_id),
	       value_bool(on));
	tx_notify(db, DB_CHANNEL_AUTOS, desk_id);
	tx_notify(db, DB_CHANNEL_OUTBOX, desk_id);
	if (!tx_commit(db, err))
		return false;
	return rows.count > 0 ||
	       err_permanent(err, "no desk %lld in the database",
			     (long long)desk_id);
}
