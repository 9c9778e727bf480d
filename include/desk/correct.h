/* correct.h - what a person puts right by hand: a plan like any other.
 *
 * A held mail is let in, messages get a ticket of their own, two tickets
 * become one or two again, a ticket is closed or opened.  What is known and
 * what was asked for give a plan, or a refusal in plain words that says what
 * to do instead.  Commands and agents' mails both come here.
 *
 * It does not judge who may ask; the caller did.  Asking twice changes
 * nothing the second time, and no correction writes a mail to anybody.
 *
 * Ownership: in the arena; the plan may point into the facts.
 * Errors:    none; what cannot be done is a verdict.
 * Limits:    CORRECT_MESSAGES of a ticket are read, the newest.
 */
#ifndef DESK_CORRECT_H
#define DESK_CORRECT_H

#include "desk/history.h"

/* What may be asked for, by the name of its command. */
#define CORRECT_KINDS(ROW)			\
	ROW(CORRECT_JOIN,    "join")		\
	ROW(CORRECT_SPLIT,   "split")		\
	ROW(CORRECT_MERGE,   "merge")		\
	ROW(CORRECT_UNMERGE, "unmerge")		\
	ROW(CORRECT_CLOSE,   "close")		\
	ROW(CORRECT_REOPEN,  "reopen")

enum correct_kind {
#define ROW(name, word) name,
	CORRECT_KINDS(ROW)
#undef ROW
};

#define CORRECT_VERDICTS(ROW)				\
	ROW(CORRECT_DONE,         "done")		\
	ROW(CORRECT_ALREADY,      "already-so")		\
	ROW(CORRECT_NO_TICKET,    "no-such-ticket")	\
	ROW(CORRECT_NO_MAIL,      "no-such-mail")	\
	ROW(CORRECT_NO_MESSAGE,   "not-in-ticket")	\
	ROW(CORRECT_NOT_HELD,     "not-held")		\
	ROW(CORRECT_SAME_TICKET,  "same-ticket")	\
	ROW(CORRECT_CYCLE,        "cycle")		\
	ROW(CORRECT_MERGED,       "part-of-another")	\
	ROW(CORRECT_NOT_MERGED,   "not-merged")		\
	ROW(CORRECT_NOTHING_LEFT, "nothing-left")

enum correct_verdict {
#define ROW(name, word) name,
	CORRECT_VERDICTS(ROW)
#undef ROW
};

enum {
	CORRECT_MESSAGES = 1000,
	CORRECT_SUBJECT = 512,	/* octets of a subject that is given */
	CORRECT_IDS = 24	/* the most that one plan takes */
};

struct correct_ask {
	enum correct_kind kind;
	const char *actor;	/* who asks, one line for the history */
	int64_t mail_id;	/* join */
	int64_t ticket;		/* number; of a join 0: where it is held */
	int64_t into;		/* merge: number */
	const int64_t *messages;	/* split: ids of messages, or of the
					 * mails that brought them */
	size_t message_count;
	const char *subject;	/* split; NULL: that of the first message */
	bool by_mail;		/* who asks knows no command line */
};

/* A message of the ticket, or of one that is merged into it. */
struct correct_message {
	int64_t id, ticket_id;
	int64_t mail_id;		/* that it came with, or that it
					 * answers; 0: none */
	enum message_direction direction;
	const char *message_id;		/* "" if none */
	const char *from_address, *from_name;	/* address in lower case */
	const char *subject, *language;
	int64_t contact_id;		/* of the sender, 0: none yet */
	bool held;			/* its mail is a pending join */
	struct strings cites;		/* In-Reply-To and References */
};

/* The mail that a join asks for, as it stands in the ledger. */
struct correct_mail {
	int64_t id, ticket_id;		/* ticket 0: none */
	const char *disposition;	/* "" while it is pending */
	bool by_person;			/* a person wrote it, no machine */
	bool judged;			/* by rules; else what follows is 0 */
	int score;
	enum urgency urgency;
	const char *rules;		/* that hit, a line each */
};

struct correct_facts {
	struct history *history;	/* with the tickets that were asked
					 * for, and those they went into */
	const struct correct_mail *mail;	/* NULL: there is none */
	const struct ticket *now;	/* the ticket as earlier commands of
					 * the same step leave it; NULL: as
					 * the history knows it */
	const struct correct_message *messages;	/* oldest first */
	size_t message_count;
};

struct correction {
	enum correct_verdict verdict;
	const char *text;	/* what was done, or what to do instead */
	int64_t ticket;		/* number of the one it is about, 0: none */
	struct plan plan;	/* to be executed if CORRECT_DONE */
};

/* Takes ids from the history, and changes nothing else in it. */
struct correction correct_plan(struct arena *arena,
			       const struct correct_ask *ask,
			       const struct correct_facts *facts);

const char *correct_word(enum correct_verdict verdict);
const char *correct_kind_word(enum correct_kind kind);

#endif
