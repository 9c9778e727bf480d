/* html_flow.c - remember white space, write words. */

#include "mail/html_flow.h"

#include "base/text.h"
#include "mail/guard.h"
#include "mail/html_entity.h"

/* More blank lines than this say nothing. */
enum { MOST_BREAKS = 3, MOST_BLANKS = 16 };

static void write_space(struct html_flow *flow)
{
	bool line_start = flow->out.size == 0 || flow->breaks > 0;

	if (flow->out.size > 0)
		for (int i = 0; i < flow->breaks && i < MOST_BREAKS; i++)
			buffer_char(&flow->out, '\n');
	if (flow->prefix != NULL)
		buffer_text(&flow->out, flow->prefix);
	else if (flow->tab && !line_start)
		buffer_char(&flow->out, '\t');
	else if (flow->space && !line_start && flow->blanks == 0)
		buffer_char(&flow->out, ' ');
	for (int i = 0; i < flow->blanks && i < MOST_BLANKS; i++)
		buffer_char(&flow->out, ' ');
	flow->breaks = flow->blanks = 0;
	flow->space = flow->tab = false;
	flow->prefix = NULL;
}

void html_flow_word(struct html_flow *flow, const char *at, size_t size)
{
	if (flow->full || size == 0)
		return;
	write_space(flow);
	if (flow->out.size + size > LIMIT_TEXT) {
		flow->full = true;
		return;
	}
	buffer_add(&flow->out, at, size);
	flow->written++;
}

/* Hard spaces alone on a line make it a blank line. */
static void end_line(struct html_flow *flow)
{
	if (flow->blanks > 0 && (flow->breaks > 0 || flow->out.size == 0))
		flow->breaks++;
	flow->blanks = 0;
	flow->space = flow->tab = false;
}

void html_flow_block(struct html_flow *flow, int lines)
{
	end_line(flow);
	if (flow->breaks < lines)
		flow->breaks = lines;
}

void html_flow_break(struct html_flow *flow)
{
	end_line(flow);
	flow->breaks++;
}

void html_flow_cell(struct html_flow *flow)
{
	flow->tab = true;
}

/* Characters that only hold a place or hide where a word ends. */
static bool is_filler(unsigned long c)
{
	return c == 0x200b || c == 0xfeff || c == 0xad || c == 0x34f ||
	       (c < ' ' && c != '\n' && c != '\t');
}

static void add_character(struct html_flow *flow, unsigned long c, bool pre)
{
	char utf8[8];

	if (is_filler(c))
		return;
	if (c == '\n' && pre)
		html_flow_break(flow);
	else if (c == 0xa0 || ((c == ' ' || c == '\t') && pre))
		flow->blanks++;
	else if (c == ' ' || c == '\n' || c == '\t')
		flow->space = true;
	else
		html_flow_word(flow, utf8, text_put(utf8, c));
}

/* Runs of what needs no care: everything but white space, "&" and the first
 * bytes of no-break spaces and fillers. */
static size_t run_length(const char *at, size_t size)
{
	size_t i = 0;

	while (i < size && (unsigned char)at[i] > ' ' && at[i] != '&' &&
	       (unsigned char)at[i] != 0xc2 && (unsigned char)at[i] != 0xe2 &&
	       (unsigned char)at[i] != 0xcd && (unsigned char)at[i] != 0xef)
		i++;
	return i;
}

void html_flow_text(struct html_flow *flow, const char *at, size_t size,
		    bool pre)
{
	while (size > 0 && !flow->full) {
		size_t len = run_length(at, size);

		if (len > 0) {
			html_flow_word(flow, at, len);
		} else {
			const char *next = at;
			unsigned long c = 0;

			if (*at == '&')
				c = html_entity_read(at, size, &len);
			if (c == 0) {
				c = text_next(&next, at + size);
				len = (size_t)(next - at);
			}
			add_character(flow, c, pre);
		}
		at += len;
		size -= len;
	}
}
