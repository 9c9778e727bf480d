/* fuzz_auth.c - any Authentication-Results: without a pin nothing passes, and
 * the evidence is one clean line.
 *
 * Each line of the input is a field; one that begins with "F" is the author.
 */

#include "fuzz.h"

#include "../fixture/sound.h"

#include "base/text.h"

#define FIELDS 20

static void add_field(struct arena *arena, struct header *header,
		      struct mailbox *from, const char *line, size_t size)
{
	if (size > 0 && line[0] == 'F') {
		from->address = text_line(arena, line + 1, size - 1, 320);
		return;
	}
	header->name = "Authentication-Results";
	header->value = text_line(arena, line, size, 4000);
}

static size_t add_fields(struct arena *arena, struct header *headers,
			 struct mailbox *from, const char *p, size_t size)
{
	size_t count = 0;

	while (size > 0 && count < FIELDS) {
		const char *feed = memchr(p, '\n', size);
		size_t len = feed == NULL ? size : (size_t)(feed - p);

		headers[count] = (struct header){ "X-Nothing", "" };
		add_field(arena, &headers[count++], from, p, len);
		p += len + (feed != NULL);
		size -= len + (feed != NULL);
	}
	return count;
}

int fuzz_auth(const uint8_t *bytes, size_t size)
{
	static const char *const names[] = { "mx.test" };
	const struct strings pins = { names, 1 }, no_pins = { NULL, 0 };
	struct header headers[FIELDS];
	struct mailbox from = { .name = "", .address = "ann@example.org" };
	struct message message = {
		.headers = headers,
		.from_fields = 1,
		.from = { &from, 1, 1 },
	};
	struct auth auth, unpinned;
	ARENA(arena);

	message.header_count = add_fields(arena, headers, &from,
					  (const char *)bytes, size);
	auth = auth_judge(arena, &message, &pins);
	unpinned = auth_judge(arena, &message, &no_pins);
	auth_ids(arena, &message);
	if (unpinned.verdict != AUTH_NONE || auth.evidence == NULL ||
	    sound_text(arena, "evidence", auth.evidence,
		       strlen(auth.evidence)) != NULL ||
	    strchr(auth.evidence, '\n') != NULL)
		abort();
	return 0;
}
