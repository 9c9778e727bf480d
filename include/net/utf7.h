/* utf7.h - names of IMAP mailboxes (RFC 3501, section 5.1.3).
 *
 * Modified UTF-7: printable ASCII as it is, the rest as base64 of UTF-16
 * between "&" and "-".
 */
#ifndef NET_UTF7_H
#define NET_UTF7_H

#include "base/arena.h"

/* From UTF-8.  NULL where it is empty, not valid, or holds control
 * characters: the result can be put into a command. */
char *utf7_mailbox(struct arena *arena, const char *name);

#endif
