/* sigline.c - judge one line: a close, a name, a device, a way to call. */

#include "mail/sigline.h"

#include "base/text.h"

/* A line of a signature is short; the shortest line of a paragraph is not. */
#define MAX_LINE 90

/* Letters of a name, and of a name of one small word. */
#define MAX_NAME 36
#define MAX_WORD 12

struct shape {
	size_t words, capitals, letters, digits, uncased, size;
	size_t lettered_words;	/* that begin with a letter */
	char last;		/* its last byte */
	bool lettered;		/* begins with a letter */
	bool breaks;		/* holds ? ! : ; , before its end */
	bool colon;		/* holds a colon */
};

/* What a character is, in bits. */
enum {
	LETTER = 1, DIGIT = 2, SPACE = 4, UNCASED = 8, COLON = 16, BREAK = 32,
};

static const uint8_t traits_of_ascii[128] = {
	['\t' ... '\r'] = SPACE, [' '] = SPACE,
	['0' ... '9'] = DIGIT,
	['A' ... 'Z'] = LETTER, ['a' ... 'z'] = LETTER,
	[':'] = COLON | BREAK,
	['?'] = BREAK, ['!'] = BREAK, [';'] = BREAK, [','] = BREAK,
};

static unsigned traits_of_wide(uint32_t c)
{
	if (!text_is_alnum(c))
		return text_is_space(c) ? SPACE : 0;
	if (c >= 0x590 && (c < 0x10a0 || (c >= 0x2e80 && !text_is_upper(c))))
		return LETTER | UNCASED;
	return LETTER;
}

static struct shape shape_of(const char *text, const char *end)
{
	struct shape shape = { .size = (size_t)(end - text) };
	bool inside = false;

	shape.last = shape.size == 0 ? '\0' : end[-1];
	while (text < end) {
		const uint32_t c = text_next(&text, end);
		const unsigned traits = c < 0x80 ? traits_of_ascii[c]
						 : traits_of_wide(c);

		shape.digits += (traits & DIGIT) != 0;
		shape.letters += traits & LETTER;
		shape.uncased += (traits & UNCASED) != 0;
		shape.breaks |= (traits & BREAK) != 0 && text < end;
		shape.colon |= (traits & COLON) != 0;
		if ((traits & SPACE) == 0 && !inside) {
			if (shape.words == 0)
				shape.lettered = (traits & LETTER) != 0;
			shape.words++;
			shape.lettered_words += traits & LETTER;
			shape.capitals += text_is_upper(c);
		}
		inside = (traits & SPACE) == 0;
	}
	return shape;
}

/* Of one to four words that begin with capitals, or of scripts that have
 * none; a single short word may be small, as in "kate". */
static bool is_name(const struct shape *s)
{
	if (s->words == 0 || s->words > 4 || s->letters > MAX_NAME ||
	    s->letters < 2 || s->digits > 0 || !s->lettered || s->breaks ||
	    s->last == '?' || s->last == '!' || s->last == ':')
		return false;
	if (s->uncased > 0)
		return s->words <= 2;
	return s->capitals == s->words || (s->words >= 3 &&
	       s->capitals == s->words - 1) ||
	       (s->words == 1 && s->letters <= MAX_WORD);
}

/* Half of its words are capital, and it does not end as a sentence does.  With
 * a colon it tells something: "Order number: 12345". */
static bool is_title(const struct shape *s)
{
	if (s->words == 0 || s->words > 10 || s->last == '?' ||
	    s->last == '!' || s->colon || s->letters == 0)
		return false;
	return s->capitals * 2 >= s->words && (s->last != '.' || s->words < 4);
}

/* A telephone number: seven digits with nothing but spaces, dots, dashes and
 * brackets between; or an extension, "x3-0977". */
static bool has_phone(const char *text)
{
	size_t digits = 0;

	for (; *text != '\0'; text++) {
		if (ascii_digit(*text))
			digits++;
		else if (*text == ' ' || digits == 0)
			continue;
		else if (strchr(".-()/+", *text) == NULL)
			digits = 0;
		if (digits >= 7)
			return true;
	}
	return false;
}

