/* header.c - find the fields and where the header ends. */

#include "mail/header.h"

#include "base/buffer.h"
#include "base/text.h"
#include "mail/charset.h"

#include <ctype.h>

struct scan {
	struct arena *arena;
	const char *bytes;
	size_t size;
	struct header_limits limits;
	struct header *fields;
	size_t count, room;
	uint64_t defects;
};

/* The offset behind the line that starts at `from`. */
static size_t line_end(const struct scan *scan, size_t from)
{
	const char *lf = memchr(scan->bytes + from, '\n', scan->size - from);

	return lf == NULL ? scan->size : (size_t)(lf - scan->bytes) + 1;
}

static bool is_empty_line(const struct scan *scan, size_t from)
{
	const char *p = scan->bytes + from;

	return *p == '\n' || (*p == '\r' && from + 1 < scan->size &&
			      p[1] == '\n');
}

static bool is_folded(const struct scan *scan, size_t from)
{
	return scan->bytes[from] == ' ' || scan->bytes[from] == '\t';
}

/* The length of a field's name (RFC 5322: printable, no colon, no space; the
 * obsolete syntax allows space before the colon), or 0 if it is no field.  A
 * line that starts with a hyphen is a boundary, whatever it holds. */
static size_t name_length(const struct scan *scan, size_t from)
{
	size_t i = from, len;

	if (scan->bytes[from] == '-')
		return 0;
	while (i < scan->size && (unsigned char)scan->bytes[i] > ' ' &&
	       (unsigned char)scan->bytes[i] < 0x7f && scan->bytes[i] != ':')
		i++;
	len = i - from;
	while (i < scan->size && is_folded(scan, i))
		i++;
	return i < scan->size && scan->bytes[i] == ':' ? len : 0;
}

/* After a line that is no field, only these show that the header goes on: a
 * body may hold "Note: …" as well. */
static bool is_surely_field(const struct scan *scan, size_t from, size_t len)
{
	static const char *const known[] = {
		"from", "to", "cc", "subject", "date", "sender", "received",
		"references", "received-spf", "precedence",
	};
	const char *name = scan->bytes + from;

	if (len > 2 && strncasecmp(name, "x-", 2) == 0)
		return true;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (len == strlen(known[i]) &&
		    strncasecmp(name, known[i], len) == 0)
			return true;
	return len > 4 && memchr(name + 1, '-', len - 2) != NULL &&
	       isupper((unsigned char)name[0]);
}

/* Where the header goes on behind stray lines, or `from` if it does not. */
static size_t next_field(const struct scan *scan, size_t from)
{
	for (size_t at = from; at < scan->size; at = line_end(scan, at)) {
		size_t len = name_length(scan, at);

		if (is_empty_line(scan, at) || scan->bytes[at] == '-')
			return from;
		if (len > 0)
			return is_surely_field(scan, at, len) ? at : from;
	}
	return from;
}

/* Plain ASCII needs no guess of the charset and no cleaning but of its ends.
 * Line ends of folded lines were left out before. */
static const char *clean_value(struct arena *arena, char *value, size_t size)
{
	size_t decoded;
	char *guess;

	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)value[i];

		if (c == '\t')
			value[i] = ' ';
		else if (c < ' ' || c >= 0x7f) {
			guess = charset_guess(arena, value, size, &decoded);
			return text_line(arena, guess, decoded, decoded);
		}
	}
	while (size > 0 && value[size - 1] == ' ')
		size--;
	value[size] = '\0';
	return value + strspn(value, " ");
}

/* Joins the lines of a value: only their ends are dropped (RFC 5322, 2.2.3).
 * Returns the offset behind the field. */
static size_t read_value(struct scan *scan, size_t from, const char **value_r)
{
	size_t end = from, used = 0;
	char *value;

	do
		end = line_end(scan, end);
	while (end < scan->size && is_folded(scan, end));
	value = arena_alloc(scan->arena, end - from + 1);
	for (size_t i = from; i < end; ) {
		size_t next = line_end(scan, i), text = next;

		if (text > i && scan->bytes[text - 1] == '\n')
			text--;
		if (text > i && scan->bytes[text - 1] == '\r')
			text--;
		memcpy(value + used, scan->bytes + i, text - i);
		used += text - i;
		i = next;
	}
	*value_r = clean_value(scan->arena, value, used);
	return end;
}

static void keep(struct scan *scan, struct header field)
{
	struct header *more;

	if (scan->count == scan->room) {
		scan->room = scan->room == 0 ? 32 : scan->room * 2;
		more = ARENA_ARRAY(scan->arena, struct header, scan->room);
		if (scan->count > 0)
			memcpy(more, scan->fields,
			       scan->count * sizeof(*more));
		scan->fields = more;
	}
	scan->fields[scan->count++] = field;
}

/* Behind what was refused: the header is skipped up to its empty line. */
static size_t skip_rest(const struct scan *scan, size_t from)
{
	while (from < scan->size) {
		if (is_empty_line(scan, from))
			return line_end(scan, from);
		from = line_end(scan, from);
	}
	return from;
}

static size_t read_field(struct scan *scan, size_t from, size_t len)
{
	struct header field = {
		.name = arena_strndup(scan->arena, scan->bytes + from, len),
	};
	const char *colon = memchr(scan->bytes + from + len, ':',
				   scan->size - from - len);

	from = read_value(scan, (size_t)(colon - scan->bytes) + 1,
			  &field.value);
	keep(scan, field);
	return from;
}

/* Reads the fields of the block; `scan->size` may be cut to the limit, so
 * what is behind it is skipped by the caller. */
static size_t read_block(struct scan *scan, bool *ended_r)
{
	size_t from = 0, len;

	while (from < scan->size) {
		*ended_r = is_empty_line(scan, from);
		if (*ended_r)
			return line_end(scan, from);
		len = name_length(scan, from);
		if (len == 0) {
			size_t next = scan->count == 0 ? from
						       : next_field(scan, from);

			scan->defects |= 1ull << DEFECT_BAD_HEADER;
			if (next == from)
				return from;
			from = next;
			continue;
		}
		if (scan->count == scan->limits.fields) {
			scan->defects |= 1ull << DEFECT_TOO_MANY_FIELDS;
			*ended_r = true;
			return skip_rest(scan, from);
		}
		from = read_field(scan, from, len);
	}
	return from;
}

struct header_block header_scan(struct arena *arena, const char *bytes,
				size_t size, struct header_limits limits)
{
	struct scan scan = { .arena = arena, .bytes = bytes, .size = size,
			     .limits = limits };
	bool ended = false;
	size_t end;

	if (size > limits.bytes)
		scan.size = limits.bytes;
	end = read_block(&scan, &ended);
	if (!ended && end == scan.size && scan.size < size) {
		scan.defects |= 1ull << DEFECT_HEADER_TOO_BIG;
		scan.size = size;
		end = skip_rest(&scan, line_end(&scan, end));
	} else if (!ended) {
		scan.defects |= 1ull << DEFECT_NO_HEADER_END;
	}
	return (struct header_block){ .at = scan.fields, .count = scan.count,
				      .size = end, .defects = scan.defects };
}

const char *header_get(const struct header_block *block, const char *name)
{
	for (size_t i = 0; i < block->count; i++)
		if (text_same(block->at[i].name, name))
			return block->at[i].value;
	return NULL;
}
