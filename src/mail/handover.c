/* handover.c - the customer's mail out of the agent's. */

#include "mail/handover.h"

#include "base/text.h"
#include "mail/guard.h"

/* The agent's server said who the agent is, not who the customer is. */
static void take_headers(struct arena *arena, const struct message *message,
			 struct message *undone)
{
	struct header *kept = ARENA_ARRAY(arena, struct header,
					  message->header_count);

	undone->header_count = 0;
	for (size_t i = 0; i < message->header_count; i++)
		if (!text_same(message->headers[i].name,
			       "Authentication-Results"))
			kept[undone->header_count++] = message->headers[i];
	undone->headers = kept;
}

/* An attached mail knows what it answers; it is itself what the forwarding
 * mail is about.  Inline, the agent's client cites it. */
static void take_ids(struct arena *arena, const struct message *attached,
		     struct message *undone)
{
	const struct strings *cited = &attached->in_reply_to;
	size_t count = cited->count < LIMIT_REFERENCES
		? cited->count : LIMIT_REFERENCES - 1;
	const char **ids = ARENA_ARRAY(arena, const char *, count + 1);
	size_t own = attached->message_id[0] != '\0';

	if (own)
		ids[0] = attached->message_id;
	for (size_t i = 0; i < count; i++)
		ids[own + i] = cited->at[i];
	undone->in_reply_to = (struct strings){ ids, own + count };
	undone->references = attached->references;
}

static void take_text(struct arena *arena, const struct message *message,
		      const struct forward *forward, struct message *undone)
{
	const struct message *attached = message->attached;
	bool whole = attached != NULL && forward->body == attached->text;

	undone->text = forward->body;
	undone->text_size = strlen(forward->body);
	undone->marks = whole ? attached->marks : NULL;
	undone->mark_count = whole ? attached->mark_count : 0;
	undone->html = NULL;
	undone->attached = NULL;
	if (!whole)
		return;
	undone->has_date = attached->has_date;
	undone->date = attached->date;
	take_ids(arena, attached, undone);
}

static void take_author(struct arena *arena, const struct mailbox *from,
			struct message *undone)
{
	undone->from.at = arena_memdup(arena, from, sizeof(*from));
	undone->from.count = undone->from.seen = 1;
	undone->from_fields = 1;
	undone->sender = (struct mailbox){ "", "" };
	undone->reply_to = (struct mailboxes){ 0 };
	/* A null sender stays one: a program sent it, whoever wrote it. */
	if (undone->has_return_path && undone->return_path.address[0] != '\0')
		undone->return_path.address = from->address;
}

/* Somebody beyond the desk, under an address of the strict form. */
static bool is_customer(const struct message *undone,
			const struct gist_desk *desk)
{
	const char *author = message_author(undone);
	const char *at = strrchr(author, '@');

	return at != NULL && strchr(at, '.') != NULL &&
	       !origin_is_ours(author, &desk->ours) &&
	       strings_find(&desk->agents, author) == NULL;
}

/* An attached mail of several authors, or of none, is nobody's. */
static bool is_many(const struct message *message,
		    const struct forward *forward)
{
	const struct message *attached = message->attached;

	return attached != NULL && forward->body == attached->text &&
	       message_author(attached)[0] == '\0';
}

const struct message *handover_undo(struct arena *arena,
				    const struct message *message,
				    const struct forward *forward,
				    const struct gist_desk *desk)
{
	struct message *undone = arena_memdup(arena, message,
					      sizeof(*message));

	take_author(arena, &forward->from, undone);
	if (!is_customer(undone, desk) || is_many(message, forward))
		return NULL;
	take_headers(arena, message, undone);
	take_text(arena, message, forward, undone);
	if (forward->subject != NULL)
		undone->subject = forward->subject;
	return undone;
}
