/* lines.h - a text as lines, with what stands before their words.
 *
 * Reading a reply is a question about lines: which of them carry a quote mark,
 * where words begin and end.  This table answers it once for all readers.
 *
 * Ownership: the table lives in the arena; the text is borrowed.
 * Errors:    none.  Text is valid UTF-8 as parse() leaves it.
 */
#ifndef MAIL_LINES_H
#define MAIL_LINES_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Marks that some clients put before quoted lines, but people use as well for
 * other things: they count only beside better evidence. */
enum weak_mark {
	WEAK_NONE,
	WEAK_BAR,		/* "| text" */
	WEAK_GUILLEMET,		/* U+00BB or U+203A */
	WEAK_INITIALS,		/* "AB> text", Supercite and Notes */
};

struct line {
	size_t start, end;	/* the line without its line feed */
	size_t next;		/* where the next one starts */
	size_t text, tail;	/* without quote marks and white space */
	unsigned depth;		/* quote marks ">" before the text */
	enum weak_mark weak;
};

struct lines {
	const char *bytes;	/* borrowed */
	const struct line *at;
	const char **caseless;	/* of each line; NULL: nobody asked yet */
	size_t count;
};

struct lines lines_of(struct arena *arena, const char *text, size_t size);

/* Nothing but white space and quote marks? */
static inline bool line_is_blank(const struct line *line)
{
	return line->text == line->tail;
}

/* No quote mark, sure or weak? */
static inline bool line_is_plain(const struct line *line)
{
	return line->depth == 0 && line->weak == WEAK_NONE;
}

/* The words of the line, for comparison: text_caseless() of text..tail, which
 * is made once. */
const char *line_caseless(struct arena *arena, const struct lines *lines,
			  size_t i);

/* The next line from `i` on that is not blank, or lines->count. */
size_t lines_next(const struct lines *lines, size_t i);

#endif
