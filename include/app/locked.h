/* locked.h - one piece of work on hostile mail, in a child that is locked in.
 *
 * For commands that read a few mails and end.  The child has a copy of all
 * that the caller has, no descriptors but one, no keys, and cannot leave
 * (app/sandbox.h); what it writes comes back as text that nobody trusts.
 *
 * Ownership: in the arena of the buffer.
 * Errors:    temporary: no process; permanent: it took too long.
 * Limits:    20 seconds, 8 MB of text.
 */
#ifndef APP_LOCKED_H
#define APP_LOCKED_H

#include "base/buffer.h"
#include "base/err.h"
#include "mail/parse.h"
#include "mail/token.h"

/* In the child; the reader was made before the door was locked. */
typedef void locked_work(const void *context, struct reader *reader,
			 struct arena *arena, struct buffer *out);

/* Valid UTF-8 in `out`; empty where the child died.  `secrets` may be NULL. */
bool locked_run(locked_work *work, const void *context,
		const struct token_ring *secrets, struct buffer *out,
		struct err *err);

#endif
