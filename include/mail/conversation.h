/* conversation.h - the conversation that Exchange and Outlook give a mail.
 *
 * Thread-Index is base64 of 22 octets that name the conversation and 5 for
 * each answer since ([MS-OXOMSG], 2.2.1.3); Thread-Topic its subject.
 *
 * Ownership: in the arena.  Errors: none.
 */
#ifndef MAIL_CONVERSATION_H
#define MAIL_CONVERSATION_H

#include "mail/message.h"

struct conversation {
	const char *id;		/* 44 hex digits; "" if there is none */
	const char *topic;	/* its base subject; "" if there is none */
};

struct conversation conversation_of(struct arena *arena,
				    const struct message *message);

#endif
