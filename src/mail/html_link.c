/* html_link.c - compare what a link says with where it leads. */

#include "config.h"	/* memmem */

#include "mail/html_link.h"

#include "base/text.h"
#include "mail/html_entity.h"
#include "base/ascii.h"

enum { MOST_LINK = 1000 };

/* The address without entities, white space and controls. */
static char *clean(struct arena *arena, struct html_slice href)
{
	struct buffer out = { .arena = arena };
	char utf8[8];

	for (size_t i = 0; i < href.size; ) {
		unsigned long c = 0;
		size_t len = 1;

		if (href.at[i] == '&')
			c = html_entity_read(href.at + i, href.size - i, &len);
		if (c == 0) {
			len = 1;
			if ((unsigned char)href.at[i] > ' ')
				buffer_char(&out, href.at[i]);
		} else if (c > ' ') {
			buffer_add(&out, utf8, text_put(utf8, c));
		}
		i += len;
	}
	return buffer_string(&out);
}

/* What people take for the same: no scheme, no "www.", no last slash. */
static struct html_slice core(const char *at, size_t size)
{
	static const char *const starts[] = {
		"https://", "http://", "mailto:", "tel:", "www.",
	};

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		size_t len = strlen(starts[i]);

		if (size > len && ascii_compare(at, starts[i], len) == 0) {
			at += len;
			size -= len;
		}
	}
	while (size > 0 && (at[size - 1] == '/' ||
			    ascii_space(at[size - 1])))
		size--;
	return (struct html_slice){ at, size };
}

static bool says_it(const char *words, size_t size, const char *address)
{
	struct html_slice a, b;

	while (size > 0 && ascii_space(*words)) {
		words++;
		size--;
	}
	a = core(words, size);
	b = core(address, strlen(address));
	/* "mailto:ann@example.org?subject=…" */
	if (ascii_compare(address, "mailto:", 7) == 0)
		b.size = strcspn(b.at, "?");
	if (a.size < b.size && ascii_compare(address, "tel:", 4) != 0)
		return false;
	if (ascii_compare(address, "tel:", 4) == 0)
		return true;
	return memmem(a.at, a.size, b.at, b.size) != NULL ||
	       (a.size == b.size && ascii_compare(a.at, b.at, b.size) == 0);
}

static bool is_useful(const char *address)
{
	return text_starts(address, "https://") ||
	       text_starts(address, "http://") ||
	       text_starts(address, "mailto:") ||
	       text_starts(address, "ftp://");
}

void html_link_end(struct html_flow *flow, size_t start,
		   struct html_slice href)
{
	const char *address;

	if (flow->out.size <= start || href.size > MOST_LINK)
		return;
	address = clean(flow->out.arena, href);
	if (!is_useful(address) ||
	    says_it(flow->out.data + start, flow->out.size - start, address))
		return;
	flow->space = true;
	html_flow_word(flow, "<", 1);
	html_flow_word(flow, address, strlen(address));
	html_flow_word(flow, ">", 1);
}
