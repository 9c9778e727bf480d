/* gate.c - refuse, byte by byte, what would hurt the parser. */

#include "net/gate.h"

/* All "(" of one response count, closed or not: nesting can be hidden from a
 * count of pairs by quotes, a total cannot.  FETCH needs two. */
enum { PARENS_LIMIT = 64 };

/* Of a literal that is no mail. */
enum { STRAY_LIMIT = 64 * 1024 };

enum { BRACE_NONE, BRACE_OPEN, BRACE_DIGITS, BRACE_CLOSED };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* `* 12 FETCH …` and `* SEARCH …`: their numbers are names of mails. */
static void look_at_start(struct gate *gate, char c)
{
	if (gate->column == 0)
		gate->data = c == '*';
	else if (gate->column == 1)
		gate->data = gate->data && c == ' ';
	else if (gate->column == 2)
		gate->data = gate->data &&
			     (is_digit(c) || c == 'S' || c == 's');
}

static const char *count_number(struct gate *gate, char c)
{
	bool starts = gate->last[1] == ' ' || gate->last[1] == '(' ||
		      gate->last[1] == '{' || gate->last[1] == '<';

	if (!is_digit(c) || !(gate->counting || starts)) {
		gate->counting = false;
		return NULL;
	}
	gate->number = gate->counting ? gate->number : 0;
	gate->number = gate->number * 10 + (uint64_t)(c - '0');
	gate->counting = true;
	if (gate->number <= UINT32_MAX)
		return NULL;
	gate->number = UINT32_MAX;	/* so that it cannot wrap either */
	return gate->data ? "the server sent a number above 32 bits" : NULL;
}

/* The parser allocates what is announced, even where no end of line follows
 * the brace. */
static const char *look_at_size(const struct gate *gate)
{
	if (!gate->data || !gate->body)
		return gate->number <= STRAY_LIMIT ? NULL :
		       "the server announced a literal where none belongs";
	return gate->number <= gate->limit ? NULL :
	       "the server announced a mail larger than was asked for";
}

static const char *look_at_brace(struct gate *gate, char c)
{
	if (c == '{') {
		gate->brace = BRACE_OPEN;
		gate->body = gate->last[1] == ' ' &&
			     (gate->last[0] == ']' || gate->last[0] == '>');
	} else if (gate->brace == BRACE_OPEN || gate->brace == BRACE_DIGITS) {
		if (is_digit(c))
			gate->brace = BRACE_DIGITS;
		else if (c == '}' && gate->brace == BRACE_DIGITS)
			gate->brace = BRACE_CLOSED;
		else
			gate->brace = BRACE_NONE;
	} else if (c != '\r' && c != '\n') {
		gate->brace = BRACE_NONE;
	}
	return c == '}' && gate->brace == BRACE_CLOSED ? look_at_size(gate)
						       : NULL;
}

/* At a line feed: does a literal follow, or a new line? */
static const char *end_line(struct gate *gate)
{
	bool literal = gate->brace == BRACE_CLOSED && gate->data;

	gate->brace = BRACE_NONE;
	if (!literal) {
		*gate = (struct gate){ .limit = gate->limit };
		return NULL;
	}
	if (!gate->body)
		return "the server sent a literal where none belongs";
	gate->literal = gate->number;
	return NULL;
}

static const char *look(struct gate *gate, char c)
{
	const char *why;

	if (c == '\0')
		return "the server sent a NUL";
	if (c == '(' && ++gate->parens > PARENS_LIMIT)
		return "the server sent too many parentheses";
	look_at_start(gate, c);
	why = look_at_brace(gate, c);
	if (why != NULL)
		return why;
	if (gate->brace != BRACE_CLOSED) {
		why = count_number(gate, c);
		if (why != NULL)
			return why;
	}
	if (c == '\n')
		return end_line(gate);
	gate->column++;
	gate->last[0] = gate->last[1];
	gate->last[1] = c;
	return NULL;
}

const char *gate_refuses(struct gate *gate, const void *bytes, size_t size)
{
	const char *at = bytes, *end = at + size;

	while (at < end) {
		const char *why;

		if (gate->literal > 0) {
			size_t left = (size_t)(end - at);
			size_t skip = gate->literal < left ? gate->literal :
							     left;

			gate->literal -= skip;
			at += skip;
			continue;
		}
		why = look(gate, *at++);
		if (why != NULL)
			return why;
	}
	return NULL;
}
