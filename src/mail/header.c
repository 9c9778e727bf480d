/* header.c - find the fields and where the header ends. */

#include "mail/header.h"

#include "base/buffer.h"
#include "base/text.h"
#include "mail/guard.h"
#include "base/ascii.h"

struct scan {
	struct arena *arena;
	const char *bytes;
	size_t size;		/* within the limit */
	size_t whole;		/* of all that was given */
	struct charset_set *charsets;
	const char *hint;	/* charset of raw bytes; NULL: not yet sought */
	enum header_place place;
	size_t most_fields;
	struct header *fields;
	size_t count, room;
	bool author;		/* the field that is read is From */
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
 * line that starts with a hyphen is none: it may be a boundary. */
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

	if (len > 2 && ascii_compare(name, "x-", 2) == 0)
		return true;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (len == strlen(known[i]) &&
		    ascii_compare(name, known[i], len) == 0)
			return true;
	return len > 4 && memchr(name + 1, '-', len - 2) != NULL &&
	       ascii_upper(name[0]);
}

/* Where the header goes on behind stray lines, or `from` if it does not.  The
 * header of a part ends at a boundary and has no stray lines in front. */
static size_t next_field(const struct scan *scan, size_t from)
{
	bool part = scan->place == HEADER_OF_PART;

	if (part && scan->count == 0)
		return from;
	for (size_t at = from; at < scan->size; at = line_end(scan, at)) {
		size_t len = name_length(scan, at);

		if (is_empty_line(scan, at) || (part && scan->bytes[at] == '-'))
			return from;
		if (len > 0)
			return is_surely_field(scan, at, len) ? at : from;
	}
	return from;
}

static const char *decode_raw(struct scan *scan, const char *value,
			      size_t size)
{
	bool bad = false;
	char *text;

	scan->defects |= 1ull << DEFECT_BAD_HEADER;
	if (scan->hint == NULL)
		scan->hint = scan->charsets == NULL ? "" :
			charset_hint(scan->arena, scan->bytes, scan->whole);
	if (*scan->hint == '\0')
		text = charset_guess(scan->arena, value, size, &size);
	else
		text = charset_decode(scan->arena, scan->charsets, scan->hint,
				      value, size, &size, &bad);
	return text_line(scan->arena, text, size, 3 * size);
}

/* A bare CR is data, not the end of a line: shown, as a NUL is, so that what
 * stands behind it cannot pass for a name or an address. */
static const char *show_cr(struct scan *scan, const char *value, size_t *size)
{
	struct buffer out = { .arena = scan->arena };

	if (memchr(value, '\r', *size) == NULL)
		return value;
	scan->defects |= 1ull << DEFECT_BAD_HEADER;
	for (size_t i = 0; i < *size; i++)
		if (value[i] == '\r')
			buffer_text(&out, "\xe2\x90\x8d");
		else
			buffer_char(&out, value[i]);
	*size = out.size;
	return buffer_string(&out);
}

/* Is there an address that would be another's, once all that is not shown has
 * been dropped from it? */
static bool hides_address(struct arena *arena, const char *value, size_t size)
{
	for (size_t at = 0, len; at < size; at += len + 1) {
		const char *word = value + at;

		for (len = 0; at + len < size &&
			      strchr(" \t<>,;()\"", word[len]) == NULL; )
			len++;
		if (memchr(word, '@', len) != NULL &&
		    (strlen(text_line(arena, word, len, 3 * len)) != len ||
		     text_hides(word, len)))
			return true;
	}
	return false;
}

static const char *clean_rare(struct scan *scan, const char *value,
			      size_t size)
{
	if (scan->author && hides_address(scan->arena, value, size))
		scan->defects |= 1ull << DEFECT_BAD_FROM;
	value = show_cr(scan, value, &size);
	if (!text_utf8(value, size))
		return decode_raw(scan, value, size);
	if (text_hides(value, size))
		scan->defects |= 1ull << DEFECT_INVISIBLE;
	/* A NUL becomes a picture of three bytes. */
	return text_line(scan->arena, value, size, 3 * size);
}

/* Plain ASCII needs no guess of the charset and no cleaning but of its ends.
 * Line ends of folded lines were left out before. */
static const char *clean_value(struct scan *scan, char *value, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)value[i];

		if (c == '\t')
			value[i] = ' ';
		else if (c < ' ' || c >= 0x7f)
			return clean_rare(scan, value, size);
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
	*value_r = clean_value(scan, value, used);
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

/* Stray lines mostly are folded ones that lost the space in front on their
 * way: they belong to the field above. */
static void mend_folding(struct scan *scan, size_t from, size_t next)
{
	struct header *above;
	const char *lost;

	if (scan->count == 0)
		return;
	above = &scan->fields[scan->count - 1];
	lost = text_line(scan->arena, scan->bytes + from, next - from,
			 3 * (next - from));
	above->value = arena_printf(scan->arena, "%s %s", above->value, lost);
}

static size_t read_field(struct scan *scan, size_t from, size_t len)
{
	struct header field = {
		.name = arena_strndup(scan->arena, scan->bytes + from, len),
	};
	const char *colon = memchr(scan->bytes + from + len, ':',
				   scan->size - from - len);

	scan->author = scan->place == HEADER_OF_MAIL &&
		       text_same(field.name, "From");
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
			size_t next = next_field(scan, from);

			scan->defects |= 1ull << DEFECT_BAD_HEADER;
			if (next == from)
				return from;
			mend_folding(scan, from, next);
			from = next;
			continue;
		}
		if (scan->count == scan->most_fields) {
			scan->defects |= 1ull << DEFECT_TOO_MANY_FIELDS;
			*ended_r = true;
			scan->size = scan->whole;
			return skip_rest(scan, from);
		}
		from = read_field(scan, from, len);
	}
	return from;
}

struct header_block header_scan(struct arena *arena,
				struct charset_set *charsets,
				const char *bytes, size_t size,
				enum header_place place)
{
	const bool top = place == HEADER_OF_MAIL;
	const size_t limit = top ? LIMIT_HEADER : LIMIT_PART_HEADER;
	struct scan scan = {
		.arena = arena, .charsets = charsets, .bytes = bytes,
		.size = size < limit ? size : limit, .whole = size,
		.place = place,
		.most_fields = top ? LIMIT_FIELDS : LIMIT_PART_FIELDS,
	};
	bool ended = false;
	size_t end = read_block(&scan, &ended);

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
	const char first = ascii_lower(name[0]);

	for (size_t i = 0; i < block->count; i++)
		if (ascii_lower(block->at[i].name[0]) == first &&
		    text_same(block->at[i].name, name))
			return block->at[i].value;
	return NULL;
}
