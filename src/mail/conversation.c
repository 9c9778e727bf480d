/* conversation.c - read Thread-Index and Thread-Topic. */

#include "mail/conversation.h"

#include "base/hmac.h"
#include "mail/subject.h"
#include "mail/threadindex.h"

static const char *id_of(struct arena *arena, const char *index)
{
	uint8_t head[THREADINDEX_HEAD];

	return threadindex_head(index, head)
		? hmac_hex(arena, head, sizeof(head)) : "";
}

struct conversation conversation_of(struct arena *arena,
				    const struct message *message)
{
	const char *index = message_header(message, "Thread-Index");
	const char *topic = message_header(message, "Thread-Topic");

	return (struct conversation){
		.id = index == NULL ? "" : id_of(arena, index),
		/* One in encoded-words would say what Subject says. */
		.topic = index == NULL || topic == NULL ||
			 strstr(topic, "=?") != NULL
				? "" : subject_base(arena, topic),
	};
}
