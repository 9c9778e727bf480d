/* cite.h - what an answer says of the mail that it answers (RFC 5322, 3.6.4).
 *
 * In-Reply-To is that mail; References are its own, then its id; where it has
 * none, its single In-Reply-To stands in.  Outlook goes by Thread-Topic, the
 * subject without "Re:", and by Thread-Index where the mail had one.
 *
 * Sound and short enough they become in mail/compose, the one door.
 *
 * Ownership: in the arena; may point into the message.  Errors: none.
 */
#ifndef DESK_CITE_H
#define DESK_CITE_H

#include "mail/message.h"

struct cites {
	const char *in_reply_to;	/* "" if the mail has no id */
	struct strings references;
	const char *thread_topic;	/* "" if none */
	const char *thread_index;	/* NULL if none */
};

/* `answered`: the id of what is answered, the mail's own or that of a mail
 * inside it, "" if none.  `bare`: nothing but that, since the rest is room for
 * words of a sender who was not proven.  `salt` tells answers of one moment
 * apart. */
struct cites cite_mail(struct arena *arena, const struct message *message,
		       const char *answered, bool bare, usec_t now,
		       unsigned salt);

#endif
