/* notification.h - the mails that tell agents of their tickets.
 *
 * One ticket is a mail that can be answered: the customer's new words first,
 * then what there is to know besides, so that he never has to explain twice.
 * Several at once, or more than one person reads, are one digest.
 *
 * The words of customers are plain text and links are written out.  Above all
 * stands a marker: what an agent leaves below it never reaches a customer
 * (desk/relay.h).  Reply-To is signed for this agent and this ticket; where
 * agents by mail are off (desk/proof.h) there is none, and the mail says how to
 * answer instead.
 *
 * Ownership: facts are borrowed; the plan lives in the arena.
 * Errors:    none; what cannot be composed gives a plan without mail.
 */
#ifndef DESK_NOTIFICATION_H
#define DESK_NOTIFICATION_H

#include "desk/desk.h"
#include "desk/history.h"

enum {
	/* More of them at once become a digest. */
	NOTIFICATION_SINGLE = 5,
	/* To one agent within an hour; then they wait and become a digest. */
	NOTIFICATION_HOUR = 30,
	/* Tickets that a digest tells of. */
	NOTIFICATION_LISTED = 50,
	/* Characters of one mail's words; the rest is in the ticket. */
	NOTIFICATION_WORDS = 20000,
};

/* So long is put off what is too much. */
#define NOTIFICATION_LATER (15 * USEC_MINUTE)

/* Who waited longer than that waited for a digest or for her hours. */
#define NOTIFICATION_WAITED (5 * USEC_MINUTE)

struct notification_cause {
	int64_t ticket_id, mail_id;
	enum notification_kind kind;
	const char *because;
	usec_t created, due;
};

struct notification_said {
	enum message_direction direction;
	int64_t mail_id;
	usec_t at;
	const char *from_address, *from_name, *visible;
	bool unverified, automatic;
};

struct notification_other {
	int64_t number;
	const char *state, *urgency, *subject, *requester;
	usec_t updated;
};

struct notification_file {
	int64_t mail_id;
	int number;		/* for `postdesk show --attachment` */
	const char *name, *type;
	int64_t size;
	const char *bytes;	/* decoded; NULL: it does not go along */
	size_t byte_count;
};

struct notification_ticket {
	struct ticket ticket;
	const struct notification_said *said;	/* newest first */
	size_t said_count;
	const struct notification_other *others;
	size_t other_count;
	const struct notification_file *files;	/* in the order of show */
	size_t file_count;
	usec_t promised;	/* an answer, by then; 0: nothing was said */
};

struct notification_facts {
	const struct desk *desk;
	const struct agent *agent;
	const struct notification_cause *causes;
	size_t cause_count;
	const struct notification_ticket *tickets;	/* most urgent first */
	size_t ticket_count;
	size_t more;		/* tickets that are not among them */
	usec_t now;
	struct history *history;	/* for ids */
};

/* Shall these go as one digest? */
bool notification_is_digest(const struct notification_facts *facts);

/* The most ids that one plan takes. */
enum { NOTIFICATION_IDS = 4 * NOTIFICATION_LISTED };

/* All the mails of it, and the events of their tickets. */
struct plan notification_plan(struct arena *arena,
			      const struct notification_facts *facts);

#endif
