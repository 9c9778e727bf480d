/* mime.c - find the parts of a mail in one pass over its lines. */

#include "mail/mime.h"

#include "base/text.h"
#include "mail/guard.h"
#include "base/ascii.h"

/* The end of a part that is not known yet. */
#define OPEN SIZE_MAX

/* A line that starts with "--" may be a boundary only up to here. */
enum { LONG_LINE = 8 * 1024 };

/* "type/subtype" of RFC 2045 characters. */
static bool is_type(const char *type)
{
	const char *slash = strchr(type, '/');

	if (slash == NULL || slash == type || slash[1] == '\0')
		return false;
	for (const char *p = type; *p != '\0'; p++)
		if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7f ||
		    strchr("()<>@,;:\\\"[]?=", *p) != NULL ||
		    (*p == '/' && p != slash))
			return false;
	return true;
}

/* RFC 2045, 5.2: what is missing or broken is text; in a digest it is a mail
 * (RFC 2046, 5.1.5).  "text" alone is as old as MIME. */
static void read_type(struct mime_scan *scan, struct mime_part *part)
{
	const char *field = header_get(&part->header, "Content-Type");
	const char *other = "text/plain";

	if (part->parent >= 0 && strcmp(scan->parts[part->parent].type.value,
					"multipart/digest") == 0)
		other = "message/rfc822";
	part->type = params_parse(scan->arena, field == NULL ? "" : field);
	if (!is_type(part->type.value)) {
		if (field != NULL && *field != '\0')
			scan->defects |= 1ull << DEFECT_BAD_HEADER;
		part->type.value = other;
	}
}

/* Is the multipart one that can be split?  RFC 2046, 5.1.1: a boundary has 1
 * to 70 characters and does not end in a space. */
static bool is_usable(const char *boundary)
{
	size_t size = strlen(boundary);

	return size > 0 && size <= LIMIT_BOUNDARY &&
	       boundary[size - 1] != ' ';
}

static void open_multipart(struct mime_scan *scan, struct mime_part *part)
{
	const char *boundary = params_get(&part->type, "boundary");

	if (!is_usable(boundary)) {
		scan->defects |= 1ull << DEFECT_BAD_HEADER;
		return;
	}
	if (scan->depth == LIMIT_DEPTH) {
		scan->defects |= 1ull << DEFECT_TOO_DEEP;
		return;
	}
	part->kind = MIME_MULTIPART;
	scan->open[scan->depth++] = (struct mime_open){
		.boundary = boundary, .size = strlen(boundary),
		.part = (int)(part - scan->parts),
	};
}

static struct mime_part *next_part(struct mime_scan *scan)
{
	struct mime_part *more;

	if (scan->count == scan->room) {
		scan->room = scan->room == 0 ? 8 : scan->room * 2;
		more = ARENA_ARRAY(scan->arena, struct mime_part, scan->room);
		if (scan->count > 0)
			memcpy(more, scan->parts,
			       scan->count * sizeof(*more));
		scan->parts = more;
	}
	return &scan->parts[scan->count++];
}

/* Starts a part whose header was read; its body starts at `start`. */
static void add_part(struct mime_scan *scan, struct header_block header,
		     size_t start)
{
	struct mime_part *part = next_part(scan);
	const char *disposition;

	part->parent = scan->depth == 0 ? -1
					: scan->open[scan->depth - 1].part;
	part->depth = scan->depth;
	part->header = header;
	part->start = scan->stretch = start;
	part->end = OPEN;
	scan->current = (int)(part - scan->parts);
	read_type(scan, part);
	disposition = header_get(&header, "Content-Disposition");
	if (disposition == NULL)
		disposition = "";
	part->disposition = params_parse(scan->arena, disposition);
	if (text_starts(part->type.value, "multipart/"))
		open_multipart(scan, part);
	else if (strcmp(part->type.value, "message/rfc822") == 0 ||
		 strcmp(part->type.value, "message/global") == 0)
		part->kind = MIME_MESSAGE;
}

/* The line end in front of a boundary belongs to the boundary. */
static size_t before_line_end(const struct mime_scan *scan, size_t line,
			      size_t start)
{
	if (line > start && scan->bytes[line - 1] == '\n')
		line--;
	if (line > start && scan->bytes[line - 1] == '\r')
		line--;
	return line;
}

static void end_part(struct mime_scan *scan, int part, size_t line)
{
	scan->parts[part].end = before_line_end(scan, line,
						scan->parts[part].start);
}

