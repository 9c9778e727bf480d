/* report_show.c - one ticket with all of its past, and that of the tickets
 * which are part of it. */

#include "store/report.h"

#include "store/report_read.h"

#include <inttypes.h>

static const struct report_message *read_messages(struct arena *arena,
						  const struct rows *rows)
{
	struct report_message *all = ARENA_ARRAY(arena, struct report_message,
						 rows->count + 1);

	for (size_t i = 0; i < rows->count; i++)
		all[i] = (struct report_message){
			.id = rows_int(rows, i, 0),
			.mail_id = rows_int(rows, i, 1),
			.direction = rows_keep(arena, rows, i, 2),
			.from_address = rows_keep(arena, rows, i, 3),
			.from_name = rows_keep(arena, rows, i, 4),
			.subject = rows_keep(arena, rows, i, 5),
			.text = rows_keep(arena, rows, i, 6),
			.visible = rows_keep(arena, rows, i, 7),
			.language = rows_keep(arena, rows, i, 8),
			.unverified = rows_bool(rows, i, 9),
			.pending = rows_bool(rows, i, 10),
			.created = rows_usec(rows, i, 11),
			.ticket_number = rows_int(rows, i, 12),
		};
	return all;
}

static const struct report_event *read_events(struct arena *arena,
					      const struct rows *rows)
{
	struct report_event *all = ARENA_ARRAY(arena, struct report_event,
					       rows->count + 1);

	for (size_t i = 0; i < rows->count; i++)
		all[i] = (struct report_event){
			.mail_id = rows_int(rows, i, 0),
			.kind = rows_keep(arena, rows, i, 1),
			.word = rows_keep(arena, rows, i, 2),
			.detail = rows_keep(arena, rows, i, 3),
			.at = rows_usec(rows, i, 4),
			.ticket_number = rows_int(rows, i, 5),
			.id = rows_int(rows, i, 6),
		};
	return all;
}

const struct report_attachment *
report_read_attachments(struct arena *arena, const struct rows *rows)
{
	struct report_attachment *all =
		ARENA_ARRAY(arena, struct report_attachment, rows->count + 1);

	for (size_t i = 0; i < rows->count; i++) {
		all[i] = (struct report_attachment){
			.mail_id = rows_int(rows, i, 0),
			.part = (int)rows_int(rows, i, 1),
			.name = rows_keep(arena, rows, i, 2),
			.type = rows_keep(arena, rows, i, 3),
			.encoding = rows_keep(arena, rows, i, 4),
			.raw_offset = rows_int(rows, i, 5),
			.raw_length = rows_int(rows, i, 6),
			.size = rows_int(rows, i, 7),
		};
		rows_digest(rows, i, 8, all[i].sha256);
	}
	return all;
}

struct report_outgoing *report_read_outgoing(struct arena *arena,
					     const struct rows *rows)
{
	struct report_outgoing *all = ARENA_ARRAY(arena,
						  struct report_outgoing,
						  rows->count + 1);

	for (size_t i = 0; i < rows->count; i++)
		all[i] = (struct report_outgoing){
			.id = rows_int(rows, i, 0),
			.ticket_number = rows_int(rows, i, 1),
			.class = rows_keep(arena, rows, i, 2),
			.state = rows_keep(arena, rows, i, 3),
			.rcpt_to = rows_keep(arena, rows, i, 4),
			.subject = rows_keep(arena, rows, i, 5),
			.text = rows_keep(arena, rows, i, 6),
			.template = rows_keep(arena, rows, i, 7),
			.language = rows_keep(arena, rows, i, 8),
			.because = rows_keep(arena, rows, i, 9),
			.message_id = rows_keep(arena, rows, i, 10),
			.reply = rows_keep(arena, rows, i, 11),
			.code = (int)rows_int(rows, i, 12),
			.attempts = (int)rows_int(rows, i, 13),
			.bounced = rows_bool(rows, i, 14),
			.created = rows_usec(rows, i, 15),
			.due = rows_usec(rows, i, 16),
			.ended = rows_usec(rows, i, 17),
		};
	return all;
}

