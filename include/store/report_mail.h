/* report_mail.h - the ledger, and why a mail ended as it did.
 *
 * Ownership: results live in the arena given; words are as in the database.
 * Errors:    those of the database; permanent where an id names nothing.
 * Limits:    `limit` rows (0: REPORT_LIMIT), newest first.
 */
#ifndef STORE_REPORT_MAIL_H
#define STORE_REPORT_MAIL_H

#include "store/report.h"

struct report_mail {
	int64_t id, item, ticket_number;	/* number 0: none */
	const char *mailbox, *state;
	const char *disposition;	/* "" while it is pending */
	const char *how, *reason, *author, *subject, *message_id;
	const char *origin, *answer, *retire;
	struct strings rules;		/* names of those that hit, in order */
	int64_t size;
	int attempts;
	bool truncated, silent, released, unparsed;
	usec_t received, added, ended;	/* ended 0: not yet */
	usec_t removed;			/* its bytes; 0: they are here */
	bool erased;			/* with a person */
	uint8_t sha256[32];
};

/* NULL or "": any. */
struct report_mail_filter {
	const char *state, *disposition;
	bool unparsed;			/* only those */
	size_t limit;
};

bool report_mails(struct db *db, struct arena *arena, int64_t desk_id,
		  const struct report_mail_filter *filter,
		  struct report_mail **mails_r, size_t *count_r,
		  struct err *err);

/* Why: one mail, and each time that it was decided, oldest first. */
struct report_trace {
	usec_t at;
	int64_t ruleset;
	const char *facts;		/* JSON */
};

struct report_why {
	struct report_mail mail;
	const struct report_trace *traces;
	size_t trace_count;
	const struct report_attachment *attachments;
	size_t attachment_count;
};

bool report_why(struct db *db, struct arena *arena, int64_t desk_id,
		int64_t mail_id, struct report_why *why_r, struct err *err);

#endif
