/* forward.h - the mail that a person forwarded, inline or attached.
 *
 * Ownership: all in the arena.
 * Errors:    none; NULL where nothing was forwarded.
 */
#ifndef MAIL_FORWARD_H
#define MAIL_FORWARD_H

#include "mail/message.h"

struct forward {
	struct mailbox from;	/* address "" if unknown */
	bool has_from;
	struct mailboxes to, cc;
	const char *date;	/* as written, or NULL */
	const char *subject;	/* or NULL */
	const char *body;	/* without quote marks */
	const char *message;	/* the words above it, "" when none */
};

const struct forward *forward_read(struct arena *arena,
				   const struct message *message);

#endif
