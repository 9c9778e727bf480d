/* plan.h - what shall be done for one mail: a value, not an act.
 *
 * A mail, the clock and a person all end in a plan; store/commit.c executes
 * it in one transaction and adds nothing of its own.  It is complete: ids,
 * numbers, outgoing bytes and the reasons are all in it, so that it can be
 * stored, compared and made again.
 *
 * Ownership: in the arena of the batch.
 */
#ifndef DESK_PLAN_H
#define DESK_PLAN_H

#include "desk/ticket.h"

#define DISPOSITIONS(ROW)				\
	ROW(DISPOSITION_TICKETED,     "ticketed")	\
	ROW(DISPOSITION_JOINED,       "joined")		\
	ROW(DISPOSITION_PENDING_JOIN, "pending-join")	\
	ROW(DISPOSITION_DUPLICATE,    "duplicate")	\
	ROW(DISPOSITION_BOUNCE,       "bounce-recorded")	\
	ROW(DISPOSITION_NOTED,        "noted")		\
	ROW(DISPOSITION_QUARANTINED,  "quarantined")	\
	ROW(DISPOSITION_DROPPED,      "dropped")

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
	ROW(EVENT_NOTIFIED,     "notified")

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

#define OUTGOING_CLASSES(ROW)			\
	ROW(OUTGOING_AUTOMATIC, "automatic")	\
	ROW(OUTGOING_AGENT,     "agent")	\
	ROW(OUTGOING_ADMIN,     "admin")

/* Automatic and admin mail is sent at most once, an agent's at least once. */
enum outgoing_class {
#define ROW(name, word) name,
	OUTGOING_CLASSES(ROW)
#undef ROW
};

/* One mail to one recipient; its bytes never change. */
struct plan_outgoing {
	int64_t id;
	int64_t body_id;	/* shared by all recipients of one answer */
	int64_t ticket_id;
	int64_t message_row;	/* its row in `message`, 0 if none */
	enum outgoing_class class;
	const char *dedupe_key;	/* "ack/1042": at most one ever */
	const char *template, *language;
	const char *because;	/* the rule or verdict */
	const char *mail_from, *rcpt_to;
	const char *message_id, *subject, *text;
	const char *bytes;	/* RFC 5322, CRLF line ends */
	size_t size;
	usec_t due;
};

/* What two tickets have to do with each other. */
#define RELATION_KINDS(ROW)			\
	ROW(RELATION_RELATED, "related")	\
	ROW(RELATION_CHILD,   "child")		\
	ROW(RELATION_APART,   "apart")

enum relation_kind {
#define ROW(name, word) name,
	RELATION_KINDS(ROW)
#undef ROW
};

/* Of `ticket_id`, which is the child where there is one. */
struct plan_relation {
	int64_t ticket_id, other_id;
	enum relation_kind kind;
};

/* The ticket stays as it is and is part of `into` from now on; 0 takes it out
 * again. */
struct plan_merge {
	int64_t ticket_id, into;
};

/* What leads to a ticket besides Message-IDs. */
#define CLUE_KINDS(ROW)					\
	ROW(CLUE_THREAD_INDEX, "thread-index")		\
	ROW(CLUE_FOREIGN_ID,   "foreign-id")		\
	ROW(CLUE_SUBJECT,      "subject")		\
	ROW(CLUE_SUBJECT_FROM, "subject-from")

enum clue_kind {
#define ROW(name, word) name,
	CLUE_KINDS(ROW)
#undef ROW
	CLUE_COUNT
};

struct plan_clue {
	enum clue_kind kind;
	const char *key;
	int64_t ticket_id;
};

/* A message that a person puts elsewhere, or lets in where it is. */
struct plan_move {
	int64_t message_row;
	int64_t mail_id;	/* that it is counted with, 0: none */
	int64_t from_ticket, ticket_id;
	enum message_direction direction;	/* as it is afterwards */
};

/* A Message-ID that goes along. */
struct plan_mention_move {
	const char *message_id;
	int64_t from_ticket, ticket_id;
};

/* And what else leads to it. */
struct plan_clue_move {
	enum clue_kind kind;
	const char *key;
	int64_t from_ticket, ticket_id;
};

/* A held mail that a person let in: its end is another now. */
struct plan_admission {
	int64_t mail_id;
	enum disposition disposition;
	const char *reason;
	const char *trace;	/* JSON */
};

struct plan_participant {
	int64_t ticket_id;
	const char *address;	/* lower case */
};

/* A field of the ticket: its value is the sender's, one line. */
struct plan_field {
	const char *name, *value;
};

/* A ticket that the mail may belong to, and why. */
struct plan_candidate {
	int64_t ticket_id;
	const char *evidence;	/* a word of desk/match.h */
	int score;
	bool proven, held;
};

struct plan {
	int64_t mail_id;	/* 0: not made for a mail */
	usec_t now;
	usec_t received;	/* the mail, by its mailbox */
	enum disposition disposition;
	const char *how;	/* how the ticket was found, or "new" */
	const char *reason;	/* stable word: why this disposition */
	int64_t ticket_id;	/* 0: none */
	bool new_ticket;	/* insert `ticket`, else update it */
	const struct ticket *ticket;	/* as it is afterwards; NULL: as is */
	const char *subject;	/* of the mail, for lists */
	const char *origin;	/* its kind, a word of mail/origin.h */
	const char *answer;	/* the verdict of desk/respond.h, "" where an
				 * answer was no question */
	struct strings rules;	/* names of those that hit, in order */
	bool unparsed;
	const char *author;	/* lower case, "" if none */
	const char *message_id;	/* of the mail, "" if none */
	uint8_t sha256[32];	/* of the raw bytes */
	uint8_t content[32];	/* of author, subject, date, text and
				 * attachments: equal for two copies of a mail
				 * that came on different ways */
	bool by_person;		/* a person wrote (resets the mute) */

	const struct plan_address *address;	/* NULL: none is new */
	int64_t contact_id;	/* whose language is to be remembered */
	const char *language;	/* "" if unsure */
	const struct plan_message *messages;
	size_t message_count;
	const char *participant;	/* joins the ticket, NULL: nobody */
	const struct plan_participant *participants;	/* and these */
	size_t participant_count;
	const struct plan_event *events;
	size_t event_count;
	const struct plan_mention *mentions;
	size_t mention_count;
	const struct plan_outgoing *outgoing;
	size_t outgoing_count;
	int64_t bounced_outbox;		/* marked as bounced, 0: none */
	bool bounced_hard;
	const struct plan_relation *relations;
	size_t relation_count;
	const struct plan_merge *merges;
	size_t merge_count;
	const struct plan_candidate *candidates;	/* best first */
	size_t candidate_count;
	const struct plan_clue *clues;
	size_t clue_count;
	const struct plan_move *moves;
	size_t move_count;
	const struct plan_mention_move *mention_moves;
	size_t mention_move_count;
	const struct plan_clue_move *clue_moves;
	size_t clue_move_count;
	const struct plan_admission *admissions;
	size_t admission_count;
	const struct plan_field *fields;	/* of its ticket */
	size_t field_count;
	const struct part *parts;	/* of the mail: attachment rows */
	size_t part_count;
	const char *trace;		/* JSON: tests, candidates, facts */
};

const char *disposition_word(enum disposition disposition);
const char *event_word(enum event_kind kind);
const char *message_direction_word(enum message_direction direction);
const char *relation_word(enum relation_kind kind);
const char *clue_word(enum clue_kind kind);
const char *outgoing_class_word(enum outgoing_class class);

#endif
