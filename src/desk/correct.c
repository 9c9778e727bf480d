/* correct.c - what was asked for, to a plan or a refusal. */

#include "desk/correct.h"

#include "desk/corrector.h"

#include <inttypes.h>

static void begin(struct corrector *corrector)
{
	const struct known_ticket *known =
		history_number(corrector->history, corrector->ask->ticket);
	const size_t messages = corrector->facts->message_count;
	struct plan *plan = &corrector->out.plan;

	corrector->moves = ARENA_ARRAY(corrector->arena, struct plan_move,
				       messages + 1);
	corrector->admissions = ARENA_ARRAY(corrector->arena,
					    struct plan_admission,
					    messages + 1);
	/* The senders of what moves, or those of the ticket it leaves. */
	corrector->participants = ARENA_ARRAY(corrector->arena,
		struct plan_participant, messages + 1 +
		(known == NULL ? 0 : known->participants.count));
	plan->now = corrector->history->now;
	plan->how = "by-hand";
	plan->reason = correct_kind_word(corrector->ask->kind);
	plan->subject = plan->origin = plan->answer = "";
	plan->author = plan->message_id = plan->language = "";
	plan->events = corrector->events;
	plan->relations = corrector->relations;
	plan->moves = corrector->moves;
	plan->admissions = corrector->admissions;
	plan->participants = corrector->participants;
}

/* A ticket that is part of another has no state of its own that counts. */
static struct known_ticket *own_ticket(struct corrector *corrector)
{
	struct known_ticket *known = corrector_ticket(corrector,
						      corrector->ask->ticket);
	const struct known_ticket *survivor;

	if (known == NULL)
		return NULL;
	survivor = history_root(corrector->history, known);
	if (survivor == known)
		return known;
	corrector_say(corrector, CORRECT_MERGED, "Ticket %" PRId64 " is part "
		      "of ticket %" PRId64 ": say it of that one.",
		      known->ticket.number, survivor->ticket.number);
	return NULL;
}

static void close_ticket(struct corrector *corrector)
{
	const struct known_ticket *known = own_ticket(corrector);

	if (known == NULL)
		return;
	corrector->out.ticket = known->ticket.number;
	if (corrector_now(corrector, known)->state == TICKET_CLOSED) {
		corrector_say(corrector, CORRECT_ALREADY, "Ticket %" PRId64
			      " is closed already.", known->ticket.number);
		return;
	}
	corrector_change(corrector, known);
	corrector->ticket.state = TICKET_CLOSED;
	corrector->ticket.closed = corrector->history->now;
	corrector->ticket.until = 0;
	corrector_event(corrector, known->ticket.id, EVENT_CLOSED, "");
	corrector_say(corrector, CORRECT_DONE, "Ticket %" PRId64 " is closed.",
		      known->ticket.number);
}

static void reopen_ticket(struct corrector *corrector)
{
	const struct known_ticket *known = own_ticket(corrector);
	const struct ticket *now;

	if (known == NULL)
		return;
	corrector->out.ticket = known->ticket.number;
	now = corrector_now(corrector, known);
	if (now->state != TICKET_CLOSED && now->state != TICKET_PENDING) {
		corrector_say(corrector, CORRECT_ALREADY, "Ticket %" PRId64
			      " is %s already.", known->ticket.number,
			      ticket_state_word(now->state));
		return;
	}
	corrector_change(corrector, known);
	corrector_open(corrector);
	corrector_say(corrector, CORRECT_DONE, "Ticket %" PRId64 " is open.",
		      known->ticket.number);
}

struct correction correct_plan(struct arena *arena,
			       const struct correct_ask *ask,
			       const struct correct_facts *facts)
{
	static void (*const corrections[])(struct corrector *) = {
		[CORRECT_JOIN] = correct_join,
		[CORRECT_SPLIT] = correct_split,
		[CORRECT_MERGE] = correct_merge,
		[CORRECT_UNMERGE] = correct_unmerge,
		[CORRECT_CLOSE] = close_ticket,
		[CORRECT_REOPEN] = reopen_ticket,
	};
	struct corrector *corrector = ARENA_NEW(arena, struct corrector);

	corrector->arena = arena;
	corrector->ask = ask;
	corrector->facts = facts;
	corrector->history = facts->history;
	begin(corrector);
	corrections[ask->kind](corrector);
	return corrector->out;
}

const char *correct_word(enum correct_verdict verdict)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		CORRECT_VERDICTS(ROW)
	};

	return words[verdict];
}

const char *correct_kind_word(enum correct_kind kind)
{
	static const char *const words[] = {
		CORRECT_KINDS(ROW)
#undef ROW
	};

	return words[kind];
}
