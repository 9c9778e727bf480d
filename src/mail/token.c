/* token.c - sign, read, find and verify the ids that we give away. */

#include "mail/token.h"

#include "base/hmac.h"
#include "base/text.h"

#include <inttypes.h>

enum {
	MAC_BYTES = 16,		/* 128 bits */
	MAC_DIGITS = 26,	/* of base32 */
	NUMBER_DIGITS = 18,	/* fits int64_t */
	LOCAL_PART_LIMIT = 64,	/* RFC 5321, 4.5.3.1.1 */
	CLAIMS_LIMIT = 50,
};

/* ASCII only: what a locale calls a letter must not count. */
static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The signature of a token by one key. */
static void mac_of(const struct token *token, const struct token_ring *ring,
		   const struct token_key *key, char mac_r[MAC_DIGITS + 1])
{
	static const char purpose[] = "postdesk token ";
	const int64_t numbers[] = { ring->desk_id, token->ticket,
				    token->item };
	uint8_t role_key[32], mac[32], role[sizeof(purpose)];
	uint8_t claim[sizeof(numbers)];
	ARENA(scratch);

	/* Each role has a key of its own: the purpose ends in its letter. */
	memcpy(role, purpose, sizeof(purpose));
	role[sizeof(purpose) - 1] = (uint8_t)token->role;
	hmac_sha256(key->secret, sizeof(key->secret), role, sizeof(role),
		    role_key);
	for (size_t i = 0; i < sizeof(claim); i++)
		claim[i] = (uint8_t)((uint64_t)numbers[i / 8] >>
				     (56 - 8 * (i % 8)));
	hmac_sha256(role_key, sizeof(role_key), claim, sizeof(claim), mac);
	memcpy(mac_r, hmac_base32(scratch, mac, MAC_BYTES), MAC_DIGITS + 1);
}

bool token_verify(const struct token *token, const struct token_ring *ring,
		  usec_t now)
{
	for (size_t i = 0; i < ring->count; i++) {
		const struct token_key *key = &ring->keys[i];
		char mac[MAC_DIGITS + 1];

		if (key->id != token->key)
			continue;
		if (key->not_after != 0 && now > key->not_after)
			continue;
		mac_of(token, ring, key, mac);
		if (hmac_same(mac, token->mac, MAC_DIGITS))
			return true;
	}
	return false;
}

/* A number above 0 without leading zeros: one value, one spelling. */
static size_t read_number(const char *text, int64_t *number_r)
{
	size_t len = 0;

	*number_r = 0;
	if (*text == '0')
		return 0;
	for (; is_digit(text[len]); len++) {
		if (len == NUMBER_DIGITS)
			return 0;
		*number_r = *number_r * 10 + (text[len] - '0');
	}
	return len;
}

static size_t read_mac(const char *text, char mac_r[MAC_DIGITS + 1])
{
	for (size_t i = 0; i < MAC_DIGITS; i++) {
		mac_r[i] = lower(text[i]);
		if (!is_letter(mac_r[i]) &&
		    !(mac_r[i] >= '2' && mac_r[i] <= '7'))
			return 0;
	}
	mac_r[MAC_DIGITS] = '\0';
	return MAC_DIGITS;
}

/* Its number is an item, and it has no other. */
static bool names_item(enum token_role role)
{
	return role == TOKEN_RETURN || role == TOKEN_PROBE;
}

/* Which numbers a role carries, by its letter in an address. */
static bool read_role(char letter, int64_t first, int64_t second,
		      struct token *token)
{
	switch (lower(letter)) {
	case TOKEN_REPLY:
		token->role = TOKEN_REPLY;
		token->ticket = first;
		return first != 0 && second == 0;
	case TOKEN_RETURN:
	case TOKEN_PROBE:
		token->role = (enum token_role)lower(letter);
		token->item = first;
		return first != 0 && second == 0;
	case TOKEN_AGENT:
	case TOKEN_CONFIRM:
		token->role = (enum token_role)lower(letter);
		token->ticket = first;
		token->item = second;
		return second != 0;
	case TOKEN_STATUS:
		token->role = TOKEN_STATUS;
		token->ticket = first;
		token->item = second;
		return first != 0;
	default:
		return false;
	}
}

