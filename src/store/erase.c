/* erase.c - find what belongs to a person, then table by table. */

#include "store/erase.h"

#include "base/failpoint.h"
#include "base/json.h"
#include "base/map.h"
#include "base/text.h"
#include "store/tx.h"

#include <assert.h>

/* Shorter names, and those of one word, stand in too many other words. */
enum { NAME_LEAST = 5, COUNTS_MOST = 32 };

struct erase {
	struct db *db;
	struct arena *arena;
	int64_t desk_id;
	struct table addresses;		/* in lower case */
	struct table words;		/* these, and names, as written */
	struct table patterns;		/* the words for ILIKE */
	struct buffer expression;	/* any of the words, for regexps */
	struct map seen;
	int64_t contact;		/* 0: none */
	struct table own, all;		/* tickets: that he opened, and others */
	struct table his, going, near;	/* mails: that he wrote, also those in
					 * his tickets; in the others, and that
					 * name him anywhere */
	struct table bytes;		/* mails that lose them */
	struct erase_report *report;
};

/* Before all that has a meaning there, a backslash. */
static const char *escape(struct arena *arena, const char *text,
			  const char *special)
{
	struct buffer out = { .arena = arena };

	for (; *text != '\0'; text++) {
		if (strchr(special, *text) != NULL)
			buffer_text(&out, "\\");
		buffer_add(&out, text, 1);
	}
	return buffer_string(&out);
}

static void add_word(struct erase *erase, const char *word)
{
	const char *pattern = escape(erase->arena, word, "\\%_");

	if (map_get(&erase->seen, word) != NULL)
		return;
	map_put(&erase->seen, word, erase);
	TABLE_ADD(&erase->words, value_text(word));
	TABLE_ADD(&erase->patterns, value_text(arena_printf(
		erase->arena, "%%%s%%", pattern)));
	buffer_printf(&erase->expression, "%s%s",
		      erase->expression.size == 0 ? "" : "|",
		      escape(erase->arena, word, "\\.*+?()[]{}|^$"));
}

static void add_name(struct erase *erase, const char *name)
{
	if (strlen(name) >= NAME_LEAST && strchr(name, ' ') != NULL)
		add_word(erase, name);
}

static void add_address(struct erase *erase, const char *address)
{
	if (map_get(&erase->seen, address) == NULL)
		TABLE_ADD(&erase->addresses, value_text(address));
	add_word(erase, address);
}

static struct value column(struct table *table, enum value_type type)
{
	return table_array(table, type);
}

#define TEXTS(table) column(&erase->table, VALUE_TEXT)
#define IDS(table) column(&erase->table, VALUE_INT)

static bool find_people(struct erase *erase, const char *address,
			struct err *err)
{
	const struct value desk = value_int(erase->desk_id);
	ROWS(people);
	ROWS(names);

	TX_ASK(erase->db, &people, SQL_ERASE_ADDRESSES, desk,
	       value_text(address));
	if (!tx_sync(erase->db, err))
		return false;
	add_address(erase, address);
	for (size_t i = 0; i < people.count; i++) {
		add_address(erase, rows_keep(erase->arena, &people, i, 0));
		add_name(erase, rows_keep(erase->arena, &people, i, 1));
		add_name(erase, rows_keep(erase->arena, &people, i, 2));
		erase->contact = rows_int(&people, i, 3);
	}
	TX_ASK(erase->db, &names, SQL_ERASE_NAMES, desk, TEXTS(addresses));
	if (!tx_sync(erase->db, err))
		return false;
	for (size_t i = 0; i < names.count; i++)
		add_name(erase, rows_keep(erase->arena, &names, i, 0));
	return true;
}

static bool find_tickets(struct erase *erase, struct err *err)
{
	ROWS(tickets);

	TX_ASK(erase->db, &tickets, SQL_ERASE_TICKETS,
	       value_int(erase->desk_id), TEXTS(addresses),
	       value_id(erase->contact));
	if (!tx_sync(erase->db, err))
		return false;
	for (size_t i = 0; i < tickets.count; i++) {
		const struct value id = value_int(rows_int(&tickets, i, 0));

		TABLE_ADD(&erase->all, id);
		if (rows_bool(&tickets, i, 1))
			TABLE_ADD(&erase->own, id);
	}
	return true;
}

