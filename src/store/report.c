/* report.c - lists of tickets, of mails and of what was sent. */

#include "store/report.h"

#include "store/report_read.h"

#include <inttypes.h>

static struct value any(const char *word)
{
	return value_text(word == NULL ? "" : word);
}

static struct value limit(size_t wanted)
{
	return value_int(wanted == 0 ? REPORT_LIMIT : (int64_t)wanted);
}

struct report_ticket report_read_ticket(struct arena *arena,
					const struct rows *rows, size_t i)
{
	return (struct report_ticket){
		.id = rows_int(rows, i, 0),
		.number = rows_int(rows, i, 1),
		.state = rows_keep(arena, rows, i, 2),
		.urgency = rows_keep(arena, rows, i, 3),
		.queue = rows_keep(arena, rows, i, 4),
		.subject = rows_keep(arena, rows, i, 5),
		.requester = rows_keep(arena, rows, i, 6),
		.language = rows_keep(arena, rows, i, 7),
		.score = (int)rows_int(rows, i, 8),
		.tier = (int)rows_int(rows, i, 9),
		.tags = rows_split(arena, rows, i, 10, '\n'),
		.messages = (int)rows_int(rows, i, 11),
		.created = rows_usec(rows, i, 12),
		.updated = rows_usec(rows, i, 13),
		.merged_into = rows_int(rows, i, 14),
		.held = (int)rows_int(rows, i, 15),
		.agent = rows_keep(arena, rows, i, 16),
		.reasons = rows_split(arena, rows, i, 17, '\n'),
		.fields = rows_split(arena, rows, i, 18, '\n'),
	};
}

bool report_tickets(struct db *db, struct arena *arena, int64_t desk_id,
		    const struct report_ticket_filter *filter,
		    struct report_ticket **tickets_r, size_t *count_r,
		    struct err *err)
{
	const bool by_text = filter->text != NULL && filter->text[0] != '\0';
	const struct value values[] = {
		value_int(desk_id), any(filter->state), any(filter->queue),
		any(filter->urgency), limit(filter->limit), any(filter->text),
	};
	ROWS(rows);

