/* lines.c - cut a text into lines and measure their quote marks. */

#include "mail/lines.h"

#include "base/text.h"

/* A mark of more levels than this is decoration. */
#define MAX_DEPTH 60

static const char *skip_space(const char *p, const char *end)
{
	while (p < end) {
		const char *next = p;

		if (!text_is_space(text_next(&next, end)))
			break;
		p = next;
	}
	return p;
}

/* Behind a quote mark at `p`, or NULL.  U+FF1E is typed by CJK keyboards;
 * "&gt;" is left by clients that escape text twice. */
static const char *skip_mark(const char *p, const char *end)
{
	static const char *const marks[] = { ">", "\xef\xbc\x9e", "&gt;" };

	if (p == end || (*p != '>' && *p != '\xef' && *p != '&'))
		return NULL;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t len = strlen(marks[i]);

		if ((size_t)(end - p) >= len && memcmp(p, marks[i], len) == 0)
			return p + len;
	}
	return NULL;
}

static const char *skip_initials(const char *p, const char *end)
{
	const char *start = p;

	while (p < end && p - start < 5 && *p >= 'A' && *p <= 'Z')
		p++;
	if (p - start < 2 || p - start > 4 || p == end || *p != '>')
		return NULL;
	while (p < end && *p == '>')
		p++;
	return p == end || *p == ' ' ? p : NULL;
}

static const char *skip_weak(const char *p, const char *end,
			     enum weak_mark *weak_r)
{
	const char *after = skip_initials(p, end);

	*weak_r = WEAK_NONE;
	if (after != NULL) {
		*weak_r = WEAK_INITIALS;
		return after;
	}
	if (end - p >= 1 && *p == '|' && end[-1] != '|' &&
	    (end - p == 1 || p[1] == ' ')) {
		*weak_r = WEAK_BAR;
		return p + 1;
	}
	if ((end - p == 2 || (end - p > 2 && p[2] == ' ')) &&
	    memcmp(p, "\xc2\xbb", 2) == 0) {
		*weak_r = WEAK_GUILLEMET;
		return p + 2;
	}
	return p;
}

static void measure(struct line *line, const char *bytes)
{
	const char *end = bytes + line->end;
	const char *p = skip_space(bytes + line->start, end);
	const char *first = p, *after;

	while (line->depth < MAX_DEPTH && (after = skip_mark(p, end)) != NULL) {
		line->depth++;
		p = skip_space(after, end);
	}
	if (line->depth == 0)
		p = skip_space(skip_weak(p, end, &line->weak), end);
	/* ">>> look here <<<" is an ornament, ">>> Ann 5/3/21 >>>" a frame. */
	if (line->depth > 1 && end - p >= 2 &&
	    (memcmp(end - 2, "<<", 2) == 0 || memcmp(end - 2, ">>", 2) == 0)) {
		line->depth = 0;
		p = first;
	}
	while (end > p && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	line->text = (size_t)(p - bytes);
	line->tail = (size_t)(end - bytes);
}

struct lines lines_of(struct arena *arena, const char *text, size_t size)
{
	size_t count = 0, start = 0;
	struct line *at;

	for (const char *p = text; size > 0 && (p = memchr(p, '\n', size -
			(size_t)(p - text))) != NULL; p++)
		count++;
	at = ARENA_ARRAY(arena, struct line, count + 1);
	count = 0;
	while (start < size) {
		const char *feed = memchr(text + start, '\n', size - start);
		size_t end = feed == NULL ? size : (size_t)(feed - text);

		at[count] = (struct line){
			.start = start,
			.end = end,
			.next = feed == NULL ? size : end + 1,
		};
		measure(&at[count], text);
		start = at[count++].next;
	}
	return (struct lines){
		.bytes = text, .at = at, .count = count,
		.caseless = ARENA_ARRAY(arena, const char *, count),
	};
}

const char *line_caseless(struct arena *arena, const struct lines *lines,
			  size_t i)
{
	const struct line *line = &lines->at[i];

	if (lines->caseless[i] == NULL)
		lines->caseless[i] = text_caseless(arena,
						   lines->bytes + line->text,
						   line->tail - line->text);
	return lines->caseless[i];
}

size_t lines_next(const struct lines *lines, size_t i)
{
	while (i < lines->count && line_is_blank(&lines->at[i]))
		i++;
	return i;
}
