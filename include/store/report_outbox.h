/* report_outbox.h - what was sent, waits, failed or is uncertain.
 *
 * Ownership: results live in the arena given; words are as in the database.
 * Errors:    those of the database; permanent where an id names nothing.
 * Limits:    `limit` rows (0: REPORT_LIMIT), newest first.
 */
#ifndef STORE_REPORT_OUTBOX_H
#define STORE_REPORT_OUTBOX_H

#include "mail/message.h"
#include "store/db.h"

/* Rows where nobody asks for another number. */
enum { REPORT_LIMIT = 100 };

struct report_outgoing {
	int64_t id, ticket_number;	/* 0: of no ticket */
	const char *class, *state, *rcpt_to, *subject, *text;
	const char *template, *language, *because, *message_id;
	const char *reply;		/* the server's last words */
	int code, attempts;
	bool bounced;
	usec_t created, due, ended;	/* ended 0: not yet */
};

/* NULL, "" and 0: any. */
struct report_outbox_filter {
	const char *state, *class;
	const char *domain;		/* of the recipient */
	int64_t ticket_number;
	size_t limit;
};

bool report_outbox(struct db *db, struct arena *arena, int64_t desk_id,
		   const struct report_outbox_filter *filter,
		   struct report_outgoing **outgoing_r, size_t *count_r,
		   struct err *err);

/* Why the queue stands still, and until when something is tried; NULL: it
 * runs. */
bool report_standstill(struct db *db, struct arena *arena, int64_t desk_id,
		       const char **words_r, usec_t *until_r, struct err *err);

/* One outgoing mail as it was or will be sent, and every attempt. */
struct report_attempt {
	int number;		/* from 1 */
	usec_t at;
	const char *result, *reply;
	int code;
};

struct report_sending {
	struct report_outgoing mail;
	const char *bytes;	/* with a NUL behind them */
	size_t size;
	const struct report_attempt *attempts;
	size_t attempt_count;
};

bool report_sending(struct db *db, struct arena *arena, int64_t desk_id,
		    int64_t id, struct report_sending *sending_r,
		    struct err *err);

#endif
