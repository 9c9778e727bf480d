/* desk.h - one support operation, as its operator set it up.
 *
 * Data only; app/settings fills it, the pure layers read it.
 *
 * Ownership: in the arena of the settings, which outlives every batch.
 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include "desk/foreign.h"
#include "desk/command.h"
#include "desk/cover.h"
#include "desk/hours.h"
#include "desk/organisation.h"
#include "desk/promise.h"
#include "desk/reopen.h"
#include "desk/survey_policy.h"
#include "desk/team.h"
#include "mail/gist.h"

#define ACK_UNVERIFIED(ROW)			\
	ROW(ACK_NEVER,   "never")		\
	ROW(ACK_NEUTRAL, "neutral")		\
	ROW(ACK_NORMAL,  "normal")

/* What a sender gets whose domain was not proven. */
enum ack_unverified {
#define ROW(name, word) name,
	ACK_UNVERIFIED(ROW)
#undef ROW
};

#define COLLEAGUES(ROW)				\
	ROW(COLLEAGUES_PENDING, "pending")	\
	ROW(COLLEAGUES_JOIN,    "join")

/* May a proven sender of the requester's organisation join his tickets, or
 * is he a stranger like all others? */
enum colleagues {
#define ROW(name, word) name,
	COLLEAGUES(ROW)
#undef ROW
};

/* How many automatic mails may go out. */
struct desk_caps {
	int address_hour, address_day;		/* to an unproven address */
	int verified_hour, verified_day;	/* to a proven one */
	int without_person;	/* lifetime, until a person writes */
	int domain_hour;	/* to one domain without a proven sender */
	int desk_minute, desk_hour;
};

#define NEW_SUBJECT(ROW)			\
	ROW(NEW_SUBJECT_CHILD, "child")		\
	ROW(NEW_SUBJECT_JOIN,  "join")

/* What an answer does whose subject was changed. */
enum new_subject {
#define ROW(name, word) name,
	NEW_SUBJECT(ROW)
#undef ROW
};

#define TRANSCRIPTS(ROW)			\
	ROW(TRANSCRIPT_ERRORS, "errors")	\
	ROW(TRANSCRIPT_ALWAYS, "always")

/* When is an agent told what her mail did?  Where something could not be done,
 * and where she asks, she always is. */
enum transcript_when {
#define ROW(name, word) name,
	TRANSCRIPTS(ROW)
#undef ROW
};

#define NOTIFY_WHENS(ROW)			\
	ROW(NOTIFY_WITH_AUTOS, "with-autos")	\
	ROW(NOTIFY_ALWAYS,     "always")	\
	ROW(NOTIFY_NEVER,      "never")

/* Whether agents are told of their tickets (desk/alert.h). */
enum notify_when {
#define ROW(name, word) name,
	NOTIFY_WHENS(ROW)
#undef ROW
};

struct desk_notify {
	enum notify_when when;
	int64_t limit;		/* bytes of files in one mail to an agent */
};

/* How answers of agents leave. */
struct desk_relay {
	const char *name;	/* From: "{agent}, {desk}" */
	const char *signature;	/* Markdown below them, "" if none */
	usec_t undo;		/* so long they wait, to be undone */
	int64_t limit;		/* bytes of all that is attached to one */
};

struct desk {
	int64_t id;
	const char *name;		/* "acme": in the log and commands */
	const char *display_name;	/* "Acme Support": From of answers */
	const char *address;		/* "support@acme.test" */
	const char *admin;		/* is told of trouble; NULL: nobody */
	const char *token_address;	/* base of signed addresses */
	bool address_tokens;		/* does plus-addressing survive here? */
	struct gist_desk gist;		/* own addresses, pinned ids */
	struct team team;		/* the agents */
	struct assignment assignment;	/* of tickets that no rule assigns */
	enum transcript_when transcript;	/* what agents' mails did */
	struct command_aliases aliases;	/* other names of commands */
	struct strings agents;		/* addresses of the agents */
	struct strings agent_names;	/* what customers call them */
	struct strings queues;		/* all there are; none: any word */
	struct token_ring ring;
	const char *language;		/* default of answers, "en" */
	const char *queue;		/* default queue */
	enum ack_unverified ack_unverified;
	struct desk_caps caps;
	int breaker;			/* automatic mails in ten minutes that
					 * are never too many; 0: no breaker */
	struct reopen_policy reopen;	/* answers to closed tickets */
	struct survey_policy survey;	/* asking how it was */
	struct survey_policy tell_closed;
	struct organisations organisations;
	enum colleagues colleagues;
	const struct hours *hours;	/* NULL: always open */
	struct cover cover;		/* whose hours a ticket has */
	struct promise_policy promises;	/* of a first answer */
	const struct foreign *foreign;	/* NULL: ids of no other system */
	usec_t subject_window;		/* how long a subject counts; 0: off */
	enum new_subject new_subject;
	int score_high, score_critical;	/* thresholds of the urgency */
	int score_low;			/* at or below: low */
	struct desk_relay relay;
	struct desk_notify notify;
};

#endif
