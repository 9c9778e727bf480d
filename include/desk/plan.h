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

#include "desk/breaker.h"
#include "desk/plan_draft.h"
#include "desk/plan_link.h"
#include "desk/plan_notification.h"
#include "desk/plan_outgoing.h"

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
	int64_t shape;		/* of its text, where it is answered, else 0
				 * (desk/said.h) */
	bool by_person;		/* a person wrote (resets the mute) */

	const struct plan_address *address;	/* NULL: none is new */
	int64_t contact_id;	/* whose language is to be remembered */
	const char *language;	/* "" if unsure */
	const struct plan_message *messages;
	size_t message_count;
	const char *participant;	/* joins the ticket, NULL: nobody */
	const struct plan_participant *participants;	/* and these */
	size_t participant_count;
	const struct plan_participant *leaving;		/* take part no more */
	size_t leaving_count;
	const struct plan_further *further;
	size_t further_count;
	const int64_t *cancelled;	/* outbox rows: all of them are held
					 * still, or nothing is done */
	size_t cancelled_count;
	const struct plan_shunned *shunned;
	size_t shunned_count;
	const struct plan_event *events;
	size_t event_count;
	const struct plan_mention *mentions;
	size_t mention_count;
	const struct plan_outgoing *outgoing;
	size_t outgoing_count;
	const struct plan_notification *notifications;
	size_t notification_count;
	int64_t bounced_outbox;		/* marked as bounced, 0: none */
	bool bounced_hard;
	int64_t complained_outbox;	/* was called abuse, 0: none */
	bool own_words;		/* our own came back: not answered for that */
	const struct breaker *breaker;	/* opens; NULL: stays as it is */
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
	struct strings offered;		/* articles, in order */
	const char *solved_by;		/* the one that helped; NULL: unknown */
	bool quiet;			/* no more automatic mail in its ticket */
	int score;			/* that the customer gives, 0: none */
	const struct plan_response *response;	/* owed to the ticket that it
						 * opens; NULL: none */
	const struct plan_draft *draft;	/* that is held; NULL: none */
	struct plan_settlement settlement;	/* of an earlier one */
	const struct part *parts;	/* of the mail: attachment rows */
	size_t part_count;
	const char *trace;		/* JSON: tests, candidates, facts */
};

#endif
