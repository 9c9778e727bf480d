/* respond.c - the refusals, in the order in which they are tried. */

#include "desk/respond.h"

#include "base/text.h"

/* A mail that went through more hosts than this is going round. */
enum { MOST_HOPS = 50 };

/* No sound author, or too broken to be answered (RFC 3834, section 2). */
#define BROKEN								\
	(1ull << DEFECT_NO_FROM | 1ull << DEFECT_MANY_FROM |		\
	 1ull << DEFECT_BAD_FROM | 1ull << DEFECT_BARE_CR |		\
	 1ull << DEFECT_EMPTY | 1ull << DEFECT_UNPARSED |		\
	 1ull << DEFECT_HEADER_TOO_BIG | 1ull << DEFECT_TOO_MANY_FIELDS)

static const char *domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at == NULL ? "" : at + 1;
}

/* An unproven author is believed to want an answer only if the envelope, to
 * which a bounce would go, names the same domain (RFC 3834, section 4). */
static bool envelope_differs(const struct respond_facts *facts)
{
	const struct message *message = facts->message;

	if (facts->auth == AUTH_PASS)
		return false;
	return !message->has_return_path ||
	       !text_same(domain_of(message->return_path.address),
			  domain_of(facts->author));
}

/* What the mail says of itself and its author. */
static enum respond_verdict judge_mail(const struct respond_facts *facts)
{
	const struct message *message = facts->message;

	if (facts->author[0] == '\0')
		return RESPOND_NO_AUTHOR;
	if (message->has_return_path &&
	    message->return_path.address[0] == '\0')
		return RESPOND_NULL_SENDER;
	if (facts->ourselves || facts->origin->kind == ORIGIN_OURSELVES)
		return RESPOND_OURSELVES;
	if (facts->origin->kind != ORIGIN_PERSON)
		return RESPOND_AUTOMATIC;
	if (facts->answers_automatic)
		return RESPOND_ANSWERS_AUTO;
	if (facts->own_words)
		return RESPOND_OWN_WORDS;
	if (message->received_fields > MOST_HOPS)
		return RESPOND_HOPS;
	if ((message->defects & BROKEN) != 0)
		return RESPOND_MALFORMED;
	/* Whatever else origin knows against it. */
	if (!facts->origin->may_answer)
		return RESPOND_AUTOMATIC;
	if (facts->auth == AUTH_FAIL)
		return RESPOND_FAILED_AUTH;
	if (envelope_differs(facts))
		return RESPOND_ENVELOPE;
	return RESPOND_SEND;
}

/* What we know of the address and of the ticket. */
static enum respond_verdict judge_past(const struct respond_facts *facts)
{
	if (facts->agent)
		return RESPOND_AGENT;
	if (facts->spam)
		return RESPOND_SPAM;
	if (facts->bounced)
		return RESPOND_BOUNCED;
	if (facts->complained)
		return RESPOND_COMPLAINED;
	if (facts->stopped)
		return RESPOND_STOPPED;
	if (facts->suppressed)
		return RESPOND_RULE;
	if (facts->acknowledged)
		return RESPOND_ACKNOWLEDGED;
	if (facts->follow_up)
		return RESPOND_FOLLOW_UP;
	if (facts->said)
		return RESPOND_SAID;
	return RESPOND_SEND;
}

/* Unproven senders get half of what the operator allows, but at least one. */
static int halved(int cap)
{
	return cap > 1 ? cap / 2 : cap;
}

enum respond_verdict respond_caps(const struct respond_facts *facts,
				  const struct desk *desk)
{
	const struct desk_caps *caps = &desk->caps;
	bool proven = facts->auth == AUTH_PASS;
	int hour = proven ? caps->verified_hour : halved(caps->address_hour);
	int day = proven ? caps->verified_day : halved(caps->address_day);

	if (facts->autos_without_person >= caps->without_person)
		return RESPOND_MUTED;
	if (facts->autos_hour >= hour || facts->autos_day >= day)
		return RESPOND_CAP_ADDRESS;
	if (!proven && facts->domain_hour >= caps->domain_hour)
		return RESPOND_CAP_DOMAIN;
	if (facts->breaker == BREAKER_OPEN ||
	    (facts->breaker_limit > 0 &&
	     facts->desk_ten >= facts->breaker_limit))
		return RESPOND_BREAKER;
	if (facts->desk_minute >= caps->desk_minute ||
	    facts->desk_hour >= caps->desk_hour)
		return RESPOND_CAP_DESK;
	return RESPOND_SEND;
}

enum respond_verdict respond_judge(const struct respond_facts *facts,
				   const struct desk *desk)
{
	enum respond_verdict verdict;

	if (!facts->autos)
		return RESPOND_AUTOS_OFF;
	if (facts->before_activation)
		return RESPOND_OLD_MAIL;
	verdict = judge_mail(facts);
	if (verdict == RESPOND_SEND)
		verdict = judge_past(facts);
	if (verdict != RESPOND_SEND)
		return verdict;
	if (facts->auth != AUTH_PASS && desk->ack_unverified == ACK_NEVER)
		return RESPOND_UNVERIFIED;
	verdict = respond_caps(facts, desk);
	if (verdict == RESPOND_SEND && facts->auth != AUTH_PASS &&
	    (desk->ack_unverified == ACK_NEUTRAL || facts->forwarded))
		return RESPOND_SEND_NEUTRAL;
	return verdict;
}

const char *respond_word(enum respond_verdict verdict)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		RESPOND_VERDICTS(ROW)
#undef ROW
	};

	return words[verdict];
}
