/* markdown.h - one Markdown source as HTML and as plain text.
 *
 * The one door to cmark (CommonMark).  Raw HTML and dangerous links are left
 * out; the plain text is made from the same tree, wrapped at 72 columns, with
 * links written out.
 *
 * Ownership: in the arena.  Errors: none, every text is Markdown.
 */
#ifndef MAIL_MARKDOWN_H
#define MAIL_MARKDOWN_H

#include "base/arena.h"

struct markdown {
	const char *html;	/* a fragment: paragraphs, lists, links */
	const char *text;	/* LF line ends, one at the end */
};

struct markdown markdown_render(struct arena *arena, const char *source);

#endif
