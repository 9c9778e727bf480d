/* trial.c - read stored mail and its past. */

#include "store/trial.h"

#include "base/text.h"
#include "store/ledger_raw.h"
#include "store/tx.h"

bool trial_blocks(struct db *db, struct arena *arena, int64_t desk_id,
		  usec_t since, size_t mails, struct trial_block **blocks_r,
		  size_t *count_r, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_TRIAL_BLOCKS, value_int(desk_id),
	       value_usec(since), value_int((int64_t)mails),
	       value_int(TRIAL_BYTES));
	if (!tx_sync(db, err))
		return false;
	*count_r = rows.count;
	*blocks_r = ARENA_ARRAY(arena, struct trial_block, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		(*blocks_r)[i] = (struct trial_block){
			.first = rows_int(&rows, i, 0),
			.last = rows_int(&rows, i, 1),
			.mails = rows_int(&rows, i, 2),
		};
	return true;
}

static int64_t *first_column(struct arena *arena, const struct rows *rows)
{
	int64_t *ids = ARENA_ARRAY(arena, int64_t, rows->count);

	for (size_t i = 0; i < rows->count; i++)
		ids[i] = rows_int(rows, i, 0);
	return ids;
}

bool trial_ids(struct db *db, struct arena *arena, int64_t desk_id,
	       usec_t since, const struct trial_block *block, int64_t **ids_r,
	       size_t *count_r, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_TRIAL_IDS, value_int(desk_id), value_usec(since),
	       value_int(block->first), value_int(block->last));
	if (!tx_sync(db, err))
		return false;
	*count_r = rows.count;
	*ids_r = first_column(arena, &rows);
	return true;
}

static int by_value(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

bool trial_newest(struct db *db, struct arena *arena, int64_t desk_id,
		  size_t most, int64_t **ids_r, size_t *count_r,
		  struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_TRIAL_NEWEST, value_int(desk_id),
	       value_int((int64_t)most));
	if (!tx_sync(db, err))
		return false;
	*count_r = rows.count;
	*ids_r = first_column(arena, &rows);
	qsort(*ids_r, rows.count, sizeof(**ids_r), by_value);
	return true;
}

bool trial_hits(struct db *db, struct arena *arena, int64_t desk_id,
		int64_t version, usec_t since, struct trial_hits **hits_r,
		size_t *count_r, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_RULE_HITS, value_int(desk_id),
	       value_int(version), value_usec(since));
	if (!tx_sync(db, err))
		return false;
	*count_r = rows.count;
	*hits_r = ARENA_ARRAY(arena, struct trial_hits, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		(*hits_r)[i] = (struct trial_hits){
			.rule = rows_keep(arena, &rows, i, 0),
			.mails = rows_int(&rows, i, 1),
			.last = rows_usec(&rows, i, 2),
		};
	return true;
}

enum column {
	MAIL_ID, MAIL_RECEIVED, MAIL_SILENT, MAIL_RELEASED, MAIL_TRUNCATED,
	MAIL_UNPARSED, MAIL_SHA256, MAIL_SUBJECT, MAIL_AUTHOR,
	MAIL_DISPOSITION, MAIL_ANSWER, MAIL_RULES, MAIL_TICKET, MAIL_ENDED,
	TRACE_RULESET, TRACE_AT, TRACE_JUDGED, TRACE_ADMISSION, PAST_AUTOS,
	PAST_ACTIVATED, PAST_KNOWN, PAST_AUTOS_HOUR, PAST_AUTOS_DAY,
	PAST_AUTOS_ALONE, PAST_BOUNCED, PAST_LANGUAGE, PAST_DOMAIN_HOUR,
	PAST_DESK_MINUTE, PAST_DESK_HOUR, PAST_ANSWERS, TICKET_NUMBER,
	TICKET_STATE, TICKET_URGENCY, TICKET_SCORE, TICKET_QUEUE, TICKET_TIER,
	TICKET_ACKNOWLEDGED, PAST_CONTACT, PAST_SENT,
	TICKET_AGENT, TICKET_TAGS, PAST_BREAKER, PAST_DESK_TEN,
	PAST_DESK_USUAL, PAST_OWN_WORDS, PAST_SPAM, PAST_INCIDENTS,
	TICKET_QUIET, PAST_SAID, PAST_SERVED, PAST_LOADS, PAST_COMPLAINED,
};

