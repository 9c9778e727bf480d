/* attribution.c - tell a client's line above a quote from a person's. */

#include "mail/attribution.h"

#include "base/text.h"
#include "mail/attributiondate.h"
#include "mail/attributionword.h"

/* Clients break the line at 72 to 78 columns, long names and addresses
 * included; longer than this it is a paragraph. */
#define MAX_LINES 4
#define MAX_BYTES 500

/* What one candidate, joined to one line, is made of. */
struct makeup {
	bool colon;		/* at the end */
	bool verb, verb_last;
	bool address, address_last;
	bool clock, date, gmt;
	bool digit_first, lead;
	bool dated;		/* starts with a date: "Mon, May 3" */
	bool framed;		/* ">>> ... >>>" */
	bool prose;		/* a person's sentence */
};

static bool has_address(const char *text)
{
	for (const char *at = strchr(text, '@'); at != NULL;
	     at = strchr(at + 1, '@'))
		if (at > text && at[-1] != ' ' && at[1] != ' ' &&
		    at[1] != '\0')
			return true;
	return false;
}

/* Is the text ended by an address in brackets, or by that and a verb? */
static bool ends_in_address(const char *text, size_t verb)
{
	size_t size = strlen(text) - verb;

	while (size > 0 && text[size - 1] == ' ')
		size--;
	return size > 3 && strchr(">)]", text[size - 1]) != NULL;
}

/* Cut what may stand behind the end: spaces, emphasis, the ">" of a line
 * that was broken inside the quote. */
static void trim_end(char *text)
{
	size_t size = strlen(text);

	while (size > 0 && strchr(" *_\"'", text[size - 1]) != NULL)
		text[--size] = '\0';
}

/* Zoho and Android frame the line: "---- Ann wrote ----". */
static bool cut_frame(char *text)
{
	size_t size = strlen(text), end = size;

	while (end > 0 && text[end - 1] == '-')
		end--;
	if (size - end < 2 || strncmp(text, "--", 2) != 0)
		return false;
	text[end] = '\0';
	trim_end(text);
	return true;
}

static bool cut_colon(char *text)
{
	size_t size = strlen(text);

	if (cut_frame(text))
		return true;
	if (size >= 1 && text[size - 1] == ':')
		text[size - 1] = '\0';
	else if (size >= 3 && strcmp(text + size - 3, "：") == 0)
		text[size - 3] = '\0';
	else
		return false;
	trim_end(text);
	return true;
}

/* How the line starts: with a lead or a digit, and a date soon behind it. */
static void judge_start(struct makeup *makeup, const char *text)
{
	size_t start = strspn(text, " *\"'(<-");
	size_t near, words = 0;

	text += start;
	near = strcspn(text, "0123456789");
	makeup->digit_first = near == 0;
	for (size_t i = 0; i < near; i++)
		words += text[i] == ' ';
	makeup->dated = text[near] != '\0' && words <= 2;
	makeup->lead = text[near] != '\0' && near < 45 &&
		       attributionword_leads(text);
}

static struct makeup makeup_of(char *text)
{
	struct makeup makeup = { .colon = false };
	bool dated;
	size_t verb;

	trim_end(text);
	makeup.framed = strncmp(text, ">>> ", 4) == 0;
	makeup.colon = cut_colon(text);
	makeup.address = has_address(text);
	attributiondate_find(text, &makeup.date, &makeup.clock);
	dated = makeup.clock && makeup.date;
	/* Whatever its words are, this is none: the tables need not be asked. */
	if (!makeup.colon && !makeup.address && !dated)
		return makeup;
	verb = attributionword_verb_at_end(text);
	makeup.verb_last = verb > 0;
	/* Without a colon only a verb at the end counts. */
	makeup.verb = makeup.verb_last ||
		      (makeup.colon && attributionword_has_verb(text));
	/* Verb and colon alone are weak, whatever else is said. */
	if (!makeup.address && !dated)
		return makeup;
	makeup.address_last = makeup.address && ends_in_address(text, verb);
	makeup.gmt = dated && (strstr(text, " gmt+") != NULL ||
			       strstr(text, " gmt-") != NULL ||
			       strstr(text, " utc+") != NULL);
	makeup.prose = strpbrk(text, "?!;") != NULL ||
		       attributionword_is_self(text);
	judge_start(&makeup, text);
	return makeup;
}

/* The table of evidence, strongest first. */
static enum attribution_trust trust_of(const struct makeup *m)
{
	bool ended = m->colon || m->verb_last;