static bool find_mails(struct erase *erase, struct err *err)
{
	ROWS(mails);

	TX_ASK(erase->db, &mails, SQL_ERASE_MAILS, value_int(erase->desk_id),
	       TEXTS(addresses), IDS(own), IDS(all), TEXTS(patterns));
	if (!tx_sync(erase->db, err))
		return false;
	for (size_t i = 0; i < mails.count; i++) {
		const struct value id = value_int(rows_int(&mails, i, 0));
		const bool his = rows_bool(&mails, i, 1);

		if (his)
			TABLE_ADD(&erase->his, id);
		if (his || rows_bool(&mails, i, 2))
			TABLE_ADD(&erase->going, id);
		else
			TABLE_ADD(&erase->near, id);
		if (his || rows_bool(&mails, i, 2) || rows_bool(&mails, i, 4))
			TABLE_ADD(&erase->bytes, id);
		erase->report->left += his && rows_bool(&mails, i, 3);
	}
	return true;
}

/* One statement, and how many rows it will have touched. */
static void step(struct erase *erase, struct rows *rows, const char *what,
		 enum statement statement, const struct value *values,
		 size_t count)
{
	struct erase_report *report = erase->report;

	assert(report->count < COUNTS_MOST);
	tx_ask(erase->db, &rows[report->count], statement, values, count);
	report->counts[report->count++].what = what;
}

#define STEP(what, statement, ...)					\
	step(erase, rows, what, statement,				\
	     TX_VALUES(value_int(erase->desk_id), __VA_ARGS__))

/* Mentions and answers are told by messages: these come before them. */
static void erase_mail(struct erase *erase, struct rows *rows)
{
	STEP("mail_raw", SQL_ERASE_RAW, TEXTS(words), IDS(bytes), IDS(near));
	STEP("attachment", SQL_ERASE_ATTACHMENTS, IDS(his), TEXTS(patterns));
	STEP("mention", SQL_ERASE_MENTIONS, TEXTS(addresses), TEXTS(patterns),
	     IDS(own), IDS(his));
	STEP("mail", SQL_ERASE_LEDGER, IDS(his));
	STEP("mail, subjects of others", SQL_ERASE_LEDGER_SUBJECTS,
	     TEXTS(patterns), IDS(going), IDS(near));
	STEP("trace", SQL_ERASE_TRACES, TEXTS(patterns), IDS(going),
	     IDS(near));
	STEP("shadow_mail", SQL_ERASE_SHADOWS, IDS(going), IDS(near));
}

static void erase_tickets(struct erase *erase, struct rows *rows)
{
	const struct value any = value_text(buffer_string(&erase->expression));

	STEP("message", SQL_ERASE_MESSAGES, TEXTS(addresses));
	STEP("message, quotes of him", SQL_ERASE_ANSWERS, IDS(own), IDS(all));
	STEP("message, his names", SQL_ERASE_QUOTES, TEXTS(patterns), any);
	STEP("event", SQL_ERASE_EVENTS, TEXTS(patterns), IDS(own), IDS(his));
	STEP("clue", SQL_ERASE_CLUES, IDS(own), IDS(all));
	STEP("draft", SQL_ERASE_DRAFTS, TEXTS(patterns), IDS(own), IDS(his));
	STEP("field", SQL_ERASE_FIELDS, TEXTS(patterns), IDS(own));
	STEP("participant", SQL_ERASE_PARTICIPANTS, TEXTS(addresses));
	STEP("address", SQL_ERASE_PEOPLE, TEXTS(addresses));
	STEP("contact", SQL_ERASE_CONTACT, TEXTS(patterns),
	     value_id(erase->contact), IDS(own));
	STEP("ticket", SQL_ERASE_TICKET_ROWS, TEXTS(patterns), any, IDS(own));
}

