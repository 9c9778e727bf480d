/* ending.c - judge, keep, commit, tell. */

#include "app/ending.h"

#include "app/attempt.h"
#include "app/log.h"
#include "app/monotonic.h"
#include "base/failpoint.h"
#include "mail/safe.h"
#include "net/relay.h"

#include <inttypes.h>

struct ended {
	enum outgoing_class class;
	int attempts;
};

struct ending {
	const struct world_desk *desk;
	struct arena *arena;
	struct outbox_outcome *ends;
	struct ended *mails;		/* one for each of them */
	size_t count, room;
	usec_t since;
};

struct ending *ending_new(const struct world_desk *desk)
{
	struct ending *ending = calloc(1, sizeof(*ending));

	if (ending == NULL)
		abort();
	ending->desk = desk;
	ending->arena = arena_new();
	return ending;
}

void ending_free(struct ending **ending)
{
	if (*ending == NULL)
		return;
	arena_free(&(*ending)->arena);
	free((*ending)->ends);
	free((*ending)->mails);
	free(*ending);
	*ending = NULL;
}

/* The Message-ID that the relay put for ours, where it tells one. */
static const char *given_id(struct ending *ending,
			    const struct smtp_reply *reply)
{
	const struct smtp_settings *smtp = &ending->desk->settings->smtp;
	const char *id = relay_message_id(ending->arena, smtp->endpoint.host,
					  smtp->message_ids, reply->text);

	return id != NULL && safe_message_id(id) ? id : NULL;
}

static void keep(struct ending *ending, const struct outbox_mail *mail,
		 const struct lane_result *result,
		 const struct outbox_outcome *end)
{
	struct outbox_outcome *kept;

	if (ending->count == ending->room) {
		ending->room = ending->room == 0 ? 16 : ending->room * 2;
		ending->ends = realloc(ending->ends, ending->room *
				       sizeof(*ending->ends));
		ending->mails = realloc(ending->mails, ending->room *
					sizeof(*ending->mails));
		if (ending->ends == NULL || ending->mails == NULL)
			abort();
	}
	if (ending->count == 0)
		ending->since = monotonic_now();
	kept = &ending->ends[ending->count];
	*kept = *end;
	kept->text = arena_strdup(ending->arena, result->reply.code != 0 ?
				  result->reply.text : result->err.text);
	ending->mails[ending->count++] = (struct ended){ mail->class,
							 mail->attempts };
}

void ending_add(struct ending *ending, const struct outbox_mail *mail,
		const struct lane_result *result, usec_t now)
{
	struct outbox_outcome end;

	attempt_judge(mail, result->outcome, &result->reply, now, &end);
	if (end.result == OUTBOX_SENT)
		end.message_id = given_id(ending, &result->reply);
	keep(ending, mail, result, &end);
}

void ending_add_later(struct ending *ending, const struct outbox_mail *mail,
		      const struct lane_result *result, usec_t now)
{
	struct lane_result later = *result;

	later.outcome = SMTP_LATER;
	ending_add(ending, mail, &later, now);
}

size_t ending_count(const struct ending *ending)
{
	return ending->count;
}

usec_t ending_since(const struct ending *ending)
{
	return ending->count == 0 ? 0 : ending->since;
}

static void tell(const struct outbox_outcome *end, const struct ended *mail)
{
	log_info("outbox=%" PRId64 " class=%s result=%s attempt=%d code=%d %s",
		 end->id, outgoing_class_word(mail->class),
		 outbox_result_word(end->result), mail->attempts + 1,
		 end->code, end->text);
}

bool ending_commit(struct ending *ending, struct db *db, const int64_t *ids,
		   bool *marked, size_t count, struct err *err)
{
	const struct outbox_group group = {
		.ids = ids, .marked = marked, .count = count,
		.ends = ending->ends, .end_count = ending->count,
	};
	const bool ended = ending->count > 0;

	if ((ended && !FAILPOINT(ANSWERED, err)) ||
	    (count > 0 && !FAILPOINT(OFFERED, err)) ||
	    !outbox_commit(db, ending->desk->desk.id, &group, err))
		return false;
	for (size_t i = 0; i < ending->count; i++)
		tell(&ending->ends[i], &ending->mails[i]);
	ending->count = 0;
	arena_reset(ending->arena);
	return (!ended || FAILPOINT(RESULT_COMMITTED, err)) &&
	       (count == 0 || FAILPOINT(DOT_MARKED, err));
}
