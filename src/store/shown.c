/* shown.c - find the lines of what was written now in the whole text. */

#include "store/shown.h"

#include "base/buffer.h"

#include <string.h>

/* How many bytes from here on both share: whole lines, or all of `visible`. */
static size_t shared(const char *text, const char *visible)
{
	size_t size = 0, lines = 0;

	while (visible[size] != '\0' && text[size] == visible[size])
		if (visible[size++] == '\n')
			lines = size;
	return visible[size] == '\0' ? size : lines;
}

/* The line that comes next is no worse a beginning than a later one that is the
 * same, so that nothing is tried twice. */
const char *shown_of(struct arena *arena, const char *text,
		     const char *visible)
{
	struct buffer pieces = { .arena = arena };
	const char *at = text;

	for (int count = 0; *visible != '\0';) {
		const size_t size = shared(at, visible);

		if (size == 0) {
			at = strchr(at, '\n');
			if (at++ == NULL)
				return NULL;
			continue;
		}
		if (count++ == SHOWN_MOST)
			return NULL;
		buffer_printf(&pieces, "%s%zu+%zu", count == 1 ? "" : " ",
			      (size_t)(at - text), size);
		at += size;
		visible += size;
	}
	return pieces.size == 0 ? NULL : buffer_string(&pieces);
}
