/* history.c - the one read, in two round trips, under the desk's lock. */

#include "store/history.h"

#include "store/draft_rows.h"
#include "store/history_clues.h"
#include "store/history_said.h"
#include "store/history_work.h"
#include "store/incident.h"
#include "store/response.h"
#include "store/tx.h"
#include "desk/history_add.h"

/* What came back, one set of rows a statement. */
struct answers {
	struct rows desk, autos, mentions, tickets, guesses;
	struct rows addresses, domains;
	struct rows clues, same_bytes, same_id, outbox, senders, incidents;
	struct rows expectations, load, said;
	struct draft_rows held;
	struct work_answers work;
};

static void free_answers(struct answers *answers)
{
	struct rows *all = (struct rows *)answers;

	for (size_t i = 0; i < sizeof(*answers) / sizeof(*all); i++)
		rows_free(&all[i]);
}

static struct value digests(struct arena *arena, const uint8_t (*at)[32],
			    size_t count)
{
	struct table table = { .arena = arena };

	for (size_t i = 0; i < count; i++)
		TABLE_ADD(&table, value_bytes(at[i], 32));
	return table_array(&table, VALUE_BYTES);
}

static void ask(struct db *db, struct arena *arena, int64_t desk_id,
		const struct keys *keys, struct answers *answers)
{
	const struct value desk = value_int(desk_id);

	TX_ASK(db, &answers->desk, SQL_HISTORY_DESK, desk);
	TX_ASK(db, &answers->autos, SQL_HISTORY_AUTOS, desk,
	       value_int(keys->autos_quiet), value_int(keys->autos_most));
	TX_ASK(db, &answers->incidents, SQL_HISTORY_INCIDENTS, desk);
	TX_ASK(db, &answers->mentions, SQL_HISTORY_MENTIONS, desk,
	       tx_texts(arena, &keys->message_ids));
	history_clues_ask(db, arena, desk_id, keys, &answers->clues);
	TX_ASK(db, &answers->addresses, SQL_HISTORY_ADDRESSES, desk,
	       tx_texts(arena, &keys->addresses));
	TX_ASK(db, &answers->domains, SQL_HISTORY_DOMAINS, desk,
	       tx_texts(arena, &keys->domains), value_int(keys->domain_most));
	TX_ASK(db, &answers->same_bytes, SQL_HISTORY_SAME_BYTES, desk,
	       digests(arena, keys->sha256, keys->sha256_count));
	TX_ASK(db, &answers->same_id, SQL_HISTORY_SAME_ID, desk,
	       tx_texts(arena, &keys->own_ids));
	TX_ASK(db, &answers->outbox, SQL_HISTORY_OUTBOX, desk,
	       table_ints(arena, keys->outbox_ids, keys->outbox_count));
	TX_ASK(db, &answers->expectations, SQL_HISTORY_EXPECTATIONS, desk);
	TX_ASK(db, &answers->load, SQL_HISTORY_LOAD, desk);
	TX_ASK(db, &answers->said, SQL_HISTORY_SAID, desk,
	       table_ints(arena, keys->shapes, keys->shape_count),
	       value_int(SAID_KNOWN));
	draft_rows_ask(db, arena, desk_id, keys, &answers->held);
	TX_ASK(db, &answers->senders, SQL_HISTORY_SENDERS, desk,
	       tx_texts(arena, keys->sent_most > 0 ? &keys->addresses :
		     &(const struct strings){ NULL, 0 }),
	       value_usec(keys->sent_since), value_int(keys->sent_most));
}

static void add_ids(struct table *ids, const struct rows *rows, int column)
{
	for (size_t i = 0; i < rows->count; i++)
		if (!rows_null(rows, i, column))
			TABLE_ADD(ids, value_int(rows_int(rows, i, column)));
}

/* The tickets that the answers lead to.  Asking for them in the same breath
 * would look up each id twice, which costs more than the round trip. */
static void ask_tickets(struct db *db, struct arena *arena, int64_t desk_id,
			const struct keys *keys, struct answers *answers)
{
	struct table ids = { .arena = arena }, guesses = { .arena = arena };

	add_ids(&ids, &answers->mentions, 1);
	history_clues_add(&ids, &guesses, keys, &answers->clues);
	add_ids(&ids, &answers->same_bytes, 3);
	add_ids(&ids, &answers->same_id, 3);
	add_ids(&ids, &answers->outbox, 1);
	add_ids(&ids, &answers->held.drafts, 1);
	TX_ASK(db, &answers->tickets, SQL_HISTORY_TICKETS, value_int(desk_id),
	       table_array(&ids, VALUE_INT),
	       draft_rows_tickets(arena, keys, &answers->held),
	       table_ints(arena, keys->agent_numbers, keys->agent_count));
	tx_ask_table(db, &answers->guesses, SQL_HISTORY_GUESSES, desk_id,
		     &guesses);
	history_work_ask(db, arena, desk_id, keys, &answers->work);
}