static void erase_outgoing(struct erase *erase, struct rows *rows)
{
	STEP("outbox, cancelled", SQL_ERASE_WAITING, TEXTS(addresses),
	     IDS(own));
	STEP(ERASE_LATER, SQL_ERASE_LATER, TEXTS(patterns));
	STEP("outbox_body", SQL_ERASE_BODIES, TEXTS(addresses),
	     TEXTS(patterns), IDS(own));
	STEP("outbox", SQL_ERASE_OUTBOX, TEXTS(addresses), TEXTS(patterns));
	STEP("attempt", SQL_ERASE_ATTEMPTS, TEXTS(patterns));
	STEP("mute", SQL_ERASE_MUTES, TEXTS(addresses));
	STEP("fault", SQL_ERASE_FAULTS, TEXTS(patterns));
}

static bool erase_all(struct erase *erase, struct err *err)
{
	struct erase_report *report = erase->report;
	struct rows rows[COUNTS_MOST] = { { 0 } };
	bool done;

	erase_mail(erase, rows);
	erase_tickets(erase, rows);
	erase_outgoing(erase, rows);
	done = tx_sync(erase->db, err);
	for (size_t i = 0; i < report->count; i++) {
		if (done)
			report->counts[i].rows = rows_int(&rows[i], 0, 0);
		rows_free(&rows[i]);
	}
	return done;
}

static const char *counts_json(struct arena *arena,
			       const struct erase_report *report)
{
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '{');
	for (size_t i = 0; i < report->count; i++)
		if (report->counts[i].rows > 0)
			json_put_int(&json, report->counts[i].what,
				     report->counts[i].rows);
	json_close(&json, '}');
	return buffer_string(&out);
}

/* His tickets say that it happened, the desk that somebody asked for it. */
static void record(struct erase *erase, const char *author, int64_t first)
{
	struct table ids = { .arena = erase->arena };

	for (size_t i = 0; i < erase->own.rows; i++)
		TABLE_ADD(&ids, value_int(first + 1 + (int64_t)i));
	if (ids.rows > 0)
		TX_DO(erase->db, SQL_ERASE_TOLD, value_int(erase->desk_id),
		      IDS(own), table_array(&ids, VALUE_INT));
	TX_DO(erase->db, SQL_ERASE_RECORD, value_int(erase->desk_id),
	      value_int(first), value_text(author),
	      value_text(counts_json(erase->arena, erase->report)));
}

static bool find(struct erase *erase, const char *address, struct err *err)
{
	ROWS(desk);

	/* The lock: no batch decides meanwhile. */
	TX_ASK(erase->db, &desk, SQL_HISTORY_DESK, value_int(erase->desk_id));
	if (!find_people(erase, address, err) || !find_tickets(erase, err) ||
	    !find_mails(erase, err))
		return false;
	erase->report->tickets = (int64_t)erase->own.rows;
	erase->report->mails = (int64_t)erase->his.rows;
	if (erase->contact != 0 || erase->all.rows > 0 || erase->his.rows > 0)
		return true;
	tx_abandon(erase->db);
	return err_permanent(err, "nobody is known by %s", address);
}

bool erase_person(struct db *db, struct arena *arena, int64_t desk_id,
		  const struct erase_wish *wish,
		  struct erase_report *report_r, struct err *err)
{
	const struct table empty = { .arena = arena };
	struct erase erase = {
		.db = db, .arena = arena, .desk_id = desk_id,
		.addresses = empty, .words = empty, .patterns = empty,
		.expression = { .arena = arena }, .seen = { .arena = arena },
		.own = empty, .all = empty, .his = empty, .going = empty,
		.near = empty, .bytes = empty, .report = report_r,
	};
	int64_t first = 0;

	*report_r = (struct erase_report){
		.counts = ARENA_ARRAY(arena, struct erase_count, COUNTS_MOST),
	};
	tx_begin(db);
	if (!find(&erase, wish->address, err) || !erase_all(&erase, err))
		return false;
	if (!wish->really) {
		tx_abandon(db);
		return true;
	}
	if (!db_take_ids(db, erase.own.rows + 1, &first, err)) {
		tx_abandon(db);
		return false;
	}
	record(&erase, wish->author, first);
	return TX_FAILPOINT(db, ERASE_COMMIT, err) && tx_commit(db, err) &&
	       FAILPOINT(ERASED, err);
}
