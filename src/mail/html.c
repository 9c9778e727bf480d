/* html.c - walk the tags, keep the open elements, write text and marks. */

#include "config.h"	/* memmem */

#include "mail/html.h"

#include "base/text.h"
#include "mail/guard.h"
#include "mail/html_element.h"
#include "mail/html_flow.h"
#include "mail/html_link.h"
#include "mail/html_mark.h"
#include "mail/html_range.h"
#include "mail/html_token.h"
#include "base/ascii.h"

enum {
	MOST_OPEN = 500,
	NAME_SLOTS = 64,
	NONE = -1,
};

struct open {
	char name[HTML_NAME_SIZE];
	enum html_element_kind kind;
	size_t start;		/* the text before it */
	bool hidden, tiny, pre;	/* also within it */
	bool no_margin;
	int items;		/* of a list so far */
	struct html_slice href;
	const struct html_mark *mark;
	size_t first_mark;	/* of those within it */
	int rest_of;		/* its mark goes on to the end of that one */
	const char *rest;	/* from rest_start on all is quoted: source */
	size_t rest_start;
};

struct render {
	struct arena *arena;
	struct html_flow flow;
	struct open *open;	/* open[0] is the document */
	int depth;		/* index of the innermost */
	int unopened;		/* beyond MOST_OPEN */
	int names[NAME_SLOTS];	/* how many are open, by hash */
	struct html_ranges ranges;
	bool saw_hidden;
};

/* So that a closing tag without an open one costs nothing. */
static int *name_slot(struct render *render, const char *name)
{
	return &render->names[((unsigned char)name[0] * 7u +
			       (unsigned char)name[1] * 3u + strlen(name)) %
			      NAME_SLOTS];
}

/* The element around this one in which words stand above it: what a client
 * quotes reaches to the end of that one. */
static int reach(const struct render *render)
{
	int i = render->depth;

	while (i > 0 && render->open[i].start == render->flow.out.size)
		i--;
	return i;
}

static void start_rest(struct render *render, int of, const char *source)
{
	struct open *open = &render->open[of];

	if (open->rest == NULL) {
		open->rest = source;
		open->rest_start = render->flow.out.size;
	}
}

static void end_mark(struct render *render, const struct open *open)
{
	const struct html_mark *mark = open->mark;
	const char *text = render->flow.out.data;
	size_t end = render->flow.out.size;

	if (mark->reach == HTML_REACH_REST || end <= open->start)
		return;
	if (mark->reach == HTML_REACH_CONTAINER &&
	    html_range_answered(&render->ranges, open->first_mark, text, end))
		return;
	if (mark->reach == HTML_REACH_HEADER_BOX &&
	    !html_range_is_header(text + open->start, end - open->start))
		return;
	html_range_add(&render->ranges, text, (struct mark){
		mark->kind, open->start, end, mark->source });
	if (mark->kind == MARK_HEADER && mark->reach != HTML_REACH_ELEMENT)
		start_rest(render, open->rest_of, mark->source);
}

static void break_for(struct render *render, const struct open *open)
{
	switch (open->kind) {
	case HTML_BLOCK:
	case HTML_TABLE:
	case HTML_ROW:
	case HTML_ITEM:
	case HTML_LIST:
	case HTML_NUMBERED_LIST:
		html_flow_block(&render->flow, 1);
		break;
	case HTML_PARAGRAPH:
	case HTML_PRE:
		html_flow_block(&render->flow, open->no_margin ? 1 : 2);
		break;
	default:
		break;
	}
}

static void end_element(struct render *render)
{
	const struct open *open = &render->open[render->depth];

	if (open->kind == HTML_LINK && open->href.at != NULL && !open->hidden)
		html_link_end(&render->flow, open->start, open->href);
	if (open->rest != NULL)
		html_range_add(&render->ranges, render->flow.out.data,
			       (struct mark){ MARK_QUOTE, open->rest_start,
					      render->flow.out.size,
					      open->rest });
	if (open->mark != NULL)
		end_mark(render, open);
	break_for(render, open);
	--*name_slot(render, open->name);
	render->depth--;
}

