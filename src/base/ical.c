/* ical.c - bytes to unfolded lines, and a line to its name and value. */

#include "base/ical.h"

#include "base/ascii.h"
#include "base/buffer.h"
#include "base/text.h"

/* How much of a line an error shows. */
enum { SHOWN = 60 };

bool ical_expected(const struct ical *ical, struct err *err,
		   const char *format, ...)
{
	const char *whole, *expected;
	va_list args;

	whole = arena_printf(ical->arena, "%s:%s", ical->name, ical->value);
	va_start(args, format);
	expected = arena_vprintf(ical->arena, format, args);
	va_end(args);
	return err_permanent(err, "%s:%zu: found `%s`, expected %s",
			     ical->file, ical->line,
			     text_line(ical->arena, whole, strlen(whole),
				       SHOWN), expected);
}

/* What an editor shows as one line, without its end. */
static void add_physical(struct ical *ical, struct buffer *line)
{
	const char *start = ical->at;
	const char *stop = memchr(start, '\n', (size_t)(ical->end - start));

	ical->at = stop == NULL ? ical->end : stop + 1;
	ical->read++;
	if (stop == NULL)
		stop = ical->end;
	if (stop > start && stop[-1] == '\r')
		stop--;
	buffer_add(line, start, (size_t)(stop - start));
}

static bool is_folded(const struct ical *ical)
{
	return ical->at < ical->end && (*ical->at == ' ' || *ical->at == '\t');
}

/* Characters may be cut by the folding (3.1): bytes are put together first. */
static char *unfold(struct ical *ical, size_t *size_r)
{
	struct buffer line = { .arena = ical->arena };

	/* Empty lines are against the RFC, and common at the end. */
	while (ical->at < ical->end && line.size == 0) {
		ical->line = ical->read + 1;
		add_physical(ical, &line);
	}
	while (line.size > 0 && is_folded(ical)) {
		ical->at++;
		add_physical(ical, &line);
	}
	*size_r = line.size;
	return buffer_string(&line);
}

/* The first colon that is not within the quotes of a parameter. */
static char *find_colon(char *text)
{
	bool quoted = false;

	for (; *text != '\0' && (quoted || *text != ':'); text++)
		if (*text == '"')
			quoted = !quoted;
	return text;
}

static size_t name_length(const char *text)
{
	size_t length = 0;

	while (ascii_alnum(text[length]) || text[length] == '-')
		length++;
	return length;
}

static bool split(struct ical *ical, char *line)
{
	char *name = line, *behind = line + name_length(line), *colon;

	colon = find_colon(behind);
	if (behind == name || *colon == '\0' ||
	    (*behind != ';' && behind != colon))
		return false;
	ical->value = colon + 1;
	*colon = *behind = '\0';
	for (; *name != '\0'; name++)
		if (*name >= 'a' && *name <= 'z')
			*name = (char)(*name - 'a' + 'A');
	ical->name = line;
	return true;
}

enum ical_step ical_next(struct ical *ical, struct err *err)
{
	size_t size;
	char *line;

	if (ical->read == 0 && ical->end - ical->at >= 3 &&
	    memcmp(ical->at, "\xEF\xBB\xBF", 3) == 0)
		ical->at += 3;
	line = unfold(ical, &size);
	if (size == 0)
		return ICAL_END;
	if (!text_valid(line, size)) {
		err_permanent(err, "%s:%zu: found bytes that are no text, "
			      "expected UTF-8", ical->file, ical->line);
		return ICAL_BROKEN;
	}
	if (!split(ical, line)) {
		err_permanent(err, "%s:%zu: found `%s`, expected a line of "
			      "iCalendar, NAME:VALUE", ical->file, ical->line,
			      text_line(ical->arena, line, size, SHOWN));
		return ICAL_BROKEN;
	}
	return ICAL_LINE;
}
