/* html_range.h - the stretches of text that clients marked.
 *
 * Limits: 1,000 of them; more say nothing.
 */
#ifndef MAIL_HTML_RANGE_H
#define MAIL_HTML_RANGE_H

#include "base/arena.h"
#include "mail/message.h"

struct html_ranges {
	struct arena *arena;
	struct mark *at;	/* in the order in which their elements end */
	size_t count, room;
};

/* Keep one, without the white space at its start, unless it is empty. */
void html_range_add(struct html_ranges *ranges, const char *text,
		    struct mark mark);

/* Do words stand below a quote but outside of all quotes, among the ranges
 * from `first` on, which lie in text[…, end)?  Then someone answered there. */
bool html_range_answered(const struct html_ranges *ranges, size_t first,
			 const char *text, size_t end);

/* Does it read like a header block: at least two lines like "From: …"? */
bool html_range_is_header(const char *text, size_t size);

/* By start, the outer one first. */
void html_range_sort(struct html_ranges *ranges);

#endif
