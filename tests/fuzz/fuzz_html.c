/* fuzz_html.c - any bytes as HTML: clean text, marks within it and in order. */

#include "fuzz.h"

#include "../fixture/sound.h"

#include "base/text.h"
#include "mail/guard.h"
#include "mail/html.h"

static const char *check_marks(const struct html_text *html)
{
	for (size_t i = 0; i < html->mark_count; i++) {
		const struct mark *mark = &html->marks[i];

		if (mark->start > mark->end || mark->end > html->size)
			return "a mark lies outside the text";
		if (i > 0 && mark->start < mark[-1].start)
			return "marks are not in order";
		if (mark->source == NULL)
			return "a mark has no source";
	}
	return NULL;
}

int fuzz_html(const uint8_t *bytes, size_t size)
{
	ARENA(arena);
	const char *clean = text_clean(arena, (const char *)bytes, size);
	struct html_text html = html_render(arena, clean, strlen(clean));
	const char *wrong = sound_text(arena, "text", html.text, html.size);

	if (wrong == NULL)
		wrong = check_marks(&html);
	if (wrong == NULL && html.size > LIMIT_TEXT)
		wrong = "more text than the limit";
	if (wrong != NULL) {
		fprintf(stderr, "%s\n", wrong);
		abort();
	}
	return 0;
}