static enum relation_kind relation_read(const char *word)
{
	enum relation_kind kind = RELATION_RELATED;

	while (kind < RELATION_APART && strcmp(relation_word(kind), word) != 0)
		kind++;
	return kind;
}

/* "4711 child": the other ticket, and how it is related. */
static void read_relations(struct arena *arena, struct known_ticket *known,
			   struct strings lines)
{
	struct plan_relation *all = ARENA_ARRAY(arena, struct plan_relation,
						lines.count);

	for (size_t i = 0; i < lines.count; i++) {
		char *end;

		all[i].ticket_id = known->ticket.id;
		all[i].other_id = strtoll(lines.at[i], &end, 10);
		all[i].kind = relation_read(end + strspn(end, " "));
	}
	known->relations = all;
	known->relation_count = lines.count;
}

static void read_ticket(struct history *history, const struct rows *rows,
			size_t i)
{
	struct arena *arena = history->arena;
	struct known_ticket *known = ARENA_NEW(arena, struct known_ticket);
	struct ticket *ticket = &known->ticket;

	*ticket = (struct ticket){
		.id = rows_int(rows, i, 0),
		.number = rows_int(rows, i, 1),
		.subject = rows_keep(arena, rows, i, 3),
		.score = (int)rows_int(rows, i, 5),
		.queue = rows_keep(arena, rows, i, 6),
		.tier = (int)rows_int(rows, i, 7),
		.requester = rows_int(rows, i, 8),
		.requester_address = rows_keep(arena, rows, i, 9),
		.language = rows_keep(arena, rows, i, 10),
		.created = rows_usec(rows, i, 11),
		.updated = rows_usec(rows, i, 12),
		.closed = rows_usec(rows, i, 13),
		.merged_into = rows_int(rows, i, 14),
		.tags = rows_split(arena, rows, i, 15, '\n'),
	};
	ticket_state_read(rows_text(rows, i, 2), &ticket->state);
	urgency_read(rows_text(rows, i, 4), &ticket->urgency);
	known->participants = rows_split(arena, rows, i, 16, '\n');
	known->acknowledged = rows_bool(rows, i, 17);
	known->texts = rows_split(arena, rows, i, 18, '\x1e');
	known->verified = rows_bool(rows, i, 19);
	read_relations(arena, known, rows_split(arena, rows, i, 20, '\n'));
	ticket->agent = rows_keep(arena, rows, i, 21);
	ticket->reasons = rows_keep(arena, rows, i, 22);
	ticket->until = rows_usec(rows, i, 23);
	history_said_read(arena, rows, i, 24, known);
	ticket->quiet = rows_bool(rows, i, 26);
	known->offered = rows_split(arena, rows, i, 27, '\n');
	history_add_ticket(history, known);
}

static void read_mention(struct history *history, const struct rows *rows,
			 size_t i)
{
	const struct known_mention mention = {
		.message_id = rows_keep(history->arena, rows, i, 0),
		.ticket = rows_null(rows, i, 1) ? NULL
			: history_itself(history, rows_int(rows, i, 1)),
		.ours = rows_bool(rows, i, 2),
		.automatic = rows_bool(rows, i, 3),
		.received = rows_bool(rows, i, 4),
		.branch = rows_keep(history->arena, rows, i, 5),
	};

	history_add_mention(history, &mention);
}

static void read_address(struct history *history, const struct rows *rows,
			 size_t i)
{
	struct known_address *known = ARENA_NEW(history->arena,
						struct known_address);

	*known = (struct known_address){
		.address = rows_keep(history->arena, rows, i, 0),
		.id = rows_int(rows, i, 1),
		.contact_id = rows_int(rows, i, 2),
		.name = rows_keep(history->arena, rows, i, 3),
		.language = rows_keep(history->arena, rows, i, 4),
		.bounced = rows_bool(rows, i, 5),
		.autos_hour = (int)rows_int(rows, i, 6),
		.autos_day = (int)rows_int(rows, i, 7),
		.autos_without_person = (int)rows_int(rows, i, 8),
		.also = rows_split(history->arena, rows, i, 9, '\n'),
		.spam = rows_bool(rows, i, 10),
		.complained = rows_bool(rows, i, 11),
	};
	history_add_address(history, known);
}

static void read_domain(struct history *history, const struct rows *rows,
			size_t i)
{
	struct known_domain *known = ARENA_NEW(history->arena,
					       struct known_domain);

	known->domain = rows_keep(history->arena, rows, i, 0);
	known->autos_hour = (int)rows_int(rows, i, 1);
	history_add_domain(history, known);
}

static void read_mail(struct history *history, const struct rows *rows,
		      size_t i)
{
	struct known_mail *known = ARENA_NEW(history->arena,
					     struct known_mail);

	known->id = rows_int(rows, i, 0);
	rows_digest(rows, i, 1, known->sha256);
	known->message_id = rows_keep(history->arena, rows, i, 2);
	known->ticket_id = rows_int(rows, i, 3);
	known->author = rows_keep(history->arena, rows, i, 4);
	rows_digest(rows, i, 5, known->content);
	known->listed = rows_bool(rows, i, 6);
	history_add_mail(history, known);
}

