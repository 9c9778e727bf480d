/* plan_outgoing.h - mail that a plan sends.
 *
 * Ownership: in the arena of the batch.
 */
#ifndef DESK_PLAN_OUTGOING_H
#define DESK_PLAN_OUTGOING_H

#include "base/clock.h"

#include <stddef.h>
#include <stdint.h>

#define OUTGOING_CLASSES(ROW)			\
	ROW(OUTGOING_AUTOMATIC, "automatic")	\
	ROW(OUTGOING_AGENT,     "agent")	\
	ROW(OUTGOING_ADMIN,     "admin")

/* Automatic and admin mail is sent at most once, an agent's at least once. */
enum outgoing_class {
#define ROW(name, word) name,
	OUTGOING_CLASSES(ROW)
#undef ROW
};

/* One mail to one recipient; its bytes never change. */
struct plan_outgoing {
	int64_t id;
	int64_t body_id;	/* shared by all recipients of one answer */
	int64_t ticket_id;
	int64_t message_row;	/* its row in `message`, 0 if none */
	enum outgoing_class class;
	const char *dedupe_key;	/* "ack/1042": at most one ever */
	const char *template, *language;
	const char *because;	/* the rule or verdict */
	const char *mail_from, *rcpt_to;
	const char *message_id, *subject, *text;
	const char *bytes;	/* RFC 5322, CRLF line ends */
	size_t size;
	usec_t due;
	usec_t hold_until;	/* held till then, and undone until then; 0:
				 * queued at once */
};

/* A first answer that is owed to the customer of a new ticket. */
struct plan_response {
	int ahead;		/* that wait in its queue, as urgent */
	usec_t promised;	/* by when we say that we answer; 0: unsaid */
};

const char *outgoing_class_word(enum outgoing_class class);

#endif
