/* instruct_correct.c - corrections among the commands, into the one plan. */

#include "desk/instructor.h"

#include <assert.h>
#include <inttypes.h>

/* Both arrays as one. */
static void *joined(struct arena *arena, const void *one, size_t ones,
		    const void *more, size_t mores, size_t size)
{
	char *all = arena_alloc(arena, (ones + mores) * size + 1);

	if (ones > 0)
		memcpy(all, one, ones * size);
	if (mores > 0)
		memcpy(all + ones * size, more, mores * size);
	return all;
}

#define TAKE_OVER(to, from, array, number) do {				\
	(to)->array = joined(instructor->arena, (to)->array, (to)->number, \
			     (from)->array, (from)->number,		\
			     sizeof(*(to)->array));			\
	(to)->number += (from)->number;					\
} while (0)

static void change_ticket(struct instructor *instructor,
			  const struct plan *from)
{
	struct plan *plan = &instructor->planner->plan;
	struct ticket *copy;

	if (from->ticket == NULL)
		return;
	if (from->ticket->id == instructor->now.ticket.id) {
		instructor->now.ticket = *from->ticket;
		return;
	}
	copy = arena_memdup(instructor->arena, from->ticket, sizeof(*copy));
	assert(plan->further_count < INSTRUCTOR_FURTHER);
	instructor->further[plan->further_count++] = (struct plan_further){
		copy, from->new_ticket };
	plan->further = instructor->further;
}

static void add_people(struct instructor *instructor, const struct plan *from)
{
	struct plan *plan = &instructor->planner->plan;

	for (size_t i = 0; i < from->participant_count; i++) {
		const struct plan_participant *person = &from->participants[i];

		if (person->ticket_id == instructor->now.ticket.id)
			instructor_bring(instructor, person->address);
		else if (plan->participant_count < INSTRUCTOR_PEOPLE)
			instructor->coming[plan->participant_count++] =
				*person;
	}
	plan->participants = instructor->coming;
	if (plan->address == NULL)
		plan->address = from->address;
}

/* What the correction does is done by this plan. */
static void absorb(struct instructor *instructor, const struct plan *from)
{
	struct planner *planner = instructor->planner;
	struct plan *plan = &planner->plan;

	for (size_t i = 0; i < from->event_count; i++) {
		assert(plan->event_count < PLANNER_EVENTS);
		planner->events[plan->event_count++] = from->events[i];
	}
	for (size_t i = 0; i < from->relation_count; i++)
		planner_relate(planner, from->relations[i].ticket_id,
			       from->relations[i].other_id,
			       from->relations[i].kind);
	for (size_t i = 0; i < from->merge_count; i++)
		planner->merges[plan->merge_count++] = from->merges[i];
	change_ticket(instructor, from);
	add_people(instructor, from);
	TAKE_OVER(plan, from, moves, move_count);
	TAKE_OVER(plan, from, mention_moves, mention_move_count);
	TAKE_OVER(plan, from, clue_moves, clue_move_count);
	TAKE_OVER(plan, from, admissions, admission_count);
}

/* The one mail that is held in the ticket, or the newest of a sender. */
static int64_t mail_meant(const struct instructor *instructor, bool held)
{
	const struct known_ticket *known = instructor->known;
	int64_t found = 0;

	for (size_t i = 0; i < known->message_count; i++) {
		const struct correct_message *message = &known->messages[i];

		if (message->mail_id != 0 && message->held == held &&
		    message->direction !=
			    (held ? MESSAGE_IN : MESSAGE_OUT))
			found = message->mail_id;
	}
	return found;
}