enum boundary { BOUNDARY_NONE, BOUNDARY_PART, BOUNDARY_CLOSE };

/* Is this line, from "--" up to its end, a boundary of that multipart? */
static enum boundary match(const struct mime_open *open, const char *line,
			   size_t size)
{
	enum boundary found = BOUNDARY_PART;

	if (size < 2 + open->size ||
	    memcmp(line + 2, open->boundary, open->size) != 0)
		return BOUNDARY_NONE;
	line += 2 + open->size;
	size -= 2 + open->size;
	if (size >= 2 && memcmp(line, "--", 2) == 0) {
		found = BOUNDARY_CLOSE;
		line += 2;
		size -= 2;
	}
	while (size > 0 && ascii_space(line[size - 1]))
		size--;
	return size == 0 ? found : BOUNDARY_NONE;
}

/* At a boundary of the multipart at `level`: what was open within ends. */
static void close_to(struct mime_scan *scan, int level, size_t line)
{
	if (scan->current >= 0 &&
	    scan->parts[scan->current].kind != MIME_MULTIPART)
		end_part(scan, scan->current, line);
	while (scan->depth > level + 1) {
		scan->defects |= 1ull << DEFECT_TRUNCATED;
		end_part(scan, scan->open[--scan->depth].part, line);
	}
	scan->current = -1;
}

static size_t next_line(const struct mime_scan *scan, size_t line)
{
	const char *lf = memchr(scan->bytes + line, '\n', scan->size - line);

	return lf == NULL ? scan->size : (size_t)(lf - scan->bytes) + 1;
}

static bool is_dashed(const struct mime_scan *scan, size_t line)
{
	return line + 2 < scan->size && scan->bytes[line] == '-' &&
	       scan->bytes[line + 1] == '-';
}

static bool is_empty_line(const struct mime_scan *scan, size_t line)
{
	const char *p = scan->bytes + line;

	return line < scan->size &&
	       (*p == '\n' || (*p == '\r' && line + 1 < scan->size &&
			       p[1] == '\n'));
}

bool mime_header_here(const struct mime_scan *scan, size_t from)
{
	while (from < scan->size && !is_empty_line(scan, from))
		from = next_line(scan, from);
	return from < scan->size;
}

/* Starts the part whose header is at `from`. */
static void begin_part(struct mime_scan *scan, size_t from)
{
	struct header_block header = header_scan(scan->arena, scan->charsets,
						 scan->bytes + from,
						 scan->size - from,
						 HEADER_OF_PART);

	/* A part without an empty line is common in hand-made mail and is no
	 * defect of the whole. */
	scan->defects |= header.defects & ~(1ull << DEFECT_NO_HEADER_END |
					    1ull << DEFECT_BAD_HEADER);
	scan->at = from + header.size;
	/* Of one that is too big the end is still to come. */
	scan->skipping = !scan->last && scan->at == scan->size &&
			 !mime_header_here(scan, from);
	scan->within = scan->skipping && scan->bytes[scan->at - 1] != '\n';
	add_part(scan, header, scan->at);
}

/* Reads the boundary line [line, next).  False: what it needs is still to
 * come. */
static bool read_boundary(struct mime_scan *scan, size_t line, size_t next)
{
	enum boundary found = BOUNDARY_NONE;
	int level = scan->depth;

	while (level > 0 && found == BOUNDARY_NONE)
		found = match(&scan->open[--level], scan->bytes + line,
			      next - line);
	if (found == BOUNDARY_PART && !scan->last &&
	    scan->size - next <= LIMIT_PART_HEADER &&
	    !mime_header_here(scan, next))
		return false;
	scan->at = next;
	if (found == BOUNDARY_NONE)
		return true;
	close_to(scan, level, line);
	scan->stretch = next;
	if (found == BOUNDARY_PART && scan->count == LIMIT_PARTS) {
		scan->defects |= 1ull << DEFECT_TOO_MANY_PARTS;
		scan->full = true;
	} else if (found == BOUNDARY_CLOSE) {
		end_part(scan, scan->open[--scan->depth].part, next);
	} else {
		begin_part(scan, next);
	}
	return true;
}

/* The header that is too big has ended, or the mail in it. */
static void end_skipping(struct mime_scan *scan, size_t start)
{
	scan->skipping = false;
	scan->stretch = scan->parts[scan->current].start = start;
}

