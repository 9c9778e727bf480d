/* planner.h - fill a plan, effect by effect.
 *
 * What deciding needs in its hands: the facts, what was found so far, and
 * verbs that add one effect each.  Private to the deciding modules.
 */
#ifndef DESK_PLANNER_H
#define DESK_PLANNER_H

#include "desk/admit.h"
#include "desk/alert.h"
#include "desk/button.h"
#include "desk/decide.h"
#include "desk/match.h"
#include "desk/proof.h"
#include "desk/relay.h"
#include "desk/respond.h"

enum {
	/* What became of the ticket, of those that go into it, of the rules. */
	PLANNER_EVENTS = 16 + MATCH_CANDIDATES + JUDGEMENT_FIELDS +
			 JUDGEMENT_NOTES + JUDGEMENT_NOTIFY + 4,
	PLANNER_MESSAGES = 3 + JUDGEMENT_NOTES,
	/* An answer, or an agent's to all; what rules have told, and the
	 * admin. */
	PLANNER_OUTGOING = RELAY_RECIPIENTS + 1 + JUDGEMENT_NOTIFY + 1,
	PLANNER_RELATIONS = 20,
};

/* No opening that the calendar knows of. */
#define PLANNER_NEVER	INT64_MAX

struct planner {
	struct arena *arena;
	const struct decider *decider;
	const struct decide_facts *facts;
	struct history *history;
	const char *author;		/* lower case, "" if not sound */
	struct known_address *known;	/* the author's, or NULL */
	struct match match;
	/* Tickets that the mail shows to be one: the one that it joins, then
	 * those that go into it. */
	const struct match_candidate *united[MATCH_CANDIDATES];
	size_t united_count;
	const struct match_candidate *parent;	/* what an answer with a new
						 * subject leaves, or NULL */
	/* What planner_visible() said of one ticket; NULL: not asked. */
	struct planner_fold {
		const struct known_ticket *ticket;
		const char *visible;
	} *folded;
	enum admit_verdict admit;
	enum thanks_verdict thanks;	/* of a mail to a ticket at rest */
	enum reopen_verdict reopen;	/* of a mail that may join */
	struct proof proof;		/* has it the powers of an agent? */
	struct commands commands;	/* that an agent gave */
	const char *instructed;		/* what came of them, NULL: none */
	const char *confirmed;		/* verdict on an answer to a draft,
					 * NULL: it is none */
	struct judgement judgement;
	bool own_words;			/* it says again what our replies say */
	int64_t shape;			/* of its text, 0: not asked */
	bool said;			/* what it says was said too often */
	enum respond_verdict answer;
	struct breaker breaker;		/* where it opens */
	const struct hours *hours;	/* the desk's; of its ticket, once it
					 * has one; NULL: always open */
	bool open;			/* is somebody there, now? */
	usec_t opens;			/* now, or when it will be */
	const char *reply;		/* name of its template, NULL: none */
	int ahead;			/* who wait in the queue, as urgent */
	struct promise promise;		/* of a first answer */
	const struct zone *zone;	/* on whose clocks it is said */
	bool zone_named;		/* they are not both his and ours */
	const char *reply_language;
	const char *within;		/* another that stands in it, or NULL */
	struct article_offer offers[ARTICLE_OFFERS];	/* what stands in it */
	size_t offer_count;
	enum button button;		/* that the mail presses */
	enum button_verdict pressed;
	bool rehearsal;			/* nothing will be sent: no answer is
					 * composed (desk/redecide.c) */
	struct ticket ticket;		/* as it will be */
	struct plan plan;

	struct plan_event events[PLANNER_EVENTS];
	struct plan_message messages[PLANNER_MESSAGES];
	struct plan_mention *mentions;
	size_t mention_room;
	struct plan_relation relations[PLANNER_RELATIONS];
	struct plan_merge merges[MATCH_CANDIDATES];
	struct plan_outgoing outgoing[PLANNER_OUTGOING];
	struct plan_response response;
	struct plan_notification notifications[ALERT_AGENTS];
	const char *notices[JUDGEMENT_NOTIFY];	/* verdicts of desk/notify.h */
};

struct planner *planner_new(struct arena *arena, const struct decider *decider,
			    const struct decide_facts *facts,
			    struct history *history);

/* Without a mail: for what a person or the clock asks. */
struct planner *planner_by_hand(struct arena *arena,
				const struct decider *decider,
				struct history *history);

void planner_end(struct planner *planner, enum disposition disposition,
		 const char *how, const char *reason);
void planner_event(struct planner *planner, enum event_kind kind,
		   const char *word, const char *detail);
/* The ticket of that id, or the one that it is part of now. */
int64_t planner_whole(const struct planner *planner, int64_t ticket_id);

/* In another ticket than the mail's. */
void planner_event_in(struct planner *planner, int64_t ticket_id,
		      enum event_kind kind, const char *word,
		      const char *detail);
void planner_mention(struct planner *planner,
		     const struct plan_mention *mention);

/* The first is the child, where there is one; a pair is related once. */
void planner_relate(struct planner *planner, int64_t ticket_id, int64_t other,
		    enum relation_kind kind);

/* The mail as a message of the ticket, with its mentions and attachments. */
void planner_receive(struct planner *planner, enum message_direction direction);

/* What was written now, in this ticket (NULL: in none). */
const char *planner_visible(const struct planner *planner,
			    const struct known_ticket *ticket);

/* Make sure that the author has a contact; 0 without a sound author. */
int64_t planner_contact(struct planner *planner);

/* Did a person write it, not a program? */
bool planner_is_person(const struct planner *planner);

/* What the rules say of the mail; of a ticket that it joins, or NULL. */
void planner_classify(struct planner *planner,
		      const struct known_ticket *ticket);

/* Do the rules drop it or put it aside?  True: that was its end. */
bool planner_kept_out(struct planner *planner);

/* What the rules may ask besides the mail; `ticket` is the one it joins, or
 * NULL (desk/situate.c). */
struct situation planner_situation(const struct planner *planner,
				   const struct known_ticket *ticket);

/* Is somebody there for the ticket as it will be? */
void planner_look_at_hours(struct planner *planner);

#endif
