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
static const char *state_after(const struct outbox_outcome *outcome)
{
	switch (outcome->result) {
	case OUTBOX_SENT:
		return "sent";
	case OUTBOX_FAILED:
		return "failed";
	case OUTBOX_UNCERTAIN:
		return outcome->due == 0 ? "uncertain" : "queued";
	default:
		return "queued";
	}
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
	TX_DO(db, SQL_OUTBOX_EXPIRE, value_int(desk_id), value_int(USEFUL));
	TX_DO(db, SQL_OUTBOX_RIPEN, value_int(desk_id));
	TX_ASK(db, &now, SQL_NOW);
	TX_ASK(db, &pause, SQL_OUTBOX_STANDSTILL, value_int(desk_id));
	TX_ASK(db, &rows, SQL_OUTBOX_CLAIM, value_int(desk_id),
	       value_int((int64_t)wish->most), value_int(wish->lease),
	       value_int(db_state(db)->holder), value_int((int64_t)each),
	       text_array(arena, &wish->without));
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

static void add_attempts(struct db *db, struct arena *arena, int64_t desk_id,
			 const struct outbox_group *group)
{
	struct table attempts = { .arena = arena };
	struct table mentions = { .arena = arena };
	struct table sent = { .arena = arena };
	const struct value holder = value_int(db_state(db)->holder);

	for (size_t i = 0; i < group->end_count; i++) {
		const struct outbox_outcome *end = &group->ends[i];

		TABLE_ADD(&attempts, value_int(end->id),
			  value_text(outbox_result_word(end->result)),
			  value_int(end->code), value_text(end->text),
			  holder);
		if (end->result == OUTBOX_SENT)
			TABLE_ADD(&sent, value_int(end->id), holder);
		if (end->message_id != NULL)
			TABLE_ADD(&mentions, value_int(end->id),
				  value_text(end->message_id), holder);
	}
	tx_do_table(db, SQL_OUTBOX_ATTEMPTS, desk_id, &attempts);
	tx_do_table(db, SQL_OUTBOX_MENTIONS, desk_id, &mentions);
	tx_do_table(db, SQL_RESPONSE_ANSWERED, desk_id, &sent);
}

static bool is_undelivered(const struct outbox_outcome *outcome)
{
	return outcome->result == OUTBOX_FAILED ||
	       (outcome->result == OUTBOX_UNCERTAIN && outcome->due == 0);
}

/* Before the rows end: a ticket is locked before the mail of it. */
static void add_undelivered(struct db *db, struct arena *arena,
			    int64_t desk_id, const struct outbox_group *group,
			    int64_t event_id)
{
	struct table events = { .arena = arena };
	const struct value holder = value_int(db_state(db)->holder);

	for (size_t i = 0; i < group->end_count; i++) {
		const struct outbox_outcome *end = &group->ends[i];

		if (is_undelivered(end))
			TABLE_ADD(&events, value_int(end->id),
				  value_int(event_id++),
				  value_text(outbox_result_word(end->result)),
				  value_text(end->text), holder);
	}
	tx_do_table(db, SQL_OUTBOX_UNDELIVERED, desk_id, &events);
}

static void add_ends(struct db *db, struct arena *arena, int64_t desk_id,
		     const struct outbox_group *group)
{
	struct table ends = { .arena = arena };
	const struct value holder = value_int(db_state(db)->holder);

	for (size_t i = 0; i < group->end_count; i++) {
		const struct outbox_outcome *end = &group->ends[i];

		TABLE_ADD(&ends, value_int(end->id),
			  value_text(state_after(end)), value_int(end->code),
			  value_text(end->text), value_usec(end->due), holder);
	}
	tx_do_table(db, SQL_OUTBOX_FINISH, desk_id, &ends);
}

static void read_marked(const struct outbox_group *group,
			const struct rows *marked)
{
	for (size_t i = 0; i < group->count; i++) {
		group->marked[i] = false;
		for (size_t k = 0; k < marked->count; k++)
			if (rows_int(marked, k, 0) == group->ids[i])
				group->marked[i] = true;
	}
}

bool outbox_commit(struct db *db, int64_t desk_id,
		   const struct outbox_group *group, struct err *err)
{
	int64_t event_id;
	ROWS(marked);
	ARENA(arena);

	if (!db_take_ids(db, group->end_count, &event_id, err))
		return false;
	tx_begin(db);
	add_attempts(db, arena, desk_id, group);
	add_undelivered(db, arena, desk_id, group, event_id);
	add_ends(db, arena, desk_id, group);
	if (group->end_count > 0 && !TX_FAILPOINT(db, RESULT_COMMIT, err))
		return false;
	if (group->count > 0)
		TX_ASK(db, &marked, SQL_OUTBOX_DOTS, value_int(desk_id),
		       id_array(arena, group->ids, group->count),
		       value_int(db_state(db)->holder), value_int(DOT_LEASE));
	if (group->count > 0 && !TX_FAILPOINT(db, DOT_COMMIT, err))
		return false;
	if (!tx_commit(db, err))
		return false;
	read_marked(group, &marked);
	return true;
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
	TX_ASK(db, &rows, SQL_OUTBOX_RECOVER, value_int(desk_id));
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
