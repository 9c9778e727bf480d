/* batch_moves.c - what people put elsewhere, and whom they let in. */

#include "store/batch.h"

static void add_moves(struct table *moves, struct table *mails,
		      const struct plan *plan)
{
	for (size_t i = 0; i < plan->move_count; i++) {
		const struct plan_move *move = &plan->moves[i];

		TABLE_ADD(moves, value_int(move->message_row),
			  value_int(move->ticket_id),
			  value_text(message_direction_word(move->direction)));
		if (move->mail_id != 0)
			TABLE_ADD(mails, value_int(move->mail_id),
				  value_int(move->from_ticket),
				  value_int(move->ticket_id));
	}
}

static void add_mentions(struct table *table, const struct plan *plan)
{
	for (size_t i = 0; i < plan->mention_move_count; i++)
		TABLE_ADD(table,
			  value_text(plan->mention_moves[i].message_id),
			  value_int(plan->mention_moves[i].from_ticket),
			  value_int(plan->mention_moves[i].ticket_id));
}

static void add_clues(struct table *table, const struct plan *plan)
{
	for (size_t i = 0; i < plan->clue_move_count; i++) {
		const struct plan_clue_move *move = &plan->clue_moves[i];

		TABLE_ADD(table, value_text(clue_word(move->kind)),
			  value_text(move->key), value_int(move->from_ticket),
			  value_int(move->ticket_id));
	}
}

static void add_people(struct table *leaving, struct table *shunned,
		       const struct plan *plan)
{
	for (size_t i = 0; i < plan->leaving_count; i++)
		TABLE_ADD(leaving, value_int(plan->leaving[i].ticket_id),
			  value_text(plan->leaving[i].address));
	for (size_t i = 0; i < plan->shunned_count; i++)
		TABLE_ADD(shunned, value_text(plan->shunned[i].address),
			  value_moment(plan->shunned[i].shunned ? plan->now
								: 0));
}

/* An end that a person changed is explained like the first. */
static void add_admissions(struct table *ends, struct table *traces,
			   const struct plan *plan, int64_t ruleset)
{
	for (size_t i = 0; i < plan->admission_count; i++) {
		const struct plan_admission *admission = &plan->admissions[i];

		TABLE_ADD(ends, value_int(admission->mail_id),
			  value_text(disposition_word(
					  admission->disposition)),
			  value_text(admission->reason));
		TABLE_ADD(traces, value_int(admission->mail_id),
			  value_int(ruleset), value_text(admission->trace),
			  value_usec(plan->now));
	}
}

void batch_moves(struct db *db, const struct batch *batch)
{
	struct table participants = { .arena = batch->arena };
	struct table leaving = { .arena = batch->arena };
	struct table shunned = { .arena = batch->arena };
	struct table moves = { .arena = batch->arena };
	struct table mails = { .arena = batch->arena };
	struct table mentions = { .arena = batch->arena };
	struct table clues = { .arena = batch->arena };
	struct table ends = { .arena = batch->arena };
	struct table traces = { .arena = batch->arena };

	for (size_t i = 0; i < batch->count; i++) {
		const struct plan *plan = batch->plans[i];

		for (size_t p = 0; p < plan->participant_count; p++)
			TABLE_ADD(&participants,
				  value_int(plan->participants[p].ticket_id),
				  value_text(plan->participants[p].address),
				  value_usec(plan->now));
		add_people(&leaving, &shunned, plan);
		add_moves(&moves, &mails, plan);
		add_mentions(&mentions, plan);
		add_clues(&clues, plan);
		add_admissions(&ends, &traces, plan, batch->ruleset);
	}
	tx_do_table(db, SQL_COMMIT_PARTICIPANTS, batch->desk_id,
		    &participants);
	tx_do_table(db, SQL_COMMIT_LEAVING, batch->desk_id, &leaving);
	tx_do_table(db, SQL_COMMIT_SHUNNED, batch->desk_id, &shunned);
	tx_do_table(db, SQL_COMMIT_MOVES, batch->desk_id, &moves);
	tx_do_table(db, SQL_COMMIT_MAIL_MOVES, batch->desk_id, &mails);
	tx_do_table(db, SQL_COMMIT_MENTION_MOVES, batch->desk_id, &mentions);
	tx_do_table(db, SQL_COMMIT_CLUE_MOVES, batch->desk_id, &clues);
	tx_do_table(db, SQL_COMMIT_ADMISSIONS, batch->desk_id, &ends);
	tx_do_table(db, SQL_COMMIT_TRACES, batch->desk_id, &traces);
}
