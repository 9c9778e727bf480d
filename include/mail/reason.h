/* reason.h - why a delivery failed, from codes and from words.
 *
 * Codes of RFC 3463 and RFC 5321 where the server meant them, the words of
 * mail servers where it did not.  `class` says what to do with the address:
 * hard (it is dead), soft (this mail was refused, another may pass), delayed
 * (still being tried).
 *
 * Ownership: codes live in the arena, words are static.
 * Errors:    none; NULL where nothing is known.
 */
#ifndef MAIL_REASON_H
#define MAIL_REASON_H

#include "base/arena.h"

#include <stdbool.h>

/* The stable words, and whether the address is dead. */
#define REASONS(ROW)						\
	ROW(REASON_USER_UNKNOWN,  "user-unknown",  true)	\
	ROW(REASON_HOST_UNKNOWN,  "host-unknown",  true)	\
	ROW(REASON_MOVED,         "moved",         true)	\
	ROW(REASON_DISABLED,      "disabled",      true)	\
	ROW(REASON_NO_MAIL,       "no-mail-domain", true)	\
	ROW(REASON_SUSPENDED,     "suspended",     false)	\
	ROW(REASON_MAILBOX_FULL,  "mailbox-full",  false)	\
	ROW(REASON_TOO_BIG,       "too-big",       false)	\
	ROW(REASON_SPAM,          "spam",          false)	\
	ROW(REASON_VIRUS,         "virus",         false)	\
	ROW(REASON_AUTH_FAILURE,  "auth-failure",  false)	\
	ROW(REASON_BLOCKED,       "blocked",       false)	\
	ROW(REASON_RATE_LIMITED,  "rate-limited",  false)	\
	ROW(REASON_NO_RELAY,      "no-relay",      false)	\
	ROW(REASON_REJECTED,      "rejected",      false)	\
	ROW(REASON_FILTERED,      "filtered",      false)	\
	ROW(REASON_CONTENT,       "content",       false)	\
	ROW(REASON_POLICY,        "policy",        false)	\
	ROW(REASON_NOT_ACCEPTING, "not-accepting", false)	\
	ROW(REASON_NETWORK,       "network",       false)	\
	ROW(REASON_EXPIRED,       "expired",       false)	\
	ROW(REASON_SYSTEM,        "system",        false)

enum reason {
#define ROW(name, word, hard) name,
	REASONS(ROW)
#undef ROW
	REASON_NONE
};

struct codes {
	const char *status;	/* "5.1.1" or NULL */
	const char *reply;	/* "550" or NULL */
	bool paired;		/* "550 5.1.1": one server said both */
};

/* The codes that a diagnostic text holds. */
struct codes reason_codes(struct arena *arena, const char *diagnostic);

/* `diagnostic` is what was said of one recipient, `told` all that the notice
 * says, asked where the first leaves it open. */
enum reason reason_of(struct arena *arena, struct codes codes,
		      const char *diagnostic, const char *told);

const char *reason_word(enum reason reason);	/* NULL for REASON_NONE */
bool reason_is_hard(enum reason reason);

#endif
