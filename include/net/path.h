/* path.h - addresses that may be put into an SMTP command (RFC 5321, 4.1.2).
 *
 * Dot-atom or simple quoted local part of at most 64 octets, LDH or U-label
 * domain, at most 254 octets in all; beyond ASCII letters, marks and digits.  Nothing else ever reaches a command.
 */
#ifndef NET_PATH_H
#define NET_PATH_H

#include "base/arena.h"

enum path_kind {
	PATH_BAD,
	PATH_ASCII,
	PATH_UTF8,		/* needs SMTPUTF8 (RFC 6531) */
};

enum path_kind path_judge(const char *address);

/* The same address with a domain of A-labels (RFC 5890), which needs no
 * SMTPUTF8, where its local part is ASCII and its domain is not; else itself.
 * In the arena. */
const char *path_ascii(struct arena *arena, const char *address);

#endif
