/* known.h - single things that are known of the past.
 *
 * Ownership: in the arena of the history that they are part of.
 */
#ifndef DESK_KNOWN_H
#define DESK_KNOWN_H

#include "desk/expectation.h"
#include "desk/plan.h"

/* What was written in a ticket. */
struct known_said {
	enum message_direction direction;
	usec_t at;
	const char *message_id;		/* "" if none */
	const char *from_address, *from_name;
	const char *visible;		/* without quotes, its beginning */
};

/* A step of an agent in a ticket. */
struct known_step {
	int64_t id;		/* of its event */
	usec_t at;
	const char *json;	/* of desk/step.h */
	bool undone;
};

/* How far a mail is that no machine decided to send. */
enum known_way {
	WAY_HELD,		/* can be called back */
	WAY_LEAVING,		/* waits for its turn, or is on its way */
	WAY_SENT,
	WAY_GONE,		/* cancelled or failed */
};

/* A mail to a customer by an agent, or to an agent by us. */
struct known_sent {
	int64_t id;		/* in the outbox */
	int64_t message_row;	/* 0: none */
	bool by_agent;
	enum known_way way;
	const char *recipient;	/* lower case */
	const char *message_id;
	usec_t created;
	usec_t ended;		/* 0: not yet */
};

struct correct_message;

struct known_ticket {
	struct ticket ticket;
	struct strings participants;	/* addresses, lower case */
	const struct plan_relation *relations;	/* from here to others */
	size_t relation_count;
	bool acknowledged;		/* an acknowledgement was queued */
	bool verified;			/* a proven sender wrote in it */
	struct strings offered;		/* articles, as the customer saw them */
	/* Only where an agent writes (keys.agent_numbers), newest first. */
	const struct known_step *steps;
	size_t step_count;
	const struct known_sent *sent;
	size_t sent_count;
	const struct correct_message *messages;	/* oldest first; only where
						 * they may be moved */
	size_t message_count;
	struct strings texts;		/* said in it lately, newest first: an
					 * answer may quote them; none where
					 * only a subject leads, for nobody
					 * joins by that */
	/* Only where an agent writes (keys.agent_numbers): what was said of
	 * late, notes too, newest first; and the header of the last mail of a
	 * customer, NULL if there is none. */
	const struct known_said *said;
	size_t said_count;
	const struct message *last;
};

/* A Message-ID and a ticket where it was received, sent or mentioned. */
struct known_mention {
	const char *message_id;
	struct known_ticket *ticket;	/* NULL: known, but of no ticket */
	bool ours;			/* we minted it */
	bool automatic;			/* ours, in an automatic mail */
	bool received;			/* came in, not merely mentioned */
	const char *branch;		/* base subject under which it is the
					 * ticket's; NULL or "": any */
	struct known_mention *next;	/* the same id in another ticket */
};

/* What else leads to a ticket. */
struct known_clue {
	enum clue_kind kind;
	const char *key;
	struct known_ticket *ticket;
	struct known_clue *next;	/* the same in another ticket */
};

struct known_address {
	int64_t id, contact_id;
	const char *address;		/* lower case */
	const char *name;
	const char *language;		/* of the contact's last mail, or "" */
	struct strings also;		/* the contact's other addresses */
	bool bounced;			/* hard bounce since it last wrote */
	bool complained;		/* called our mail abuse since then */
	bool spam;			/* an agent takes its mail for spam */
	int autos_hour, autos_day;	/* automatic mails queued to it */
	int autos_without_person;	/* since a person last wrote */
};

/* Automatic mails to one mail domain within the last hour. */
struct known_domain {
	const char *domain;		/* lower case */
	int autos_hour;
};

/* A mail that was seen before: the same bytes, or the same Message-ID. */
struct known_mail {
	int64_t id;
	uint8_t sha256[32];
	const char *message_id;
	int64_t ticket_id;		/* 0: none */
	const char *author;		/* lower case */
	uint8_t content[32];		/* of plan.h: what a person reads */
	bool listed;			/* it came by a mailing list */
	struct known_mail *next;	/* another under the same Message-ID */
};

struct known_outbox {
	int64_t id, ticket_id;
	const char *recipient;
	bool automatic;
	bool bounced;			/* a bounce was recorded before */
	int soft;			/* soft ones of its recipient, of other
					 * mails, since it last wrote */
};

/* Tickets of one queue and one urgency: what is expected, and how many wait. */
struct known_kind {
	struct expectation bands[EXPECTATION_BANDS];
	size_t band_count;
	int64_t waiting;
};

/* Words that wait for an agent's yes, or waited. */
struct known_draft {
	int64_t id, ticket_id;		/* ticket 0: of none yet */
	int64_t mail_id;
	const char *agent, *why;	/* agent: address, lower case */
	const char *text, *words;	/* as in struct plan_draft */
	size_t leading;
	enum draft_state state;
	usec_t created;
};

/* How many mails about drafts an agent was sent in the last hour. */
struct known_asked {
	const char *agent;
	int hour;
};

/* When mails of one address came, in any order. */
struct known_sender {
	usec_t *received;
	size_t count, room;
};

#endif
