/* sasl.h - what a client says first to log in, in base64.
 *
 * PLAIN (RFC 4616), XOAUTH2 and OAUTHBEARER (RFC 7628), for IMAP and SMTP.
 * The results hold the secret: they go to the server and nowhere else.
 */
#ifndef NET_SASL_H
#define NET_SASL_H

#include "base/arena.h"
#include "net/stream.h"

char *sasl_base64(struct arena *arena, const void *bytes, size_t size);
char *sasl_plain(struct arena *arena, const struct login *login);
char *sasl_xoauth2(struct arena *arena, const struct login *login);
char *sasl_oauthbearer(struct arena *arena, const struct login *login,
		       const struct endpoint *endpoint);

/* Can user and secret be sent?  Not empty, no control characters. */
bool sasl_login_ok(const struct login *login, struct err *err);

/* The server's words for an error text, or "" where they repeat a secret. */
const char *sasl_words(struct arena *arena, const struct login *login,
		       const char *text);

#endif
