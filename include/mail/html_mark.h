/* html_mark.h - the containers of mail clients, as one table.
 *
 * A row says by which attribute a client's quote, signature or header block
 * is known and how far it reaches.  Add a client by adding a row.
 */
#ifndef MAIL_HTML_MARK_H
#define MAIL_HTML_MARK_H

#include "mail/html_style.h"
#include "mail/html_token.h"
#include "mail/message.h"

enum html_reach {
	HTML_REACH_ELEMENT,	/* the element is it */
	HTML_REACH_CONTAINER,	/* unless answers stand between its quotes */
	HTML_REACH_REST,	/* from here on, all is quoted */
	HTML_REACH_HEADER,	/* the element is a header block, then a quote */
	HTML_REACH_HEADER_BOX,	/* the same, if it reads like one */
};

struct html_mark {
	const char *source;	/* the client */
	enum mark_kind kind;
	enum html_reach reach;
};

/* The row that fits this tag, or NULL. */
const struct html_mark *html_mark_find(const char *tag,
				const struct html_attributes *attributes,
				const struct html_style *style);

#endif
