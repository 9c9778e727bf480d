/* html.c - the one door for words into a page. */

#include "app/html.h"

#include "base/text.h"

enum { TEXT_LIMIT = 4096 };

void html_text(struct buffer *out, const char *text)
{
	const char *line = text_line(out->arena, text, strlen(text),
				     TEXT_LIMIT);

	for (; *line != '\0'; line++)
		switch (*line) {
		case '&':
			buffer_text(out, "&amp;");
			break;
		case '<':
			buffer_text(out, "&lt;");
			break;
		case '>':
			buffer_text(out, "&gt;");
			break;
		case '"':
			buffer_text(out, "&quot;");
			break;
		case '\'':
			buffer_text(out, "&#39;");
			break;
		default:
			buffer_char(out, *line);
		}
}

void html_element(struct buffer *out, const char *name, const char *class,
		  const char *text)
{
	buffer_printf(out, "<%s", name);
	if (class != NULL)
		buffer_printf(out, " class=\"%s\"", class);
	buffer_char(out, '>');
	html_text(out, text);
	buffer_printf(out, "</%s>", name);
}
