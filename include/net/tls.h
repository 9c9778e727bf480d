/* tls.h - the OpenSSL door of net: one verified session on a socket.
 *
 * The certificate must lead to a known authority and name the host; TLS 1.2
 * is the least.  The caller waits: no call here blocks on a non-blocking
 * socket.
 *
 * Ownership: freed with tls_free(); the socket stays the caller's.
 * Errors: permanent for a certificate or version that a person must look at,
 *         temporary for the rest; without "host:" in front.
 */
#ifndef NET_TLS_H
#define NET_TLS_H

#include "base/clock.h"
#include "base/err.h"

#include <sys/types.h>

struct tls;

/* `ca_file` NULL: the authorities of the system. */
struct tls *tls_new(int fd, const char *host, const char *ca_file,
		    struct err *err);
void tls_free(struct tls **tls);

/* 1: done (bytes, for read and write); 0: poll for *events_r and call again;
 * below 0: failed, *err says why. */
ssize_t tls_handshake(struct tls *tls, short *events_r, struct err *err);
ssize_t tls_read(struct tls *tls, void *buf, size_t count, short *events_r,
		 struct err *err);
ssize_t tls_write(struct tls *tls, const void *buf, size_t count,
		  short *events_r, struct err *err);

/* Bytes that were taken from the socket and not yet read. */
bool tls_pending(const struct tls *tls);

/* When the peer's certificate ends, since the epoch. */
usec_t tls_expiry(const struct tls *tls);

#endif
