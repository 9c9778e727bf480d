/* history_work.c - steps, answers and messages of tickets where agents work. */

#include "store/history_work.h"

#include "base/text.h"
#include "desk/correct.h"
#include "mail/origin.h"
#include "mail/parse.h"

/* Of each mail: the fields that cite others stand in its beginning. */
enum { HEAD = 64 * 1024 };

void history_work_ask_load(struct db *db, struct arena *arena,
			   int64_t desk_id, const struct keys *keys,
			   struct work_answers *answers)
{
	const struct value desk = value_int(desk_id);

	if (keys->team.count == 0)
		return;
	TX_ASK(db, &answers->load, SQL_WORK_LOAD, desk,
	       tx_texts(arena, &keys->team));
	if (keys->served)
		TX_ASK(db, &answers->served, SQL_WORK_SERVED, desk,
		       tx_texts(arena, &keys->addresses));
}

void history_work_ask(struct db *db, struct arena *arena, int64_t desk_id,
		      const struct keys *keys, struct work_answers *answers)
{
	const struct value desk = value_int(desk_id);

	if (keys->agent_count > 0) {
		const struct value all = table_ints(arena, keys->agent_numbers,
						 keys->agent_count);

		TX_ASK(db, &answers->steps, SQL_WORK_STEPS, desk, all);
		TX_ASK(db, &answers->sent, SQL_WORK_SENT, desk, all);
	}
	if (keys->move_count > 0)
		TX_ASK(db, &answers->messages, SQL_CORRECT_MESSAGES, desk,
		       table_ints(arena, keys->move_numbers, keys->move_count),
		       value_int(CORRECT_MESSAGES), value_int(HEAD));
}

/* Rows [i, n) are of the same ticket as row i. */
static size_t same_ticket(const struct rows *rows, size_t i)
{
	size_t n = i;

	while (n < rows->count && rows_int(rows, n, 0) == rows_int(rows, i, 0))
		n++;
	return n;
}

static void read_steps(struct history *history, const struct rows *rows,
		       size_t from, size_t to)
{
	struct known_ticket *known = history_itself(history,
						    rows_int(rows, from, 0));
	struct known_step *all = ARENA_ARRAY(history->arena,
					     struct known_step, to - from);

	for (size_t i = from; i < to; i++)
		all[i - from] = (struct known_step){
			.id = rows_int(rows, i, 1),
			.at = rows_usec(rows, i, 2),
			.json = rows_keep(history->arena, rows, i, 3),
			.undone = rows_bool(rows, i, 4),
		};
	if (known == NULL)
		return;
	known->steps = all;
	known->step_count = to - from;
}

static enum known_way way_of(const char *state)
{
	if (strcmp(state, "held") == 0)
		return WAY_HELD;
	if (strcmp(state, "queued") == 0 || strcmp(state, "dot_sent") == 0)
		return WAY_LEAVING;
	return strcmp(state, "cancelled") == 0 || strcmp(state, "failed") == 0
		? WAY_GONE : WAY_SENT;
}

static void read_sent(struct history *history, const struct rows *rows,
		      size_t from, size_t to)
{
	struct known_ticket *known = history_itself(history,
						    rows_int(rows, from, 0));
	struct known_sent *all = ARENA_ARRAY(history->arena,
					     struct known_sent, to - from);

	for (size_t i = from; i < to; i++)
		all[i - from] = (struct known_sent){
			.id = rows_int(rows, i, 1),
			.message_row = rows_int(rows, i, 2),
			.by_agent = strcmp(rows_text(rows, i, 3),
				outgoing_class_word(OUTGOING_AGENT)) == 0,
			.way = way_of(rows_text(rows, i, 4)),
			.recipient = rows_keep(history->arena, rows, i, 5),
			.message_id = rows_keep(history->arena, rows, i, 6),
			.created = rows_usec(rows, i, 7),
			.ended = rows_usec(rows, i, 8),
		};
	if (known == NULL)
		return;
	known->sent = all;
	known->sent_count = to - from;
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

	bytes = rows_bytes(rows, i, 12, &size);
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

static struct correct_message read_message(struct arena *arena,
					   const struct rows *rows, size_t i)
{
	return (struct correct_message){
		.id = rows_int(rows, i, 1),
		.ticket_id = rows_int(rows, i, 2),
		.mail_id = rows_int(rows, i, 3),
		.direction = direction_of(rows_text(rows, i, 4)),
		.message_id = rows_keep(arena, rows, i, 5),
		.from_address = text_lower(arena, rows_text(rows, i, 6)),
		.from_name = rows_keep(arena, rows, i, 7),
		.subject = rows_keep(arena, rows, i, 8),
		.language = rows_keep(arena, rows, i, 9),
		.contact_id = rows_int(rows, i, 10),
		.held = rows_bool(rows, i, 11),
		.cites = read_cites(arena, rows, i),
	};
}

static void read_held(struct history *history, const struct rows *rows,
		      size_t i)
{
	struct correct_mail *mail = ARENA_NEW(history->arena,
					      struct correct_mail);

	*mail = (struct correct_mail){
		.id = rows_int(rows, i, 3),
		.ticket_id = rows_int(rows, i, 17),
		.disposition = disposition_word(DISPOSITION_PENDING_JOIN),
		.by_person = strcmp(rows_text(rows, i, 13),
				    origin_word(ORIGIN_PERSON)) == 0,
		.score = (int)rows_int(rows, i, 14),
		.rules = rows_keep(history->arena, rows, i, 16),
	};
	mail->judged = urgency_read(rows_text(rows, i, 15), &mail->urgency);
	history_add_held(history, mail);
}

/* Of the number that was asked for, and of the one that it is part of. */
static void read_messages(struct history *history, const struct rows *rows,
			  size_t from, size_t to)
{
	struct known_ticket *known = history_numbered(
		history, rows_int(rows, from, 0));
	struct known_ticket *whole = history_root(history, known);
	struct correct_message *all = ARENA_ARRAY(
		history->arena, struct correct_message, to - from);

	for (size_t i = from; i < to; i++) {
		all[i - from] = read_message(history->arena, rows, i);
		if (all[i - from].held)
			read_held(history, rows, i);
	}
	if (known == NULL)
		return;
	known->messages = whole->messages = all;
	known->message_count = whole->message_count = to - from;
}

static void for_each_ticket(struct history *history, const struct rows *rows,
			    void (*read)(struct history *,
					 const struct rows *, size_t, size_t))
{
	for (size_t i = 0, next; i < rows->count; i = next) {
		next = same_ticket(rows, i);
		read(history, rows, i, next);
	}
}

void history_work_read(struct history *history,
		       const struct work_answers *answers)
{
	for_each_ticket(history, &answers->steps, read_steps);
	for_each_ticket(history, &answers->sent, read_sent);
	for_each_ticket(history, &answers->messages, read_messages);
	for (size_t i = 0; i < answers->load.count; i++)
		history_add_load_of(history,
				    rows_keep(history->arena, &answers->load,
					      i, 0),
				    (int)rows_int(&answers->load, i, 1));
	for (size_t i = 0; i < answers->served.count; i++)
		history_add_served(history,
				   rows_keep(history->arena, &answers->served,
					     i, 0),
				   rows_keep(history->arena, &answers->served,
					     i, 1));
}
