/* shadow.c - start and stop a shadow, and keep what it says. */

#include "store/shadow.h"

#include "store/ledger.h"
#include "store/tx.h"

/* Between the aspects of an outcome; text_line() lets it into none. */
#define BORDER '\x1e'

bool shadow_start(struct db *db, int64_t desk_id, int64_t version,
		  const char *author, struct err *err)
{
	tx_begin(db);
	TX_DO(db, SQL_SHADOW_FORGET, value_int(desk_id), value_int(version));
	TX_DO(db, SQL_SHADOW_START, value_int(desk_id), value_int(version),
	      value_text(author));
	tx_notify(db, DB_CHANNEL_ENDED, desk_id);
	if (tx_commit(db, err))
		return true;
	if (strcmp(db_state(db)->sqlstate, "23505") == 0)
		err_permanent(err, "a shadow runs already: `postdesk rules "
			      "shadow stop` ends it");
	return false;
}

bool shadow_stop(struct db *db, int64_t desk_id, int64_t *version_r,
		 struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_SHADOW_STOP, value_int(desk_id));
	if (!tx_sync(db, err))
		return false;
	if (rows.count == 0)
		return err_permanent(err, "no shadow runs");
	*version_r = rows_int(&rows, 0, 0);
	return true;
}

bool shadow_claim(struct db *db, int64_t desk_id, usec_t lease,
		  int64_t *version_r, usec_t *seen_r, struct err *err)
{
	ROWS(rows);

	*version_r = 0;
	TX_ASK(db, &rows, SQL_SHADOW_CLAIM, value_int(desk_id),
	       value_int(lease), value_int(db_state(db)->holder));
	if (!tx_sync(db, err))
		return false;
	if (rows.count > 0) {
		*version_r = rows_int(&rows, 0, 0);
		*seen_r = rows_usec(&rows, 0, 1);
	}
	return true;
}

static int by_value(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

bool shadow_ids(struct db *db, struct arena *arena, int64_t desk_id,
		int64_t version, usec_t seen, size_t most, int64_t **ids_r,
		size_t *count_r, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_SHADOW_IDS, value_int(desk_id),
	       value_int(version), value_usec(seen),
	       value_int((int64_t)most), value_int(LEDGER_BATCH));
	if (!tx_sync(db, err))
		return false;
	*count_r = rows.count;
	*ids_r = ARENA_ARRAY(arena, int64_t, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		(*ids_r)[i] = rows_int(&rows, i, 0);
	qsort(*ids_r, rows.count, sizeof(**ids_r), by_value);
	return true;
}

static const char *join(struct arena *arena, const struct outcome *outcome)
{
	struct buffer out = { .arena = arena };

	for (size_t i = 0; i < OUTCOME_COUNT; i++) {
		if (i > 0)
			buffer_char(&out, BORDER);
		buffer_text(&out, outcome->values[i]);
	}
	return buffer_string(&out);
}

/* Aspects that an older program did not know are "". */
static struct outcome part(struct arena *arena, const char *text)
{
	struct outcome outcome;

	for (size_t i = 0; i < OUTCOME_COUNT; i++) {
		size_t size = strcspn(text, "\x1e");

		outcome.values[i] = arena_strndup(arena, text, size);
		text += size + (text[size] != '\0');
	}
	return outcome;
}

bool shadow_record(struct db *db, int64_t desk_id,
		   const struct shadow_batch *batch, struct err *err)
{
	ARENA(arena);
	struct table table = { .arena = arena };
	int64_t changed = 0;

	for (size_t i = 0; i < batch->count; i++) {
		const struct shadow_mail *mail = &batch->mails[i];
		bool differs = mail->changed != 0;

		changed += differs;
		TABLE_ADD(&table, value_int(batch->version),
			  value_int(mail->mail_id), value_int(mail->against),
			  value_int(mail->grounds), value_int(mail->changed),
			  value_text(differs ? join(arena, &mail->before)
				     : ""),
			  value_text(differs ? join(arena, &mail->after)
				     : ""));
	}
	tx_begin(db);
	tx_do_table(db, SQL_SHADOW_ADD, desk_id, &table);
	TX_DO(db, SQL_SHADOW_SEEN, value_int(desk_id),
	      value_int(batch->version), value_usec(batch->seen),
	      value_int((int64_t)batch->count), value_int(changed),
	      value_int(batch->spent), value_text(batch->fault));
	return tx_commit(db, err);
}

static void count_grounds(struct shadow_state *state, int64_t grounds,
			  int64_t mails)
{
	state->apart += grounds != 0 ? mails : 0;
	for (size_t i = 0; i < REDECIDE_GROUND_COUNT; i++)
		state->grounds[i] += (grounds & 1 << i) != 0 ? mails : 0;
}

bool shadow_read(struct db *db, struct arena *arena, int64_t desk_id,
		 struct shadow_state *state_r, struct err *err)
{
	ROWS(rows);
	ROWS(grounds);

	*state_r = (struct shadow_state){ .author = "", .fault = "" };
	TX_ASK(db, &rows, SQL_SHADOW_READ, value_int(desk_id));
	if (!tx_sync(db, err))
		return false;
	if (rows.count == 0)
		return true;
	*state_r = (struct shadow_state){
		.version = rows_int(&rows, 0, 0),
		.author = rows_keep(arena, &rows, 0, 1),
		.started = rows_usec(&rows, 0, 2),
		.ended = rows_usec(&rows, 0, 3),
		.mails = rows_int(&rows, 0, 4),
		.changed = rows_int(&rows, 0, 5),
		.spent = rows_int(&rows, 0, 6),
		.fault = rows_keep(arena, &rows, 0, 7),
	};
	TX_ASK(db, &grounds, SQL_SHADOW_GROUNDS, value_int(desk_id),
	       value_int(state_r->version));
	if (!tx_sync(db, err))
		return false;
	for (size_t i = 0; i < grounds.count; i++)
		count_grounds(state_r, rows_int(&grounds, i, 0),
			      rows_int(&grounds, i, 1));
	return true;
}

bool shadow_changes(struct db *db, struct arena *arena, int64_t desk_id,
		    int64_t version, size_t most,
		    struct shadow_mail **mails_r, size_t *count_r,
		    struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_SHADOW_CHANGES, value_int(desk_id),
	       value_int(version), value_int((int64_t)most));
	if (!tx_sync(db, err))
		return false;
	*count_r = rows.count;
	*mails_r = ARENA_ARRAY(arena, struct shadow_mail, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		(*mails_r)[i] = (struct shadow_mail){
			.mail_id = rows_int(&rows, i, 0),
			.received = rows_usec(&rows, i, 1),
			.subject = rows_keep(arena, &rows, i, 2),
			.author = rows_keep(arena, &rows, i, 3),
			.ticket_number = rows_int(&rows, i, 4),
			.grounds = (unsigned)rows_int(&rows, i, 5),
			.changed = (unsigned)rows_int(&rows, i, 6),
			.before = part(arena, rows_text(&rows, i, 7)),
			.after = part(arena, rows_text(&rows, i, 8)),
		};
	return true;
}