/* The first number may be none: an agent's for new tickets. */
static size_t read_first(const char *text, int64_t *number_r)
{
	*number_r = 0;
	return text[0] == '0' && text[1] == '.' ? 1
		: read_number(text, number_r);
}

/* "a1042r-<mac>" or "a1042.7a-<mac>". */
static size_t scan_address(const char *text, struct token *token_r)
{
	int64_t first, second = 0;
	const char *p = text;
	size_t len;

	if (!is_letter(*p))
		return 0;
	token_r->key = lower(*p++);
	len = read_first(p, &first);
	if (len == 0)
		return 0;
	p += len;
	if (*p == '.') {
		len = read_number(p + 1, &second);
		if (len == 0)
			return 0;
		p += len + 1;
	}
	if (!read_role(*p, first, second, token_r) || p[1] != '-' ||
	    read_mac(p + 2, token_r->mac) == 0)
		return 0;
	return (size_t)(p + 2 - text) + MAC_DIGITS;
}

/* "pd.a1042.77.<mac>". */
static size_t scan_message_id(const char *text, struct token *token_r)
{
	const char *p;
	size_t len;

	if (!text_starts(text, "pd.") || !is_letter(text[3]))
		return 0;
	token_r->role = TOKEN_MESSAGE_ID;
	token_r->key = lower(text[3]);
	p = text + 4;
	len = read_number(p, &token_r->ticket);
	if (len == 0 || p[len] != '.')
		return 0;
	p += len + 1;
	len = read_number(p, &token_r->item);
	if (len == 0 || p[len] != '.')
		return 0;
	p += len + 1;
	if (read_mac(p, token_r->mac) == 0)
		return 0;
	return (size_t)(p - text) + MAC_DIGITS;
}

/* The token that begins here; its length, or 0. */
static size_t scan(const char *text, struct token *token_r)
{
	struct token token = { 0 };
	size_t len = scan_message_id(text, &token);

	if (len == 0) {
		token = (struct token){ 0 };
		len = scan_address(text, &token);
	}
	if (len > 0)
		*token_r = token;
	return len;
}

bool token_read(const char *text, struct token *token_r)
{
	size_t len = scan(text, token_r);

	return len > 0 && text[len] == '\0';
}

bool token_read_id(const char *message_id, struct token *token_r)
{
	struct token token = { 0 };
	size_t len = scan_message_id(message_id, &token);

	if (len == 0 || message_id[len] != '@')
		return false;
	*token_r = token;
	return true;
}

struct finder {
	struct token_claim *claims;
	size_t count;
};

static bool same_token(const struct token *a, const struct token *b)
{
	return a->role == b->role && a->key == b->key &&
	       a->ticket == b->ticket && a->item == b->item &&
	       memcmp(a->mac, b->mac, MAC_DIGITS) == 0;
}

static void claim(struct finder *finder, const struct token *token,
		  enum token_place place)
{
	for (size_t i = 0; i < finder->count; i++)
		if (finder->claims[i].place == place &&
		    same_token(&finder->claims[i].token, token))
			return;
	finder->claims[finder->count++] = (struct token_claim){
		.token = *token, .place = place,
	};
}

static bool is_word(char c)
{
	return is_letter(c) || is_digit(c);
}

/* No letter or digit touches it; and a local part is a token to its end, or
 * it is another. */
static bool ends(const char *behind, enum token_place place)
{
	if (place == TOKEN_IN_ADDRESS && *behind != '\0')
		return strchr("@ \t>,;", *behind) != NULL;
	return !is_word(*behind);
}

/* "a1042r-…" or "pd.a…": nearly no word goes on like one of both. */
static bool may_begin(const char *p)
{
	return is_letter(p[0]) &&
	       (is_digit(p[1]) || (p[1] != '\0' && p[2] == '.'));
}

