/* fuzz_parse.c - any bytes as a mail: read it whole, and find it sound. */

#include "fuzz.h"

#include "../fixture/sound.h"
#include "mail/boundary.h"
#include "mail/handover.h"
#include "mail/listmail.h"
#include "mail/parse.h"

/* What is left when a list, an agent or a forger is taken off it. */
static const char *undo(struct arena *arena, const struct message *message,
			const struct gist_desk *desk)
{
	const struct strings hosts = { (const char *[]){ "mx.test" }, 1 };
	const struct message *cut = boundary_cut(arena, message, &hosts);
	const struct forward *forward = forward_read(arena, cut);
	const struct message *undone[] = {
		cut, listmail_undo(arena, cut, "team@lists.test", desk),
		forward == NULL ? NULL
			: handover_undo(arena, cut, forward, desk),
	};
	const char *wrong = NULL;

	for (size_t i = 0; i < 3 && wrong == NULL; i++) {
		struct buffer record = { .arena = arena };
		struct gist gist;

		if (undone[i] == NULL)
			continue;
		gist = gist_of(arena, undone[i], desk);
		wrong = sound_mail(arena, undone[i], &gist, &record);
	}
	return wrong;
}

int fuzz_parse(const uint8_t *bytes, size_t size)
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
	if (wrong == NULL)
		wrong = undo(arena, message, &desk);
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
