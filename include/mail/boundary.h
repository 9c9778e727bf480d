/* boundary.h - where the fields end that our own servers wrote.
 *
 * A server writes on top.  What stands above the Received field by which the
 * operator's server took a mail in is of that server or of one behind it; what
 * stands below came with the mail, and an Authentication-Results there may
 * bear any name.
 *
 * For servers that put Authentication-Results above their Received; there it
 * replaces the promise to remove fields of their own name (RFC 8601, 5).
 *
 * Ownership: in the arena, or borrowed from the mail.
 * Errors:    none; without such a Received nothing is believed.
 */
#ifndef MAIL_BOUNDARY_H
#define MAIL_BOUNDARY_H

#include "base/arena.h"
#include "mail/message.h"

/* Without Authentication-Results from below the topmost Received "by" one of
 * the hosts; the mail itself where no host is named. */
const struct message *boundary_cut(struct arena *arena,
				   const struct message *message,
				   const struct strings *hosts);

#endif
