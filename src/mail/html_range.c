/* html_range.c - keep, judge and sort the marked stretches. */

#include "config.h"	/* memmem */

#include "mail/html_range.h"
#include "base/ascii.h"

enum { MOST_RANGES = 1000, MOST_LABEL = 48 };

void html_range_add(struct html_ranges *ranges, const char *text,
		    struct mark mark)
{
	struct mark *more;

	while (mark.start < mark.end &&
	       ascii_space(text[mark.start]))
		mark.start++;
	if (mark.start >= mark.end || ranges->count == MOST_RANGES)
		return;
	if (ranges->count == ranges->room) {
		ranges->room = ranges->room * 2 + 8;
		more = ARENA_ARRAY(ranges->arena, struct mark, ranges->room);
		if (ranges->count > 0)
			memcpy(more, ranges->at,
			       ranges->count * sizeof(*more));
		ranges->at = more;
	}
	ranges->at[ranges->count++] = mark;
}

static bool is_blank(const char *text, size_t start, size_t end)
{
	while (start < end && ascii_space(text[start]))
		start++;
	return start >= end;
}

bool html_range_answered(const struct html_ranges *ranges, size_t first,
			 const char *text, size_t end)
{
	for (size_t i = ranges->count; i > first; i--) {
		const struct mark *mark = &ranges->at[i - 1];

		/* Within one that was looked at: outer ones end later. */
		if (mark->end > end)
			continue;
		if (mark->kind == MARK_QUOTE && !is_blank(text, mark->end, end))
			return true;
		end = mark->start;
	}
	return false;
}

bool html_range_is_header(const char *text, size_t size)
{
	const char *end = text + size, *line = text;
	int fields = 0;

	while (line < end && fields < 2) {
		const char *lf = memchr(line, '\n', (size_t)(end - line));
		size_t label = (size_t)((lf == NULL ? end : lf) - line);

		if (label > MOST_LABEL)
			label = MOST_LABEL;
		/* Chinese and Japanese clients write a full-width colon. */
		if (memchr(line, ':', label) != NULL ||
		    memmem(line, label, "\xef\xbc\x9a", 3) != NULL)
			fields++;
		line = lf == NULL ? end : lf + 1;
	}
	return fields == 2;
}

static int compare(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return (x->kind > y->kind) - (x->kind < y->kind);
}

void html_range_sort(struct html_ranges *ranges)
{
	if (ranges->count > 0)
		qsort(ranges->at, ranges->count, sizeof(*ranges->at), compare);
}
