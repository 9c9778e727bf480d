/* instruct.c - the past that commands need; then the plan, executed. */

#include "store/instruct.h"

#include "desk/command.h"
#include "desk/correct.h"
#include "mail/origin.h"
#include "store/commit.h"
#include "store/history.h"
#include "store/tx.h"

/* An answer may leave between the look and the act, but not again and again. */
enum { TRIES = 3 };

/* The mail that shall be let in, as it stands in the ledger. */
struct joining {
	struct correct_mail *mail;	/* NULL: none was asked for */
	int64_t number;			/* of its ticket, 0: none */
};

static bool read_joining(struct db *db, struct arena *arena, int64_t desk_id,
			 const struct commands *commands,
			 struct joining *joining_r, struct err *err)
{
	const struct command *join = command_of(commands, COMMAND_JOIN);
	struct correct_mail *mail;
	ROWS(rows);

	*joining_r = (struct joining){ .mail = NULL };
	if (join == NULL || join->number == 0)
		return true;
	TX_ASK(db, &rows, SQL_CORRECT_MAIL, value_int(desk_id),
	       value_int(join->number));
	if (!tx_sync(db, err))
		return false;
	if (rows.count == 0)
		return true;
	mail = ARENA_NEW(arena, struct correct_mail);
	*mail = (struct correct_mail){
		.id = rows_int(&rows, 0, 0),
		.ticket_id = rows_int(&rows, 0, 1),
		.disposition = rows_keep(arena, &rows, 0, 2),
		.by_person = strcmp(rows_text(&rows, 0, 3),
				    origin_word(ORIGIN_PERSON)) == 0,
		.score = (int)rows_int(&rows, 0, 5),
		.rules = rows_keep(arena, &rows, 0, 7),
	};
	mail->judged = urgency_read(rows_text(&rows, 0, 6), &mail->urgency);
	*joining_r = (struct joining){ mail, rows_int(&rows, 0, 4) };
	return true;
}

/* Whom the commands name: they may be known. */
static struct strings addresses_of(struct arena *arena,
				   const struct commands *commands)
{
	const char **at = ARENA_ARRAY(arena, const char *,
				      commands->count + 1);
	size_t count = 0;

	for (size_t i = 0; i < commands->count; i++)
		if (commands->at[i].kind == COMMAND_NEW ||
		    commands->at[i].kind == COMMAND_CC)
			at[count++] = commands->at[i].argument;
	return (struct strings){ at, count };
}

static bool moves_messages(const struct commands *commands)
{
	return command_of(commands, COMMAND_SPLIT) != NULL ||
	       command_of(commands, COMMAND_JOIN) != NULL ||
	       command_of(commands, COMMAND_UNDO) != NULL;
}

static struct keys keys_of(struct arena *arena, const struct instruct_ask *ask,
			   const struct joining *joining)
{
	const struct commands *commands = ask->instruction->commands;
	const struct command *merge = command_of(commands, COMMAND_MERGE);
	int64_t *numbers = ARENA_ARRAY(arena, int64_t, 3);
	struct keys keys = {
		.addresses = addresses_of(arena, commands),
		.ticket_numbers = numbers,
		.agent_numbers = numbers,
		.move_numbers = numbers,
	};

	if (ask->ticket != 0)
		numbers[keys.ticket_count++] = ask->ticket;
	if (joining->number != 0)
		numbers[keys.ticket_count++] = joining->number;
	keys.agent_count = keys.ticket_count;
	if (moves_messages(commands))
		keys.move_count = keys.ticket_count;
	if (merge != NULL && merge->number != 0)
		numbers[keys.ticket_count++] = merge->number;
	return keys;
}

/* The ticket itself, also where it is part of another: that is told.  What was
 * done stands in the whole. */
static struct known_ticket *find(const struct history *history,
				 const struct instruct_ask *ask,
				 const struct joining *joining)
{
	const struct commands *commands = ask->instruction->commands;

	if (ask->ticket == 0)
		return joining->mail == NULL ? NULL
			: history_ticket(history, joining->mail->ticket_id);
	return command_of(commands, COMMAND_UNDO) != NULL
		? history_number(history, ask->ticket)
		: history_numbered(history, ask->ticket);
}

/* A held mail goes from the ticket where it is held to the one at hand. */
static void know_joining(struct history *history, const struct joining *joining,
			 struct known_ticket *ticket)
{
	const struct known_ticket *held_at;

	if (joining->mail == NULL)
		return;
	history_add_held(history, joining->mail);
	held_at = history_ticket(history, joining->mail->ticket_id);
	if (held_at == NULL || ticket == NULL)
		return;
	ticket->messages = held_at->messages;
	ticket->message_count = held_at->message_count;
}

static bool is_empty(const struct plan *plan)
{
	return plan->ticket == NULL && plan->event_count == 0 &&
	       plan->message_count == 0 && plan->outgoing_count == 0 &&
	       plan->further_count == 0 && plan->move_count == 0;
}

/* With the desk's lock held: another may have let the mail in meanwhile. */
static bool read_again(struct db *db, struct arena *arena, int64_t desk_id,
		       const struct commands *commands,
		       struct joining *joining, struct err *err)
{
	const int64_t before = joining->number;

	if (!read_joining(db, arena, desk_id, commands, joining, err))
		return false;
	if (joining->number == before)
		return true;
	commit_abandon(db);
	return err_temporary(err, "somebody else moved the mail just now");
}

static bool apply(struct db *db, struct arena *arena,
		  const struct decider *decider,
		  const struct instruct_ask *ask,
		  struct instruct_outcome *outcome_r, struct err *err)
{
	const int64_t desk_id = decider->desk->id;
	struct joining joining;
	struct known_ticket *ticket;
	struct planner *planner;
	struct history *history;
	struct keys keys;

	if (!read_joining(db, arena, desk_id, ask->instruction->commands,
			  &joining, err))
		return false;
	keys = keys_of(arena, ask, &joining);
	if (!history_read(db, arena, desk_id, &keys, DECIDE_IDS, &history,
			  err) ||
	    !read_again(db, arena, desk_id, ask->instruction->commands,
			&joining, err))
		return false;
	ticket = find(history, ask, &joining);
	know_joining(history, &joining, ticket);
	planner = planner_by_hand(arena, decider, history);
	if (instruct_plan(planner, ticket, ask->instruction, outcome_r) &&
	    !is_empty(&planner->plan))
		return commit_plans(db, desk_id, &planner->plan, 1, history,
				    err);
	commit_abandon(db);
	return true;
}

bool instruct_apply(struct db *db, struct arena *arena,
		    const struct decider *decider,
		    const struct instruct_ask *ask,
		    struct instruct_outcome *outcome_r, struct err *err)
{
	for (int i = 1; i < TRIES; i++) {
		if (apply(db, arena, decider, ask, outcome_r, err))
			return true;
		if (err->kind != ERR_TEMPORARY)
			return false;
	}
	return apply(db, arena, decider, ask, outcome_r, err);
}
