/* secret.h - passwords, tokens and keys: read when needed, never told.
 *
 * A password or token is the first line of a file or of a command's output.
 * A key file holds the keys of the token ring, one a line:
 *
 *	# id, 32 bytes in hex or base32, and until when it verifies
 *	b 5f0c…
 *	a 91be… 2027-01-01T00:00:00Z
 *
 * The first signs.  Only its owner may read it (mode 0600 or stricter).
 *
 * Ownership: what is read lives in the arena.
 * Errors:    name the file or the command's fault, and never a byte of what
 *            was read.
 * Limits:    a secret is at most 16 KB; a command has 20 seconds.
 */
#ifndef APP_SECRET_H
#define APP_SECRET_H

#include "base/err.h"
#include "mail/token.h"

/* A password or token: exactly one of the two. */
struct secret {
	const char *file;	/* first line of it */
	const char *command;	/* first line of its output, by /bin/sh -c */
};

#define SECRET_COMMAND_TIME (20 * USEC_SECOND)

bool secret_read(struct arena *arena, const struct secret *secret,
		 usec_t timeout, const char **value_r, struct err *err);

/* Fills the keys of the ring, not its desk_id. */
bool secret_read_keys(struct arena *arena, const char *file,
		      struct token_ring *ring_r, struct err *err);

/* A line for a new key file: this id and 32 random bytes. */
char *secret_new_key(struct arena *arena, char id);

#endif
