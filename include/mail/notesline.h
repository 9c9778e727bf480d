/* notesline.h - who wrote it and when, as Lotus Notes says it: without labels.
 *
 *	Ann Author@CORP			"Ann" <ann@example.org> on 01/08/2001
 *	01/08/2001 10:40 AM		10:40:10 AM
 *
 * Ownership: strings live in the arena.  Errors: none.
 */
#ifndef MAIL_NOTESLINE_H
#define MAIL_NOTESLINE_H

#include "mail/lines.h"

struct notesline {
	const char *from;	/* "" where only a date stands */
	const char *date;
	size_t next;		/* the line behind them */
};

/* Do they stand at line `i`, in one line or two? */
bool notesline_at(struct arena *arena, const struct lines *lines, size_t i,
		  struct notesline *notes_r);

/* Where in the text a numeric date with a time starts that ends it, or NULL:
 * "01/08/2001 10:40 AM". */
const char *notesline_date(const char *text);

#endif
