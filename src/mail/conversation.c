/* conversation.c - read Thread-Index and Thread-Topic. */

#include "mail/conversation.h"

#include "base/hmac.h"
#include "mail/encoding.h"
#include "mail/subject.h"

/* Octets of the conversation, and the base64 of them: what follows counts the
 * answers. */
enum { ID_OCTETS = 22, ID_BASE64 = 32 };

/* Any Thread-Index begins so. */
enum { RESERVED = 1 };

static const char *id_of(struct arena *arena, const char *index)
{
	struct encoding_step step = { .encoding = ENCODING_BASE64 };
	size_t size = strnlen(index, ID_BASE64), have;
	char *octets = arena_alloc(arena, encoding_room(size) + 8);

	have = encoding_step(&step, index, size, octets);
	if (have < ID_OCTETS || step.bad || octets[0] != RESERVED)
		return "";
	return hmac_hex(arena, (const uint8_t *)octets, ID_OCTETS);
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
