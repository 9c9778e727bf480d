/* fuzz_parse.c - any bytes as a mail: read it whole, and find it sound. */

#include "../fixture/sound.h"
#include "mail/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char *const own[] = { "support@acme.test", "@acme.test" };
	static const char *const pins[] = { "mx.test" };
	static struct reader *reader;
	const struct gist_desk desk = { .ours = { own, 2 },
					.pins = { pins, 1 } };
	const struct message *message;
	struct gist gist;
	const char *wrong;
	ARENA(arena);
	struct buffer record = { .arena = arena };

	if (reader == NULL)
		reader = reader_new();
	message = parse_message(arena, reader, bytes, size);
	gist = gist_of(arena, message, &desk);
	wrong = sound_mail(arena, message, &gist, &record);
	if (wrong == NULL) {
		message = parse_minimal(arena, bytes, size);
		gist = gist_minimal(arena, message);
		record = (struct buffer){ .arena = arena };
		wrong = sound_mail(arena, message, &gist, &record);
	}
	if (wrong != NULL) {
		fprintf(stderr, "%s\n", wrong);
		abort();
	}
	return 0;
}