	/* GroupWise: ">>> Ann <ann@a.example> 5/3/21 10:12AM >>>" */
	if (m->framed && m->clock && m->date)
		return m->address ? ATTRIBUTION_STRONG : ATTRIBUTION_WEAK;
	/* Gmail until 2016, all languages: "2016-03-03 17:21 GMT+01:00 Ann" */
	if (m->digit_first && m->date && m->clock && m->gmt)
		return ATTRIBUTION_STRONG;
	if (m->verb && ended && m->address && (m->clock || m->date ||
					       m->address_last))
		return m->prose ? ATTRIBUTION_WEAK : ATTRIBUTION_STRONG;
	if (m->verb && ended && m->clock && m->date && !m->prose)
		return m->lead || m->digit_first ? ATTRIBUTION_STRONG :
						   ATTRIBUTION_WEAK;
	if (m->colon && m->address_last && m->clock && m->date && !m->prose)
		return m->lead || m->dated ? ATTRIBUTION_STRONG :
					     ATTRIBUTION_WEAK;
	if (m->verb && m->colon)
		return ATTRIBUTION_WEAK;
	if (m->address && m->date && (m->colon || m->address_last))
		return ATTRIBUTION_WEAK;
	return ATTRIBUTION_NONE;
}

/* Does the line hold anything that an attribution needs: the colon at its end,
 * or a frame, an address, or the digits of a date and a time? */
static bool hints(const struct lines *lines, size_t i)
{
	static const bool hint[256] = {
		['0' ... '9'] = true, [':'] = true, ['@'] = true, ['-'] = true,
		[0x9a] = true,		/* of U+FF1A */
	};
	const unsigned char *p = (const unsigned char *)lines->bytes +
				 lines->at[i].text;
	const unsigned char *end = (const unsigned char *)lines->bytes +
				   lines->at[i].tail;

	while (p < end && !hint[*p])
		p++;
	return p < end;
}

/* A cheap look before the dear one: can an attribution end here? */
static bool may_end(const struct lines *lines, size_t i)
{
	const struct line *line = &lines->at[i];
	const char *tail = lines->bytes + line->tail;
	size_t size = line->tail - line->text;

	if (size == 0 || size > MAX_BYTES)
		return false;
	if (memchr(tail - (size < 8 ? size : 8), ':', size < 8 ? size : 8))
		return true;
	return tail[-1] == '>' || tail[-1] == ')' || tail[-1] == '-' ||
	       (unsigned char)tail[-1] >= 0x80 ||
	       memchr(lines->bytes + line->text, '+', size) != NULL ||
	       (size >= 5 && memcmp(tail - 5, "wrote", 5) == 0) ||
	       memchr(lines->bytes + line->text, '@', size) != NULL;
}

/* Yahoo on Android puts the quote on the same line: "On <date>, Ann
 * <ann@a.example> wrote:   Hello".  Cut it off; false if there is none. */
static bool cut_quote(char *text)
{
	char *at = text;

	while ((at = strchr(at, ':')) != NULL) {
		char behind = at[1];

		at[0] = '\0';
		if (behind == ' ' && has_address(text) &&
		    attributionword_verb_at_end(text) > 0) {
			at[0] = ':';
			at[1] = '\0';
			return true;
		}
		*at++ = ':';
	}
	return false;
}

static struct makeup read_lines(struct arena *arena, const struct lines *lines,
				size_t first, size_t last)
{
	const char *start = lines->bytes + lines->at[first].text;
	const char *end = lines->bytes + lines->at[last].tail;
	char *text = text_caseless(arena, start, (size_t)(end - start));
	struct makeup makeup = makeup_of(text);

	if (!makeup.colon && !makeup.verb_last && makeup.lead &&
	    cut_quote(text)) {
		makeup = makeup_of(text);
		if (trust_of(&makeup) != ATTRIBUTION_STRONG || !makeup.clock)
			makeup = (struct makeup){ .colon = false };
	}
	return makeup;
}

static bool has_digit(const char *p, const char *end)
{
	while (p < end && !ascii_digit(*p))
		p++;
	return p < end;
}

static bool starts_anew(struct arena *arena, const struct lines *lines,
			size_t i)
{
	struct makeup m = { .colon = false };
	const char *text;

	/* Without a digit there is no date. */
	if (!has_digit(lines->bytes + lines->at[i].text,
		       lines->bytes + lines->at[i].tail))
		return false;
	text = line_caseless(arena, lines, i);
	judge_start(&m, text);
	return m.lead || (m.digit_first && attributiondate_is_in(text));
}

