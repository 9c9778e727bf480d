/* plan_effect.h - what a plan does to a ticket: what is said, sent and noted.
 *
 * Data and its words.  The words stand in the database, in JSON and in the
 * log: once released, a word is never changed.
 *
 * Ownership: in the arena of the batch.
 */
#ifndef DESK_PLAN_EFFECT_H
#define DESK_PLAN_EFFECT_H

#include "desk/ticket.h"

#define DISPOSITIONS(ROW)				\
	ROW(DISPOSITION_TICKETED,     "ticketed")	\
	ROW(DISPOSITION_JOINED,       "joined")		\
	ROW(DISPOSITION_PENDING_JOIN, "pending-join")	\
	ROW(DISPOSITION_DUPLICATE,    "duplicate")	\
	ROW(DISPOSITION_BOUNCE,       "bounce-recorded")	\
	ROW(DISPOSITION_NOTED,        "noted")		\
	ROW(DISPOSITION_QUARANTINED,  "quarantined")	\
	ROW(DISPOSITION_DROPPED,      "dropped")	\
	ROW(DISPOSITION_DRAFTED,      "drafted")

enum disposition {
#define ROW(name, word) name,
	DISPOSITIONS(ROW)
#undef ROW
};

#define MESSAGE_DIRECTIONS(ROW)			\
	ROW(MESSAGE_IN,   "in")			\
	ROW(MESSAGE_OUT,  "out")		\
	ROW(MESSAGE_NOTE, "note")

enum message_direction {
#define ROW(name, word) name,
	MESSAGE_DIRECTIONS(ROW)
#undef ROW
};

/* What happened to a ticket; the rows of the event table. */
#define EVENT_KINDS(ROW)				\
	ROW(EVENT_CREATED,      "created")		\
	ROW(EVENT_RECEIVED,     "received")		\
	ROW(EVENT_PENDING_JOIN, "pending-join")		\
	ROW(EVENT_DUPLICATE,    "duplicate")		\
	ROW(EVENT_REOPENED,     "reopened")		\
	ROW(EVENT_CLASSIFIED,   "classified")		\
	ROW(EVENT_ANSWERED,     "answered")		\
	ROW(EVENT_NOT_ANSWERED, "not-answered")		\
	ROW(EVENT_BOUNCED,      "bounced")		\
	ROW(EVENT_RELATED,      "related")		\
	ROW(EVENT_NOTED,        "noted")		\
	ROW(EVENT_CHILD,        "child")		\
	ROW(EVENT_THANKED,      "thanked")		\
	ROW(EVENT_ADMITTED,     "admitted")		\
	ROW(EVENT_MERGED,       "merged")		\
	ROW(EVENT_UNMERGED,     "unmerged")		\
	ROW(EVENT_SPLIT,        "split")		\
	ROW(EVENT_CLOSED,       "closed")		\
	ROW(EVENT_ASSIGNED,     "assigned")		\
	ROW(EVENT_FIELD,        "field")		\
	ROW(EVENT_NOTIFIED,     "notified")		\
	ROW(EVENT_RELAYED,      "relayed")		\
	ROW(EVENT_COMMANDED,    "commanded")		\
	ROW(EVENT_REFUSED,      "refused")		\
	ROW(EVENT_UNDONE,       "undone")		\
	ROW(EVENT_DRAFTED,      "drafted")		\
	ROW(EVENT_CONFIRMED,    "confirmed")		\
	ROW(EVENT_PENDED,       "pended")		\
	ROW(EVENT_OPENED,       "opened")		\
	ROW(EVENT_SOLVED,       "solved")		\
	ROW(EVENT_STOPPED,      "stopped")		\
	ROW(EVENT_SCORED,       "scored")		\
	ROW(EVENT_OFFERED,      "offered")		\
	ROW(EVENT_SURVEYED,     "surveyed")		\
	ROW(EVENT_UNDELIVERED,  "undelivered")		\
	ROW(EVENT_ESCALATED,    "escalated")		\
	ROW(EVENT_ERASED,       "erased")

enum event_kind {
#define ROW(name, word) name,
	EVENT_KINDS(ROW)
#undef ROW
};

struct plan_event {
	int64_t id;
	int64_t ticket_id;
	enum event_kind kind;
	const char *word;	/* the verdict or rule behind it */
	const char *detail;	/* one line for people, "" if none */
	const char *undo;	/* JSON of desk/step.h: what was before; NULL:
				 * it is no step that can be taken back */
};

/* A contact and its first address, new to us. */
struct plan_address {
	int64_t id, contact_id;
	const char *address;	/* lower case */
	const char *name;
};

struct plan_message {
	int64_t id;
	int64_t ticket_id;
	enum message_direction direction;
	const char *message_id;		/* "" if none */
	const char *from_address, *from_name;
	const char *subject, *text;	/* text: the whole, unfolded */
	const char *visible;		/* what was written now */
	const char *language;		/* "" if unsure */
	bool unverified;		/* sender not proven */
};

/* A Message-ID that belongs to the ticket from now on. */
struct plan_mention {
	const char *message_id;
	int64_t ticket_id;
	bool ours, automatic, received;
	const char *branch;	/* base subject under which it is the ticket's;
				 * NULL or "": any */
};

struct plan_participant {
	int64_t ticket_id;
	const char *address;	/* lower case */
};

/* Another ticket that changes, or begins, with it. */
struct plan_further {
	const struct ticket *ticket;
	bool new;
};

/* Said to be spam: no automatic mail goes there, until it is taken back. */
struct plan_shunned {
	const char *address;	/* lower case */
	bool shunned;
};

/* A field of the ticket: its value is the sender's, one line. */
struct plan_field {
	const char *name, *value;
};

const char *disposition_word(enum disposition disposition);
const char *event_word(enum event_kind kind);
const char *message_direction_word(enum message_direction direction);

#endif
