/* notesline.c - find "NAME on 01/08/2001 10:40 AM" in one line or two. */

#include "mail/notesline.h"

#include "base/text.h"

/* No name with a date is longer. */
#define LONGEST 200

/* "1/8/01 1:00" */
#define LEAST_FIGURES 7
#define LEAST_MARKS 3

/* Take digits: how many there were. */
static size_t digits(const char **p)
{
	const char *start = *p;

	while (**p >= '0' && **p <= '9')
		(*p)++;
	return (size_t)(*p - start);
}

static bool separates(const char **p, const char *marks)
{
	if (**p == '\0' || strchr(marks, **p) == NULL)
		return false;
	(*p)++;
	return true;
}

/* Behind "8/1/2001 10:40:10 AM" at `p`, or NULL. */
static const char *skip_date(const char *p)
{
	size_t first = digits(&p);

	if ((first != 1 && first != 2 && first != 4) || !separates(&p, "/.-") ||
	    digits(&p) == 0 || !separates(&p, "/.-") || digits(&p) < 2)
		return NULL;
	while (*p == ' ' || *p == ',')
		p++;
	if (digits(&p) == 0 || !separates(&p, ":.") || digits(&p) != 2)
		return NULL;
	if (separates(&p, ":.") && digits(&p) != 2)
		return NULL;
	while (*p == ' ')
		p++;
	if (text_starts(p, "am") || text_starts(p, "pm"))
		p += 2;
	return p;
}

const char *notesline_date(const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		const char *end;

		if (*p < '0' || *p > '9' ||
		    (p > text && p[-1] != ' ' && p[-1] != '\t'))
			continue;
		end = skip_date(p);
		/* A zone may stand behind it: "GMT", "ZE2". */
		if (end != NULL && strlen(end) <= 5 &&
		    strspn(end, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-") ==
		    strlen(end))
			return p;
	}
	return NULL;
}

/* Does `mark` stand between two digits? */
static bool has_between(const char *text, const char *end, char mark)
{
	for (const char *p = text; p + 2 < end; ) {
		p = memchr(p + 1, mark, (size_t)(end - p) - 2);
		if (p == NULL)
			return false;
		if (ascii_digit(p[-1]) && ascii_digit(p[1]))
			return true;
	}
	return false;
}

/* A digit, a colon or full stop, a digit: cheap to find where none is. */
static bool has_clock(const struct lines *lines, size_t i)
{
	const struct line *line = &lines->at[i];

	return has_between(lines->bytes + line->text,
			   lines->bytes + line->tail, ':') ||
	       has_between(lines->bytes + line->text,
			   lines->bytes + line->tail, '.');
}

/* Digits and marks enough for a date and a time, wherever they stand? */
static bool may_be_date(const struct lines *lines, size_t i)
{
	const struct line *line = &lines->at[i];
	size_t figures = 0, marks = 0;

	for (size_t k = line->text; k < line->tail; k++) {
		const char c = lines->bytes[k];

		figures += ascii_digit(c);
		marks += c == '/' || c == '.' || c == '-' || c == ':';
	}
	return figures >= LEAST_FIGURES && marks >= LEAST_MARKS;
}

static char *words_of(struct arena *arena, const struct lines *lines, size_t i)
{
	const struct line *line = &lines->at[i];

	return text_line(arena, lines->bytes + line->text,
			 line->tail - line->text, LONGEST + 1);
}

/* "Ann Author on " to "Ann Author". */
static char *name_before(struct arena *arena, const char *text, size_t size)
{
	char *name = text_line(arena, text, size, LONGEST);

	if (text_ends(name, " on"))
		return text_line(arena, name, strlen(name) - 3, LONGEST);
	return name;
}

bool notesline_at(struct arena *arena, const struct lines *lines, size_t i,
		  struct notesline *notes_r)
{
	const struct line *line = &lines->at[i];
	const char *words, *date;
	bool below;

	if (line_is_blank(line) || line->tail - line->text > LONGEST)
		return false;
	below = i + 1 < lines->count && has_clock(lines, i + 1);
	if (!below && !has_clock(lines, i))
		return false;
	below = below && may_be_date(lines, i + 1);
	if (!below && !may_be_date(lines, i))
		return false;
	words = words_of(arena, lines, i);
	date = notesline_date(words);
	if (date != NULL) {
		size_t size = (size_t)(date - words);

		*notes_r = (struct notesline){
			name_before(arena, words, size), date, i + 1 };
		return true;
	}
	if (!below || lines->at[i + 1].tail - lines->at[i + 1].text > 40)
		return false;
	date = words_of(arena, lines, i + 1);
	if (notesline_date(date) != date)
		return false;
	*notes_r = (struct notesline){ words, date, i + 2 };
	return true;
}
