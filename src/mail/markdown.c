/* markdown.c - cmark's tree, rendered twice. */

#include "mail/markdown.h"

#include "base/buffer.h"
#include "base/text.h"

#include <cmark.h>

enum { WRAP_COLUMNS = 72 };

/* Plain text that grows block by block. */
struct plain {
	struct arena *arena;
	struct buffer out;
	struct buffer line;	/* the words of the block that is open */
	size_t indent;		/* columns, from lists and quotes */
	const char *bullet;	/* in front of the next block, or NULL */
	int item;		/* number of the next one; 0: bullets */
	bool tight;		/* no empty line before the next block */
};

static void put_indent(struct plain *plain, const char *bullet)
{
	size_t width = bullet == NULL ? 0 : strlen(bullet);

	for (size_t i = width; i < plain->indent; i++)
		buffer_char(&plain->out, ' ');
	if (bullet != NULL)
		buffer_text(&plain->out, bullet);
}

/* Wrap the words of one line of the source; a hard break starts a new one. */
static void put_wrapped(struct plain *plain, const char *line, size_t size)
{
	const char *end = line + size;
	size_t column = plain->indent;

	while (line < end) {
		size_t len = 0, width;

		while (line + len < end && line[len] != ' ')
			len++;
		width = text_width(arena_strndup(plain->arena, line, len));
		if (column > plain->indent &&
		    column + 1 + width > WRAP_COLUMNS) {
			buffer_char(&plain->out, '\n');
			put_indent(plain, NULL);
			column = plain->indent;
		} else if (column > plain->indent) {
			buffer_char(&plain->out, ' ');
			column++;
		}
		buffer_add(&plain->out, line, len);
		column += width;
		line += len;
		while (line < end && *line == ' ')
			line++;
	}
	buffer_char(&plain->out, '\n');
}

static void end_block(struct plain *plain)
{
	const char *text = buffer_string(&plain->line);

	if (plain->line.size == 0)
		return;
	if (plain->out.size > 0 && !plain->tight)
		buffer_char(&plain->out, '\n');
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		put_indent(plain, plain->bullet);
		plain->bullet = NULL;
		put_wrapped(plain, text, len);
		text += len + (text[len] == '\n');
	}
	plain->line.size = 0;
}

static void begin_item(struct plain *plain)
{
	end_block(plain);
	plain->bullet = "- ";
	if (plain->item > 0)
		plain->bullet = arena_printf(plain->arena, "%d. ",
					     plain->item++);
	plain->indent += strlen(plain->bullet);
}

static void end_item(struct plain *plain)
{
	end_block(plain);
	plain->indent = plain->indent > 3 ? plain->indent - 3 : 0;
	plain->tight = true;
}

/* The address behind a link, unless the text already says it. */
static void put_link(struct plain *plain, cmark_node *node)
{
	const char *url = cmark_node_get_url(node);
	cmark_node *child = cmark_node_first_child(node);
	const char *said = child == NULL ? NULL
		: cmark_node_get_literal(child);

	/* Of mail to be begun, only whom it goes to (RFC 6068). */
	if (text_starts(url, "mailto:"))
		url = arena_strndup(plain->arena, url + 7,
				    strcspn(url + 7, "?"));
	else if (!text_starts(url, "https:") && !text_starts(url, "http:"))
		return;
	if (said == NULL || strcmp(said, url) != 0)
		buffer_printf(&plain->line, " (%s)", url);
}

static void enter(struct plain *plain, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_LIST:
		plain->item = cmark_node_get_list_type(node) ==
			CMARK_ORDERED_LIST ? cmark_node_get_list_start(node)
					   : 0;
		break;
	case CMARK_NODE_ITEM:
		begin_item(plain);
		break;
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
	case CMARK_NODE_CODE_BLOCK:
		buffer_text(&plain->line, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_SOFTBREAK:
		buffer_char(&plain->line, ' ');
		break;
	case CMARK_NODE_LINEBREAK:
		buffer_char(&plain->line, '\n');
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		buffer_text(&plain->line, "--------");
		break;
	default:
		break;
	}
}

static void leave(struct plain *plain, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_LINK:
		put_link(plain, node);
		break;
	case CMARK_NODE_ITEM:
		end_item(plain);
		break;
	case CMARK_NODE_LIST:
		plain->tight = false;
		break;
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_HEADING:
		end_block(plain);
		break;
	default:
		break;
	}
}

static const char *render_text(struct arena *arena, cmark_node *root)
{
	struct plain plain = { .arena = arena, .out = { .arena = arena },
			       .line = { .arena = arena } };
	cmark_iter *walk = cmark_iter_new(root);
	cmark_event_type event;

	while ((event = cmark_iter_next(walk)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(walk);
		cmark_node_type type = cmark_node_get_type(node);

		if (event == CMARK_EVENT_EXIT)
			leave(&plain, node);
		else
			enter(&plain, node);
		/* Leaf blocks are entered only. */
		if (type == CMARK_NODE_CODE_BLOCK ||
		    type == CMARK_NODE_THEMATIC_BREAK)
			end_block(&plain);
	}
	cmark_iter_free(walk);
	end_block(&plain);
	return buffer_string(&plain.out);
}

struct markdown markdown_render(struct arena *arena, const char *source)
{
	/* Without CMARK_OPT_UNSAFE raw HTML and javascript: links go. */
	cmark_node *root = cmark_parse_document(source, strlen(source),
						CMARK_OPT_DEFAULT);
	char *html = cmark_render_html(root, CMARK_OPT_DEFAULT);
	struct markdown rendered = {
		.html = arena_strdup(arena, html),
		.text = render_text(arena, root),
	};

	free(html);
	cmark_node_free(root);
	return rendered;
}
