/* html_element.c - the elements that matter, as one table. */

#include "mail/html_element.h"

#include "base/banned.h"

static const struct { const char *name; enum html_element_kind kind; }
elements[] = {
	{ "a", HTML_LINK },
	{ "address", HTML_BLOCK },
	{ "area", HTML_VOID },
	{ "article", HTML_BLOCK },
	{ "aside", HTML_BLOCK },
	{ "base", HTML_VOID },
	{ "blockquote", HTML_PARAGRAPH },
	{ "body", HTML_BLOCK },
	{ "br", HTML_BREAK },
	{ "caption", HTML_BLOCK },
	{ "center", HTML_BLOCK },
	{ "col", HTML_VOID },
	{ "dd", HTML_BLOCK },
	{ "details", HTML_BLOCK },
	{ "dir", HTML_LIST },
	{ "div", HTML_BLOCK },
	{ "dl", HTML_BLOCK },
	{ "dt", HTML_BLOCK },
	{ "embed", HTML_VOID },
	{ "fieldset", HTML_BLOCK },
	{ "figcaption", HTML_BLOCK },
	{ "figure", HTML_BLOCK },
	{ "footer", HTML_BLOCK },
	{ "form", HTML_BLOCK },
	{ "h1", HTML_PARAGRAPH },
	{ "h2", HTML_PARAGRAPH },
	{ "h3", HTML_PARAGRAPH },
	{ "h4", HTML_PARAGRAPH },
	{ "h5", HTML_PARAGRAPH },
	{ "h6", HTML_PARAGRAPH },
	{ "head", HTML_BLOCK },
	{ "header", HTML_BLOCK },
	{ "hr", HTML_RULE },
	{ "html", HTML_BLOCK },
	{ "img", HTML_IMAGE },
	{ "input", HTML_VOID },
	{ "li", HTML_ITEM },
	{ "link", HTML_VOID },
	{ "main", HTML_BLOCK },
	{ "menu", HTML_LIST },
	{ "meta", HTML_VOID },
	{ "nav", HTML_BLOCK },
	{ "ol", HTML_NUMBERED_LIST },
	{ "optgroup", HTML_BLOCK },
	{ "option", HTML_BLOCK },
	{ "p", HTML_PARAGRAPH },
	{ "param", HTML_VOID },
	{ "pre", HTML_PRE },
	{ "section", HTML_BLOCK },
	{ "source", HTML_VOID },
	{ "table", HTML_TABLE },
	{ "tbody", HTML_ROW },
	{ "td", HTML_CELL },
	{ "textarea", HTML_PRE },
	{ "tfoot", HTML_ROW },
	{ "th", HTML_CELL },
	{ "thead", HTML_ROW },
	{ "tr", HTML_ROW },
	{ "track", HTML_VOID },
	{ "ul", HTML_LIST },
	{ "wbr", HTML_VOID },
};

enum html_element_kind html_element_kind(const char *name)
{
	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
		if (elements[i].name[0] == name[0] &&
		    strcmp(elements[i].name, name) == 0)
			return elements[i].kind;
	return HTML_INLINE;
}
