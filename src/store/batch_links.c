/* batch_links.c - what leads from one ticket of a batch to another. */

#include "store/batch.h"

/* Of the ticket that the plan opens, and not left twice. */
static bool is_new_clue(const struct plan *plan, size_t i)
{
	const struct plan_clue *clue = &plan->clues[i];

	if (!batch_opens(plan, clue->ticket_id))
		return false;
	for (size_t k = 0; k < i; k++)
		if (plan->clues[k].kind == clue->kind &&
		    strcmp(plan->clues[k].key, clue->key) == 0)
			return false;
	return true;
}

void batch_links(struct db *db, const struct batch *batch)
{
	struct table relations = { .arena = batch->arena };
	struct table merges = { .arena = batch->arena };
	struct table clues = { .arena = batch->arena };
	struct table opening = { .arena = batch->arena };

	for (size_t i = 0; i < batch->count; i++) {
		const struct plan *plan = batch->plans[i];

		for (size_t r = 0; r < plan->relation_count; r++)
			TABLE_ADD(&relations,
				  value_int(plan->relations[r].ticket_id),
				  value_int(plan->relations[r].other_id),
				  value_text(relation_word(
						  plan->relations[r].kind)),
				  value_usec(plan->now));
		for (size_t m = 0; m < plan->merge_count; m++)
			TABLE_ADD(&merges,
				  value_int(plan->merges[m].ticket_id),
				  value_id(plan->merges[m].into),
				  value_usec(plan->now));
		for (size_t c = 0; c < plan->clue_count; c++)
			TABLE_ADD(is_new_clue(plan, c) ? &opening : &clues,
				  value_text(clue_word(plan->clues[c].kind)),
				  value_text(plan->clues[c].key),
				  value_int(plan->clues[c].ticket_id),
				  value_usec(plan->now));
	}
	tx_do_table(db, SQL_COMMIT_RELATIONS, batch->desk_id, &relations);
	tx_do_table(db, SQL_COMMIT_MERGES, batch->desk_id, &merges);
	tx_do_table(db, SQL_COMMIT_CLUES_NEW, batch->desk_id, &opening);
	tx_do_table(db, SQL_COMMIT_CLUES, batch->desk_id, &clues);
}
