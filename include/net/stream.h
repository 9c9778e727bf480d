/* stream.h - the guarded connection under libetpan.
 *
 * Our own mailstream_low driver: TLS with verification and SNI (OpenSSL), an
 * absolute deadline and a byte budget for each command, EOF is an error, and
 * for IMAP a limit on nested parentheses.  Nothing connects otherwise.
 *
 * Errors: temporary for the network; permanent for a certificate that does
 *         not verify and for settings that cannot work.
 */
#ifndef NET_STREAM_H
#define NET_STREAM_H

#include "base/clock.h"
#include "base/err.h"

enum stream_tls {
	STREAM_TLS,		/* from the first byte */
	STREAM_STARTTLS,
	STREAM_PLAIN,		/* only to a loopback address */
};

/* Where and how to connect.  Borrowed for the life of the connection. */
struct endpoint {
	const char *host;
	int port;
	enum stream_tls tls;
	const char *ca_file;	/* NULL: the system's */
};

enum login_kind { LOGIN_NONE, LOGIN_PASSWORD, LOGIN_TOKEN };

/* `secret` is a password, or an OAuth 2 access token. */
struct login {
	enum login_kind kind;
	const char *user, *secret;
};

#endif
