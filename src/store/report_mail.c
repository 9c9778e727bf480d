/* report_mail.c - lists of mails, and one with all that decided it. */

#include "store/report_mail.h"

#include "store/report_read.h"

#include <inttypes.h>

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
		.removed = rows_usec(rows, i, 25),
		.erased = rows_bool(rows, i, 26),
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
	       report_any(filter->state), report_any(filter->disposition),
	       value_bool(filter->unparsed), report_limit(filter->limit));
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
