/* report_read.h - inside store/: rows that several reports read. */
#ifndef STORE_REPORT_READ_H
#define STORE_REPORT_READ_H

#include "store/report.h"
#include "store/tx.h"

struct report_ticket report_read_ticket(struct arena *arena,
					const struct rows *rows, size_t i);
const struct report_attachment *
report_read_attachments(struct arena *arena, const struct rows *rows);
struct report_outgoing *report_read_outgoing(struct arena *arena,
					     const struct rows *rows);

#endif
