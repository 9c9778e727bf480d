/* proof.h - does this mail have the powers of an agent?
 *
 * What an agent writes to the signed address of a ticket goes to customers in
 * the desk's name, and may close the ticket.  So three things must hold: a
 * recipient of the mail is an address that we signed for this agent and this
 * ticket, not long ago; From is that agent and nobody else; and a pinned
 * server proved From (mail/auth.h).  A token in the text or in References is
 * none: whoever reads a mail has those.
 *
 * What lacks proof is not lost: it is held as a draft, and the agent is asked
 * at his registered address (desk/agentmail.c).
 *
 * The signed address has role TOKEN_AGENT, the number of its ticket (0: for
 * new ones) and, as item, who may use it until when: 31 bits of a digest of
 * the agent's address, times 100000, plus the last day since 1970.
 *
 * Ownership: in the arena, or borrowed from the desk.
 * Errors:    none.
 */
#ifndef DESK_PROOF_H
#define DESK_PROOF_H

#include "desk/desk.h"

/* How long a signed address may be used, and how long a draft is held. */
#define PROOF_DAYS	30
#define PROOF_DRAFT_AGE	(7 * USEC_DAY)

/* What becomes of the mail. */
#define PROOF_EFFECTS(ROW)			\
	ROW(PROOF_IGNORES, "customer")		\
	ROW(PROOF_ACTS,    "agent")		\
	ROW(PROOF_HOLDS,   "draft")		\
	ROW(PROOF_PENDS,   "pending-join")	\
	ROW(PROOF_NOTES,   "noted")

enum proof_effect {
#define ROW(name, word) name,
	PROOF_EFFECTS(ROW)
#undef ROW
};

/* In the order in which they are tried: the first that holds wins. */
#define PROOF_VERDICTS(ROW)						\
	ROW(PROOF_NOT_AGENT,   "no-agent",          PROOF_IGNORES)	\
	ROW(PROOF_NO_TOKEN,    "no-token",          PROOF_IGNORES)	\
	ROW(PROOF_FORGED,      "forged-token",      PROOF_IGNORES)	\
	ROW(PROOF_ELSEWHERE,   "token-elsewhere",   PROOF_IGNORES)	\
	ROW(PROOF_AUTOMATIC,   "automatic",         PROOF_NOTES)	\
	ROW(PROOF_STRANGER,    "not-that-agent",    PROOF_PENDS)	\
	ROW(PROOF_NO_PIN,      "no-pin",            PROOF_HOLDS)	\
	ROW(PROOF_UNSOUND,     "from-unsound",      PROOF_HOLDS)	\
	ROW(PROOF_LISTED,      "by-a-list",         PROOF_HOLDS)	\
	ROW(PROOF_OTHER_AGENT, "other-agent",       PROOF_HOLDS)	\
	ROW(PROOF_MANY_TOKENS, "many-tokens",       PROOF_HOLDS)	\
	ROW(PROOF_EXPIRED,     "expired",           PROOF_HOLDS)	\
	ROW(PROOF_NOT_AUTHENTICATED, "not-authenticated", PROOF_HOLDS)	\
	ROW(PROOF_SILENT,      "taken-in-silently", PROOF_HOLDS)	\
	ROW(PROOF_REPLAYED,    "used-message-id",   PROOF_HOLDS)	\
	ROW(PROOF_PROVEN,      "proven",            PROOF_ACTS)

enum proof_verdict {
#define ROW(name, word, effect) name,
	PROOF_VERDICTS(ROW)
#undef ROW
	PROOF_COUNT
};

/* What the recipients hold. */
enum proof_token {
	PROOF_TOKEN_NONE,
	PROOF_TOKEN_FORGED,	/* of the form, but not signed by us */
	PROOF_TOKEN_ELSEWHERE,	/* sound, but only in text or References */
	PROOF_TOKEN_EXPIRED,
	PROOF_TOKEN_VALID,
	PROOF_TOKEN_MANY,	/* for several tickets or agents */
};

/* Who wrote it, for the token. */
enum proof_sender {
	PROOF_FROM_CUSTOMER,	/* no agent */
	PROOF_FROM_AGENT,	/* whom the token names; any, without one */
	PROOF_FROM_COLLEAGUE,	/* another agent */
	PROOF_FROM_SEVERAL,	/* no sound author, but an agent is named */
};

/* What speaks against a mail that is proven. */
struct proof_past {
	bool silent;		/* from a backup or an import: it may have
				 * been carried out before */
	bool replayed;		/* the author used its Message-ID before, for
				 * other words: a signature that leaves some
				 * fields out, or the end, is good for both */
};

struct proof_facts {
	enum proof_token token;
	enum proof_sender sender;
	bool automatic;		/* a machine wrote it */
	bool listed;		/* by a list that hides or rewrites From */
	bool pinned;		/* the desk trusts a server's verdicts */
	enum auth_verdict auth;
	struct proof_past past;
};

enum proof_verdict proof_judge(const struct proof_facts *facts);

struct proof {
	enum proof_verdict verdict;
	const struct agent *agent;	/* who wrote it, or who is said to
					 * have; NULL: nobody of ours */
	const struct agent *named;	/* by the token; NULL: none */
	int64_t ticket;			/* number in the token; 0: for new */
	usec_t expires;			/* of the token; 0: there is none */
};

/* Who writes, and may he? */
struct proof proof_of(const struct desk *desk, const struct message *message,
		      const struct gist *gist, struct proof_past past,
		      usec_t now);

/* The address to which this agent answers about this ticket (number; 0: to
 * begin new ones).  NULL where the desk's own leaves no room for it, or does
 * not pass signed addresses on at all. */
char *proof_address(struct arena *arena, const struct desk *desk,
		    const struct agent *agent, int64_t ticket, usec_t now);

/* Is it a machine's, whoever it names? */
bool proof_is_automatic(enum origin_kind kind);

/* May agents work by mail here at all? */
bool proof_is_possible(const struct desk *desk);

const char *proof_word(enum proof_verdict verdict);
enum proof_effect proof_effect(enum proof_verdict verdict);
const char *proof_effect_word(enum proof_effect effect);

#endif
