/* html_element.h - what an element means for the flow of text. */
#ifndef MAIL_HTML_ELEMENT_H
#define MAIL_HTML_ELEMENT_H

enum html_element_kind {
	HTML_INLINE,
	HTML_VOID,		/* has no content and no closing tag */
	HTML_BREAK,		/* <br> */
	HTML_RULE,		/* <hr> */
	HTML_IMAGE,
	HTML_LINK,
	HTML_BLOCK,		/* starts and ends a line */
	HTML_PARAGRAPH,		/* has blank lines around it */
	HTML_PRE,
	HTML_LIST,		/* bullets */
	HTML_NUMBERED_LIST,
	HTML_ITEM,
	HTML_TABLE,
	HTML_ROW,
	HTML_CELL,
};

/* HTML_INLINE for what is not known. */
enum html_element_kind html_element_kind(const char *name);

#endif
