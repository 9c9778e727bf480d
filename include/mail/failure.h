/* failure.h - what became of one recipient.
 *
 * From the nearest words to the widest: what the other server said, the
 * report's fields, the lines of the notice about this recipient, all of it.
 *
 * Ownership: in the arena.  Errors: none.
 */
#ifndef MAIL_FAILURE_H
#define MAIL_FAILURE_H

#include "mail/bounce.h"
#include "mail/dsn.h"
#include "mail/notice.h"

struct bounce_recipient failure_judge(struct arena *arena,
				      const struct dsn_recipient *recipient,
				      const struct notice *notice);

/* "delivered", "relayed" or "expanded"? */
bool failure_is_none(const char *action);

#endif
