/* batch_wishes.c - what a batch of plans offered, and what customers want. */

#include "store/batch.h"

static void add_offers(struct table *offers, struct table *solved,
		       const struct plan *plan)
{
	for (size_t i = 0; i < plan->offered.count; i++)
		TABLE_ADD(offers, value_int(plan->ticket_id),
			  value_int((int64_t)i + 1),
			  value_text(plan->offered.at[i]),
			  value_usec(plan->now));
	if (plan->solved_by != NULL)
		TABLE_ADD(solved, value_int(plan->ticket_id),
			  value_text(plan->solved_by), value_usec(plan->now));
}

void batch_wishes(struct db *db, const struct batch *batch)
{
	struct table offers = { .arena = batch->arena };
	struct table solved = { .arena = batch->arena };
	struct table quiet = { .arena = batch->arena };
	struct table scores = { .arena = batch->arena };

	for (size_t i = 0; i < batch->count; i++) {
		const struct plan *plan = batch->plans[i];

		add_offers(&offers, &solved, plan);
		if (plan->quiet)
			TABLE_ADD(&quiet, value_int(plan->ticket_id),
				  value_usec(plan->now));
		if (plan->score != 0)
			TABLE_ADD(&scores, value_int(plan->ticket_id),
				  value_int(plan->score),
				  value_usec(plan->now));
	}
	tx_do_table(db, SQL_WISH_OFFERS, batch->desk_id, &offers);
	tx_do_table(db, SQL_WISH_SOLVED, batch->desk_id, &solved);
	tx_do_table(db, SQL_WISH_QUIET, batch->desk_id, &quiet);
	tx_do_table(db, SQL_WISH_SCORES, batch->desk_id, &scores);
}
