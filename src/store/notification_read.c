/* notification_read.c - tickets, what was said in them, and their files. */

#include "store/notification_read.h"

#include "base/map.h"
#include "mail/decode.h"
#include "store/ledger_raw.h"
#include "store/tx.h"

#include <inttypes.h>

enum {
	SAID_MOST = 12,
	DIGEST_SAID = 3,
	OTHERS_MOST = 10,
};

static struct value ids_of(struct arena *arena,
			   const struct notification_facts *facts,
			   size_t *count_r)
{
	struct table table = { .arena = arena };
	struct map seen = { .arena = arena };

	*count_r = 0;
	for (size_t i = 0; i < facts->cause_count; i++) {
		const int64_t id = facts->causes[i].ticket_id;
		const char *key = arena_printf(arena, "%" PRId64, id);

		if (map_get(&seen, key) != NULL)
			continue;
		map_put(&seen, key, arena);
		TABLE_ADD(&table, value_int(id));
		++*count_r;
	}
	return table_array(&table, VALUE_INT);
}

static void read_ticket(struct arena *arena, const struct rows *rows,
			size_t i, struct ticket *ticket)
{
	*ticket = (struct ticket){
		.id = rows_int(rows, i, 0),
		.number = rows_int(rows, i, 1),
		.subject = rows_keep(arena, rows, i, 3),
		.queue = rows_keep(arena, rows, i, 5),
		.tier = (int)rows_int(rows, i, 6),
		.agent = rows_keep(arena, rows, i, 7),
		.reasons = rows_keep(arena, rows, i, 8),
		.language = rows_keep(arena, rows, i, 9),
		.requester_address = rows_keep(arena, rows, i, 10),
		.created = rows_usec(rows, i, 11),
	};
	ticket_state_read(rows_text(rows, i, 2), &ticket->state);
	urgency_read(rows_text(rows, i, 4), &ticket->urgency);
}

static enum message_direction direction_of(const char *word)
{
	if (strcmp(word, message_direction_word(MESSAGE_IN)) == 0)
		return MESSAGE_IN;
	return strcmp(word, message_direction_word(MESSAGE_OUT)) == 0
		? MESSAGE_OUT : MESSAGE_NOTE;
}

static void read_said(struct arena *arena, const struct rows *rows,
		      struct notification_ticket *ticket)
{
	struct notification_said *all = ARENA_ARRAY(
		arena, struct notification_said, rows->count);
	size_t count = 0;

	for (size_t i = 0; i < rows->count; i++) {
		if (rows_int(rows, i, 0) != ticket->ticket.id)
			continue;
		all[count++] = (struct notification_said){
			.mail_id = rows_int(rows, i, 1),
			.direction = direction_of(rows_text(rows, i, 2)),
			.from_address = rows_keep(arena, rows, i, 3),
			.from_name = rows_keep(arena, rows, i, 4),
			.visible = rows_keep(arena, rows, i, 5),
			.at = rows_usec(rows, i, 6),
			.unverified = rows_bool(rows, i, 7),
			.automatic = rows_bool(rows, i, 8),
		};
	}
	ticket->said = all;
	ticket->said_count = count;
}

static void read_others(struct arena *arena, const struct rows *rows,
			struct notification_ticket *ticket)
{
	struct notification_other *all = ARENA_ARRAY(
		arena, struct notification_other, rows->count);

	for (size_t i = 0; i < rows->count; i++)
		all[i] = (struct notification_other){
			.number = rows_int(rows, i, 0),
			.state = rows_keep(arena, rows, i, 1),
			.urgency = rows_keep(arena, rows, i, 2),
			.subject = rows_keep(arena, rows, i, 3),
			.requester = rows_keep(arena, rows, i, 4),
			.updated = rows_usec(rows, i, 5),
		};
	ticket->others = all;
	ticket->other_count = rows->count;
}

static bool ask_others(struct db *db, struct arena *arena,
		       const struct notification_facts *facts,
		       struct notification_ticket *ticket, struct err *err)
{
	const struct organisation *organisation = organisation_of(
		&facts->desk->organisations,
		ticket->ticket.requester_address);
	struct table domains = { .arena = arena };
	ROWS(others);

	for (size_t i = 0; organisation != NULL &&
	     i < organisation->domains.count; i++)
		TABLE_ADD(&domains, value_text(organisation->domains.at[i]));
	TX_ASK(db, &others, SQL_NOTIFICATION_OTHERS,
	       value_int(facts->desk->id), value_int(ticket->ticket.id),
	       value_text(ticket->ticket.requester_address),
	       table_array(&domains, VALUE_TEXT), value_int(OTHERS_MOST));
	if (!tx_sync(db, err))
		return false;
	read_others(arena, &others, ticket);
	return true;
}

