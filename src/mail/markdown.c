/* markdown.c - cmark's tree, rendered twice. */

#include "mail/markdown.h"

#include "base/buffer.h"
#include "base/text.h"

#include <cmark.h>

enum { WRAP_COLUMNS = 72, LISTS_DEEP = 16 };

/* A list that is open. */
struct level {
	int item;		/* number of the next one; 0: bullets */
	char delimiter;		/* behind the number */
	size_t width;		/* of the open item's mark */
};

/* Plain text that grows block by block. */
struct plain {
	struct arena *arena;
	struct buffer out;
	struct buffer line;	/* the words of the block that is open */
	size_t indent;		/* columns, from lists and quotes */
	const char *bullet;	/* in front of the next block, or NULL */
	struct level levels[LISTS_DEEP];
	size_t depth;		/* open lists; those deeper have no level */
	unsigned quotes;	/* open quotes */
	bool tight;		/* no empty line before the next block */
};

static void put_indent(struct plain *plain, const char *bullet)
{
	size_t width = bullet == NULL ? 0 : strlen(bullet);

	for (unsigned i = 0; i < plain->quotes; i++)
		buffer_text(&plain->out, "> ");
	for (size_t i = width; i < plain->indent; i++)
		buffer_char(&plain->out, ' ');
	if (bullet != NULL)
		buffer_text(&plain->out, bullet);
}

/* Wrap the words of one line of the source; a hard break starts a new one. */
static void put_wrapped(struct plain *plain, const char *line, size_t size)
{
	const char *end = line + size;
	const size_t margin = plain->indent + 2 * plain->quotes;
	size_t column = margin;

	/* What keeps its place in HTML are plain blanks here. */
	while (end - line > 2 && memcmp(line, "\u00a0", 2) == 0) {
		buffer_char(&plain->out, ' ');
		line += 2;
	}
	while (line < end) {
		size_t len = 0, width;

		while (line + len < end && line[len] != ' ')
			len++;
		width = text_width(arena_strndup(plain->arena, line, len));
		if (column > margin &&
		    column + 1 + width > WRAP_COLUMNS) {
			buffer_char(&plain->out, '\n');
			put_indent(plain, NULL);
			column = margin;
		} else if (column > margin) {
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

static struct level *level_of(struct plain *plain)
{
	size_t depth = plain->depth < LISTS_DEEP ? plain->depth : LISTS_DEEP;

	return &plain->levels[depth - 1];
}

static void begin_list(struct plain *plain, cmark_node *node)
{
	end_block(plain);
	plain->depth++;
	*level_of(plain) = (struct level){
		.item = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
			? cmark_node_get_list_start(node) : 0,
		.delimiter = cmark_node_get_list_delim(node) ==
			CMARK_PAREN_DELIM ? ')' : '.',
	};
}

static void begin_item(struct plain *plain)
{
	struct level *level = level_of(plain);

	end_block(plain);
	plain->bullet = "- ";
	if (level->item > 0)
		plain->bullet = arena_printf(plain->arena, "%d%c ",
					     level->item++, level->delimiter);
	level->width = strlen(plain->bullet);
	plain->indent += level->width;
}

static void end_item(struct plain *plain)
{
	const size_t width = level_of(plain)->width;

	end_block(plain);
	plain->indent = plain->indent > width ? plain->indent - width : 0;
	plain->tight = true;
}

/* What stands in a quote begins after an empty line of its own. */
static void turn_quote(struct plain *plain, int by)
{
	end_block(plain);
	plain->quotes = (unsigned)((int)plain->quotes + by);
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
		begin_list(plain, node);
		break;
	case CMARK_NODE_ITEM:
		begin_item(plain);
		break;
	case CMARK_NODE_BLOCK_QUOTE:
		turn_quote(plain, 1);
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
		plain->depth--;
		plain->tight = plain->depth > 0;
		break;
	case CMARK_NODE_BLOCK_QUOTE:
		turn_quote(plain, -1);
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
