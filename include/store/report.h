/* report.h - what people look at: tickets, and all of one.
 *
 * Rows of plain structs, newest first unless it says otherwise.  Nothing here
 * takes a lock or changes anything.
 *
 * Ownership: results live in the arena given; words are as in the database.
 * Errors:    those of the database; permanent where a number or id names
 *            nothing.
 * Limits:    `limit` rows (0: REPORT_LIMIT).
 */
#ifndef STORE_REPORT_H
#define STORE_REPORT_H

#include "mail/message.h"
#include "store/report_outbox.h"

struct report_ticket {
	int64_t id, number;
	const char *state, *urgency, *queue, *subject;
	const char *requester;		/* address, "" if none */
	const char *language;
	int score, tier;
	struct strings tags;
	int messages;
	usec_t created, updated;
	int64_t merged_into;		/* number; 0: it is its own */
	int held;			/* mails that wait for consent */
	const char *agent;		/* address, "" if nobody's */
	struct strings reasons;		/* of the urgency */
	struct strings fields;		/* "order: 4711" */
};

/* NULL or "": any. */
struct report_ticket_filter {
	const char *state, *queue, *urgency;
	const char *text;		/* words, all of them; "a phrase", -not;
					 * without regard to case and, in
					 * Greek, accents */
	size_t limit;
};

bool report_tickets(struct db *db, struct arena *arena, int64_t desk_id,
		    const struct report_ticket_filter *filter,
		    struct report_ticket **tickets_r, size_t *count_r,
		    struct err *err);

struct report_message {
	int64_t id;
	int64_t mail_id;		/* 0: did not come by mail */
	const char *direction, *from_address, *from_name, *subject;
	const char *text, *visible, *language;
	bool unverified;
	bool pending;			/* held back: the sender may not join */
	usec_t created;
	int64_t ticket_number;		/* where it is: a part of this one */
};

struct report_event {
	int64_t id;			/* of a step, for `undo` */
	int64_t mail_id;		/* 0: none */
	const char *kind, *word, *detail;
	usec_t at;
	int64_t ticket_number;
};

struct report_attachment {
	int64_t mail_id;
	int part;
	const char *name, *type, *encoding;
	int64_t raw_offset, raw_length;	/* the encoded bytes in the raw mail */
	int64_t size;			/* decoded */
	uint8_t sha256[32];
};

/* Another ticket that it has to do with (plan.h: RELATION_KINDS). */
struct report_relation {
	int64_t number;
	const char *kind;
	bool ours;		/* of a child: this ticket is the child */
};

/* One ticket with all of its past, oldest first; what was said in tickets that
 * are part of it stands among its own. */
struct report_show {
	struct report_ticket ticket;
	const struct report_message *messages;
	size_t message_count;
	const struct report_event *events;
	size_t event_count;
	const struct report_attachment *attachments;
	size_t attachment_count;
	const struct report_outgoing *outgoing;
	size_t outgoing_count;
	struct strings participants;
	const struct report_relation *relations;
	size_t relation_count;
	const int64_t *parts;		/* numbers of those merged into it */
	size_t part_count;
};

bool report_show(struct db *db, struct arena *arena, int64_t desk_id,
		 int64_t number, struct report_show *show_r, struct err *err);

#endif
