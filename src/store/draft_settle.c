/* draft_settle.c - let a held draft go, or drop it, from the command line. */

#include "store/drafts.h"

#include "desk/agentmail.h"
#include "store/commit.h"
#include "store/history.h"

/* The ticket that it is about, and those that its commands name. */
static struct keys keys_of(struct arena *arena, const struct decider *decider,
			   const struct draft_row *row)
{
	int64_t *numbers = ARENA_ARRAY(arena, int64_t, COMMAND_LINES + 1);
	const struct commands commands = command_read_above(
		arena, row->text, row->above, &decider->desk->aliases);
	struct keys keys = {
		.draft_ids = &row->id, .draft_count = 1,
		.ticket_numbers = numbers,
		.agent_numbers = numbers, .agent_count = row->ticket != 0,
		.move_numbers = numbers, .move_count = row->ticket != 0,
	};

	if (row->ticket != 0)
		numbers[keys.ticket_count++] = row->ticket;
	for (size_t i = 0; i < commands.count; i++)
		if (commands.at[i].kind == COMMAND_MERGE)
			numbers[keys.ticket_count++] = commands.at[i].number;
	return keys;
}

/* True: there is something to write. */
static bool plan(struct planner *planner, const struct draft_ask *ask,
		 struct draft_answer *answer_r)
{
	const struct known_draft *draft = history_draft(planner->history,
							ask->id);

	answer_r->known = draft != NULL;
	if (draft == NULL)
		return false;
	answer_r->before = draft->state;
	if (draft->state != DRAFT_HELD)
		return false;
	if (ask->state == DRAFT_DROPPED) {
		draft_drop(planner, draft, ask->actor);
		return true;
	}
	/* Nobody speaks for who is no agent any more. */
	answer_r->agent = team_find(&planner->decider->desk->team,
				    draft->agent) != NULL;
	return answer_r->agent &&
	       draft_release(planner, draft, ask->actor, false,
			     &answer_r->outcome) == INSTRUCT_DONE;
}

bool draft_settle(struct db *db, struct arena *arena,
		  const struct decider *decider, const struct draft_ask *ask,
		  struct draft_answer *answer_r, struct err *err)
{
	const int64_t desk_id = decider->desk->id;
	struct draft_row *row;
	struct history *history;
	struct planner *planner;
	struct keys keys;
	size_t count;

	*answer_r = (struct draft_answer){ .known = false };
	if (!drafts_list(db, arena, desk_id, true, ask->id, &row, &count, err))
		return false;
	if (count == 0)
		return true;
	keys = keys_of(arena, decider, row);
	if (!history_read(db, arena, desk_id, &keys, DECIDE_IDS, &history,
			  err))
		return false;
	planner = planner_by_hand(arena, decider, history);
	if (plan(planner, ask, answer_r))
		return commit_plans(db, desk_id, &planner->plan, 1, history,
				    err);
	commit_abandon(db);
	return true;
}
