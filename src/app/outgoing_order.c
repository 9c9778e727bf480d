/* outgoing_order.c - send now, or not at all. */

#include "app/outgoing_order.h"

#include "base/json.h"

#include <inttypes.h>
#include <sysexits.h>

static const char *sentence(enum outbox_order order, enum outbox_answer answer)
{
	switch (answer) {
	case OUTBOX_DONE:
		return order == OUTBOX_CANCEL ? "it will not be sent" :
						"it will be tried now";
	case OUTBOX_UNKNOWN:
		return "there is no such mail in the outbox";
	case OUTBOX_ON_ITS_WAY:
		return "it is on its way just now";
	case OUTBOX_WAS_SENT:
		return "it was sent";
	case OUTBOX_IN_DOUBT:
		return "it may have arrived, and mail of a machine is never "
		       "sent twice";
	case OUTBOX_TOO_OLD:
		return "it is older than a day: an automatic answer is of no "
		       "use any more";
	default:
		return "it has ended already";
	}
}

static void print(enum outbox_order order, const int64_t *ids,
		  const enum outbox_answer *answers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fprintf(answers[i] == OUTBOX_DONE ? stdout : stderr,
			"Outgoing mail %" PRId64 ": %s.\n", ids[i],
			sentence(order, answers[i]));
}

static void print_json(struct arena *arena, enum outbox_order order,
		       const int64_t *ids, const enum outbox_answer *answers,
		       size_t count)
{
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '[');
	for (size_t i = 0; i < count; i++) {
		json_open(&json, '{');
		json_put_int(&json, "id", ids[i]);
		json_put_bool(&json, "done", answers[i] == OUTBOX_DONE);
		json_put(&json, "answer", outbox_answer_word(answers[i]));
		json_put(&json, "text", sentence(order, answers[i]));
		json_close(&json, '}');
	}
	json_close(&json, ']');
	puts(buffer_string(&out));
}

int outgoing_order(const struct look *look, enum outbox_order order,
		   char **words, size_t count, bool json)
{
	enum outbox_answer *answers = ARENA_ARRAY(look->arena,
						  enum outbox_answer, count);
	int64_t *ids = ARENA_ARRAY(look->arena, int64_t, count);
	struct err err;
	int status = 0;

	for (size_t i = 0; i < count; i++)
		if (!look_number(words[i], &ids[i])) {
			fprintf(stderr, "postdesk outbox: %s is no number of "
				"a mail\n", words[i]);
			return EX_USAGE;
		}
	if (!outbox_order(look->db, look->desk->desk.id, order, ids, count,
			  answers, &err))
		return look_failed("outbox", &err);
	if (json)
		print_json(look->arena, order, ids, answers, count);
	else
		print(order, ids, answers, count);
	for (size_t i = 0; i < count; i++)
		if (answers[i] != OUTBOX_DONE)
			status = EX_DATAERR;
	return status;
}