static bool is_extension(const char *text)
{
	return text[0] == 'x' && (text[1] == '-' || (text[1] >= '0' &&
	       text[1] <= '9')) && strlen(text) <= 12;
}

/* "My number is 0171 1234567": told in words that begin small. */
static bool is_told(const struct shape *shape)
{
	return shape->words > 9 || (shape->lettered_words > 1 &&
	       shape->capitals * 2 < shape->lettered_words);
}

static bool is_contact(const struct sigwords *words, const char *text,
		       const struct shape *shape)
{
	if (shape->last == '?' || shape->size > 2 * MAX_LINE)
		return false;
	if (sigword_starts(words, SIGWORD_IMPRINT, text) > 0)
		return true;
	if (shape->size > MAX_LINE)
		return false;
	if (is_extension(text))
		return true;
	if (strncmp(text, "http://", 7) == 0 ||
	    strncmp(text, "https://", 8) == 0 || strncmp(text, "www.", 4) == 0)
		return shape->words <= 2;
	if (strchr(text, '@') != NULL && shape->words <= 4)
		return true;
	if (has_phone(text) && shape->last != '.' && !is_told(shape))
		return true;
	return shape->words <= 8 && shape->digits >= 4 &&
	       sigword_starts(words, SIGWORD_CONTACT, text) > 0;
}

/* Bytes of two wide ones. */
enum { LONGEST_DASH = 6 };

/* One of the delimiters alone, or a line of one ornament repeated. */
static unsigned rule_of(const char *text, size_t size)
{
	static const char *const dashes[] = {
		"--", "\xe2\x80\x94", "\xe2\x80\x93", "\xe2\x80\x95", "__",
		"\xe2\x80\x94\xe2\x80\x94",
	};
	const size_t count = size > LONGEST_DASH ? 0 :
		sizeof(dashes) / sizeof(dashes[0]);
	size_t same = 1;

	for (size_t i = 0; i < count; i++)
		if (strcmp(text, dashes[i]) == 0)
			return SIGLINE_DELIMITER | SIGLINE_ORNAMENT;
	if (size < 2 || strchr("-_=*~#+", text[0]) == NULL)
		return strcmp(text, "\xe1\x90\xa7") == 0 ? SIGLINE_ORNAMENT : 0;
	while (same < size && text[same] == text[0])
		same++;
	if (same < size)
		return 0;
	return SIGLINE_ORNAMENT | (size >= 4 ? SIGLINE_RULE : 0);
}

/* Cut what may stand behind a close: "Regards,", "Thanks!". */
static char *bare(char *text)
{
	size_t size = strlen(text);

	while (size > 0 && strchr(" ,.!-*_", text[size - 1]) != NULL)
		text[--size] = '\0';
	while (*text == '*' || *text == '_')
		text++;
	return text;
}

/* How long what may stand before a name is: "-Ann", "/Ann", U+2014. */
static size_t skip_dash(const char *text)
{
	if (strncmp(text, "\xe2\x80\x94", 3) == 0 ||
	    strncmp(text, "\xe2\x80\x93", 3) == 0)
		return 3;
	return strspn(text, "-~/");
}

/* "Thanks again", "Thanks a lot": not the thanks for something. */
static bool is_bare_thanks(const char *rest, size_t words)
{
	return words <= 4 && strncmp(rest, " for", 4) != 0;
}

static unsigned close_of(const struct sigwords *words, const char *text,
			 size_t count)
{
	size_t len = sigword_starts(words, SIGWORD_CLOSE, text);

	if (len > 0 && (text[len] == '\0' || (count <= 4 && len > 6)))
		return SIGLINE_CLOSE;
	len = sigword_starts(words, SIGWORD_THANKS, text);
	if (len > 0 && (text[len] == '\0' ||
			is_bare_thanks(text + len, count)))
		return SIGLINE_CLOSE | SIGLINE_THANKS;
	return 0;
}

/* Not "Sent from my desk, is much easier": the rest is a device or a program,
 * not a sentence. */
