/* outbox_commit.c - the marks of a group and the results of the last one, in one
 * transaction. */

#include "store/outbox.h"

#include "store/tx.h"

/* What a result makes of the row. */
static const char *state_after(const struct outbox_outcome *outcome)
{
	switch (outcome->result) {
	case OUTBOX_SENT:
		return "sent";
	case OUTBOX_FAILED:
		return "failed";
	case OUTBOX_UNCERTAIN:
		return outcome->due == 0 ? "uncertain" : "queued";
	default:
		return "queued";
	}
}

static void add_attempts(struct db *db, struct arena *arena, int64_t desk_id,
			 const struct outbox_group *group)
{
	struct table attempts = { .arena = arena };
	struct table mentions = { .arena = arena };
	struct table sent = { .arena = arena };
	const struct value holder = value_int(db_state(db)->holder);

	for (size_t i = 0; i < group->end_count; i++) {
		const struct outbox_outcome *end = &group->ends[i];

		/* Of what was sent the row of the mail says all. */
		if (end->result != OUTBOX_SENT)
			TABLE_ADD(&attempts, value_int(end->id),
				  value_text(outbox_result_word(end->result)),
				  value_int(end->code), value_text(end->text),
				  holder);
		if (end->result == OUTBOX_SENT &&
		    end->class == OUTGOING_AGENT)
			TABLE_ADD(&sent, value_int(end->id), holder);
		if (end->message_id != NULL)
			TABLE_ADD(&mentions, value_int(end->id),
				  value_text(end->message_id), holder);
	}
	tx_do_table(db, SQL_OUTBOX_ATTEMPTS, desk_id, &attempts);
	tx_do_table(db, SQL_OUTBOX_MENTIONS, desk_id, &mentions);
	tx_do_table(db, SQL_RESPONSE_ANSWERED, desk_id, &sent);
}

static bool is_undelivered(const struct outbox_outcome *outcome)
{
	return outcome->result == OUTBOX_FAILED ||
	       (outcome->result == OUTBOX_UNCERTAIN && outcome->due == 0);
}

/* Before the rows end: a ticket is locked before the mail of it. */
static void add_undelivered(struct db *db, struct arena *arena,
			    int64_t desk_id, const struct outbox_group *group,
			    int64_t event_id)
{
	struct table events = { .arena = arena };
	const struct value holder = value_int(db_state(db)->holder);

	for (size_t i = 0; i < group->end_count; i++) {
		const struct outbox_outcome *end = &group->ends[i];

		if (is_undelivered(end))
			TABLE_ADD(&events, value_int(end->id),
				  value_int(event_id++),
				  value_text(outbox_result_word(end->result)),
				  value_text(end->text), holder);
	}
	tx_do_table(db, SQL_OUTBOX_UNDELIVERED, desk_id, &events);
}

static void add_ends(struct db *db, struct arena *arena, int64_t desk_id,
		     const struct outbox_group *group)
{
	struct table ends = { .arena = arena };
	const struct value holder = value_int(db_state(db)->holder);

	for (size_t i = 0; i < group->end_count; i++) {
		const struct outbox_outcome *end = &group->ends[i];

		TABLE_ADD(&ends, value_int(end->id),
			  value_text(state_after(end)), value_int(end->code),
			  value_text(end->text), value_usec(end->due), holder);
	}
	tx_do_table(db, SQL_OUTBOX_FINISH, desk_id, &ends);
}

static void read_marked(const struct outbox_group *group,
			const struct rows *marked)
{
	for (size_t i = 0; i < group->count; i++) {
		group->marked[i] = false;
		for (size_t k = 0; k < marked->count; k++)
			if (rows_int(marked, k, 0) == group->ids[i])
				group->marked[i] = true;
	}
}

bool outbox_commit(struct db *db, int64_t desk_id,
		   const struct outbox_group *group, struct err *err)
{
	int64_t event_id;
	ROWS(marked);
	ARENA(arena);

	if (!db_take_ids(db, group->end_count, &event_id, err))
		return false;
	tx_begin(db);
	add_attempts(db, arena, desk_id, group);
	add_undelivered(db, arena, desk_id, group, event_id);
	add_ends(db, arena, desk_id, group);
	if (group->end_count > 0 && !TX_FAILPOINT(db, RESULT_COMMIT, err))
		return false;
	if (group->count > 0)
		TX_ASK(db, &marked, SQL_OUTBOX_DOTS, value_int(desk_id),
		       table_ints(arena, group->ids, group->count),
		       value_int(db_state(db)->holder),
		       value_int(OUTBOX_DOT_LEASE));
	if (group->count > 0 && !TX_FAILPOINT(db, DOT_COMMIT, err))
		return false;
	if (!tx_commit(db, err))
		return false;
	read_marked(group, &marked);
	return true;
}
