/* correct.c - the past that a correction needs; then the plan, executed. */

#include "store/correct.h"

#include "base/text.h"
#include "mail/origin.h"
#include "mail/parse.h"
#include "store/commit.h"
#include "store/history.h"
#include "store/tx.h"

/* Of each mail: the fields that cite others stand in its beginning. */
enum { HEAD = 64 * 1024 };

bool correct_keys(struct db *db, struct arena *arena, int64_t desk_id,
		  const struct correct_ask *ask, struct keys *keys_r,
		  struct err *err)
{
	int64_t *numbers = ARENA_ARRAY(arena, int64_t, 3);
	ROWS(mail);

	*keys_r = (struct keys){ .ticket_numbers = numbers };
	if (ask->ticket != 0)
		numbers[keys_r->ticket_count++] = ask->ticket;
	if (ask->kind == CORRECT_MERGE)
		numbers[keys_r->ticket_count++] = ask->into;
	if (ask->kind != CORRECT_JOIN)
		return true;
	TX_ASK(db, &mail, SQL_CORRECT_MAIL, value_int(desk_id),
	       value_int(ask->mail_id));
	if (!tx_sync(db, err))
		return false;
	if (mail.count > 0 && !rows_null(&mail, 0, 4))
		numbers[keys_r->ticket_count++] = rows_int(&mail, 0, 4);
	return true;
}

static const struct correct_mail *read_mail(struct arena *arena,
					    const struct rows *rows)
{
	struct correct_mail *mail = ARENA_NEW(arena, struct correct_mail);

	*mail = (struct correct_mail){
		.id = rows_int(rows, 0, 0),
		.ticket_id = rows_int(rows, 0, 1),
		.disposition = rows_keep(arena, rows, 0, 2),
		.by_person = strcmp(rows_text(rows, 0, 3),
				    origin_word(ORIGIN_PERSON)) == 0,
		.score = (int)rows_int(rows, 0, 5),
		.rules = rows_keep(arena, rows, 0, 7),
	};
	mail->judged = urgency_read(rows_text(rows, 0, 6), &mail->urgency);
	return mail;
}

/* The ids that a mail cites, by a plain scan of its header. */
static struct strings read_cites(struct arena *arena, const struct rows *rows,
				 size_t i)
{
	const struct message *message;
	struct strings all = { 0 };
	const char **ids;
	const void *bytes;
	size_t size;

	bytes = rows_bytes(rows, i, 11, &size);
	if (size == 0)
		return all;
	message = parse_minimal(arena, bytes, size);
	ids = ARENA_ARRAY(arena, const char *, message->in_reply_to.count +
					       message->references.count);
	for (size_t r = 0; r < message->in_reply_to.count; r++)
		ids[all.count++] = message->in_reply_to.at[r];
	for (size_t r = 0; r < message->references.count; r++)
		ids[all.count++] = message->references.at[r];
	all.at = ids;
	return all;
}

static enum message_direction direction_of(const char *word)
{
	if (strcmp(word, message_direction_word(MESSAGE_OUT)) == 0)
		return MESSAGE_OUT;
	return strcmp(word, message_direction_word(MESSAGE_NOTE)) == 0
		? MESSAGE_NOTE : MESSAGE_IN;
}

static void read_messages(struct arena *arena, const struct rows *rows,
			  struct correct_facts *facts)
{
	struct correct_message *all = ARENA_ARRAY(arena,
						  struct correct_message,
						  rows->count + 1);

	for (size_t i = 0; i < rows->count; i++)
		all[i] = (struct correct_message){
			.id = rows_int(rows, i, 0),
			.ticket_id = rows_int(rows, i, 1),
			.mail_id = rows_int(rows, i, 2),
			.direction = direction_of(rows_text(rows, i, 3)),
			.message_id = rows_keep(arena, rows, i, 4),
			.from_address = text_lower(arena,
						   rows_text(rows, i, 5)),
			.from_name = rows_keep(arena, rows, i, 6),
			.subject = rows_keep(arena, rows, i, 7),
			.language = rows_keep(arena, rows, i, 8),
			.contact_id = rows_int(rows, i, 9),
			.held = rows_bool(rows, i, 10),
			.cites = read_cites(arena, rows, i),
		};
	facts->messages = all;
	facts->message_count = rows->count;
}

/* The ticket whose messages count: the one that is left, or that holds. */
static int64_t family_of(const struct correct_ask *ask,
			 const struct correct_facts *facts)
{
	const struct known_ticket *known = NULL;

	if (ask->kind == CORRECT_JOIN && facts->mail != NULL)
		known = history_ticket(facts->history, facts->mail->ticket_id);
	if (ask->kind == CORRECT_SPLIT)
		known = history_number(facts->history, ask->ticket);
	return known == NULL ? 0 : known->ticket.id;
}

bool correct_read(struct db *db, struct arena *arena, int64_t desk_id,
		  const struct correct_ask *ask, struct history *history,
		  struct correct_facts *facts_r, struct err *err)
{
	const struct value desk = value_int(desk_id);
	int64_t family;
	ROWS(mail);
	ROWS(messages);

	*facts_r = (struct correct_facts){ .history = history };
	if (ask->kind == CORRECT_JOIN) {
		TX_ASK(db, &mail, SQL_CORRECT_MAIL, desk,
		       value_int(ask->mail_id));
		if (!tx_sync(db, err))
			return false;
		if (mail.count > 0)
			facts_r->mail = read_mail(arena, &mail);
	}
	family = family_of(ask, facts_r);
	if (family == 0 && facts_r->mail != NULL &&
	    facts_r->mail->ticket_id != 0)
		return err_temporary(err, "the mail has just been given to "
				     "another ticket: ask again");
	if (family == 0)
		return true;
	TX_ASK(db, &messages, SQL_CORRECT_MESSAGES, desk, value_int(family),
	       value_int(CORRECT_MESSAGES), value_int(HEAD));
	if (!tx_sync(db, err))
		return false;
	read_messages(arena, &messages, facts_r);
	return true;
}

static bool judge(struct db *db, struct arena *arena, int64_t desk_id,
		  const struct correct_ask *ask, struct history *history,
		  struct correction *correction_r, struct err *err)
{
	struct correct_facts facts;

	if (!correct_read(db, arena, desk_id, ask, history, &facts, err)) {
		commit_abandon(db);
		return false;
	}
	*correction_r = correct_plan(arena, ask, &facts);
	if (correction_r->verdict == CORRECT_DONE)
		return commit_plans(db, desk_id, &correction_r->plan, 1,
				    history, err);
	commit_abandon(db);
	return true;
}

bool correct_apply(struct db *db, struct arena *arena, int64_t desk_id,
		   const struct correct_ask *ask,
		   struct correction *correction_r, struct err *err)
{
	struct history *history;
	struct keys keys;

	return correct_keys(db, arena, desk_id, ask, &keys, err) &&
	       history_read(db, arena, desk_id, &keys, CORRECT_IDS, &history,
			    err) &&
	       judge(db, arena, desk_id, ask, history, correction_r, err);
}
