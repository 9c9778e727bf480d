/* proof.c - the table of an agent's powers, and the facts for it. */

#include "desk/proof.h"

#include "base/hmac.h"
#include "base/text.h"
#include "desk/team.h"

/* An item is who * DAYS + until when. */
enum { DAYS = 100000 };

enum proof_verdict proof_judge(const struct proof_facts *facts)
{
	bool agent = facts->sender != PROOF_FROM_CUSTOMER;

	switch (facts->token) {
	case PROOF_TOKEN_NONE:
		return agent ? PROOF_NO_TOKEN : PROOF_NOT_AGENT;
	case PROOF_TOKEN_FORGED:
		return PROOF_FORGED;
	case PROOF_TOKEN_ELSEWHERE:
		return agent ? PROOF_ELSEWHERE : PROOF_NOT_AGENT;
	case PROOF_TOKEN_EXPIRED:
		/* Too old to say anything of a customer's mail. */
		if (!agent)
			return PROOF_NOT_AGENT;
		break;
	case PROOF_TOKEN_VALID:
	case PROOF_TOKEN_MANY:
		break;
	}
	if (facts->automatic)
		return PROOF_AUTOMATIC;
	if (!agent)
		return PROOF_STRANGER;
	if (!facts->pinned)
		return PROOF_NO_PIN;
	if (facts->sender == PROOF_FROM_SEVERAL)
		return PROOF_UNSOUND;
	if (facts->listed)
		return PROOF_LISTED;
	if (facts->sender == PROOF_FROM_COLLEAGUE)
		return PROOF_OTHER_AGENT;
	if (facts->token == PROOF_TOKEN_MANY)
		return PROOF_MANY_TOKENS;
	if (facts->token == PROOF_TOKEN_EXPIRED)
		return PROOF_EXPIRED;
	if (facts->auth != AUTH_PASS)
		return PROOF_NOT_AUTHENTICATED;
	if (facts->past.silent)
		return PROOF_SILENT;
	if (facts->past.replayed)
		return PROOF_REPLAYED;
	return PROOF_PROVEN;
}

/* A name for the address that fits into a token; its signature is what nobody
 * can make. */
static int64_t digest_of(const char *address)
{
	ARENA(scratch);
	const char *lower = text_lower(scratch, address);
	uint8_t sha256[32];

	hmac_digest(lower, strlen(lower), sha256);
	return (int64_t)(sha256[0] & 0x7f) << 24 | sha256[1] << 16 |
	       sha256[2] << 8 | sha256[3];
}

static const struct agent *agent_of(const struct team *team, int64_t digest)
{
	for (size_t i = 0; i < team->count; i++)
		if (digest_of(team->at[i].address) == digest)
			return &team->at[i];
	return NULL;
}

/* What the mail claims, of all tokens of agents in it. */
struct claims {
	enum proof_token token;
	int64_t ticket, digest;
	usec_t expires;
};

static void weigh(struct claims *claims, const struct token *token, usec_t now)
{
	int64_t digest = token->item / DAYS;
	usec_t expires = (token->item % DAYS + 1) * USEC_DAY;
	bool first = claims->token < PROOF_TOKEN_EXPIRED;

	if (!first && (claims->ticket != token->ticket ||
		       claims->digest != digest)) {
		claims->token = PROOF_TOKEN_MANY;
		return;
	}
	if (!first && expires <= claims->expires)
		return;
	claims->ticket = token->ticket;
	claims->digest = digest;
	claims->expires = expires;
	if (claims->token != PROOF_TOKEN_MANY)
		claims->token = now < expires ? PROOF_TOKEN_VALID
					      : PROOF_TOKEN_EXPIRED;
}

static void note_at_least(struct claims *claims, enum proof_token token)
{
	if (claims->token < token)
		claims->token = token;
}

static struct claims claims_of(const struct token_claims *all,
			       const struct token_ring *ring, usec_t now)
{
	struct claims claims = { PROOF_TOKEN_NONE, 0, 0, 0 };

	for (size_t i = 0; i < all->count; i++) {
		const struct token_claim *claim = &all->at[i];

		if (claim->token.role != TOKEN_AGENT)
			continue;
		if (!token_verify(&claim->token, ring, now)) {
			if (claim->place == TOKEN_IN_ADDRESS)
				note_at_least(&claims, PROOF_TOKEN_FORGED);
		} else if (claim->place != TOKEN_IN_ADDRESS) {
			note_at_least(&claims, PROOF_TOKEN_ELSEWHERE);
		} else {
			weigh(&claims, &claim->token, now);
		}
	}
	return claims;
}

/* The first agent that a From without a sound author names, so that he is
 * asked. */
static const struct agent *named_in_from(const struct team *team,
					 const struct message *message)
{
	for (size_t i = 0; i < message->from.count; i++) {
		const struct agent *agent =
			team_find(team, message->from.at[i].address);

		if (agent != NULL)
			return agent;
	}
	return NULL;
}

bool proof_is_automatic(enum origin_kind kind)
{
	return kind != ORIGIN_PERSON && kind != ORIGIN_OURSELVES;
}

struct proof proof_of(const struct desk *desk, const struct message *message,
		      const struct gist *gist, struct proof_past past,
		      usec_t now)
{
	const struct claims claims = claims_of(&gist->tokens, &desk->ring,
					       now);
	const char *author = message_author(message);
	struct proof_facts facts = {
		.token = claims.token,
		.sender = PROOF_FROM_CUSTOMER,
		.automatic = proof_is_automatic(gist->origin.kind),
		.listed = gist->identity.kind != IDENTITY_FROM,
		.pinned = desk->gist.pins.count > 0,
		.auth = gist->auth.verdict,
		.past = past,
	};
	struct proof proof = {
		.agent = author[0] == '\0'
			? named_in_from(&desk->team, message)
			: team_find(&desk->team, author),
		.ticket = claims.ticket,
		.expires = claims.expires,
	};

	if (claims.token >= PROOF_TOKEN_EXPIRED)
		proof.named = agent_of(&desk->team, claims.digest);
	if (proof.agent != NULL && author[0] == '\0')
		facts.sender = PROOF_FROM_SEVERAL;
	else if (proof.agent != NULL)
		facts.sender = claims.token < PROOF_TOKEN_EXPIRED ||
			       proof.agent == proof.named
			? PROOF_FROM_AGENT : PROOF_FROM_COLLEAGUE;
	proof.verdict = proof_judge(&facts);
	return proof;
}

bool proof_is_possible(const struct desk *desk)
{
	return desk->gist.pins.count > 0 && desk->address_tokens &&
	       desk->team.count > 0;
}

char *proof_address(struct arena *arena, const struct desk *desk,
		    const struct agent *agent, int64_t ticket, usec_t now)
{
	int64_t day = now / USEC_DAY + PROOF_DAYS;

	if (!desk->address_tokens)
		return NULL;
	return token_address(arena, desk->token_address,
			     token_sign(arena, &desk->ring, TOKEN_AGENT,
					ticket,
					digest_of(agent->address) * DAYS +
					day));
}

static const struct {
	const char *word;
	enum proof_effect effect;
} verdicts[] = {
#define ROW(name, word, effect) [name] = { word, effect },
	PROOF_VERDICTS(ROW)
#undef ROW
};

const char *proof_word(enum proof_verdict verdict)
{
	return verdicts[verdict].word;
}

enum proof_effect proof_effect(enum proof_verdict verdict)
{
	return verdicts[verdict].effect;
}

const char *proof_effect_word(enum proof_effect effect)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		PROOF_EFFECTS(ROW)
#undef ROW
	};

	return words[effect];
}