/* Elements that end where the next of their kind starts, and within what. */
static bool is_scope(enum html_element_kind inner, enum html_element_kind outer)
{
	switch (inner) {
	case HTML_ITEM:
		return outer == HTML_LIST || outer == HTML_NUMBERED_LIST ||
		       outer == HTML_CELL;
	case HTML_CELL:
	case HTML_ROW:
		return outer == HTML_TABLE;
	case HTML_TABLE:
		return false;
	default:
		/* A block does not end what is around its table. */
		return outer == HTML_CELL;
	}
}

static void close_name(struct render *render, const char *name)
{
	enum html_element_kind kind = html_element_kind(name);

	if (*name_slot(render, name) == 0)
		return;
	for (int i = render->depth; i > 0; i--) {
		if (strcmp(render->open[i].name, name) == 0) {
			while (render->depth >= i)
				end_element(render);
			return;
		}
		if (is_scope(kind, render->open[i].kind))
			return;
		/* A stray "</b>" must not end the paragraph around it. */
		if (kind == HTML_INLINE && render->open[i].kind >= HTML_BLOCK)
			return;
	}
}

/* <p>, <li>, <td> and <tr> often are not closed. */
static void close_implied(struct render *render, const char *name,
			  enum html_element_kind kind)
{
	const struct open *open = &render->open[render->depth];

	if (strcmp(open->name, "p") == 0 && kind >= HTML_BLOCK)
		end_element(render);
	else if (kind == HTML_ITEM || kind == HTML_CELL || kind == HTML_ROW)
		close_name(render, name);
	if (kind == HTML_CELL)
		close_name(render, name[1] == 'd' ? "th" : "td");
}

static void start_item(struct render *render)
{
	int level = 0, list = NONE;

	for (int i = render->depth; i > 0; i--)
		if (render->open[i].kind == HTML_LIST ||
		    render->open[i].kind == HTML_NUMBERED_LIST) {
			list = list == NONE ? i : list;
			level++;
		}
	html_flow_block(&render->flow, 1);
	if (level > 8)
		level = 8;
	if (list != NONE && render->open[list].kind == HTML_NUMBERED_LIST)
		render->flow.prefix = arena_printf(render->arena, "%*s%d. ",
			2 * (level - 1), "", ++render->open[list].items);
	else
		render->flow.prefix = arena_printf(render->arena, "%*s* ",
			level > 0 ? 2 * (level - 1) : 0, "");
}

static void inherit(struct render *render, struct open *open,
		    const struct html_attributes *attributes,
		    const struct html_style *style)
{
	const struct open *parent = &render->open[render->depth];

	open->hidden = parent->hidden || style->hidden ||
		       attributes->value[HTML_HIDDEN].at != NULL;
	open->tiny = style->size == HTML_SIZE_INHERITED ? parent->tiny
			: style->size == HTML_SIZE_ZERO;
	open->pre = parent->pre || style->preformatted ||
		    open->kind == HTML_PRE;
	open->no_margin = style->no_margin;
}

/* Word gives its paragraphs no margins by a class. */
static bool is_word_paragraph(struct html_slice class)
{
	return class.at != NULL && class.size >= 9 &&
	       memmem(class.at, class.size, "MsoNormal", 9) != NULL;
}

static void start_element(struct render *render, const char *name,
			  enum html_element_kind kind,
			  const struct html_attributes *attributes)
{
	struct html_slice css = attributes->value[HTML_STYLE];
	struct html_style style = html_style_read(css.at, css.size);
	struct open open = { .kind = kind };

	memcpy(open.name, name, HTML_NAME_SIZE);
	inherit(render, &open, attributes, &style);
	if (is_word_paragraph(attributes->value[HTML_CLASS]))
		open.no_margin = true;
	open.href = attributes->value[HTML_HREF];
	break_for(render, &open);
	if (kind == HTML_ITEM)
		start_item(render);
	if (kind == HTML_CELL && render->flow.breaks == 0)
		html_flow_cell(&render->flow);
	open.start = render->flow.out.size;
	open.first_mark = render->ranges.count;
	open.mark = html_mark_find(name, attributes, &style);
	open.rest_of = open.mark == NULL ? 0 : reach(render);
	if (open.mark != NULL && open.mark->reach == HTML_REACH_REST)
		start_rest(render, open.rest_of, open.mark->source);
	++*name_slot(render, name);
	render->open[++render->depth] = open;
}

