/* identity.h - who wrote this mail, for the desk?
 *
 * From says it (message_author()), with two exceptions that the operator
 * names: lists of his that rewrite mail, and agents of his who forward what a
 * customer wrote to them.  Both are undone: what comes out is the mail as its
 * author would have sent it, and nothing behind this need know of it.
 *
 * Who is found so is never proven by the way the mail took: his
 * Authentication-Results are left out, but where a pinned server says that his
 * own signature reached it whole, under a domain that is not the list's.
 *
 * Ownership: in the arena, or borrowed from the mail.
 * Errors:    none; where nothing can be undone the mail stays as it is, but a
 *            list that hides its author is none itself.
 */
#ifndef MAIL_IDENTITY_H
#define MAIL_IDENTITY_H

#include "base/arena.h"
#include "mail/message.h"

#define IDENTITIES(ROW)							\
	ROW(IDENTITY_FROM,       "from")				\
	ROW(IDENTITY_LIST,       "list")				\
	ROW(IDENTITY_HIDDEN,     "list-hides-author")			\
	ROW(IDENTITY_FORWARDED,  "agent-forward")			\
	ROW(IDENTITY_UNPROVEN,   "agent-not-proven")			\
	ROW(IDENTITY_NO_ADDRESS, "forward-without-address")

enum identity_kind {
#define ROW(name, word) name,
	IDENTITIES(ROW)
#undef ROW
	IDENTITY_COUNT
};

struct identity {
	enum identity_kind kind;
	const char *via;	/* the list or agent, lower case; NULL: none */
	const char *words;	/* of the agent, above what he forwards */
	const char *original;	/* Message-ID of what he attached, or NULL */
};

struct gist_desk;

/* The mail as its author sent it: `message`, or a copy. */
const struct message *identity_undo(struct arena *arena,
				    const struct message *message,
				    const struct gist_desk *desk,
				    struct identity *identity_r);

const char *identity_word(enum identity_kind kind);

#endif