static struct correct_ask ask_of(const struct instructor *instructor,
				 int64_t *mail)
{
	const struct instruction *instruction = instructor->instruction;
	const struct command *command = instructor->command;
	struct correct_ask ask = {
		.actor = instruction->actor,
		.ticket = instructor->known == NULL
			? 0 : instructor->known->ticket.number,
		.by_mail = instruction->by_mail,
	};

	*mail = command->number;
	if (command->kind == COMMAND_CLOSE) {
		ask.kind = CORRECT_CLOSE;
	} else if (command->kind == COMMAND_OPEN) {
		ask.kind = CORRECT_REOPEN;
	} else if (command->kind == COMMAND_MERGE) {
		ask.kind = command->number == 0 ? CORRECT_UNMERGE
						: CORRECT_MERGE;
		ask.into = command->number;
	} else if (command->kind == COMMAND_JOIN) {
		ask.kind = CORRECT_JOIN;
		ask.mail_id = *mail = *mail != 0 ? *mail
			: mail_meant(instructor, true);
	} else {
		ask.kind = CORRECT_SPLIT;
		ask.subject = instruction->subject;
		*mail = *mail != 0 ? *mail : mail_meant(instructor, false);
		ask.messages = instruction->message_count > 0
			? instruction->messages : mail;
		ask.message_count = instruction->message_count > 0
			? instruction->message_count : 1;
	}
	return ask;
}

/* What the step did, to be taken back.  A merge stands in the history of the
 * ticket that is left. */
static void remember(struct instructor *instructor,
		     const struct correct_ask *ask,
		     const struct correction *correction)
{
	struct step *step = &instructor->step;
	const struct known_ticket *into;

	if (ask->kind == CORRECT_MERGE) {
		step->merged = ask->ticket;
		into = history_number(instructor->history, ask->into);
		instructor->stands_in = into;
		step_compare(instructor->arena, &into->ticket,
			     correction->plan.ticket, step);
	} else if (ask->kind == CORRECT_UNMERGE) {
		step->unmerged = history_root(instructor->history,
					      instructor->known)
			->ticket.number;
	} else if (ask->kind == CORRECT_SPLIT) {
		step->split = correction->ticket;
	} else if (ask->kind == CORRECT_JOIN) {
		step->admitted = ask->mail_id;
	}
}

struct correction instructor_correct(struct instructor *instructor,
				     const struct correct_ask *ask)
{
	const struct known_ticket *known = instructor->known;
	struct correction correction = correct_plan(instructor->arena, ask,
		&(struct correct_facts){
			.history = instructor->history,
			.mail = ask->mail_id == 0 ? NULL
				: history_held(instructor->history,
					       ask->mail_id),
			.now = &instructor->now.ticket,
			.messages = known == NULL ? NULL : known->messages,
			.message_count = known == NULL
				? 0 : known->message_count,
		});

	if (correction.verdict == CORRECT_DONE) {
		remember(instructor, ask, &correction);
		absorb(instructor, &correction.plan);
	}
	return correction;
}

/* They leave the ticket in two, or in none: no other may follow. */
static bool parts(enum correct_kind kind)
{
	return kind == CORRECT_JOIN || kind == CORRECT_SPLIT ||
	       kind == CORRECT_MERGE || kind == CORRECT_UNMERGE;
}

void instruct_correct(struct instructor *instructor)
{
	struct correction correction;
	struct correct_ask ask;
	int64_t mail;

	ask = ask_of(instructor, &mail);
	if (parts(ask.kind) && instructor->parted) {
		instructor_refuse(instructor, REFUSAL_NOT_TOGETHER, NULL,
				  "cannot stand beside another #join, #split, "
				  "#merge or #new");
		return;
	}
	instructor->parted |= parts(ask.kind);
	correction = instructor_correct(instructor, &ask);
	if (correction.verdict != CORRECT_DONE &&
	    correction.verdict != CORRECT_ALREADY) {
		instructor_refuse_as(instructor,
				     correct_word(correction.verdict),
				     correction.text);
		instructor->about = correction.ticket;
		return;
	}
	if (correction.verdict == CORRECT_ALREADY &&
	    instructor->instruction->commands->count == 1)
		instructor->word = correct_word(correction.verdict);
	instructor->about = correction.ticket;
	instructor_done(instructor, "%s", correction.text);
}