/* A picture is shown by its words only where those are a sign: emoji. */
static void show_image(struct render *render, struct html_slice alt)
{
	const struct open *open = &render->open[render->depth];

	if (alt.at == NULL || alt.size == 0 || alt.size > 16 ||
	    (unsigned char)alt.at[0] < 0xe2 || open->hidden)
		return;
	html_flow_text(&render->flow, alt.at, alt.size, false);
}

/* <hr id="zwchr">: an element without content may start a quote, too. */
static void void_mark(struct render *render, const char *name,
		      const struct html_attributes *attributes)
{
	const struct html_style plain = { .hidden = false };
	const struct html_mark *mark = html_mark_find(name, attributes, &plain);

	if (mark != NULL && mark->reach == HTML_REACH_REST)
		start_rest(render, reach(render), mark->source);
}

static void read_open(struct render *render, const struct html_token *token)
{
	enum html_element_kind kind = html_element_kind(token->name);
	struct html_attributes attributes;

	html_token_attributes(token, &attributes);
	switch (kind) {
	case HTML_BREAK:
		html_flow_break(&render->flow);
		return;
	case HTML_RULE:
		void_mark(render, token->name, &attributes);
		html_flow_block(&render->flow, 2);
		return;
	case HTML_IMAGE:
		show_image(render, attributes.value[HTML_ALT]);
		return;
	case HTML_VOID:
		return;
	default:
		break;
	}
	close_implied(render, token->name, kind);
	if (render->depth + 1 == MOST_OPEN)
		render->unopened++;
	else
		start_element(render, token->name, kind, &attributes);
}

static void read_close(struct render *render, const struct html_token *token)
{
	/* Beyond the limit nobody knows what ends: it must be as many. */
	if (render->unopened > 0)
		render->unopened--;
	else
		close_name(render, token->name);
}

static void read_text(struct render *render, const struct html_token *token)
{
	const struct open *open = &render->open[render->depth];

	if (!open->hidden && !open->tiny) {
		html_flow_text(&render->flow, token->at, token->size,
			       open->pre);
		return;
	}
	for (size_t i = 0; i < token->size; i++)
		if (ascii_alnum(token->at[i]) ||
		    (unsigned char)token->at[i] >= 0xc3)
			render->saw_hidden = true;
}

struct html_text html_render(struct arena *arena, const char *html,
			     size_t size)
{
	struct render render = {
		.arena = arena, .flow.out.arena = arena,
		.ranges.arena = arena,
		.open = ARENA_ARRAY(arena, struct open, MOST_OPEN),
	};
	struct html_tokens tokens = { .p = html, .end = html + size };
	struct html_token token;
	struct html_text text = { 0 };

	while (!render.flow.full && html_token_next(&tokens, &token))
		switch (token.kind) {
		case HTML_TOKEN_TEXT:
			read_text(&render, &token);
			break;
		case HTML_TOKEN_OPEN:
			read_open(&render, &token);
			break;
		case HTML_TOKEN_CLOSE:
			read_close(&render, &token);
			break;
		case HTML_TOKEN_END:
			break;
		}
	while (render.depth >= 0)
		end_element(&render);
	text.text = buffer_string(&render.flow.out);
	text.size = render.flow.out.size;
	html_range_sort(&render.ranges);
	text.marks = render.ranges.at;
	text.mark_count = render.ranges.count;
	if (render.saw_hidden)
		text.defects |= 1ull << DEFECT_HIDDEN_TEXT;
	return text;
}
