/* survey.h - what a customer gets once his ticket was closed: first that it
 * was, later the question how it was.
 *
 * A plan that the clock brings, not a mail.  Only a customer who was proven
 * gets them, of a ticket that a person closed, each once a ticket for ever,
 * and within all that holds back automatic mail: switched off, older than the
 * desk, stopped by the customer, an address that bounces or that an agent
 * takes for spam, the caps and the breaker.
 *
 * Ownership: the plan lives in the arena, and may point into the history.
 * Errors:    none.
 */
#ifndef DESK_SURVEY_H
#define DESK_SURVEY_H

#include "desk/desk.h"
#include "desk/history.h"
#include "desk/template.h"

/* By the reply that says it. */
#define SURVEY_KINDS(ROW)		\
	ROW(SURVEY_SCORE,  "survey")	\
	ROW(SURVEY_CLOSED, "closed")

enum survey_kind {
#define ROW(name, word) name,
	SURVEY_KINDS(ROW)
#undef ROW
	SURVEY_KIND_COUNT
};

#define SURVEY_VERDICTS(ROW)				\
	ROW(SURVEY_OFF,       "survey-off")		\
	ROW(SURVEY_AUTOS_OFF, "automatic-mail-off")	\
	ROW(SURVEY_NOT_OVER,  "not-over")		\
	ROW(SURVEY_OLD,       "older-than-activation")	\
	ROW(SURVEY_QUEUE,     "another-queue")		\
	ROW(SURVEY_STOPPED,   "stopped-by-customer")	\
	ROW(SURVEY_UNPROVEN,  "sender-unverified")	\
	ROW(SURVEY_SPAM,      "taken-for-spam")		\
	ROW(SURVEY_BOUNCED,   "address-bounced")	\
	ROW(SURVEY_CAPPED,    "capped")			\
	ROW(SURVEY_NO_REPLY,  "no-such-reply")		\
	ROW(SURVEY_REFUSED,   "cannot-be-sent")		\
	ROW(SURVEY_SEND,      "send")

enum survey_verdict {
#define ROW(name, word) name,
	SURVEY_VERDICTS(ROW)
#undef ROW
};

/* The most ids that one plan takes from the history's block. */
enum { SURVEY_IDS = 4 };

/* Who gets what: a ticket, and whether its requester was proven in it. */
struct survey_ask {
	enum survey_kind kind;
	int64_t number;
	bool proven;
};

struct survey {
	enum survey_verdict verdict;
	struct plan plan;	/* with SURVEY_SEND */
};

struct survey survey_plan(struct arena *arena, const struct desk *desk,
			  const struct templates *templates,
			  struct history *history,
			  const struct survey_ask *ask);

const struct survey_policy *survey_policy(const struct desk *desk,
					  enum survey_kind kind);

const char *survey_word(enum survey_verdict verdict);
const char *survey_kind_word(enum survey_kind kind);

#endif
