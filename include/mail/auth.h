/* auth.h - what Authentication-Results (RFC 8601) prove about the author.
 *
 * Only fields of a pinned authserv-id count, the topmost of each id; without
 * a pin nothing is proven (fail closed).  A real tokenizer reads them:
 * comments, quoted strings, versions and reasons cannot make a "pass".
 *
 * AUTH_PASS: dmarc=pass for the author's domain, or an spf or dkim pass that
 * is aligned with it (relaxed, RFC 7489 3.1), or auth=pass smtp.auth=AUTHOR.
 * AUTH_FAIL: dmarc=fail, or every aligned method present failed.
 * AUTH_NONE: nothing usable, temperror, unpinned, or no sound author.
 *
 * Ownership: evidence lives in the arena.  Errors: none.
 */
#ifndef MAIL_AUTH_H
#define MAIL_AUTH_H

#include "mail/message.h"

#define AUTH_VERDICTS(ROW)		\
	ROW(AUTH_NONE, "none")		\
	ROW(AUTH_PASS, "pass")		\
	ROW(AUTH_FAIL, "fail")

enum auth_verdict {
#define ROW(name, word) name,
	AUTH_VERDICTS(ROW)
#undef ROW
};

struct auth {
	enum auth_verdict verdict;
	const char *evidence;	/* "mx.test dmarc=pass header.from=a.test" */
};

struct auth auth_judge(struct arena *arena, const struct message *message,
		       const struct strings *pins);

/* All authserv-ids that the mail carries, for `postdesk doctor`. */
struct strings auth_ids(struct arena *arena, const struct message *message);

const char *auth_word(enum auth_verdict verdict);

#endif