static bool is_device(const struct sigwords *words, const char *text,
		      const struct shape *shape)
{
	size_t len = sigword_starts(words, SIGWORD_DEVICE, text), count = 0;
	const char *link, *rest, *comma;

	if (shape->size > 2 * MAX_LINE)
		return false;
	if (len == 0 || !sigword_names_gadget(text))
		return sigword_starts(words, SIGWORD_EXCUSE, text) > 0;
	rest = text + len;
	link = strpbrk(rest, "<[(");
	if (link == NULL)
		link = strstr(rest, ". ");
	if (link != NULL && *link == '.' &&
	    sigword_starts(words, SIGWORD_EXCUSE, link + 2) == 0)
		return false;
	if (link == NULL)
		link = rest + strlen(rest);
	for (const char *p = rest; p + 1 < link; p++)
		count += *p == ' ' && p[1] != ' ';
	comma = memchr(rest, ',', (size_t)(link - rest));
	return count <= (comma == NULL ? 7u : 5u) &&
	       memchr(rest, '?', (size_t)(link - rest)) == NULL &&
	       strstr(rest, " is ") == NULL;
}

/* "[Your name]", "<name>": what templates and anonymisers leave. */
static bool is_placeholder(const char *text)
{
	size_t size = strlen(text);

	return size > 4 && size <= 40 &&
	       ((text[0] == '[' && text[size - 1] == ']') ||
		(text[0] == '<' && text[size - 1] == '>')) &&
	       strpbrk(text, "@:/.") == NULL;
}

static bool is_sender(const char *text, const struct mailbox *sender,
		      struct arena *arena)
{
	size_t word = strcspn(text, " .,");
	char *names, *first;

	if (sender == NULL || word < 2)
		return false;
	names = text_caseless(arena, sender->name, strlen(sender->name));
	first = arena_strndup(arena, text, word);
	if (strstr(names, first) != NULL)
		return true;
	names = arena_strndup(arena, sender->address,
			      strcspn(sender->address, "@"));
	return word >= 3 && text_find(names, first) != NULL;
}

/* The words of a line that is short enough, for comparison; else NULL. */
static char *read_line(struct arena *arena, const struct lines *lines,
		       size_t i, struct shape *shape_r)
{
	const struct line *line = &lines->at[i];
	const char *text = lines->bytes + line->text;
	const char *end = lines->bytes + line->tail;

	if (text == end || end - text > 3 * MAX_LINE)
		return NULL;
	*shape_r = shape_of(text, end);
	return text_caseless(arena, text, shape_r->size);
}

bool sigline_is_delimiter(struct arena *arena, const struct lines *lines,
			  size_t i)
{
	struct shape shape;
	const char *lower = read_line(arena, lines, i, &shape);

	return lower != NULL &&
	       (rule_of(lower, strlen(lower)) & SIGLINE_DELIMITER) != 0;
}

unsigned sigline_traits(struct arena *arena, const struct sigwords *words,
			const struct lines *lines, size_t i,
			const struct mailbox *sender)
{
	size_t dash, capitals;
	struct shape shape;
	unsigned traits;
	char *lower;

	lower = read_line(arena, lines, i, &shape);
	if (lower == NULL)
		return 0;
	capitals = shape.capitals;
	traits = rule_of(lower, strlen(lower));
	if (traits != 0)
		return traits;
	if (is_device(words, lower, &shape))
		return SIGLINE_DEVICE;
	if (is_contact(words, lower, &shape))
		traits |= SIGLINE_CONTACT;
	if (is_title(&shape) && shape.size <= MAX_LINE)
		traits |= SIGLINE_TITLE;
	lower = bare(lower);
	traits |= close_of(words, lower, shape.words);
	if (is_placeholder(lower))
		traits |= SIGLINE_NAME;
	/* What is cut here are neither letters nor digits. */
	if (shape.letters > MAX_NAME || shape.digits > 0)
		return traits;
	dash = skip_dash(lower);
	shape = shape_of(lower + dash, lower + strlen(lower));
	shape.capitals = dash > 0 ? shape.words : capitals;
	if (is_name(&shape) && !(traits & SIGLINE_CLOSE)) {
		traits |= dash > 0 && shape.words <= 2 && lower[dash] != ' ' ?
			  SIGLINE_NAME | SIGLINE_DASHED : SIGLINE_NAME;
		lower += dash;
		if (is_sender(lower, sender, arena))
			traits |= SIGLINE_SENDER;
	}
	return traits;
}
