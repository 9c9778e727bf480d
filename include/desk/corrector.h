/* corrector.h - fill the plan of a correction, effect by effect.
 *
 * Private to the correcting modules, as planner.h is to the deciding ones.
 */
#ifndef DESK_CORRECTOR_H
#define DESK_CORRECTOR_H

#include "desk/correct.h"

enum { CORRECTOR_EVENTS = 8, CORRECTOR_RELATIONS = 16 };

struct corrector {
	struct arena *arena;
	const struct correct_ask *ask;
	const struct correct_facts *facts;
	struct history *history;
	struct correction out;
	struct ticket ticket;		/* as it will be */

	struct plan_event events[CORRECTOR_EVENTS];
	struct plan_relation relations[CORRECTOR_RELATIONS];
	struct plan_merge merge;
	struct plan_move *moves;		/* room for all messages */
	struct plan_admission *admissions;	/* the same */
	struct plan_participant *participants;	/* the same */
	struct plan_mention_move *mentions;	/* for all that they cite */
	struct plan_clue_move *clues;		/* for all their subjects */
};

/* Each says the verdict and its text; the plan is then left alone. */
void corrector_say(struct corrector *corrector, enum correct_verdict verdict,
		   const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The ticket of that number itself, also where it is part of another; NULL
 * where there is none, and it is said. */
struct known_ticket *corrector_ticket(struct corrector *corrector,
				      int64_t number);

/* The ticket as the step leaves it so far. */
const struct ticket *corrector_now(const struct corrector *corrector,
				   const struct known_ticket *known);

/* `detail` is followed by who asked. */
void corrector_event(struct corrector *corrector, int64_t ticket_id,
		     enum event_kind kind, const char *detail);

/* From now on no mail makes one of these two. */
void corrector_part(struct corrector *corrector, int64_t a, int64_t b);

/* The ticket that changes, to be changed further. */
struct ticket *corrector_change(struct corrector *corrector,
				const struct known_ticket *known);

void corrector_open(struct corrector *corrector);

/* What comes to the ticket may make it more urgent, never less.  `reasons` as
 * in struct ticket; `because`: what it comes from. */
struct corrector_weight {
	int score;
	enum urgency urgency;
	const char *reasons, *because;
};

void corrector_weigh(struct corrector *corrector,
		     const struct corrector_weight *weight);

void corrector_participant(struct corrector *corrector,
			   const struct known_ticket *known,
			   const char *address);

/* This message goes to the ticket; ids that only such messages name follow
 * (corrector_move_mentions(), once all are moved). */
void corrector_move(struct corrector *corrector,
		    const struct correct_message *message, int64_t ticket_id,
		    enum message_direction direction);
void corrector_move_mentions(struct corrector *corrector, int64_t ticket_id);

/* The same for their subjects. */
void corrector_move_clues(struct corrector *corrector);
bool corrector_moves(const struct corrector *corrector,
		     const struct correct_message *message);

/* The held mail of this message is one of the ticket's (joined, ticketed);
 * whoever wrote it becomes known. */
void corrector_admit(struct corrector *corrector,
		     const struct correct_message *message,
		     enum disposition disposition);

/* The corrections (desk/correct_join.c, _split.c, _merge.c). */
void correct_join(struct corrector *corrector);
void correct_split(struct corrector *corrector);
void correct_merge(struct corrector *corrector);
void correct_unmerge(struct corrector *corrector);

#endif
