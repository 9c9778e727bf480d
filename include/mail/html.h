/* html.h - HTML to the text that a person would read, in one linear pass.
 *
 * Links keep their address where it differs from their words, lists get
 * bullets and numbers, cells are parted by tabs, <pre> keeps its lines.
 * Scripts, styles and titles are dropped; so is text that a reader could not
 * see (display:none, size zero), which is noted as DEFECT_HIDDEN_TEXT.  Text
 * stays in logical order, so right-to-left text is as it was written.
 *
 * The containers in which clients put quotes, signatures and header blocks
 * become marks (the table is in html_mark.c).
 *
 *	html_token.c   tags, text, comments            html_style.c  what CSS hides
 *	html_entity.c  &amp; and its kin               html_mark.c   clients' marks
 *	html_flow.c    lines and white space           html.c        all together
 *
 * Ownership: in the arena.  `html` must be cleaned text (text_clean()).
 * Limits:    LIMIT_TEXT bytes of text, 1,000 marks, 500 open elements.
 * Errors:    none: any bytes are some HTML.
 */
#ifndef MAIL_HTML_H
#define MAIL_HTML_H

#include "base/arena.h"
#include "mail/message.h"

struct html_text {
	const char *text;
	size_t size;
	const struct mark *marks;	/* by start, the outer one first */
	size_t mark_count;
	uint64_t defects;
};

struct html_text html_render(struct arena *arena, const char *html,
			     size_t size);

#endif