static struct strings read_participants(struct arena *arena,
					const struct rows *rows)
{
	const char **all = ARENA_ARRAY(arena, const char *, rows->count + 1);

	for (size_t i = 0; i < rows->count; i++)
		all[i] = rows_keep(arena, rows, i, 0);
	return (struct strings){ all, rows->count };
}

static const struct report_relation *read_relations(struct arena *arena,
						    const struct rows *rows)
{
	struct report_relation *all = ARENA_ARRAY(arena,
						  struct report_relation,
						  rows->count + 1);

	for (size_t i = 0; i < rows->count; i++)
		all[i] = (struct report_relation){
			.number = rows_int(rows, i, 0),
			.kind = rows_keep(arena, rows, i, 1),
			.ours = rows_bool(rows, i, 2),
		};
	return all;
}

/* The tickets that are part of it: their ids for what follows, its own first,
 * and their numbers. */
static struct value read_family(struct arena *arena, const struct rows *rows,
				struct report_show *show)
{
	struct table ids = { .arena = arena };
	int64_t *numbers = ARENA_ARRAY(arena, int64_t, rows->count + 1);

	for (size_t i = 0; i < rows->count; i++) {
		TABLE_ADD(&ids, value_int(rows_int(rows, i, 0)));
		if (rows_int(rows, i, 0) != show->ticket.id)
			numbers[show->part_count++] = rows_int(rows, i, 1);
	}
	show->parts = numbers;
	return table_array(&ids, VALUE_INT);
}

static bool read_head(struct db *db, struct arena *arena, int64_t desk_id,
		      int64_t number, struct report_show *show_r,
		      struct value *family_r, struct err *err)
{
	const struct value desk = value_int(desk_id);
	const struct value which = value_int(number);
	ROWS(ticket);
	ROWS(family);
	ROWS(relations);

	TX_ASK(db, &ticket, SQL_REPORT_TICKETS, desk, report_any(""),
	       report_any(""), report_any(""), report_limit(1), which);
	TX_ASK(db, &family, SQL_REPORT_FAMILY, desk, which);
	TX_ASK(db, &relations, SQL_REPORT_RELATIONS, desk, which);
	if (!tx_sync(db, err))
		return false;
	if (ticket.count == 0)
		return err_permanent(err, "no ticket %" PRId64, number);
	*show_r = (struct report_show){
		.ticket = report_read_ticket(arena, &ticket, 0),
		.relations = read_relations(arena, &relations),
		.relation_count = relations.count,
	};
	*family_r = read_family(arena, &family, show_r);
	return true;
}

bool report_show(struct db *db, struct arena *arena, int64_t desk_id,
		 int64_t number, struct report_show *show_r, struct err *err)
{
	const struct value desk = value_int(desk_id);
	struct value family;
	ROWS(participants);
	ROWS(messages);
	ROWS(events);
	ROWS(attachments);
	ROWS(outgoing);

	if (!read_head(db, arena, desk_id, number, show_r, &family, err))
		return false;
	TX_ASK(db, &participants, SQL_REPORT_PARTICIPANTS, desk, family);
	TX_ASK(db, &messages, SQL_REPORT_MESSAGES, desk, family);
	TX_ASK(db, &events, SQL_REPORT_EVENTS, desk, family);
	TX_ASK(db, &attachments, SQL_REPORT_TICKET_ATTACHMENTS, desk, family);
	TX_ASK(db, &outgoing, SQL_REPORT_TICKET_OUTGOING, desk, family);
	if (!tx_sync(db, err))
		return false;
	show_r->participants = read_participants(arena, &participants);
	show_r->messages = read_messages(arena, &messages);
	show_r->message_count = messages.count;
	show_r->events = read_events(arena, &events);
	show_r->event_count = events.count;
	show_r->attachments = report_read_attachments(arena, &attachments);
	show_r->attachment_count = attachments.count;
	show_r->outgoing = report_read_outgoing(arena, &outgoing);
	show_r->outgoing_count = outgoing.count;
	return true;
}