/* Does line `i` start a paragraph, seen from its own depth of quoting? */
static bool starts_paragraph(const struct lines *lines, size_t i)
{
	return i == 0 || line_is_blank(&lines->at[i - 1]) ||
	       lines->at[i - 1].depth != lines->at[i].depth;
}

/* Which of the lines from one on start anew, each asked about once. */
struct starts {
	enum { NOT_ASKED, STARTS, STARTS_NOT } at[MAX_LINES];
};

static bool starts(struct starts *starts, struct arena *arena,
		   const struct lines *lines, size_t first, size_t i)
{
	if (starts->at[i - first] == NOT_ASKED)
		starts->at[i - first] = starts_anew(arena, lines, i)
			? STARTS : STARTS_NOT;
	return starts->at[i - first] == STARTS;
}

/* May the lines first..last be one broken line?  The date or the name must
 * stand in the first, and no other one may begin behind it. */
static bool may_be_broken(struct arena *arena, const struct lines *lines,
			  size_t first, size_t last, struct starts *known)
{
	const struct line *line = &lines->at[first];
	bool paragraph = starts_paragraph(lines, first);
	const char *head = lines->bytes + line->text;
	size_t size = line->tail - line->text;

	if (starts(known, arena, lines, first, first))
		return true;
	for (size_t i = first + 1; i <= last; i++)
		if (starts(known, arena, lines, first, i))
			return false;
	for (size_t i = 0; i < size && paragraph; i++)
		if (strchr("<(\"@", head[i]) != NULL || ascii_digit(head[i]))
			return true;
	return false;
}

/* Is an angle bracket opened on the line and not closed on it? */
static bool leaves_open(const struct lines *lines, const struct line *line)
{
	bool open = false;

	for (size_t k = line->text; k < line->tail; k++)
		if (lines->bytes[k] == '<' || lines->bytes[k] == '>')
			open = lines->bytes[k] == '<';
	return open;
}

/* The next line may carry a ">" of its own: "<ann@a.example\n> wrote:". */
static bool continues(const struct lines *lines, size_t first, size_t i)
{
	const struct line *line = &lines->at[i];

	if (line_is_blank(line) || line->tail - lines->at[first].text >
				   MAX_BYTES)
		return false;
	if (line->depth == lines->at[first].depth)
		return true;
	return line->depth == lines->at[first].depth + 1 &&
	       leaves_open(lines, &lines->at[i - 1]);
}

/* Where in line `i` another attribution starts behind words of the sender;
 * 0 if nowhere. */
static size_t find_inner(struct arena *arena, const struct lines *lines,
			 size_t i)
{
	const struct line *line = &lines->at[i];
	struct makeup makeup;
	size_t at;

	if (line_is_blank(line) || line->tail - line->text > MAX_BYTES ||
	    lines->bytes[line->tail - 1] != ':')
		return 0;
	for (at = line->text + 1; at + 4 < line->tail; at++)
		if (memcmp(lines->bytes + at - 1, " On ", 4) == 0)
			break;
	makeup = makeup_of(text_caseless(arena, lines->bytes + at,
					 line->tail - at));
	return makeup.lead && trust_of(&makeup) == ATTRIBUTION_STRONG ? at : 0;
}

struct attribution attribution_at(struct arena *arena,
				  const struct lines *lines, size_t i)
{
	struct attribution best = { .trust = ATTRIBUTION_NONE };
	struct starts known = { { NOT_ASKED } };
	bool hinted = false;

	for (size_t last = i; last < i + MAX_LINES && last < lines->count;
	     last++) {
		enum attribution_trust trust;
		struct makeup makeup;

		if (last == i ? line_is_blank(&lines->at[i]) :
				!continues(lines, i, last))
			break;
		hinted = hinted || hints(lines, last);
		if (!hinted || !may_end(lines, last))
			continue;
		if (last > i && !may_be_broken(arena, lines, i, last,
					       &known))
			continue;
		makeup = read_lines(arena, lines, i, last);
		trust = trust_of(&makeup);
		if (trust > best.trust)
			best = (struct attribution){ trust, last - i + 1 };
		if (makeup.colon)
			break;
	}
	if (best.lines == 1 && find_inner(arena, lines, i) != 0)
		return (struct attribution){ .trust = ATTRIBUTION_NONE };
	return best;
}

size_t attribution_within(struct arena *arena, const struct lines *lines,
			  size_t i)
{
	return find_inner(arena, lines, i);
}