/* False: the rest of the line is still to come, and it matters. */
static bool read_line(struct mime_scan *scan)
{
	const size_t line = scan->at, next = next_line(scan, line);
	const bool whole = scan->last || scan->bytes[next - 1] == '\n';
	const bool start = !scan->within;

	if (start && !whole &&
	    (next - line < 3 ||
	     (is_dashed(scan, line) && next - line < LONG_LINE)))
		return false;
	scan->within = !whole;
	if (start && scan->skipping && is_empty_line(scan, line))
		end_skipping(scan, next);
	else if (start && !scan->skipping && whole && is_dashed(scan, line))
		return read_boundary(scan, line, next);
	scan->at = next;
	return true;
}

static void read_lines(struct mime_scan *scan)
{
	while (scan->at < scan->size && !scan->full &&
	       (scan->depth > 0 || scan->skipping))
		if (!read_line(scan))
			return;
	scan->at = scan->size;
}

/* The boundary that the mail uses although it names none or another one: a
 * dashed line above a Content- field.  NULL if there is none such. */
static const char *guess_boundary(const struct mime_scan *scan, size_t line)
{
	for (size_t next; line < scan->size; line = next) {
		size_t end = next = next_line(scan, line);

		if (!is_dashed(scan, line) || scan->size - next < 8 ||
		    ascii_compare(scan->bytes + next, "content-", 8) != 0)
			continue;
		line += 2;
		while (end > line && ascii_space(scan->bytes[end - 1]))
			end--;
		if (end > line && end - line <= LIMIT_BOUNDARY)
			return arena_strndup(scan->arena, scan->bytes + line,
					     end - line);
	}
	return NULL;
}

/* A mail that should have parts and has none. */
static bool is_whole(const struct mime_scan *scan)
{
	return scan->count == 1 &&
	       text_starts(scan->parts[0].type.value, "multipart/");
}

bool mime_again(struct mime_scan *scan)
{
	const char *boundary;

	if (scan->again || !is_whole(scan))
		return false;
	boundary = guess_boundary(scan, scan->parts[0].start);
	if (boundary == NULL)
		return false;
	scan->again = true;
	scan->defects |= 1ull << DEFECT_BAD_HEADER;
	scan->parts[0].kind = MIME_MULTIPART;
	scan->depth = 1;
	scan->open[0] = (struct mime_open){
		.boundary = boundary, .size = strlen(boundary), .part = 0,
	};
	scan->at = scan->parts[0].start;
	scan->within = false;
	read_lines(scan);
	return true;
}

struct mime_scan *mime_begin(struct arena *arena,
			     struct charset_set *charsets, const char *bytes,
			     const struct header_block *top)
{
	struct mime_scan *scan = ARENA_NEW(arena, struct mime_scan);

	scan->arena = arena;
	scan->charsets = charsets;
	scan->bytes = bytes;
	scan->at = top->size;
	add_part(scan, *top, top->size);
	return scan;
}

void mime_go(struct mime_scan *scan, size_t size, bool last)
{
	scan->size = size;
	scan->last = last;
	read_lines(scan);
}

void mime_stop(struct mime_scan *scan)
{
	scan->full = true;
	close_to(scan, scan->depth - 1, scan->at);
	scan->at = scan->stretch = scan->size;
}

struct mime mime_end(struct mime_scan *scan)
{
	if (scan->skipping)
		end_skipping(scan, scan->size);
	if (is_whole(scan) && !mime_again(scan) && !scan->again) {
		scan->defects |= 1ull << DEFECT_BAD_HEADER;
		scan->depth = 0;
		scan->parts[0].kind = MIME_LEAF;
	}
	if (scan->depth > 0)
		scan->defects |= 1ull << DEFECT_TRUNCATED;
	for (size_t i = 0; i < scan->count; i++)
		if (scan->parts[i].end == OPEN)
			scan->parts[i].end = scan->size;
	/* A report that lost its boundaries on the way is read as text. */
	if (scan->count == 1 && strcmp(scan->parts[0].type.value,
				       "multipart/report") == 0) {
		scan->parts[0].kind = MIME_LEAF;
		scan->parts[0].type.value = "text/plain";
	}
	return (struct mime){ scan->parts, scan->count, scan->defects };
}

struct mime mime_scan(struct arena *arena, struct charset_set *charsets,
		      const char *bytes, size_t size,
		      const struct header_block *top)
{
	struct mime_scan *scan = mime_begin(arena, charsets, bytes, top);

	mime_go(scan, size, true);
	return mime_end(scan);
}
