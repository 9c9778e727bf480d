/* handover.c - the customer's mail out of the agent's. */

#include "mail/handover.h"

#include "base/text.h"
#include "mail/automatic.h"
#include "mail/guard.h"

/* The agent's server said who the agent is, not who the customer is; and a
 * machine's mail is one still when an agent attaches it. */
static void take_headers(struct arena *arena, const struct message *message,
			 const struct message *attached,
			 struct message *undone)
{
	size_t most = LIMIT_FIELDS, count = 0;
	struct header *kept = ARENA_ARRAY(arena, struct header, most);

	for (size_t i = 0; attached != NULL && i < attached->header_count &&
	     count < most; i++)
		if (automatic_of(arena, &attached->headers[i]) !=
		    AUTOMATIC_NONE)
			kept[count++] = attached->headers[i];
	for (size_t i = 0; i < message->header_count && count < most; i++)
		if (!text_same(message->headers[i].name,
			       "Authentication-Results"))
			kept[count++] = message->headers[i];
	undone->headers = kept;
	undone->header_count = count;
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

static void take_text(const struct forward *forward,
		      const struct message *attached, struct message *undone)
{
	bool whole = attached != NULL;

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
}

static bool is_null(const struct message *message)
{
	return message->has_return_path &&
	       message->return_path.address[0] == '\0';
}

/* A null sender stays one: a program sent it, whoever wrote it. */
static void take_author(struct arena *arena, const struct mailbox *from,
			const struct message *attached,
			struct message *undone)
{
	undone->from.at = arena_memdup(arena, from, sizeof(*from));
	undone->from.count = undone->from.seen = 1;
	undone->from_fields = 1;
	undone->sender = (struct mailbox){ "", "" };
	undone->reply_to = (struct mailboxes){ 0 };
	if (attached != NULL && is_null(attached))
		undone->return_path = attached->return_path;
	else if (undone->has_return_path && !is_null(undone))
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

const struct message *handover_attached(const struct message *message,
					const struct forward *forward)
{
	const struct message *attached = message->attached;

	return attached != NULL && forward->body == attached->text ? attached
								   : NULL;
}

const struct message *handover_undo(struct arena *arena,
				    const struct message *message,
				    const struct forward *forward,
				    const struct gist_desk *desk)
{
	const struct message *attached = handover_attached(message, forward);
	struct message *undone = arena_memdup(arena, message,
					      sizeof(*message));

	take_author(arena, &forward->from, attached, undone);
	/* An attached mail of several authors, or of none, is nobody's. */
	if (!is_customer(undone, desk) ||
	    (attached != NULL && message_author(attached)[0] == '\0'))
		return NULL;
	take_headers(arena, message, attached, undone);
	take_text(forward, attached, undone);
	if (attached != NULL)
		take_ids(arena, attached, undone);
	if (forward->subject != NULL)
		undone->subject = forward->subject;
	return undone;
}
