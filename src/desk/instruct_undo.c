/* instruct_undo.c - take back a step: what is still as the step left it. */

#include "desk/instructor.h"

#include "base/text.h"

#include <inttypes.h>

/* An agent takes back what she did herself; the command line, anybody's. */
static bool may_undo(const struct instructor *instructor,
		     const struct step *step)
{
	return instructor->instruction->agent == NULL ||
	       text_same(step->by, instructor->by);
}

/* The one that is named, else the newest; what was taken back is over. */
static const struct known_step *find(const struct instructor *instructor,
				     struct step *step_r)
{
	const struct known_ticket *known = instructor->known;
	const int64_t wanted = instructor->command->number;

	for (size_t i = 0; i < known->step_count; i++) {
		const struct known_step *at = &known->steps[i];

		if (!at->undone && (wanted == 0 || wanted == at->id) &&
		    step_read(instructor->arena, at->json, step_r) &&
		    may_undo(instructor, step_r))
			return at;
	}
	return NULL;
}

static const struct known_sent *sent_of(const struct instructor *instructor,
					int64_t id)
{
	const struct known_ticket *known = instructor->known;

	for (size_t i = 0; i < known->sent_count; i++)
		if (known->sent[i].id == id)
			return &known->sent[i];
	return NULL;
}

/* The words stay in the ticket, as a note: no customer got them. */
static void unsay(struct instructor *instructor, const struct step *step)
{
	struct plan *plan = &instructor->planner->plan;
	struct plan_move *moves = ARENA_ARRAY(instructor->arena,
					      struct plan_move,
					      step->row_count + 1);

	for (size_t i = 0; i < step->row_count; i++)
		moves[i] = (struct plan_move){
			.message_row = step->rows[i],
			.from_ticket = instructor->now.ticket.id,
			.ticket_id = instructor->now.ticket.id,
			.direction = MESSAGE_NOTE,
		};
	plan->moves = moves;
	plan->move_count = step->row_count;
}

/* How many of its mails are held still; the latest moment at which one left. */
static size_t call_back(struct instructor *instructor, const struct step *step,
			const struct known_sent **left_r)
{
	struct plan *plan = &instructor->planner->plan;
	int64_t *ids = ARENA_ARRAY(instructor->arena, int64_t,
				   step->outbox_count + 1);

	*left_r = NULL;
	for (size_t i = 0; i < step->outbox_count; i++) {
		const struct known_sent *sent = sent_of(instructor,
							step->outbox[i]);

		if (sent == NULL || sent->way == WAY_GONE)
			continue;
		if (sent->way == WAY_HELD)
			ids[plan->cancelled_count++] = sent->id;
		else if (*left_r == NULL || sent->ended > (*left_r)->ended)
			*left_r = sent;
	}
	plan->cancelled = ids;
	if (plan->cancelled_count > 0 && *left_r == NULL)
		unsay(instructor, step);
	return plan->cancelled_count;
}

static const char *how_late(const struct instructor *instructor,
			    const struct known_sent *left)
{
	if (left->way == WAY_LEAVING)
		return "the answer is leaving just now and cannot be called "
		       "back";
	return arena_printf(instructor->arena, "the answer left at %s and "
			    "cannot be called back",
			    instructor_when(instructor, left->ended));
}

static bool restore_people(struct instructor *instructor,
			   const struct step *step)
{
	/* Whose ticket it is stays in it. */
	for (size_t i = 0; !step->begun && i < step->came.count; i++)
		instructor_part_with(instructor, step->came.at[i]);
	for (size_t i = 0; i < step->left.count; i++)
		instructor_bring(instructor, step->left.at[i]);
	for (size_t i = 0; i < step->shunned.count; i++)
		instructor_shun(instructor, step->shunned.at[i], false);
	return step->came.count + step->left.count + step->shunned.count > 0;
}

/* The correction that is the opposite of the step's; false where the step made
 * none.  What cannot be done is refused. */
