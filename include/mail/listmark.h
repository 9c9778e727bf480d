/* listmark.h - what a list adds to the subject and below the text.
 *
 *	[Team] Kettle
 *
 *	_______________________________________________
 *	Team mailing list -- team@lists.example.org
 *	To unsubscribe send an email to team-leave@lists.example.org
 *
 * Only where it names the list: the mark of a subject is its local part, a
 * footer has its address or a page of it.  Nobody wrote that, and with it the
 * same mail would be another than the copy that came directly.
 *
 * Ownership: borrowed from what was passed, or in the arena.
 * Errors:    none.
 * Limits:    a footer of 2000 bytes, below a rule of 40 characters or "-- ".
 */
#ifndef MAIL_LISTMARK_H
#define MAIL_LISTMARK_H

#include "base/arena.h"

/* Without "[Team] ", also behind "Re: " and the like. */
const char *listmark_subject(struct arena *arena, const char *subject,
			     const char *list);

/* How much of the text stands above the footer of the list. */
size_t listmark_text(const char *text, size_t size, const char *list);

#endif
