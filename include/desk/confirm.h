/* confirm.h - did the agent say yes to a held draft?
 *
 * The mail that asked went to the agent's registered address, and its Reply-To
 * is signed for this one draft: who writes there has read the agent's mail.
 * So no more is asked than that From is the agent and that no server calls it
 * false.  But the answer must begin with a word of consent: a responder that
 * nobody recognised must not let anything go.
 *
 * Errors: none; in doubt the draft stays held.
 */
#ifndef DESK_CONFIRM_H
#define DESK_CONFIRM_H

#include "desk/known.h"
#include "mail/auth.h"

#define CONFIRM_VERDICTS(ROW)					\
	ROW(CONFIRM_UNKNOWN,   "no-such-draft")			\
	ROW(CONFIRM_AUTOMATIC, "automatic")			\
	ROW(CONFIRM_NOT_AGENT, "not-that-agent")		\
	ROW(CONFIRM_FAILED,    "authentication-failed")		\
	ROW(CONFIRM_SETTLED,   "settled-before")		\
	ROW(CONFIRM_TOO_LATE,  "too-late")			\
	ROW(CONFIRM_UNCLEAR,   "says-neither")			\
	ROW(CONFIRM_NO,        "said-no")			\
	ROW(CONFIRM_YES,       "said-yes")

/* In the order in which they are tried: the first that holds wins. */
enum confirm_verdict {
#define ROW(name, word) name,
	CONFIRM_VERDICTS(ROW)
#undef ROW
};

struct confirm_facts {
	const struct known_draft *draft;	/* NULL: there is none */
	bool automatic;
	const char *author;	/* lower case, "" if not sound */
	enum auth_verdict auth;
	const char *words;	/* of the answer, without quotes */
	usec_t now;
};

enum confirm_verdict confirm_judge(struct arena *arena,
				   const struct confirm_facts *facts);

const char *confirm_word(enum confirm_verdict verdict);

#endif