static bool correct_back(struct instructor *instructor,
			 const struct step *step)
{
	struct correct_ask ask = {
		.actor = instructor->instruction->actor,
		.ticket = instructor->known->ticket.number,
		.by_mail = instructor->instruction->by_mail,
	};
	struct correction correction;

	if (step->merged != 0) {
		ask.kind = CORRECT_UNMERGE;
		ask.ticket = step->merged;
	} else if (step->unmerged != 0) {
		ask.kind = CORRECT_MERGE;
		ask.into = step->unmerged;
	} else if (step->split != 0) {
		ask.kind = CORRECT_MERGE;
		ask.into = ask.ticket;
		ask.ticket = step->split;
	} else if (step->admitted != 0) {
		ask.kind = CORRECT_SPLIT;
		ask.messages = &step->admitted;
		ask.message_count = 1;
	} else {
		return false;
	}
	correction = instructor_correct(instructor, &ask);
	if (correction.verdict == CORRECT_DONE ||
	    correction.verdict == CORRECT_ALREADY)
		instructor_done(instructor, "%s", correction.text);
	else
		instructor_refuse_as(instructor,
				     correct_word(correction.verdict),
				     correction.text);
	return true;
}

/* A ticket that nobody was written in is over. */
static void end_begun(struct instructor *instructor)
{
	struct ticket *ticket = &instructor->now.ticket;

	if (ticket->state == TICKET_CLOSED)
		return;
	ticket->state = TICKET_CLOSED;
	ticket->closed = instructor->history->now;
	instructor_event(instructor, EVENT_CLOSED, "undone", "");
}

static void tell_kept(struct instructor *instructor, unsigned kept)
{
	for (enum step_field f = 0; f < STEP_FIELD_COUNT; f++)
		if ((kept & 1u << f) != 0)
			instructor_done(instructor, "Its %s was changed again "
					"since then and stays as it is.",
					step_field_word(f));
}

/* What this very mail does besides is a step of its own. */
static void begin_again(struct instructor *instructor)
{
	instructor->before = instructor->now.ticket;
	instructor->step = (struct step){ .by = NULL };
	instructor->stands_in = NULL;
}

/* A ticket that was answered is new no more. */
static void keep_open(struct step *step)
{
	struct step_change *state = &step->fields[STEP_STATE];

	if (state->before != NULL &&
	    strcmp(state->before, ticket_state_word(TICKET_NEW)) == 0)
		*state = (struct step_change){ NULL, NULL };
}

static void take_back(struct instructor *instructor,
		      const struct known_step *at, struct step *step)
{
	const struct known_sent *left;
	const size_t held = call_back(instructor, step, &left);
	unsigned kept;
	bool done = held > 0;

	if (left != NULL)
		keep_open(step);
	done |= step_restore(instructor->arena, step,
			     &instructor->now.ticket, &kept);
	done |= restore_people(instructor, step);
	done |= correct_back(instructor, step);
	if (!done && left != NULL) {
		instructor_refuse(instructor, REFUSAL_TOO_LATE, NULL, "%s",
				  how_late(instructor, left));
		return;
	}
	if (!done) {
		instructor_refuse(instructor, REFUSAL_CHANGED_SINCE, NULL,
				  "all of it was changed again since then");
		return;
	}
	if (step->begun && left == NULL)
		end_begun(instructor);
	instructor_done(instructor, "Taken back: %s.", step->did);
	if (held > 0 && left == NULL)
		instructor_done(instructor, "The answer is called back; no "
				"customer got it.");
	if (left != NULL)
		instructor_done(instructor, "But %s.",
				how_late(instructor, left));
	tell_kept(instructor, kept);
	instructor_event(instructor, EVENT_UNDONE,
			 arena_printf(instructor->arena, "%" PRId64, at->id),
			 step->did);
	begin_again(instructor);
}

void instruct_undo(struct instructor *instructor)
{
	const struct known_step *at;
	struct step step;

	at = find(instructor, &step);
	if (at == NULL)
		instructor_refuse(instructor, REFUSAL_NO_STEP, NULL,
				  instructor->command->number != 0
				  ? "finds no such step that is yours and was "
				  "not taken back" : "finds nothing of yours "
				  "in this ticket that could be taken back");
	else
		take_back(instructor, at, &step);
}
