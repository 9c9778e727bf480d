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
 * Two domains are aligned if they are the same or one lies below the other
 * and the upper one is more than a registry's: it has two labels, or three
 * where they look like "co.uk".  That is narrower than the organisational
 * domain of a public suffix list: siblings (a.example.org, b.example.org) are
 * not aligned, and U-labels never equal A-labels.
 *
 * The topmost field of an id is the server's own only if that server removes
 * foreign fields of its id, as RFC 8601, section 5 asks: without that, a mail
 * that never passed it may carry a forged one.
 *
 * Ownership: evidence lives in the arena.  Errors: none.
 * Limits:    AUTH_IDS different ids are listed.
 */
#ifndef MAIL_AUTH_H
#define MAIL_AUTH_H

#include "mail/message.h"

#define AUTH_IDS 50

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

/* Are these the same mail domain, or one below the other, as above?  Addresses
 * or domains; NULL and "" are of none. */
bool auth_aligned(const char *a, const char *b);

/* All authserv-ids that the mail carries, for `postdesk doctor`. */
struct strings auth_ids(struct arena *arena, const struct message *message);

const char *auth_word(enum auth_verdict verdict);

#endif
