/* html_style.c - read a style attribute, declaration by declaration. */

#include "mail/html_style.h"

#include "base/ascii.h"
#include "base/banned.h"

/* One declaration in lower case without white space; longer ones say nothing
 * that matters here. */
enum { DECLARATION = 64 };

static bool is(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

/* "0", "0px", "0.0em", but not "0.5em". */
static bool is_zero(const char *value)
{
	if (!ascii_digit(*value) && *value != '.')
		return false;
	for (; ascii_digit(*value) || *value == '.'; value++)
		if (*value != '0' && *value != '.')
			return false;
	return true;
}

/* Sizes in % and em are parts of the inherited one: of nothing, nothing. */
static enum html_size font_size(const char *value)
{
	size_t len = strlen(value);

	if (is_zero(value))
		return HTML_SIZE_ZERO;
	if ((len > 1 && value[len - 1] == '%') ||
	    (len > 2 && strcmp(value + len - 2, "em") == 0))
		return HTML_SIZE_INHERITED;
	return HTML_SIZE_SET;
}

struct box {
	bool no_width, no_height, clipped;
};

static void declare(struct html_style *style, struct box *box,
		    const char *name, const char *value)
{
	if (strcmp(name, "display") == 0)
		style->hidden |= is(value, "none");
	else if (strcmp(name, "visibility") == 0)
		style->hidden |= is(value, "hidden");
	else if (strcmp(name, "mso-hide") == 0)
		style->hidden |= is(value, "all");
	else if (strcmp(name, "opacity") == 0)
		style->hidden |= is_zero(value);
	else if (strcmp(name, "color") == 0)
		style->hidden |= is(value, "transparent");
	else if (strcmp(name, "font-size") == 0)
		style->size = font_size(value);
	else if (strcmp(name, "white-space") == 0)
		style->preformatted = is(value, "pre");
	else if (strcmp(name, "margin") == 0)
		style->no_margin = is_zero(value);
	else if (strcmp(name, "border") == 0)
		style->no_border = is(value, "none") || is_zero(value);
	else if (strcmp(name, "border-top") == 0)
		style->border_top = strstr(value, "solid") != NULL;
	else if (strcmp(name, "overflow") == 0)
		box->clipped = is(value, "hidden");
	else if (strcmp(name, "max-height") == 0 ||
		 strcmp(name, "height") == 0)
		box->no_height |= is_zero(value);
	else if (strcmp(name, "max-width") == 0 || strcmp(name, "width") == 0)
		box->no_width |= is_zero(value);
}

struct html_style html_style_read(const char *at, size_t size)
{
	struct html_style style = { .size = HTML_SIZE_INHERITED };
	struct box box = { false, false, false };
	char text[DECLARATION];
	size_t used = 0;

	for (size_t i = 0; i <= size; i++) {
		unsigned char c = i < size ? (unsigned char)at[i] : ';';

		if (c != ';') {
			if (!ascii_space(c) && used + 1 < DECLARATION)
				text[used++] = ascii_lower(c);
			continue;
		}
		text[used] = '\0';
		char *colon = strchr(text, ':');

		if (colon != NULL) {
			*colon = '\0';
			declare(&style, &box, text, colon + 1);
		}
		used = 0;
	}
	if (box.clipped && (box.no_height || box.no_width))
		style.hidden = true;
	return style;
}
