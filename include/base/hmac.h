/* hmac.h - HMAC-SHA-256, SHA-256, random keys and base32, by OpenSSL.
 *
 * base32 is RFC 4648's alphabet in lower case without padding.
 *
 * Errors: none.  A library that cannot digest or a system that gives no
 *         random bytes stops the process.
 * Limits: the first digest of a process may read OpenSSL's configuration:
 *         make one before a sandbox closes.
 */
#ifndef BASE_HMAC_H
#define BASE_HMAC_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

void hmac_sha256(const uint8_t *key, size_t key_size, const void *bytes,
		 size_t size, uint8_t mac_r[32]);
void hmac_digest(const void *bytes, size_t size, uint8_t sha256_r[32]);

/* A digest of bytes that come in pieces. */
struct hmac_stream;
struct hmac_stream *hmac_stream_new(void);
void hmac_stream_add(struct hmac_stream *stream, const void *bytes,
		     size_t size);
void hmac_stream_end(struct hmac_stream **stream, uint8_t sha256_r[32]);

char *hmac_base32(struct arena *arena, const uint8_t *bytes, size_t size);
char *hmac_hex(struct arena *arena, const uint8_t *bytes, size_t size);

/* Read exactly `size` bytes, in either case.  False where the text is longer
 * or shorter, holds another character, or is not the one spelling. */
bool hmac_from_base32(const char *text, uint8_t *bytes_r, size_t size);
bool hmac_from_hex(const char *text, uint8_t *bytes_r, size_t size);

/* Bytes that nobody can guess, for keys.  Not for the pure layers. */
void hmac_random(void *bytes, size_t size);

/* Does not return early at the first difference. */
bool hmac_same(const void *a, const void *b, size_t size);

#endif
