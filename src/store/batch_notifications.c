/* batch_notifications.c - what agents are to be told of a batch. */

#include "store/batch.h"

void batch_notifications(struct db *db, const struct batch *batch)
{
	struct table table = { .arena = batch->arena };

	for (size_t i = 0; i < batch->count; i++) {
		const struct plan *plan = batch->plans[i];

		for (size_t n = 0; n < plan->notification_count; n++) {
			const struct plan_notification *one =
				&plan->notifications[n];

			TABLE_ADD(&table, value_text(one->address),
				  value_int(one->ticket_id),
				  value_int(plan->mail_id),
				  value_text(notification_word(one->kind)),
				  value_text(one->because),
				  value_usec(plan->now),
				  value_usec(one->due));
		}
	}
	tx_do_table(db, SQL_COMMIT_NOTIFICATIONS, batch->desk_id, &table);
	if (table.rows > 0)
		tx_notify(db, DB_CHANNEL_AGENTS, batch->desk_id);
}
