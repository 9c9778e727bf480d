/* instructor.h - what carrying out has in its hands: private to instruct*.c.
 *
 * Each command changes a ticket at hand and adds its effects to the plan; a
 * fault is noted and the rest is still looked at, so that an agent learns of
 * all of them at once.  With a fault the plan is put back as it was.
 */
#ifndef DESK_INSTRUCTOR_H
#define DESK_INSTRUCTOR_H

#include "desk/command.h"
#include "desk/correct.h"
#include "desk/instruct.h"
#include "desk/relay.h"
#include "desk/step.h"

enum {
	INSTRUCTOR_FAULTS = 2 * COMMAND_LINES,
	INSTRUCTOR_LINES = 6 * COMMAND_LINES + COMMAND_COUNT,
	INSTRUCTOR_PEOPLE = 4 * COMMAND_LINES + RELAY_RECIPIENTS,
	INSTRUCTOR_FURTHER = 2 * COMMAND_LINES,
};

struct instructor {
	struct arena *arena;
	struct planner *planner;
	struct history *history;
	const struct desk *desk;
	const struct instruction *instruction;
	const struct command *command;	/* that is being carried out */
	struct known_ticket *known;	/* as it was; NULL: none yet */
	struct known_ticket now;	/* as the commands leave it */
	struct ticket before;		/* what the step is compared with */
	const struct known_ticket *stands_in;	/* the step is one of this
						 * ticket's; NULL: of the one
						 * at hand */
	int64_t about;			/* number of the ticket that a
					 * correction spoke of; 0: none */
	struct buffer words;		/* that go to the customer */
	const char *by;			/* who it is, for steps */
	struct step step;
	bool insist, parted;		/* parted: split, merged or begun */
	const char *word;		/* of the first fault or refusal */

	struct command_fault faults[INSTRUCTOR_FAULTS];
	size_t fault_count;
	const char *done[INSTRUCTOR_LINES], *told[INSTRUCTOR_LINES];
	size_t done_count, told_count;
	struct plan_participant coming[INSTRUCTOR_PEOPLE];
	struct plan_participant leaving[INSTRUCTOR_PEOPLE];
	struct plan_shunned shunned[2 * COMMAND_LINES];
	struct plan_further further[INSTRUCTOR_FURTHER];
	const char *came[INSTRUCTOR_PEOPLE], *left[INSTRUCTOR_PEOPLE];
	const char *spammers[COMMAND_LINES];
};

/* One line of what was done, or of what was asked. */
void instructor_done(struct instructor *instructor, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void instructor_tell(struct instructor *instructor, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The command at hand cannot be done: why, and what may have been meant. */
void instructor_refuse(struct instructor *instructor,
		       enum instruct_refusal refusal, const char *nearest,
		       const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The same in the words of a correction or of the relay. */
void instructor_refuse_as(struct instructor *instructor, const char *word,
			  const char *reason);

void instructor_no_ticket(struct instructor *instructor);

/* What happened to the ticket; `detail` is followed by who it was. */
void instructor_event(struct instructor *instructor, enum event_kind kind,
		      const char *word, const char *detail);

/* From now on it takes part; or no more. */
void instructor_bring(struct instructor *instructor, const char *address);
void instructor_part_with(struct instructor *instructor, const char *address);
void instructor_shun(struct instructor *instructor, const char *address,
		     bool shunned);
void instructor_note(struct instructor *instructor, const char *text);

/* False where it is part of another ticket, and that is refused. */
bool instructor_stands_alone(struct instructor *instructor);

/* What the correction does is part of the plan, if it is done. */
struct correction instructor_correct(struct instructor *instructor,
				     const struct correct_ask *ask);

/* A moment as an agent reads it. */
const char *instructor_when(const struct instructor *instructor,
			    usec_t moment);

/* The commands (desk/instruct_*.c). */
typedef void instructor_verb(struct instructor *instructor);
instructor_verb instruct_pending, instruct_assign, instruct_take,
	instruct_queue, instruct_urgency, instruct_tier, instruct_tag,
	instruct_lang, instruct_spam, instruct_cc, instruct_uncc, instruct_new,
	instruct_canned, instruct_why, instruct_help, instruct_correct,
	instruct_undo;

/* The words go to the customer or become a note (desk/instruct_words.c);
 * false where another answered meanwhile, and `collides_r` says who. */
bool instruct_words(struct instructor *instructor, const char **collides_r);

#endif
