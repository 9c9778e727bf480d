/* report_read.h - inside store/: rows that several reports read. */
#ifndef STORE_REPORT_READ_H
#define STORE_REPORT_READ_H

#include "store/report.h"
#include "store/report_mail.h"
#include "store/tx.h"

/* NULL and "" stand for any. */
struct value report_any(const char *word);
struct value report_limit(size_t wanted);

struct report_ticket report_read_ticket(struct arena *arena,
					const struct rows *rows, size_t i);
const struct report_attachment *
report_read_attachments(struct arena *arena, const struct rows *rows);
struct report_outgoing *report_read_outgoing(struct arena *arena,
					     const struct rows *rows);

#endif
