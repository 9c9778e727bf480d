/* safe.h - what may stand in a header or an SMTP command that we write.
 *
 * Every way out passes here: addresses and ids are refused when they are not
 * sound, never repaired; words for people are made harmless and encoded
 * (RFC 2047).  libetpan formats commands without looking for line ends, so
 * nothing else stands between a hostile address and the server.
 *
 * Ownership: results live in the arena.
 */
#ifndef MAIL_SAFE_H
#define MAIL_SAFE_H

#include "base/arena.h"

#include <stdbool.h>

/* RFC 5321 Mailbox, the subset we use: dot-atom local part of at most 64
 * octets, a domain of LDH or U-labels with at least one dot, at most 254 in
 * all; beyond ASCII letters, marks and digits only.  *utf8_r: there are some
 * (RFC 6531). */
bool safe_address(const char *address, bool *utf8_r);

/* A sound address as it is best sent: with a domain of A-labels (RFC 5890)
 * where its local part is ASCII, which needs no SMTPUTF8; else as it is. */
const char *safe_ascii(struct arena *arena, const char *address);

/* A Message-ID without <>: printable ASCII, one @, at most 250 octets. */
bool safe_message_id(const char *id);

/* A Thread-Index: base64 on one line (RFC 5322, 2.1.1), not empty. */
bool safe_base64(const char *text);

/* Unstructured words for a header ("Subject"), encoded where they are not
 * plain ASCII; long ones are folded. */
char *safe_words(struct arena *arena, const char *text);

/* A display name for an address header: a quoted string or encoded words. */
char *safe_phrase(struct arena *arena, const char *name);

#endif