static const struct known_address *read_author(struct arena *arena,
					       const struct rows *rows,
					       size_t i)
{
	struct known_address *known;

	if (!rows_bool(rows, i, PAST_KNOWN))
		return NULL;
	known = ARENA_NEW(arena, struct known_address);
	*known = (struct known_address){
		.name = "",
		.language = rows_keep(arena, rows, i, PAST_LANGUAGE),
		.spam = rows_bool(rows, i, PAST_SPAM),
		.bounced = rows_bool(rows, i, PAST_BOUNCED),
		.complained = rows_bool(rows, i, PAST_COMPLAINED),
		.autos_hour = (int)rows_int(rows, i, PAST_AUTOS_HOUR),
		.autos_day = (int)rows_int(rows, i, PAST_AUTOS_DAY),
		.autos_without_person =
			(int)rows_int(rows, i, PAST_AUTOS_ALONE),
	};
	/* Which contact it was is of no weight; nor was it kept at first. */
	if (rows_null(rows, i, PAST_CONTACT) ||
	    rows_bool(rows, i, PAST_CONTACT))
		known->id = known->contact_id = 1;
	return known;
}

/* NULL where the mail joined none, or the trace is too old to say. */
static const struct ticket *read_ticket(struct arena *arena,
					const struct rows *rows, size_t i)
{
	struct ticket *ticket;

	if (rows_null(rows, i, TICKET_NUMBER))
		return NULL;
	ticket = ARENA_NEW(arena, struct ticket);
	*ticket = (struct ticket){
		.id = 1,
		.number = rows_int(rows, i, TICKET_NUMBER),
		.subject = "", .requester_address = "", .language = "",
		.score = (int)rows_int(rows, i, TICKET_SCORE),
		.queue = rows_keep(arena, rows, i, TICKET_QUEUE),
		.tier = (int)rows_int(rows, i, TICKET_TIER),
		.agent = rows_keep(arena, rows, i, TICKET_AGENT),
		.tags = rows_split(arena, rows, i, TICKET_TAGS, ' '),
		.quiet = rows_bool(rows, i, TICKET_QUIET),
	};
	if (!ticket_state_read(rows_text(rows, i, TICKET_STATE),
			       &ticket->state) ||
	    !urgency_read(rows_text(rows, i, TICKET_URGENCY),
			  &ticket->urgency))
		return NULL;
	return ticket;
}

/* "[7000000,9000000]": how long before the mail. */
static const usec_t *read_sent(struct arena *arena, const struct rows *rows,
			       size_t i, size_t *count_r)
{
	usec_t *sent = ARENA_ARRAY(arena, usec_t, REDECIDE_SENT);
	usec_t received = rows_usec(rows, i, MAIL_RECEIVED);
	const char *at = rows_text(rows, i, PAST_SENT);
	char *end;

	*count_r = 0;
	at += *at == '[';
	while (*count_r < REDECIDE_SENT) {
		int64_t ago = strtoll(at, &end, 10);

		if (end == at)
			break;
		sent[(*count_r)++] = received - ago;
		at = *end == ',' ? end + 1 : end;
	}
	return sent;
}

/* "* billing": the whole desk, and a queue. */
static struct incidents read_incidents(struct arena *arena,
				       const struct rows *rows, size_t i)
{
	const struct strings queues = rows_split(arena, rows, i,
						 PAST_INCIDENTS, ' ');
	struct incident *all = ARENA_ARRAY(arena, struct incident,
					   queues.count);

	for (size_t k = 0; k < queues.count; k++)
		all[k].queue = strcmp(queues.at[k], "*") == 0
			? "" : queues.at[k];
	return (struct incidents){ all, queues.count };
}

/* "ann@example.org 3", a line each. */
static const struct redecide_load *read_loads(struct arena *arena,
					      const struct rows *rows,
					      size_t i, size_t *count_r)
{
	const struct strings lines = rows_split(arena, rows, i, PAST_LOADS,
						'\n');
	struct redecide_load *all = ARENA_ARRAY(arena, struct redecide_load,
						lines.count);

	for (size_t k = 0; k < lines.count; k++) {
		const size_t size = strcspn(lines.at[k], " ");

		all[k].agent = arena_strndup(arena, lines.at[k], size);
		all[k].open = (int)strtol(lines.at[k] + size, NULL, 10);
	}
	*count_r = lines.count;
	return all;
}

static enum admit_verdict read_admission(const char *word)
{
	enum admit_verdict verdict = ADMIT_OWN_TICKET;

	while (verdict > ADMIT_JOIN && strcmp(admit_word(verdict), word) != 0)
		verdict--;
	return verdict;
}

