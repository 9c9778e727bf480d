/* html_style.h - the few things of CSS that change what is read. */
#ifndef MAIL_HTML_STYLE_H
#define MAIL_HTML_STYLE_H

#include <stdbool.h>
#include <stddef.h>

enum html_size {
	HTML_SIZE_INHERITED,
	HTML_SIZE_ZERO,
	HTML_SIZE_SET,
};

struct html_style {
	bool hidden;		/* cannot be seen, nor can what is in it */
	enum html_size size;	/* of the font: an inner one counts */
	bool preformatted;	/* white-space: pre and its kin */
	bool no_margin;		/* a paragraph without a blank line */
	bool no_border;		/* border: none */
	bool border_top;	/* a line above: Outlook's header box */
};

struct html_style html_style_read(const char *at, size_t size);

#endif
