/* history.h - everything a decision may need to know of the past.
 *
 * store/history.c fills it for a whole batch in two round trips, under
 * the desk's row lock; history_apply() folds each plan into it, so that mail k
 * sees mails 1 to k-1 of its batch.
 *
 * Ownership: all in the arena it was made in.
 * Errors:    none; what is not there was never seen.
 */
#ifndef DESK_HISTORY_H
#define DESK_HISTORY_H

#include "base/map.h"
#include "desk/incident.h"
#include "desk/keys.h"
#include "desk/said.h"

struct correct_mail;

/* A block of ids from the database's sequence: [next, end). */
struct ids {
	int64_t next, end;
};

struct history {
	struct arena *arena;		/* borrowed */
	usec_t now;			/* read once, from the database */
	bool autos;			/* automatic mail is switched on */
	usec_t activated;		/* older mail is never answered */
	int64_t next_number;		/* of the desk's next ticket */
	int autos_minute, autos_hour;	/* automatic mails of the desk; these
					 * and autos_ten may be too high where
					 * no limit is near: desk/keys.h */
	int notices_hour;		/* that rules had sent */
	struct breaker breaker;		/* opened last */
	int autos_ten;			/* automatic mails in ten minutes */
	int autos_usual;		/* median of the day before */
	struct map echoes;		/* who sent us our own words within the
					 * hour, by address in lower case */
	int64_t ruleset;		/* version that is active */
	struct incidents incidents;	/* that run now */
	struct ids ids;

	struct map tickets;		/* by id, as decimal text */
	struct map numbers;		/* by number, as decimal text */
	struct map mentions;		/* struct known_mention, by id */
	struct map clues;		/* struct known_clue, by kind and key */
	struct map addresses;		/* by address in lower case */
	struct map domains;		/* by domain in lower case */
	struct map mails;		/* by sha256 in lower-case hex */
	struct map message_ids;		/* struct known_mail, by Message-ID */
	struct map outbox;		/* by id, as decimal text */
	struct map senders;		/* by address in lower case */
	struct map expectations;	/* struct known_kind, by queue and
					 * urgency */
	struct map said;		/* struct said, by shape */
	struct map loads;		/* open tickets, by agent */
	struct map served;		/* the last agent, by customer */
	struct map held;		/* struct correct_mail, by mail as
					 * decimal text */
	struct map drafts;		/* by id, as decimal text */
	struct map asked;		/* struct known_asked, by address */
	struct map muted;		/* agents to whom mail came back */
};

struct history *history_new(struct arena *arena);

/* The ticket, or the one that it is part of now. */
struct known_ticket *history_ticket(const struct history *history, int64_t id);
struct known_ticket *history_number(const struct history *history,
				    int64_t number);
struct known_ticket *history_root(const struct history *history,
				  struct known_ticket *ticket);

/* The ticket itself, also where it was merged. */
struct known_ticket *history_itself(const struct history *history, int64_t id);
struct known_ticket *history_numbered(const struct history *history,
				      int64_t number);

/* Is there such a relation between the two, in either direction? */
bool history_related(const struct history *history,
		     const struct known_ticket *a,
		     const struct known_ticket *b, enum relation_kind kind);
const struct known_clue *history_clue(const struct history *history,
				      enum clue_kind kind, const char *key);
const struct known_mention *history_mention(const struct history *history,
					    const char *message_id);
struct known_address *history_address(const struct history *history,
				      const char *address);
int history_domain_hour(const struct history *history, const char *domain);
struct known_mail *history_same_bytes(const struct history *history,
				      const uint8_t sha256[32]);
/* All that use the Message-ID, in any order; of the past the 16 oldest and the
 * 16 newest are known. */
struct known_mail *history_same_id(const struct history *history,
				   const char *message_id);
struct known_outbox *history_outbox(const struct history *history, int64_t id);
struct known_draft *history_draft(const struct history *history, int64_t id);
int history_asked(const struct history *history, const char *agent);

/* Did what was told to this agent come back, and nothing of him since? */
bool history_muted(const struct history *history, const char *address);
const struct known_sender *history_sender(const struct history *history,
					  const char *address);

const struct said *history_said(const struct history *history, int64_t shape);

/* How many tickets of an agent wait for us, and who served a customer last
 * (NULL: nobody); an address in lower case.  (desk/history_load.c) */
void history_add_load_of(struct history *history, const char *agent, int open);
int history_load_of(const struct history *history, const char *agent);
void history_add_served(struct history *history, const char *customer,
			const char *agent);
const char *history_served(const struct history *history,
			   const char *customer);

/* A mail that may be let in, if it is held; NULL: it was not asked for. */
void history_add_held(struct history *history,
		      const struct correct_mail *mail);
const struct correct_mail *history_held(const struct history *history,
					int64_t mail_id);

/* How long people wait for a first answer there; NULL: nothing is known. */
const struct known_kind *history_kind(const struct history *history,
				      const char *queue,
				      enum urgency urgency);

/* How many wait in the queue that are as urgent, or more. */
int history_ahead(const struct history *history, const char *queue,
		  enum urgency urgency);

/* The next id of the block; the reader made sure that there are enough. */
int64_t history_take_id(struct history *history);

/* The steps and answers of the plan (desk/history_steps.c); part of the
 * following. */
void history_apply_steps(struct history *history, const struct plan *plan);

/* All of `one`, then those of `more` that it lacks; who takes part and who is
 * shunned (desk/history_people.c). */
struct strings history_joined(struct arena *arena, const struct strings *one,
			      const struct strings *more);
void history_apply_people(struct history *history, const struct plan *plan);

/* A ticket is another now; `before` NULL: it was not there. */
void history_apply_load(struct history *history, const struct ticket *before,
			const struct ticket *after);

/* Take over what the plan will have done; of that what concerns drafts
 * (desk/drafts.c). */
void history_apply(struct history *history, const struct plan *plan);
void history_apply_draft(struct history *history, const struct plan *plan);

#endif