/* A token stands where no letter or digit touches it.  Each try reads at
 * most 70 characters, so this is linear in the text. */
static void find_in(struct finder *finder, const char *text,
		    enum token_place place)
{
	for (const char *p = text; *p != '\0'; p++) {
		struct token token;
		size_t len;

		if (finder->count == CLAIMS_LIMIT)
			return;
		if (!may_begin(p) || (p > text && is_word(p[-1])))
			continue;
		len = scan(p, &token);
		if (len == 0 || !ends(p + len, place))
			continue;
		claim(finder, &token, place);
		p += len - 1;
	}
}

static void find_in_mailboxes(struct finder *finder,
			      const struct mailboxes *mailboxes)
{
	for (size_t i = 0; i < mailboxes->count; i++)
		find_in(finder, mailboxes->at[i].address, TOKEN_IN_ADDRESS);
}

static void find_in_strings(struct finder *finder,
			    const struct strings *strings)
{
	for (size_t i = 0; i < strings->count; i++)
		find_in(finder, strings->at[i], TOKEN_IN_REFERENCE);
}

struct token_claims token_find(struct arena *arena,
			       const struct message *message)
{
	/* Fields in which delivery agents note the address they served. */
	static const char *const fields[] = {
		"Delivered-To", "X-Original-To", "Envelope-To",
	};
	struct finder finder = {
		.claims = ARENA_ARRAY(arena, struct token_claim, CLAIMS_LIMIT),
	};

	find_in_mailboxes(&finder, &message->to);
	find_in_mailboxes(&finder, &message->cc);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		const char *value;
		size_t from = 0;

		while ((value = message_next_header(message, fields[i],
						    &from)) != NULL)
			find_in(&finder, value, TOKEN_IN_ADDRESS);
	}
	find_in_strings(&finder, &message->in_reply_to);
	find_in_strings(&finder, &message->references);
	if (message->text != NULL)
		find_in(&finder, message->text, TOKEN_IN_BODY);
	return (struct token_claims){ finder.claims, finder.count };
}

/* The token of these numbers, signed by the first key of the ring. */
static struct token sign(const struct token_ring *ring, enum token_role role,
			 int64_t ticket, int64_t item)
{
	struct token token = {
		.role = role,
		.key = ring->keys[0].id,
		.ticket = names_item(role) ? 0 : ticket,
		.item = role == TOKEN_REPLY ? 0 : item,
	};

	mac_of(&token, ring, &ring->keys[0], token.mac);
	return token;
}

char *token_sign(struct arena *arena, const struct token_ring *ring,
		 enum token_role role, int64_t ticket, int64_t item)
{
	struct token token = sign(ring, role, ticket, item);
	int64_t first = names_item(role) ? token.item : token.ticket;

	if (role == TOKEN_MESSAGE_ID)
		return arena_printf(arena, "pd.%c%" PRId64 ".%" PRId64 ".%s",
				    token.key, token.ticket, token.item,
				    token.mac);
	if (!names_item(role) && token.item != 0)
		return arena_printf(arena, "%c%" PRId64 ".%" PRId64 "%c-%s",
				    token.key, first, token.item, role,
				    token.mac);
	return arena_printf(arena, "%c%" PRId64 "%c-%s", token.key, first,
			    role, token.mac);
}

char *token_address(struct arena *arena, const char *address,
		    const char *token)
{
	const char *at = strrchr(address, '@');
	size_t local;

	if (at == NULL)
		return NULL;
	local = (size_t)(at - address);
	if (local + 1 + strlen(token) > LOCAL_PART_LIMIT)
		return NULL;
	return arena_printf(arena, "%.*s+%s%s", (int)local, address, token,
			    at);
}

char *token_message_id(struct arena *arena, const struct token_ring *ring,
		       int64_t ticket, int64_t item, const char *domain)
{
	return arena_printf(arena, "%s@%s",
			    token_sign(arena, ring, TOKEN_MESSAGE_ID, ticket,
				       item), domain);
}
