/* token.h - signed ids in addresses, Message-IDs and bodies.
 *
 *	reply address   support+<key><ticket>r-<26 base32>@desk.example
 *	Message-ID      <pd.<key><ticket>.<item>.<26 base32>@desk.example>
 *	return path     support+<key><item>v-<26 base32>@desk.example
 *	round trip      support+<key><item>p-<26 base32>@desk.example
 *	                <<key><item>p-<26 base32>@desk.example>
 *
 * The MAC is HMAC-SHA-256 cut to 128 bits over role, desk, ticket and item;
 * roles have separate keys (derived from one secret), so that a token of one
 * role never passes as another.  Lower-case base32 (RFC 4648 alphabet without
 * padding), compared in constant time and without regard to case; the local
 * part stays within 64 octets (RFC 5321, 4.5.3.1.1).  There is no unsigned
 * form.
 *
 * Ownership: results live in the arena.
 */
#ifndef MAIL_TOKEN_H
#define MAIL_TOKEN_H

#include "mail/message.h"

enum token_role {
	TOKEN_REPLY = 'r',	/* answers join the ticket */
	TOKEN_MESSAGE_ID = 'm',	/* our own Message-ID */
	TOKEN_RETURN = 'v',	/* envelope sender: bounces come here */
	TOKEN_AGENT = 'a',	/* an agent's powers on a ticket */
	TOKEN_STATUS = 's',	/* a customer's buttons */
	TOKEN_PROBE = 'p',	/* a mail to ourselves, to see it arrive */
	TOKEN_CONFIRM = 'c',	/* lets a held draft of an agent go */
};

/* One key of the ring.  The first of the ring signs, all may verify until
 * `not_after` (0: for ever). */
struct token_key {
	char id;		/* 'a' to 'z' */
	uint8_t secret[32];
	usec_t not_after;
};

struct token_ring {
	const struct token_key *keys;
	size_t count;
	int64_t desk_id;	/* mixed into every MAC */
};

/* What a token claims, once its syntax is sound.  Not proven yet. */
struct token {
	enum token_role role;
	char key;
	int64_t ticket;		/* ticket number; 0 in return paths and probes,
				 * and of an agent for new tickets */
	int64_t item;		/* message, outbox, agent or draft id, or seconds
				 * since the epoch (probe); 0 in replies */
	char mac[27];		/* lower case */
};

/* Where it stood in the mail. */
enum token_place { TOKEN_IN_ADDRESS, TOKEN_IN_REFERENCE, TOKEN_IN_BODY };

struct token_claim {
	struct token token;
	enum token_place place;
};

struct token_claims {
	const struct token_claim *at;
	size_t count;
};

/* Every token-shaped string in the mail: recipients (To, Cc, Delivered-To,
 * X-Original-To, Envelope-To), In-Reply-To, References and the text.  At most
 * 50.  Pure syntax: the reader of hostile mail holds no secret. */
struct token_claims token_find(struct arena *arena,
			       const struct message *message);

/* Is the whole text a token, as token_sign() writes it? */
bool token_read(const char *text, struct token *token_r);

/* Is it a Message-ID (without <>) as token_message_id() writes it? */
bool token_read_id(const char *message_id, struct token *token_r);
bool token_verify(const struct token *token, const struct token_ring *ring,
		  usec_t now);

/* "a1042r-abc…": the part that is signed, to put into an address.  Of `ticket`
 * and `item` a reply takes the first, a return path or a probe the second;
 * agents, drafts and customers' buttons have both ("a1042.7a-abc…"). */
char *token_sign(struct arena *arena, const struct token_ring *ring,
		 enum token_role role, int64_t ticket, int64_t item);

/* "support+<token>@desk.example" of an address; NULL where its local part
 * would be longer than 64 octets.  A base of at most 16 octets fits any
 * reply or return path. */
char *token_address(struct arena *arena, const char *address,
		    const char *token);

/* Our Message-ID, without <>. */
char *token_message_id(struct arena *arena, const struct token_ring *ring,
		       int64_t ticket, int64_t item, const char *domain);

#endif
