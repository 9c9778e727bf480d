/* cite.c - In-Reply-To, References and Outlook's two of an answer. */

#include "desk/cite.h"

#include "mail/prefix.h"
#include "mail/threadindex.h"

/* Several ids in In-Reply-To are no line of descent. */
static struct strings line_of(const struct message *message)
{
	if (message->references.count > 0)
		return message->references;
	if (message->in_reply_to.count == 1)
		return message->in_reply_to;
	return (struct strings){ NULL, 0 };
}

static struct strings references_of(struct arena *arena,
				    const struct message *message,
				    const char *answered, bool bare)
{
	const struct strings before = line_of(message);
	const char **ids = ARENA_ARRAY(arena, const char *, before.count + 1);
	size_t count = 0;

	for (size_t i = 0; !bare && i < before.count; i++)
		if (strcmp(before.at[i], answered) != 0)
			ids[count++] = before.at[i];
	if (answered[0] != '\0')
		ids[count++] = answered;
	return (struct strings){ ids, count };
}

static const char *topic_of(struct arena *arena, const char *subject)
{
	const char *rest;

	while (prefix_read(arena, subject, &rest) != PREFIX_NONE)
		subject = rest;
	return subject;
}

struct cites cite_mail(struct arena *arena, const struct message *message,
		       const char *answered, bool bare, usec_t now,
		       unsigned salt)
{
	const char *index = message_header(message, "Thread-Index");

	return (struct cites){
		.in_reply_to = answered,
		.references = references_of(arena, message, answered, bare),
		.thread_topic = bare ? "" : topic_of(arena, message->subject),
		.thread_index = bare || index == NULL ? NULL
			: threadindex_answer(arena, index, now, salt),
	};
}
