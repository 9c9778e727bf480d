/* outbox_order.c - try, and say why not. */

#include "store/outbox_order.h"

#include "store/outbox.h"
#include "store/tx.h"

const char *outbox_answer_word(enum outbox_answer answer)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		OUTBOX_ANSWERS(ROW)
#undef ROW
	};

	return words[answer];
}

static bool has_id(const struct rows *rows, int64_t id, size_t *place_r)
{
	for (size_t i = 0; i < rows->count; i++) {
		*place_r = i;
		if (rows_int(rows, i, 0) == id)
			return true;
	}
	return false;
}

/* Of a mail that the order did not change: id, state, whether somebody has
 * claimed it. */
static enum outbox_answer refusal(const struct rows *rows, size_t i,
				  enum outbox_order order)
{
	const char *state = rows_text(rows, i, 1);

	if (strcmp(state, "sent") == 0)
		return OUTBOX_WAS_SENT;
	if (strcmp(state, "dot_sent") == 0 || rows_bool(rows, i, 2))
		return OUTBOX_ON_ITS_WAY;
	if (order == OUTBOX_CANCEL)
		return OUTBOX_HAS_ENDED;
	return strcmp(state, "uncertain") == 0 ? OUTBOX_IN_DOUBT :
						 OUTBOX_TOO_OLD;
}

bool outbox_order(struct db *db, int64_t desk_id, enum outbox_order order,
		  const int64_t *ids, size_t count,
		  enum outbox_answer *answers_r, struct err *err)
{
	ARENA(arena);
	const struct value wanted = table_ints(arena, ids, count);
	ROWS(done);
	ROWS(known);

	tx_begin(db);
	if (order == OUTBOX_CANCEL)
		TX_ASK(db, &done, SQL_OUTBOX_CANCEL, value_int(desk_id),
		       wanted);
	else
		TX_ASK(db, &done, SQL_OUTBOX_RETRY, value_int(desk_id),
		       wanted, value_int(OUTBOX_USEFUL));
	TX_ASK(db, &known, SQL_OUTBOX_KNOWN, value_int(desk_id), wanted);
	tx_notify(db, DB_CHANNEL_OUTBOX, desk_id);
	if (!tx_commit(db, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		size_t place;

		if (has_id(&done, ids[i], &place))
			answers_r[i] = OUTBOX_DONE;
		else if (has_id(&known, ids[i], &place))
			answers_r[i] = refusal(&known, place, order);
		else
			answers_r[i] = OUTBOX_UNKNOWN;
	}
	return true;
}
