/* outbox.c - claim composed mail, mark its dot, record its end. */

#include "store/outbox.h"

#include "store/batch.h"

/* Automatic mail that waited longer is noise to its reader. */
#define USEFUL (24 * USEC_HOUR)

/* A server may take ten minutes after the dot (RFC 5321, 4.5.3.2.6). */
#define DOT_LEASE (15 * USEC_MINUTE)

const char *outbox_result_word(enum outbox_result result)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		OUTBOX_RESULTS(ROW)
#undef ROW
	};

	return words[result];
}

/* What a result makes of the row. */
static const char *const result_states[] = {
	[OUTBOX_SENT] = "sent",
	[OUTBOX_RETRY] = "queued",
	[OUTBOX_FAILED] = "failed",
	[OUTBOX_UNCERTAIN] = "uncertain",
};

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
	};
}

static int by_id(const void *a, const void *b)
{
	const struct outbox_mail *one = a, *two = b;

	return (one->id > two->id) - (one->id < two->id);
}

bool outbox_claim(struct db *db, struct arena *arena, int64_t desk_id,
		  size_t most, usec_t lease, struct outbox_mail **mails_r,
		  size_t *count_r, struct err *err)
{
	ROWS(rows);

	*count_r = 0;
	tx_begin(db);
	TX_DO(db, SQL_OUTBOX_CANCEL, value_int(desk_id), value_int(USEFUL));
	TX_ASK(db, &rows, SQL_OUTBOX_CLAIM, value_int(desk_id),
	       value_int((int64_t)most), value_int(lease),
	       value_int(db_state(db)->holder));
	if (!TX_FAILPOINT(db, OUTBOX_CLAIM, err) || !tx_commit(db, err))
		return false;
	*mails_r = ARENA_ARRAY(arena, struct outbox_mail, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		(*mails_r)[i] = read_mail(arena, desk_id, &rows, i);
	qsort(*mails_r, rows.count, sizeof(**mails_r), by_id);
	*count_r = rows.count;
	return true;
}

static struct value id_array(struct arena *arena, const int64_t *ids,
			     size_t count)
{
	struct table table = { .arena = arena };

	for (size_t i = 0; i < count; i++)
		TABLE_ADD(&table, value_int(ids[i]));
	return table_array(&table, VALUE_INT);
}

bool outbox_release(struct db *db, int64_t desk_id, const int64_t *ids,
		    size_t count, struct err *err)
{
	ARENA(arena);

	TX_DO(db, SQL_OUTBOX_RELEASE, value_int(desk_id),
	      id_array(arena, ids, count), value_int(db_state(db)->holder));
	return tx_sync(db, err);
}

bool outbox_mark_dots(struct db *db, int64_t desk_id, const int64_t *ids,
		      size_t count, struct err *err)
{
	ARENA(arena);
	ROWS(marked);

	tx_begin(db);
	TX_ASK(db, &marked, SQL_OUTBOX_DOTS, value_int(desk_id),
	       id_array(arena, ids, count), value_int(db_state(db)->holder),
	       value_int(DOT_LEASE));
	if (!tx_sync(db, err))
		return false;
	if (marked.count != count) {
		tx_abandon(db);
		return err_temporary(err, "%zu of %zu mails were claimed by "
				     "another sender meanwhile",
				     count - marked.count, count);
	}
	return TX_FAILPOINT(db, DOT_COMMIT, err) && tx_commit(db, err);
}

bool outbox_finish(struct db *db, int64_t desk_id,
		   const struct outbox_outcome *outcomes, size_t count,
		   struct err *err)
{
	ARENA(arena);
	struct table attempts = { .arena = arena };
	struct table ends = { .arena = arena };
	struct table mentions = { .arena = arena };
	const struct value holder = value_int(db_state(db)->holder);

	for (size_t i = 0; i < count; i++) {
		const struct outbox_outcome *outcome = &outcomes[i];

		TABLE_ADD(&attempts, value_int(outcome->id),
			  value_text(outbox_result_word(outcome->result)),
			  value_int(outcome->code), value_text(outcome->text),
			  holder);
		TABLE_ADD(&ends, value_int(outcome->id),
			  value_text(result_states[outcome->result]),
			  value_int(outcome->code), value_text(outcome->text),
			  value_usec(outcome->due), holder);
		if (outcome->message_id != NULL)
			TABLE_ADD(&mentions, value_int(outcome->id),
				  value_text(outcome->message_id), holder);
	}
	tx_begin(db);
	tx_do_table(db, SQL_OUTBOX_ATTEMPTS, desk_id, &attempts);
	tx_do_table(db, SQL_OUTBOX_MENTIONS, desk_id, &mentions);
	tx_do_table(db, SQL_OUTBOX_FINISH, desk_id, &ends);
	return TX_FAILPOINT(db, RESULT_COMMIT, err) && tx_commit(db, err);
}

bool outbox_recover(struct db *db, int64_t desk_id, size_t *count_r,
		    struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_OUTBOX_RECOVER, value_int(desk_id));
	if (!tx_sync(db, err))
		return false;
	*count_r = rows.count;
	return true;
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
