/* respond.h - may this mail be answered automatically?
 *
 * One pure verdict with a stable word, asked in a fixed order: the first
 * refusal wins.  It combines what the mail says (mail/origin), what is known
 * of the sender and the ticket, and the caps.  It is never laxer than
 * origin's may_answer, whatever rules say.
 *
 * Ownership: facts are borrowed for the call.  Errors: none; when in doubt
 * it is silence.
 */
#ifndef DESK_RESPOND_H
#define DESK_RESPOND_H

#include "desk/breaker.h"
#include "desk/desk.h"

#define RESPOND_VERDICTS(ROW)					\
	ROW(RESPOND_AUTOS_OFF,     "automatic-mail-off")	\
	ROW(RESPOND_OLD_MAIL,      "older-than-activation")	\
	ROW(RESPOND_NO_AUTHOR,     "no-sound-author")		\
	ROW(RESPOND_NULL_SENDER,   "null-sender")		\
	ROW(RESPOND_OURSELVES,     "from-ourselves")		\
	ROW(RESPOND_AUTOMATIC,     "automatic-mail")		\
	ROW(RESPOND_ANSWERS_AUTO,  "answers-our-automatic-mail") \
	ROW(RESPOND_OWN_WORDS,     "our-own-words")		\
	ROW(RESPOND_HOPS,          "too-many-hops")		\
	ROW(RESPOND_MALFORMED,     "malformed")			\
	ROW(RESPOND_ENVELOPE,      "envelope-differs")		\
	ROW(RESPOND_AGENT,         "from-agent")		\
	ROW(RESPOND_FAILED_AUTH,   "authentication-failed")	\
	ROW(RESPOND_UNVERIFIED,    "sender-unverified")		\
	ROW(RESPOND_SPAM,          "taken-for-spam")		\
	ROW(RESPOND_BOUNCED,       "address-bounced")		\
	ROW(RESPOND_COMPLAINED,    "address-complained")	\
	ROW(RESPOND_STOPPED,       "stopped-by-customer")	\
	ROW(RESPOND_RULE,          "suppressed-by-rule")	\
	ROW(RESPOND_ACKNOWLEDGED,  "already-acknowledged")	\
	ROW(RESPOND_FOLLOW_UP,     "follow-up")			\
	ROW(RESPOND_SAID,          "said-before")		\
	ROW(RESPOND_MUTED,         "muted-until-a-person-writes") \
	ROW(RESPOND_CAP_ADDRESS,   "cap-address")		\
	ROW(RESPOND_CAP_DOMAIN,    "cap-domain")		\
	ROW(RESPOND_BREAKER,       "breaker-open")		\
	ROW(RESPOND_CAP_DESK,      "cap-desk")			\
	ROW(RESPOND_SEND,          "send")			\
	ROW(RESPOND_SEND_NEUTRAL,  "send-neutral")

enum respond_verdict {
#define ROW(name, word) name,
	RESPOND_VERDICTS(ROW)
#undef ROW
};

struct respond_facts {
	const char *author;		/* lower case; "" if not sound */
	const struct message *message;	/* envelope, hops, defects */
	const struct origin *origin;
	enum auth_verdict auth;
	bool autos;			/* switched on */
	bool before_activation;		/* received before the desk began */
	bool ourselves;			/* author is one of our addresses */
	bool agent;			/* author is an agent */
	bool forwarded;			/* an agent passed the author's words
					 * on: they may not be his */
	bool answers_automatic;		/* cites an automatic mail of ours */
	bool own_words;			/* says again what ours say */
	bool said;			/* says what was said too often */
	bool spam;			/* an agent said so of the author */
	bool bounced;
	bool complained;		/* the author, of our mail */
	bool stopped;			/* the customer wants none here */
	bool suppressed;		/* by a rule */
	bool acknowledged;		/* this ticket already */
	bool follow_up;			/* joins a ticket */
	int autos_hour, autos_day;	/* to this address */
	int autos_without_person;
	int domain_hour;
	int desk_minute, desk_ten, desk_hour;
	enum breaker_state breaker;
	int breaker_limit;		/* of desk_ten; 0: none */
};

enum respond_verdict respond_judge(const struct respond_facts *facts,
				   const struct desk *desk);

/* The part of it that counts how much goes out. */
enum respond_verdict respond_caps(const struct respond_facts *facts,
				  const struct desk *desk);

const char *respond_word(enum respond_verdict verdict);

#endif
