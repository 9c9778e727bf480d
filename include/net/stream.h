/* stream.h - the guarded connection under libetpan.
 *
 * Our own mailstream_low driver: TLS with verification and SNI (OpenSSL), an
 * absolute deadline and a byte budget for each command, EOF is an error, and
 * for IMAP the limits of net/gate.h.  Nothing connects otherwise.  The first
 * failure is kept, and every read and write after it fails at once.
 *
 * Ownership: the stream is closed with stream_close(), after the libetpan
 *            session that uses it is gone.
 * Errors: temporary for the network; permanent for a certificate that does
 *         not verify and for settings that cannot work.
 * Limits: TLS 1.2 and above.  The process must ignore SIGPIPE.
 */
#ifndef NET_STREAM_H
#define NET_STREAM_H

#include "base/clock.h"
#include "base/err.h"

#include <stddef.h>

enum stream_tls {
	STREAM_TLS,		/* from the first byte */
	STREAM_STARTTLS,
	STREAM_PLAIN,		/* only to a loopback address */
};

/* Where and how to connect.  The strings are borrowed for the life of the
 * connection. */
struct endpoint {
	const char *host;
	int port;
	enum stream_tls tls;
	const char *ca_file;	/* NULL: the system's */
	int halt;		/* once this descriptor is readable, nothing
				 * waits for the server any more; 0: none */
};

enum login_kind { LOGIN_NONE, LOGIN_PASSWORD, LOGIN_TOKEN };

/* `secret` is a password, or an OAuth 2 access token. */
struct login {
	enum login_kind kind;
	const char *user, *secret;
};

struct stream;
struct _mailstream;		/* libetpan's own name of its stream */

enum stream_protocol { STREAM_SMTP, STREAM_IMAP };

/* Connect within `time`, TLS included where it is STREAM_TLS.  NULL and
 * *err.  What follows has `time` as well until stream_begin() is called. */
struct stream *stream_open(const struct endpoint *endpoint,
			   enum stream_protocol protocol, usec_t time,
			   struct err *err);
void stream_close(struct stream **stream);

/* A command begins: it and its answer have `time` from now, and the answer
 * at most `bytes`. */
void stream_begin(struct stream *stream, usec_t time, size_t bytes);

/* Upgrade to TLS.  Refuses when bytes were sent before it, which would be
 * taken for bytes from inside. */
bool stream_starttls(struct stream *stream, struct err *err);

/* Nothing is waiting to be read in a buffer of ours. */
bool stream_is_quiet(const struct stream *stream);

/* The same, and nothing is waiting outside either: the server said nothing
 * and has not gone.  Within the budget of stream_begin(). */
bool stream_is_still(struct stream *stream);

/* Look at the next line without taking it: NULL where the server sent none
 * of at most `limit` bytes in time.  The line has no NUL-terminator: its
 * size comes without the line end. */
const char *stream_peek_line(struct stream *stream, size_t limit,
			     size_t *size_r);

enum stream_news {
	STREAM_READABLE,	/* the server said something, or is gone */
	STREAM_WOKEN,		/* `wake` is readable */
	STREAM_SILENT,		/* `time` has passed */
};

/* Wait for the server or for `wake` (-1: none).  What the server says within
 * the budget of stream_begin() is in the buffer afterwards. */
enum stream_news stream_wait(struct stream *stream, int wake, usec_t time);

/* Fail from outside, for a peer that broke the protocol.  Returns false. */
bool stream_fail(struct stream *stream, const char *why);

/* The first failure into *err and true, or false where all is well. */
bool stream_failure(const struct stream *stream, struct err *err);

/* When the server's certificate ends, since the epoch; 0 without TLS. */
usec_t stream_expiry(const struct stream *stream);

/* For libetpan. */
struct _mailstream *stream_handle(struct stream *stream);

#endif
