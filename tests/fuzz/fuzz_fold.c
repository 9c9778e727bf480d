/* fuzz_fold.c - any text: its parts joined are the text.
 *
 * U+001E parts the input into the text, a text that is known, the subject and
 * the author's name; pairs of bytes behind a fifth one are marks of HTML.
 */

#include "fuzz.h"

#include "../fixture/sound.h"

#include "base/text.h"
#include "mail/forward.h"
#include "mail/language.h"

#define PIECES 5

/* The input cut at U+001E; the last piece holds the rest. */
static void cut(const char *bytes, size_t size, const char *pieces[PIECES],
		size_t sizes[PIECES])
{
	for (size_t i = 0; i < PIECES; i++) {
		const char *end = i == PIECES - 1 || size == 0 ? NULL :
				  memchr(bytes, 0x1e, size);

		pieces[i] = bytes;
		sizes[i] = end == NULL ? size : (size_t)(end - bytes);
		size -= sizes[i] + (end != NULL);
		bytes += sizes[i] + (end != NULL);
	}
}

/* Marks in order of their starts, within the text. */
static void add_marks(struct arena *arena, struct message *message,
		      const char *bytes, size_t size)
{
	struct mark *marks = ARENA_ARRAY(arena, struct mark, size / 3 + 1);
	size_t start = 0, count = 0;

	for (; size >= 3; bytes += 3, size -= 3) {
		size_t end;

		start += (unsigned char)bytes[0];
		end = start + (unsigned char)bytes[1];
		if (end > message->text_size)
			break;
		marks[count++] = (struct mark){
			.kind = (enum mark_kind)((unsigned char)bytes[2] % 3),
			.start = start,
			.end = end,
			.source = bytes[2] & 0x40 ? "blockquote" : "gmail",
		};
	}
	message->marks = marks;
	message->mark_count = count;
}

int fuzz_fold(const uint8_t *bytes, size_t size)
{
	const char *pieces[PIECES], *known, *wrong;
	size_t sizes[PIECES];
	struct mailbox from = { .address = "ann@example.org" };
	struct fold fold;
	ARENA(arena);
	struct message message = { .from = { &from, 1, 1 } };

	cut((const char *)bytes, size, pieces, sizes);
	message.text = text_clean(arena, pieces[0], sizes[0]);
	message.text_size = strlen(message.text);
	known = text_clean(arena, pieces[1], sizes[1]);
	message.subject = text_line(arena, pieces[2], sizes[2], 1000);
	message.message_id = "";
	from.name = text_line(arena, pieces[3], sizes[3], 250);
	add_marks(arena, &message, pieces[4], sizes[4]);
	fold = fold_text(arena, &message,
			 &(struct strings){ &known, known[0] != '\0' });
	wrong = sound_fold(arena, &message, &fold);
	forward_read(arena, &message);
	language_of(fold.visible);
	if (wrong != NULL) {
		fprintf(stderr, "%s\n", wrong);
		abort();
	}
	return 0;
}