static struct redecide_past read_past(struct arena *arena,
				      const struct rows *rows, size_t i)
{
	struct redecide_past past = {
		.decided = rows_usec(rows, i, TRACE_AT),
		.admit = read_admission(rows_text(rows, i, TRACE_ADMISSION)),
		.ticket = read_ticket(arena, rows, i),
		.acknowledged = rows_bool(rows, i, TICKET_ACKNOWLEDGED),
		.answers_automatic = rows_bool(rows, i, PAST_ANSWERS),
		.autos = rows_bool(rows, i, PAST_AUTOS),
		.activated = rows_usec(rows, i, PAST_ACTIVATED),
		.author = read_author(arena, rows, i),
		.domain_hour = (int)rows_int(rows, i, PAST_DOMAIN_HOUR),
		.desk_minute = (int)rows_int(rows, i, PAST_DESK_MINUTE),
		.desk_hour = (int)rows_int(rows, i, PAST_DESK_HOUR),
		.desk_ten = (int)rows_int(rows, i, PAST_DESK_TEN),
		.desk_usual = (int)rows_int(rows, i, PAST_DESK_USUAL),
		.own_words = rows_bool(rows, i, PAST_OWN_WORDS),
		.said = rows_bool(rows, i, PAST_SAID),
	};

	breaker_state_read(rows_text(rows, i, PAST_BREAKER), &past.breaker);

	past.incidents = read_incidents(arena, rows, i);
	past.sent = read_sent(arena, rows, i, &past.sent_count);
	past.loads = read_loads(arena, rows, i, &past.load_count);
	past.served = rows_keep(arena, rows, i, PAST_SERVED);
	return past;
}

static bool has_joined(const struct rows *rows, size_t i)
{
	return strcmp(rows_text(rows, i, MAIL_DISPOSITION),
		      disposition_word(DISPOSITION_JOINED)) == 0;
}

static void read_mail(struct arena *arena, const struct rows *rows, size_t i,
		      struct trial_mail *mail)
{
	*mail = (struct trial_mail){
		.id = rows_int(rows, i, MAIL_ID),
		.bytes = "",
		.received = rows_usec(rows, i, MAIL_RECEIVED),
		.ended = rows_usec(rows, i, MAIL_ENDED),
		.silent = rows_bool(rows, i, MAIL_SILENT),
		.released = rows_bool(rows, i, MAIL_RELEASED),
		.truncated = rows_bool(rows, i, MAIL_TRUNCATED),
		.unparsed = rows_bool(rows, i, MAIL_UNPARSED),
		.subject = rows_keep(arena, rows, i, MAIL_SUBJECT),
		.author = rows_keep(arena, rows, i, MAIL_AUTHOR),
		.ticket_number = rows_int(rows, i, MAIL_TICKET),
		.ruleset = rows_int(rows, i, TRACE_RULESET),
		.disposition = rows_keep(arena, rows, i, MAIL_DISPOSITION),
		.answer = rows_keep(arena, rows, i, MAIL_ANSWER),
		.rules = rows_keep(arena, rows, i, MAIL_RULES),
		.past = read_past(arena, rows, i),
	};
	/* Without its ticket a mail that joined cannot be decided again. */
	mail->judged = rows_bool(rows, i, TRACE_JUDGED) &&
		       (mail->past.ticket != NULL || !has_joined(rows, i));
	rows_digest(rows, i, MAIL_SHA256, mail->sha256);
}

bool trial_mails(struct db *db, struct arena *arena, int64_t desk_id,
		 const int64_t *ids, size_t count,
		 struct trial_mail **mails_r, size_t *count_r, size_t *done_r,
		 struct err *err)
{
	struct table table = { .arena = arena };
	struct ledger_bytes *bytes = ARENA_ARRAY(arena, struct ledger_bytes,
						 count);
	size_t at = 0;
	ROWS(rows);

	*count_r = *done_r = 0;
	if (!ledger_raws(db, arena, desk_id, ids, count, bytes, &count, err))
		return false;
	*done_r = count;
	for (size_t i = 0; i < count; i++)
		TABLE_ADD(&table, value_int(ids[i]));
	tx_ask_table(db, &rows, SQL_TRIAL_MAILS, desk_id, &table);
	if (!tx_sync(db, err))
		return false;
	*mails_r = ARENA_ARRAY(arena, struct trial_mail, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		struct trial_mail *mail = &(*mails_r)[i];

		read_mail(arena, &rows, i, mail);
		while (at < count && ids[at] < mail->id)
			at++;
		if (at == count || ids[at] != mail->id)
			continue;
		mail->bytes = bytes[at].bytes;
		mail->size = bytes[at].size;
	}
	*count_r = rows.count;
	return true;
}

bool trial_followers(struct db *db, struct arena *arena, int64_t desk_id,
		     const int64_t *ids, size_t count, int64_t **followers_r,
		     size_t *count_r, struct err *err)
{
	struct table table = { .arena = arena };
	ROWS(rows);

	for (size_t i = 0; i < count; i++)
		TABLE_ADD(&table, value_int(ids[i]));
	tx_ask_table(db, &rows, SQL_TRIAL_FOLLOWERS, desk_id, &table);
	if (!tx_sync(db, err))
		return false;
	*count_r = rows.count;
	*followers_r = first_column(arena, &rows);
	return true;
}
