/* ehlo.h - begin an SMTP session: greeting, EHLO, TLS, AUTH.
 *
 * What a server offered before TLS is forgotten after it.
 */
#ifndef NET_EHLO_H
#define NET_EHLO_H

#include "net/reply.h"
#include "net/smtp.h"

/* What the server offers, from its answer to EHLO. */
struct ehlo {
	bool starttls, pipelining, dsn, smtputf8, has_size;
	size_t size_limit;	/* 0: none named */
	bool plain, login, xoauth2, oauthbearer;
};

/* Send one line (NULL: none) and read its reply within `time`.  False: the
 * stream has failed. */
bool ehlo_say(struct stream *stream, usec_t time, const char *line,
	      struct reply *reply_r);

/* SMTP_READY, SMTP_LATER or SMTP_LOGIN.  *err is filled where the reply's
 * code is 0. */
enum smtp_outcome ehlo_begin(struct stream *stream,
			     const struct smtp_settings *settings,
			     struct ehlo *ehlo_r, struct reply *reply_r,
			     struct err *err);

#endif
