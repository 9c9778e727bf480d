/* smtp.h - send one mail to one recipient, over a connection that is reused.
 *
 * Our own EHLO, AUTH, MAIL, RCPT and DATA over libetpan's buffered stream
 * behind our guarded driver; replies are read strictly (net/reply.h).  Where
 * PIPELINING is offered MAIL, RCPT and DATA go in one packet (RFC 2920); no body
 * follows unless all three were accepted.  The caller holds the two durable
 * marks: smtp_offer() does everything up to the body and stops before the final
 * dot, smtp_finish() sends the dot and reads the verdict.  Until the dot
 * nothing can have been delivered; after it, no verdict means "uncertain".
 *
 * Errors: struct smtp_reply tells the server's words; its code is 0 where
 *         there was no reply, and then *err says why (connection, TLS,
 *         deadline, a mail or address that must not be sent).
 * Limits: the time-outs of RFC 5321, 4.5.3.2.
 */
#ifndef NET_SMTP_H
#define NET_SMTP_H

#include "net/stream.h"

#include <stddef.h>

struct smtp;

struct smtp_settings {
	struct endpoint endpoint;
	struct login login;
	const char *hello;	/* our name in EHLO */
	const char *message_ids;	/* domain of the Message-IDs that a relay
				 * gives; NULL: as its host says */
};

struct smtp_mail {
	const char *mail_from, *rcpt_to;
	const char *bytes;	/* CRLF line ends */
	size_t size;
	const char *envelope_id;	/* ENVID where DSN is offered, or NULL */
	bool never_notify;	/* NOTIFY=NEVER likewise: automatic mail */
};

struct smtp_reply {
	int code;		/* 250, 451, 550…; 0 where there was none */
	char text[400];		/* one safe line, enhanced status included */
};

enum smtp_outcome {
	SMTP_READY,		/* offer: the body is streamed, dot is next */
	SMTP_SENT,		/* finish: accepted */
	SMTP_LATER,		/* 4yz, or no connection: try again */
	SMTP_REFUSED,		/* 5yz: this mail will never pass */
	SMTP_LOGIN,		/* the login failed: pause the queue */
	SMTP_UNCERTAIN,		/* finish: no verdict after the dot */
};

/* Connect, TLS, EHLO, AUTH.  SMTP_READY, SMTP_LATER or SMTP_LOGIN.  The host
 * and the CA file's name are borrowed until smtp_close(). */
enum smtp_outcome smtp_open(const struct smtp_settings *settings,
			    struct smtp **smtp_r, struct smtp_reply *reply_r,
			    struct err *err);

enum smtp_outcome smtp_offer(struct smtp *smtp, const struct smtp_mail *mail,
			     struct smtp_reply *reply_r, struct err *err);
enum smtp_outcome smtp_finish(struct smtp *smtp, struct smtp_reply *reply_r,
			      struct err *err);

/* Is the connection still good for another mail? */
bool smtp_usable(const struct smtp *smtp);

/* When the server's certificate ends, since the epoch; 0 without TLS. */
usec_t smtp_expiry(const struct smtp *smtp);

/* Says QUIT, or gives up an offered mail before its dot. */
void smtp_close(struct smtp **smtp);

#endif
