/* addressline.h - people as clients write them into the text of a mail.
 *
 *	Ann <ann@example.org>, "Bob" <bob@example.org>
 *	Author, Ann [mailto:ann@example.org]; Bob
 *	ann@example.org<mailto:ann@example.org> on behalf of x@example.org
 *
 * That is no header field: "," may stand inside a name, ";" separates, links
 * are written out.  Only what has the plain form of an address is one, so
 * that neither style sheets nor noise become recipients.
 *
 * Ownership: in the arena.  Errors: none.
 * Limits:    500 people; all are counted in `seen`.
 */
#ifndef MAIL_ADDRESSLINE_H
#define MAIL_ADDRESSLINE_H

#include "mail/message.h"

/* One person; address "" where none is written, name "" the same. */
struct mailbox addressline_one(struct arena *arena, const char *text);

/* All with a name or an address. */
struct mailboxes addressline_read(struct arena *arena, const char *text);

/* The person of an attribution ("On 1 May, Ann <ann@example.org> wrote:"):
 * the name is what stands in capitals, or between quotes, before the
 * address. */
struct mailbox addressline_within(struct arena *arena, const char *text);

#endif
