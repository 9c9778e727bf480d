/* notice.h - a mail of the desk to one of its own people.
 *
 * Plain text, in English, sent at most once for each dedupe key; what comes
 * back of it is known to be ours.
 *
 * Ownership: all strings are borrowed for as long as the plan lives.
 * Errors:    false where the recipient, or what it says, cannot be sent.
 */
#ifndef DESK_NOTICE_H
#define DESK_NOTICE_H

#include "desk/planner.h"

struct notice {
	const char *to;
	const char *dedupe_key;
	const char *template;		/* its name in the outbox */
	const char *because;		/* the rule or verdict */
	const char *subject, *markdown;
	const char *reply_to;		/* NULL: to where it comes from */
	const char *in_reply_to;	/* Message-ID; NULL: none */
};

bool notice_queue(struct planner *planner, const struct notice *notice);

#endif
