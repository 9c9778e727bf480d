/* signs.h - is this mail a report of a delivery at all?
 *
 * A mail system shows itself by its senders, its subject, a report's parts or
 * the words of its notice.  One of them alone is not enough where a person
 * could have written it: what people forward, answer or ask about is theirs.
 *
 * Ownership: in the arena; the message is borrowed.  Errors: none.
 */
#ifndef MAIL_SIGNS_H
#define MAIL_SIGNS_H

#include "mail/dsn.h"
#include "mail/message.h"
#include "mail/notice.h"

/* Who sent it, from the likeliest person to the surest mail system. */
enum signs_sender {
	SENDER_UNKNOWN,
	SENDER_MACHINE,		/* automatic, but no mail system */
	SENDER_OFFICE,		/* postmaster: a person may sit there */
	SENDER_NULL,		/* any program; mail systems among them */
	SENDER_DAEMON,		/* a mail system */
	SENDER_COUNT
};

struct signs {
	struct arena *arena;
	const struct message *message;
	struct dsn dsn;		/* of all delivery-status parts */
	struct notice notice;	/* read only where there is reason to */
	enum signs_sender sender;
	bool report;		/* multipart/report of delivery-status */
	bool subject;		/* the subject of a bounce */
	const char *failed;	/* X-Failed-Recipients, or NULL */
};

struct signs signs_gather(struct arena *arena,
			  const struct message *message);

/* Whether a sender that is unknown is a machine: its header is looked through
 * only where that matters. */
void signs_settle(struct signs *signs);

/* The verdict; fills the notice on the way. */
bool signs_convince(struct signs *signs);

/* Is the mail a multipart/report of that type? */
bool signs_report_type(struct arena *arena, const struct message *message,
			  const char *type);

/* The first part of that type, or NULL. */
const struct part *signs_part(const struct message *message,
				 const char *type);

#endif
