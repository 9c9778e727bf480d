/* html.h - write HTML; every text goes through one door.
 *
 *	html_text(&out, subject);
 *
 * Nothing else puts words of others into a page: &, <, >, ", ' become
 * references, and what is no text becomes U+FFFD or goes.
 */
#ifndef APP_HTML_H
#define APP_HTML_H

#include "base/buffer.h"

/* One line of any bytes, as text of an element or value of an attribute. */
void html_text(struct buffer *out, const char *text);

/* An element with nothing but that text in it; `class` NULL: none. */
void html_element(struct buffer *out, const char *name, const char *class,
		  const char *text);

#endif
