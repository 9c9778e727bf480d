/* verbatim.c - line by line: quote marks, list marks, then escaped words. */

#include "mail/verbatim.h"

#include "base/buffer.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdlib.h>

enum {
	DEPTH_MOST = 5,		/* of quotes */
	NUMBER_DIGITS = 9,	/* of a list (CommonMark 0.30, 5.2) */
	INDENT_MOST = 60,
	LINK_MOST = 2000,	/* bytes; so that many of them stay linear */
};

enum line_kind { LINE_BLANK, LINE_WORDS, LINE_BULLET, LINE_NUMBER };

struct typed {
	enum line_kind kind;
	unsigned depth;		/* quote marks before it */
	size_t indent;		/* blanks before the words */
	long number;		/* of a LINE_NUMBER */
	char delimiter;		/* "." or ")" behind it */
	const char *words;
	size_t size;
	const char *whole;	/* the same with the mark of its list */
	size_t whole_size;
};

/* What has been written so far, as far as the next line must know. */
struct verbatim {
	struct buffer *out;
	struct typed last;	/* of the lines that are not blank */
	enum line_kind list;	/* the list that is open, or LINE_WORDS */
	bool gap;		/* an empty line stood before */
	bool begun;
};

static bool is_punctuation(char c)
{
	return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') ||
	       (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

static void read_number(struct typed *line)
{
	size_t digits = 0;

	while (digits < line->size && line->words[digits] >= '0' &&
	       line->words[digits] <= '9')
		digits++;
	if (digits == 0 || digits > NUMBER_DIGITS ||
	    digits + 2 >= line->size || line->words[digits + 1] != ' ' ||
	    (line->words[digits] != '.' && line->words[digits] != ')'))
		return;
	line->kind = LINE_NUMBER;
	line->number = strtol(line->words, NULL, 10);
	line->delimiter = line->words[digits];
	line->words += digits + 2;
	line->size -= digits + 2;
}

static void read_bullet(struct typed *line)
{
	static const char *const marks[] = { "- ", "* ", "\u2022 ",
					     "\u2013 ", "\u00b7 " };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t size = strlen(marks[i]);

		if (line->size <= size ||
		    memcmp(line->words, marks[i], size) != 0)
			continue;
		line->kind = LINE_BULLET;
		line->words += size;
		line->size -= size;
		return;
	}
}

static struct typed read_line(const char *text, size_t size)
{
	struct typed line = { .kind = LINE_WORDS, .words = text,
			      .size = size };

	while (line.size > 0 && line.words[0] == '>') {
		bool blank = line.size > 1 && line.words[1] == ' ';

		line.depth += line.depth < DEPTH_MOST;
		line.words += blank ? 2 : 1;
		line.size -= blank ? 2 : 1;
	}
	while (line.size > 0 && strchr(" \t", line.words[0]) != NULL) {
		line.indent += line.words[0] == '\t' ? 4 : 1;
		line.words++;
		line.size--;
	}
	while (line.size > 0 && strchr(" \t\r", line.words[line.size - 1]))
		line.size--;
	if (line.indent > INDENT_MOST)
		line.indent = INDENT_MOST;
	if (line.size == 0) {
		line.kind = LINE_BLANK;
		return line;
	}
	line.whole = line.words;
	line.whole_size = line.size;
	read_bullet(&line);
	if (line.kind == LINE_WORDS)
		read_number(&line);
	return line;
}

/* How much of `text` is a link; what ends a sentence is no part of it. */
static size_t link_length(const char *text, size_t size)
{
	size_t length = 0, open = 0, closed = 0;
	bool entity = false;

	if (size < 10 || (strncmp(text, "https://", 8) != 0 &&
			  strncmp(text, "http://", 7) != 0))
		return 0;
	while (length < size && length < LINK_MOST &&
	       (unsigned char)text[length] > ' ' &&
	       strchr("<>\"", text[length]) == NULL)
		length++;
	for (size_t i = 0; i < length; i++) {
		open += text[i] == '(';
		closed += text[i] == ')';
	}
	while (length > 0 && (strchr(".,;:!?'*_", text[length - 1]) != NULL ||
			      (text[length - 1] == ')' && closed > open))) {
		closed -= text[length - 1] == ')';
		length--;
	}
	/* "&amp;" would be read as an entity, and nothing escapes it. */
	for (size_t i = 0; i < length; i++) {
		entity |= text[i] == '&';
		if (entity && text[i] == ';')
			return 0;
	}
	return length;
}

static void put_words(struct buffer *out, const char *text, size_t size)
{
	size_t at = 0;

	while (at < size) {
		size_t link = at > 0 && text_is_alnum((unsigned char)
						      text[at - 1])
			? 0 : link_length(text + at, size - at);

		if (link > 0) {
			buffer_char(out, '<');
			buffer_add(out, text + at, link);
			buffer_char(out, '>');
			at += link;
			continue;
		}
		if (is_punctuation(text[at]))
			buffer_char(out, '\\');
		/* Of several blanks none shall be lost. */
		if (text[at] == ' ' && at > 0 && text[at - 1] == ' ')
			buffer_text(out, "\u00a0");
		else
			buffer_char(out, text[at] == '\t' ? ' ' : text[at]);
		at++;
	}
}

static void put_depth(struct buffer *out, unsigned depth)
{
	while (depth-- > 0)
		buffer_text(out, "> ");
}

/* Does the item carry on the list?  A number that is not the next one would
 * be counted anew. */
static bool goes_on(const struct verbatim *state, const struct typed *line)
{
	if (state->list != line->kind || state->last.depth != line->depth)
		return false;
	return line->kind == LINE_BULLET ||
	       (line->number == state->last.number + 1 &&
		line->delimiter == state->last.delimiter);
}

static void put_item(struct verbatim *state, const struct typed *line)
{
	struct buffer *out = state->out;
	bool on = goes_on(state, line);

	if (state->begun && (state->gap || !on)) {
		put_depth(out, line->depth < state->last.depth
			  ? line->depth : state->last.depth);
		buffer_char(out, '\n');
	}
	put_depth(out, line->depth);
	if (line->kind == LINE_NUMBER)
		buffer_printf(out, "%ld%c ", line->number, line->delimiter);
	else
		buffer_text(out, "- ");
	put_words(out, line->words, line->size);
	buffer_char(out, '\n');
	state->list = line->kind;
}

static void put_indent(struct buffer *out, size_t indent)
{
	while (indent-- > 0)
		buffer_text(out, "\u00a0");
}

/* A further line of the paragraph, or of the list's item where it is indented
 * below it. */
static void put_further(struct verbatim *state, const struct typed *line)
{
	struct buffer *out = state->out;

	/* Replaces the line feed: the line is broken as it was typed. */
	out->size--;
	buffer_text(out, "\\\n");
	put_depth(out, line->depth);
	if (state->list != LINE_WORDS)
		buffer_text(out, state->list == LINE_BULLET ? "  " : "   ");
	else
		put_indent(out, line->indent);
	put_words(out, line->words, line->size);
	buffer_char(out, '\n');
}

static void put_paragraph(struct verbatim *state, const struct typed *line)
{
	struct buffer *out = state->out;
	const bool below = line->depth == state->last.depth && !state->gap;
	const bool item = state->list != LINE_WORDS;

	if (state->begun && below && item == (item && line->indent > 1)) {
		put_further(state, line);
		return;
	}
	if (state->begun) {
		put_depth(out, line->depth < state->last.depth
			  ? line->depth : state->last.depth);
		buffer_char(out, '\n');
	}
	state->list = LINE_WORDS;
	put_depth(out, line->depth);
	put_indent(out, line->indent);
	put_words(out, line->words, line->size);
	buffer_char(out, '\n');
}

const char *verbatim_markdown(struct arena *arena, const char *text)
{
	struct buffer out = { .arena = arena };
	struct verbatim state = { .out = &out, .list = LINE_WORDS };

	while (*text != '\0') {
		size_t size = strcspn(text, "\n");
		struct typed line = read_line(text, size);

		text += size + (text[size] == '\n');
		if (line.kind == LINE_BLANK) {
			state.gap = true;
			continue;
		}
		if (line.kind == LINE_NUMBER && state.list == LINE_NUMBER &&
		    !goes_on(&state, &line)) {
			line.kind = LINE_WORDS;
			line.words = line.whole;
			line.size = line.whole_size;
		}
		if (line.kind == LINE_WORDS)
			put_paragraph(&state, &line);
		else
			put_item(&state, &line);
		state.last = line;
		state.gap = false;
		state.begun = true;
	}
	return buffer_string(&out);
}