static bool is_news(const struct notification_facts *facts, int64_t mail_id)
{
	for (size_t i = 0; i < facts->cause_count; i++)
		if (facts->causes[i].mail_id == mail_id)
			return true;
	return false;
}

/* Bytes of one part of a mail, decoded; NULL where it does not lie in it. */
static bool decode(struct db *db, struct arena *arena, int64_t desk_id,
		   const struct rows *rows, size_t i,
		   struct notification_file *file, struct err *err)
{
	const int64_t offset = rows_int(rows, i, 5);
	const int64_t length = rows_int(rows, i, 6);
	ARENA(encoded);
	char *raw;
	size_t got;

	if (offset < 0 || length < 0)
		return true;
	raw = arena_room(encoded, (size_t)length + 1);
	if (!ledger_range(db, desk_id, file->mail_id, (size_t)offset,
			  (size_t)length, raw, &got, err))
		return false;
	/* A mail whose bytes are gone has no file left to go along. */
	if (got < (size_t)length)
		return true;
	file->bytes = decode_part(arena, rows_text(rows, i, 4), raw, got,
				  &file->byte_count);
	return true;
}

/* Those of the mails that are told of go along, as far as they fit. */
static bool ask_files(struct db *db, struct arena *arena,
		      const struct notification_facts *facts,
		      struct notification_ticket *ticket, struct err *err)
{
	struct notification_file *all;
	int64_t left = facts->desk->notify.limit;
	ROWS(rows);

	TX_ASK(db, &rows, SQL_NOTIFICATION_FILES, value_int(facts->desk->id),
	       value_int(ticket->ticket.id));
	if (!tx_sync(db, err))
		return false;
	all = ARENA_ARRAY(arena, struct notification_file, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		struct notification_file *file =
			&all[ticket->file_count];

		*file = (struct notification_file){
			.mail_id = rows_int(&rows, i, 0),
			.number = (int)i + 1,
			.name = rows_keep(arena, &rows, i, 2),
			.type = rows_keep(arena, &rows, i, 3),
			.size = rows_int(&rows, i, 7),
		};
		if (!is_news(facts, file->mail_id))
			continue;
		ticket->file_count++;
		if (file->size > left ||
		    rows_int(&rows, i, 6) > 4 * left + LEDGER_CHUNK)
			continue;
		left -= file->size;
		if (!decode(db, arena, facts->desk->id, &rows, i, file, err))
			return false;
	}
	ticket->files = all;
	return true;
}

static struct value listed(struct arena *arena, const struct rows *rows)
{
	struct table table = { .arena = arena };

	for (size_t i = 0; i < rows->count; i++)
		TABLE_ADD(&table, value_int(rows_int(rows, i, 0)));
	return table_array(&table, VALUE_INT);
}

bool notification_read(struct db *db, struct arena *arena,
		       struct notification_facts *facts, struct err *err)
{
	const struct value desk = value_int(facts->desk->id);
	struct notification_ticket *tickets;
	struct value ids;
	size_t named;
	bool single;
	ROWS(rows);
	ROWS(said);

	ids = ids_of(arena, facts, &named);
	single = named <= NOTIFICATION_SINGLE;
	TX_ASK(db, &rows, SQL_NOTIFICATION_TICKETS, desk, ids,
	       value_int(NOTIFICATION_LISTED));
	if (!tx_sync(db, err))
		return false;
	/* Of thousands only those that are listed. */
	TX_ASK(db, &said, SQL_NOTIFICATION_SAID, desk, listed(arena, &rows),
	       value_int(single ? SAID_MOST : DIGEST_SAID),
	       value_int(single ? NOTIFICATION_WORDS : 1000));
	if (!tx_sync(db, err))
		return false;
	tickets = ARENA_ARRAY(arena, struct notification_ticket, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		read_ticket(arena, &rows, i, &tickets[i].ticket);
		tickets[i].promised = rows_usec(&rows, i, 12);
		read_said(arena, &said, &tickets[i]);
		if (single && (!ask_others(db, arena, facts, &tickets[i],
					   err) ||
			       !ask_files(db, arena, facts, &tickets[i],
					  err)))
			return false;
	}
	facts->tickets = tickets;
	facts->ticket_count = rows.count;
	facts->more = named - rows.count;
	return true;
}
