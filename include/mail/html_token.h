/* html_token.h - the tags and texts of HTML, as browsers see them.
 *
 * Comments, declarations, scripts, styles and other contents that nobody
 * reads are left out.  What is not closed (a comment, a quote, a script) ends
 * at the next ">" instead of swallowing the mail, and is looked for only once:
 * the pass stays linear.
 *
 * Ownership: tokens point into the HTML.
 */
#ifndef MAIL_HTML_TOKEN_H
#define MAIL_HTML_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

enum html_token_kind {
	HTML_TOKEN_END,		/* of the input */
	HTML_TOKEN_TEXT,
	HTML_TOKEN_OPEN,	/* <name …> */
	HTML_TOKEN_CLOSE,	/* </name> */
};

enum { HTML_NAME_SIZE = 16 };

struct html_token {
	enum html_token_kind kind;
	char name[HTML_NAME_SIZE];	/* lower case; longer ones are cut */
	const char *at;			/* text, or what is behind the name */
	size_t size;
};

struct html_tokens {
	const char *p, *end;
	bool no_comment_end, no_quote, no_apostrophe;
	unsigned no_close;	/* bits of contents without a closing tag */
};

/* Attributes of a tag; NULL where there is none. */
#define HTML_ATTRIBUTES(ROW)			\
	ROW(HTML_CLASS,  "class")		\
	ROW(HTML_ID,     "id")			\
	ROW(HTML_STYLE,  "style")		\
	ROW(HTML_TYPE,   "type")		\
	ROW(HTML_NAME,   "name")		\
	ROW(HTML_HREF,   "href")		\
	ROW(HTML_ALT,    "alt")			\
	ROW(HTML_HIDDEN, "hidden")		\
	ROW(HTML_MARKER, "data-marker")		\
	ROW(HTML_SMARTMAIL, "data-smartmail")

enum html_attribute {
#define ROW(name, word) name,
	HTML_ATTRIBUTES(ROW)
#undef ROW
	HTML_ATTRIBUTE_COUNT
};

struct html_slice {
	const char *at;
	size_t size;
};

struct html_attributes {
	struct html_slice value[HTML_ATTRIBUTE_COUNT];
};

bool html_token_next(struct html_tokens *tokens, struct html_token *token_r);

void html_token_attributes(const struct html_token *token,
			   struct html_attributes *attributes_r);

#endif
