/* admit.h - may this sender join the ticket that was found?
 *
 * Finding a ticket and being let in are two questions; this is the second,
 * as one pure table (the third promise of the README).  Nobody goes without a
 * ticket because of a guess: who may not join gets a ticket of his own, or is
 * held where only agents see it.
 *
 * Errors: none.
 */
#ifndef DESK_ADMIT_H
#define DESK_ADMIT_H

#include "mail/auth.h"

#define ADMIT_VERDICTS(ROW)				\
	ROW(ADMIT_JOIN,       "join")			\
	ROW(ADMIT_UNVERIFIED, "join-unverified")	\
	ROW(ADMIT_COLLEAGUE,  "join-colleague")		\
	ROW(ADMIT_PENDING,    "pending-join")		\
	ROW(ADMIT_OWN_TICKET, "own-ticket")

enum admit_verdict {
#define ROW(name, word) name,
	ADMIT_VERDICTS(ROW)
#undef ROW
};

struct admit_facts {
	bool proven;		/* the evidence was signed by us */
	bool participant;	/* From is one of the ticket's */
	bool held;		/* it cites a Message-ID that we know of the
				 * ticket: received, sent, or cited in it */
	bool colleague;		/* of the requester's organisation, where the
				 * desk lets such in */
	enum auth_verdict auth;
};

enum admit_verdict admit_judge(const struct admit_facts *facts);

/* Is he let in, proven or not? */
bool admit_joins(enum admit_verdict verdict);

const char *admit_word(enum admit_verdict verdict);

#endif
