/* report.h - what people look at: tickets, mails, outgoing mail, and why.
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
#include "store/db.h"

enum { REPORT_LIMIT = 100 };

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

struct report_outgoing {
	int64_t id, ticket_number;	/* 0: of no ticket */
	const char *class, *state, *rcpt_to, *subject, *text;
	const char *template, *language, *because, *message_id;
	const char *reply;		/* the server's last words */
	int code, attempts;
	bool bounced;
	usec_t created, due, ended;	/* ended 0: not yet */
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

/* `state` NULL or "": any. */
bool report_outbox(struct db *db, struct arena *arena, int64_t desk_id,
		   const char *state, size_t limit,
		   struct report_outgoing **outgoing_r, size_t *count_r,
		   struct err *err);

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

/* How the desk stands. */
struct report_desk {
	bool autos;		/* automatic mail is on */
	usec_t activated;	/* older mail is never answered */
	int64_t ruleset;	/* 0: none was published yet */
};

bool report_desk(struct db *db, int64_t desk_id, struct report_desk *desk_r,
		 struct err *err);

/* The first REPORT_HEAD bytes of the newest mails, newest first: their header,
 * as far as anybody reads one. */
enum { REPORT_HEAD = 256 * 1024 };

struct report_head {
	int64_t id;
	const char *bytes;	/* raw and hostile; a NUL behind them */
	size_t size;
};

bool report_heads(struct db *db, struct arena *arena, int64_t desk_id,
		  size_t most, struct report_head **heads_r, size_t *count_r,
		  struct err *err);

/* Was a mail of that Message-ID worked on?  0: not yet. */
bool report_arrived(struct db *db, int64_t desk_id, const char *message_id,
		    int64_t *mail_id_r, struct err *err);

#endif
