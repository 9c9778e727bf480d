/* notification.c - what waits for an agent becomes mail in the outbox. */

#include "store/notification.h"

#include "base/text.h"
#include "desk/team.h"
#include "store/commit.h"
#include "store/notification_read.h"
#include "store/tx.h"

static enum notification_kind kind_of(const char *word)
{
	enum notification_kind kind = NOTIFICATION_NEW;

	while (kind < NOTIFICATION_RULE &&
	       strcmp(notification_word(kind), word) != 0)
		kind++;
	return kind;
}

static void read_causes(struct arena *arena, const struct rows *rows,
			struct notification_facts *facts)
{
	struct notification_cause *all = ARENA_ARRAY(
		arena, struct notification_cause, rows->count);

	for (size_t i = 0; i < rows->count; i++)
		all[i] = (struct notification_cause){
			.ticket_id = rows_int(rows, i, 0),
			.mail_id = rows_int(rows, i, 1),
			.kind = kind_of(rows_text(rows, i, 2)),
			.because = rows_keep(arena, rows, i, 3),
			.created = rows_usec(rows, i, 4),
			.due = rows_usec(rows, i, 5),
		};
	facts->causes = all;
	facts->cause_count = rows->count;
}

/* Within one transaction: nobody else tells the same. */
static bool tell_now(struct db *db, struct arena *arena,
		     struct notification_facts *facts, size_t *sent_r,
		     struct err *err)
{
	const struct value desk = value_int(facts->desk->id);
	struct plan plan;
	ROWS(causes);

	TX_ASK(db, &causes, SQL_NOTIFICATION_CLAIM, desk,
	       value_text(facts->agent->address));
	if (!tx_sync(db, err))
		return false;
	read_causes(arena, &causes, facts);
	if (facts->cause_count == 0) {
		tx_abandon(db);
		return true;
	}
	if (!notification_read(db, arena, facts, err))
		return false;
	plan = notification_plan(arena, facts);
	*sent_r += plan.outgoing_count;
	return commit_plans(db, facts->desk->id, &plan, 1, facts->history,
			    err);
}

static bool tell(struct db *db, const struct desk *desk,
		 const struct agent *agent, size_t *sent_r, struct err *err)
{
	ARENA(arena);
	struct notification_facts facts = {
		.desk = desk, .agent = agent, .history = history_new(arena),
	};
	int64_t first;

	if (!db_now(db, &facts.now, err) ||
	    !db_take_ids(db, NOTIFICATION_IDS, &first, err))
		return false;
	facts.history->now = facts.now;
	facts.history->ids = (struct ids){ first, first + NOTIFICATION_IDS };
	tx_begin(db);
	if (tell_now(db, arena, &facts, sent_r, err))
		return true;
	tx_abandon(db);
	return false;
}

/* Nobody of that address works here any more. */
static bool forget(struct db *db, const struct desk *desk,
		   const char *address, struct err *err)
{
	ROWS(gone);

	TX_ASK(db, &gone, SQL_NOTIFICATION_CLAIM, value_int(desk->id),
	       value_text(address));
	return tx_sync(db, err);
}

static bool put_off(struct db *db, const struct desk *desk,
		    const char *address, struct err *err)
{
	TX_DO(db, SQL_NOTIFICATION_PUT_OFF, value_int(desk->id),
	      value_text(address), value_int(NOTIFICATION_LATER));
	return tx_sync(db, err);
}

bool notification_tell(struct db *db, const struct desk *desk, size_t *sent_r,
		       struct err *err)
{
	bool good = true;
	ROWS(waiting);

	*sent_r = 0;
	TX_ASK(db, &waiting, SQL_NOTIFICATION_WAITING, value_int(desk->id));
	if (!tx_sync(db, err))
		return false;
	for (size_t i = 0; good && i < waiting.count; i++) {
		ARENA(arena);
		const char *address = rows_keep(arena, &waiting, i, 0);
		const struct agent *agent = team_find(&desk->team, address);

		if (agent == NULL)
			good = forget(db, desk, address, err);
		else if (rows_int(&waiting, i, 1) >= NOTIFICATION_HOUR)
			good = put_off(db, desk, address, err);
		else
			good = tell(db, desk, agent, sent_r, err);
	}
	return good;
}