static void read_outbox(struct history *history, const struct rows *rows,
			size_t i)
{
	struct known_outbox *known = ARENA_NEW(history->arena,
					       struct known_outbox);

	known->id = rows_int(rows, i, 0);
	known->ticket_id = rows_int(rows, i, 1);
	known->recipient = rows_keep(history->arena, rows, i, 2);
	known->automatic = strcmp(rows_text(rows, i, 3),
			outgoing_class_word(OUTGOING_AUTOMATIC)) == 0;
	known->bounced = rows_bool(rows, i, 4);
	known->soft = (int)rows_int(rows, i, 5);
	history_add_outbox(history, known);
}

static void read_sender(struct history *history, const struct rows *rows,
			size_t i)
{
	history_add_sent(history, rows_keep(history->arena, rows, i, 0),
			 rows_usec(rows, i, 1));
}

static void read_said(struct history *history, const struct rows *rows,
		      size_t i)
{
	history_add_said(history, rows_int(rows, i, 0),
			 rows_keep(history->arena, rows, i, 1),
			 rows_usec(rows, i, 2));
}

static void for_each(struct history *history, const struct rows *rows,
		     void (*read)(struct history *, const struct rows *,
				  size_t))
{
	for (size_t i = 0; i < rows->count; i++)
		read(history, rows, i);
}

static void fold_ticket(struct history *history, const struct rows *rows,
			size_t i)
{
	history_fold(history, rows_int(rows, i, 0));
}

static void read_pace(struct history *history, const struct rows *rows)
{
	const struct strings echoes = rows_split(history->arena, rows, 0, 5,
						 '\n');

	history->autos_ten = (int)rows_int(rows, 0, 3);
	history->autos_usual = (int)rows_int(rows, 0, 4);
	for (size_t i = 0; i < echoes.count; i++)
		history_add_echo(history, echoes.at[i]);
}

/* Tickets first: mentions point at them. */
static void read_all(struct history *history, const struct keys *keys,
		     const struct answers *answers)
{
	history->autos = rows_bool(&answers->desk, 0, 0);
	history->activated = rows_usec(&answers->desk, 0, 1);
	history->next_number = rows_int(&answers->desk, 0, 2);
	history->ruleset = rows_int(&answers->desk, 0, 3);
	history->now = rows_usec(&answers->desk, 0, 4);
	history->breaker = rows_breaker(&answers->desk, 0, 5);
	history->autos_minute = (int)rows_int(&answers->autos, 0, 0);
	history->autos_hour = (int)rows_int(&answers->autos, 0, 1);
	history->notices_hour = (int)rows_int(&answers->autos, 0, 2);
	read_pace(history, &answers->autos);
	history->incidents = incident_read(history->arena,
					   &answers->incidents);
	for_each(history, &answers->tickets, read_ticket);
	history_clues_guess(history, &answers->guesses);
	for_each(history, &answers->tickets, fold_ticket);
	for_each(history, &answers->mentions, read_mention);
	history_clues_read(history, keys, &answers->clues);
	for_each(history, &answers->addresses, read_address);
	for_each(history, &answers->domains, read_domain);
	for_each(history, &answers->same_id, read_mail);
	for_each(history, &answers->same_bytes, read_mail);
	for_each(history, &answers->outbox, read_outbox);
	for_each(history, &answers->senders, read_sender);
	response_know(history, &answers->expectations, &answers->load);
	for_each(history, &answers->said, read_said);
	draft_rows_read(history, &answers->held);
	history_work_read(history, &answers->work);
}

bool history_read(struct db *db, struct arena *arena, int64_t desk_id,
		  const struct keys *keys, size_t ids_needed,
		  struct history **history_r, struct err *err)
{
	__attribute__((cleanup(free_answers))) struct answers answers = { 0 };
	ARENA(scratch);
	struct history *history = history_new(arena);
	int64_t first;

	/* Ids come outside the transaction: those not used are no loss. */
	if (!db_take_ids(db, ids_needed, &first, err))
		return false;
	history->ids = (struct ids){ first, first + (int64_t)ids_needed };
	tx_begin(db);
	ask(db, scratch, desk_id, keys, &answers);
	history_work_ask_load(db, scratch, desk_id, keys, &answers.work);
	if (!tx_sync(db, err))
		return false;
	if (answers.desk.count == 0) {
		tx_abandon(db);
		return err_permanent(err, "no desk %lld in the database",
				     (long long)desk_id);
	}
	ask_tickets(db, scratch, desk_id, keys, &answers);
	if (!tx_sync(db, err))
		return false;
	read_all(history, keys, &answers);
	*history_r = history;
	return true;
}