	tx_ask(db, &rows, by_text ? SQL_REPORT_TICKETS_TEXT
				  : SQL_REPORT_TICKETS,
	       values, by_text ? 6 : 5);
	if (!tx_sync(db, err))
		return false;
	*tickets_r = ARENA_ARRAY(arena, struct report_ticket, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		(*tickets_r)[i] = report_read_ticket(arena, &rows, i);
	*count_r = rows.count;
	return true;
}

static struct report_mail read_mail(struct arena *arena,
				    const struct rows *rows, size_t i)
{
	struct report_mail mail = {
		.id = rows_int(rows, i, 0),
		.item = rows_int(rows, i, 1),
		.ticket_number = rows_int(rows, i, 2),
		.mailbox = rows_keep(arena, rows, i, 3),
		.state = rows_keep(arena, rows, i, 4),
		.disposition = rows_keep(arena, rows, i, 5),
		.how = rows_keep(arena, rows, i, 6),
		.reason = rows_keep(arena, rows, i, 7),
		.author = rows_keep(arena, rows, i, 8),
		.subject = rows_keep(arena, rows, i, 9),
		.message_id = rows_keep(arena, rows, i, 10),
		.origin = rows_keep(arena, rows, i, 11),
		.answer = rows_keep(arena, rows, i, 12),
		.retire = rows_keep(arena, rows, i, 13),
		.size = rows_int(rows, i, 14),
		.attempts = (int)rows_int(rows, i, 15),
		.truncated = rows_bool(rows, i, 16),
		.silent = rows_bool(rows, i, 17),
		.released = rows_bool(rows, i, 18),
		.unparsed = rows_bool(rows, i, 19),
		.received = rows_usec(rows, i, 20),
		.added = rows_usec(rows, i, 21),
		.ended = rows_usec(rows, i, 22),
		.rules = rows_split(arena, rows, i, 24, '\n'),
	};

	rows_digest(rows, i, 23, mail.sha256);
	return mail;
}

bool report_mails(struct db *db, struct arena *arena, int64_t desk_id,
		  const struct report_mail_filter *filter,
		  struct report_mail **mails_r, size_t *count_r,
		  struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_REPORT_MAILS, value_int(desk_id),
	       any(filter->state), any(filter->disposition),
	       value_bool(filter->unparsed), limit(filter->limit));
	if (!tx_sync(db, err))
		return false;
	*mails_r = ARENA_ARRAY(arena, struct report_mail, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		(*mails_r)[i] = read_mail(arena, &rows, i);
	*count_r = rows.count;
	return true;
}

bool report_why(struct db *db, struct arena *arena, int64_t desk_id,
		int64_t mail_id, struct report_why *why_r, struct err *err)
{
	const struct value desk = value_int(desk_id);
	const struct value which = value_int(mail_id);
	struct report_trace *all;
	ROWS(mail);
	ROWS(traces);
	ROWS(attachments);

	TX_ASK(db, &mail, SQL_REPORT_MAIL, desk, which);
	TX_ASK(db, &traces, SQL_REPORT_TRACES, desk, which);
	TX_ASK(db, &attachments, SQL_REPORT_MAIL_ATTACHMENTS, desk, which);
	if (!tx_sync(db, err))
		return false;
	if (mail.count == 0)
		return err_permanent(err, "no mail %" PRId64 " in the ledger",
				     mail_id);
	all = ARENA_ARRAY(arena, struct report_trace, traces.count + 1);
	for (size_t i = 0; i < traces.count; i++)
		all[i] = (struct report_trace){
			.at = rows_usec(&traces, i, 0),
			.ruleset = rows_int(&traces, i, 1),
			.facts = rows_keep(arena, &traces, i, 2),
		};
	*why_r = (struct report_why){
		.mail = read_mail(arena, &mail, 0),
		.traces = all,
		.trace_count = traces.count,
		.attachments = report_read_attachments(arena, &attachments),
		.attachment_count = attachments.count,
	};
	return true;
}

bool report_outbox(struct db *db, struct arena *arena, int64_t desk_id,
		   const char *state, size_t wanted,
		   struct report_outgoing **outgoing_r, size_t *count_r,
		   struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_REPORT_OUTBOX, value_int(desk_id), any(state),
	       limit(wanted));
	if (!tx_sync(db, err))
		return false;
	*outgoing_r = report_read_outgoing(arena, &rows);
	*count_r = rows.count;
	return true;
}

bool report_sending(struct db *db, struct arena *arena, int64_t desk_id,
		    int64_t id, struct report_sending *sending_r,
		    struct err *err)
{
	struct report_attempt *all;
	ROWS(mail);
	ROWS(attempts);

	TX_ASK(db, &mail, SQL_REPORT_OUTGOING, value_int(desk_id),
	       value_int(id));
	TX_ASK(db, &attempts, SQL_REPORT_ATTEMPTS, value_int(desk_id),
	       value_int(id));
	if (!tx_sync(db, err))
		return false;
	if (mail.count == 0)
		return err_permanent(err, "no mail %" PRId64 " in the outbox",
				     id);
	all = ARENA_ARRAY(arena, struct report_attempt, attempts.count + 1);
	for (size_t i = 0; i < attempts.count; i++)
		all[i] = (struct report_attempt){
			.number = (int)rows_int(&attempts, i, 0),
			.at = rows_usec(&attempts, i, 1),
			.result = rows_keep(arena, &attempts, i, 2),
			.code = (int)rows_int(&attempts, i, 3),
			.reply = rows_keep(arena, &attempts, i, 4),
		};
	*sending_r = (struct report_sending){
		.mail = *report_read_outgoing(arena, &mail),
		.attempts = all,
		.attempt_count = attempts.count,
	};
	sending_r->bytes = rows_bytes(&mail, 0, 18, &sending_r->size);
	sending_r->bytes = arena_strndup(arena, sending_r->bytes,
					 sending_r->size);
	return true;
}
