/* addressline.c - find names and addresses in the words of a client. */

#include "mail/addressline.h"

#include "base/text.h"

#define PEOPLE 500
#define NAME_BYTES 1000

/* What cannot be in an address: they stand around it. */
#define AROUND " \t\n<>()[]\",;:|'`{}\\"

static bool is_label(const char *p, const char *end)
{
	if (p == end || *p == '-' || end[-1] == '-' || end - p > 63)
		return false;
	for (; p < end; p++)
		if (*p != '-' && !((*p >= 'a' && *p <= 'z') ||
				   (*p >= 'A' && *p <= 'Z') ||
				   (*p >= '0' && *p <= '9') ||
				   (unsigned char)*p >= 0x80))
			return false;
	return true;
}

/* Two labels or more; the last one is no number. */
static bool is_domain(const char *p, const char *end)
{
	const char *dot;
	size_t labels = 1;

	for (; (dot = memchr(p, '.', (size_t)(end - p))) != NULL; labels++) {
		if (!is_label(p, dot))
			return false;
		p = dot + 1;
	}
	return labels > 1 && is_label(p, end) && end - p >= 2 &&
	       !(*p >= '0' && *p <= '9');
}

static bool is_address(const char *p, const char *end)
{
	const char *at = memchr(p, '@', (size_t)(end - p));

	return at != NULL && at > p && at - p <= 64 && *p != '.' &&
	       at[-1] != '.' && end - at <= 254 && is_domain(at + 1, end);
}

/* A word that is an address, in p..end: its end in *stop_r; NULL: none. */
static const char *find_address(const char *p, const char *end,
				const char **stop_r)
{
	while (p < end) {
		size_t len = 0;

		while (p + len < end && strchr(AROUND, p[len]) == NULL)
			len++;
		*stop_r = p + len;
		while (*stop_r > p && (*stop_r)[-1] == '.')
			(*stop_r)--;
		if (len > 0 && is_address(p, *stop_r))
			return p;
		p += len + 1;
	}
	return NULL;
}

/* Behind the closing quote of the one at `p`, or `end`. */
static const char *skip_quoted(const char *p, const char *end)
{
	for (p++; p < end && *p != '"'; p++)
		if (*p == '\\' && p + 1 < end)
			p++;
	return p < end ? p + 1 : end;
}

/* The first bracket that is not inside quotes, or `end`. */
static const char *find_bracket(const char *p, const char *end)
{
	while (p < end && strchr("<[", *p) == NULL)
		p = *p == '"' ? skip_quoted(p, end) : p + 1;
	return p < end ? p : end;
}

/* A name without the marks and quotes around it; "" if it is an address. */
static const char *clean_name(struct arena *arena, const char *p,
			      const char *end)
{
	static const char marks[] = " \t\"'*,;:<([";
	const char *stop;

	while (p < end && strchr(marks, *p) != NULL)
		p++;
	while (end > p && (strchr(marks, end[-1]) != NULL || end[-1] == '\\'))
		end--;
	if (find_address(p, end, &stop) == p && stop == end)
		return "";
	return text_line(arena, p, (size_t)(end - p), NAME_BYTES);
}

static struct mailbox read_one(struct arena *arena, const char *p,
			       const char *end)
{
	const char *bracket = find_bracket(p, end), *stop = end;
	const char *address = find_address(bracket, end, &stop);
	const char *name_end = bracket;
	struct mailbox one = { "", "" };

	/* What a bracket holds is no address: look before it. */
	if (address == NULL) {
		address = find_address(p, end, &stop);
		name_end = address != NULL && address < bracket ? address :
			bracket;
	}
	one.name = clean_name(arena, p, name_end);
	if (address == NULL)
		return one;
	one.address = arena_strndup(arena, address, (size_t)(stop - address));
	/* ann@example.org (Ann) */
	if (one.name[0] == '\0' && end - stop > 2 && stop[0] == ' ' &&
	    stop[1] == '(' && end[-1] == ')')
		one.name = clean_name(arena, stop + 2, end - 1);
	return one;
}

struct mailbox addressline_one(struct arena *arena, const char *text)
{
	return read_one(arena, text, text + strlen(text));
}

/* Where the person at `p` ends: a ";", or a "," behind an address. */
static const char *find_end(const char *p, const char *end)
{
	size_t depth = 0;
	bool at = false;

	while (p < end) {
		if (*p == '"') {
			p = skip_quoted(p, end);
			continue;
		}
		at = at || *p == '@';
		if (*p == '<')
			depth++;
		else if (*p == '>' && depth > 0)
			depth--;
		if (*p == ';' || (*p == ',' && at && depth == 0))
			return p;
		p++;
	}
	return end;
}

struct mailboxes addressline_read(struct arena *arena, const char *text)
{
	const char *end = text + strlen(text);
	struct mailbox *at = NULL;
	struct mailboxes all = { 0 };
	size_t room = 0;

	for (const char *p = text; p < end;) {
		const char *stop = find_end(p, end);
		struct mailbox one = read_one(arena, p, stop);

		p = stop + 1;
		if (one.name[0] == '\0' && one.address[0] == '\0')
			continue;
		all.seen++;
		if (all.count == PEOPLE)
			continue;
		if (all.count == room) {
			struct mailbox *more;

			room = room == 0 ? 8 : room * 2;
			more = ARENA_ARRAY(arena, struct mailbox, room);
			if (all.count > 0)
				memcpy(more, at, all.count * sizeof(*at));
			at = more;
		}
		at[all.count++] = one;
	}
	all.at = at;
	return all;
}

/* Small words inside names. */
static bool is_particle(const char *p, const char *end)
{
	static const char *const words[] = {
		"von", "van", "de", "der", "den", "del", "della", "di", "da",
		"dos", "du", "la", "le", "bin", "al", "el", "ter", "zu", "y",
	};
	size_t len = (size_t)(end - p);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == len && memcmp(p, words[i], len) == 0)
			return true;
	return false;
}

/* A word of a name: it starts with a capital, or its script has none. */
static bool is_name_word(const char *p, const char *end)
{
	const char *q = p;
	uint32_t first = text_next(&q, end);

	for (q = p; q < end; q++)
		if ((*q >= '0' && *q <= '9') || *q == ',' || *q == ':')
			return false;
	return text_is_alnum(first) &&
	       (text_lower_of(first) != first || first >= 0x590);
}

/* The words before `end` that are a name. */
static const char *name_start(const char *start, const char *end)
{
	const char *from = end, *p = end;

	while (p > start) {
		const char *word = p - 1;

		while (word > start && word[-1] != ' ')
			word--;
		if (is_name_word(word, p - (p[-1] == ' ')))
			from = word;
		else if (!is_particle(word, p - (p[-1] == ' ')))
			break;
		p = word;
	}
	return from;
}

struct mailbox addressline_within(struct arena *arena, const char *text)
{
	const char *end = text + strlen(text), *stop, *p, *start;
	const char *address = find_address(text, end, &stop);
	struct mailbox one = { "", "" };

	if (address == NULL)
		return one;
	one.address = arena_strndup(arena, address, (size_t)(stop - address));
	p = address;
	while (p > text && strchr(" <([", p[-1]) != NULL)
		p--;
	if (p > text && p[-1] == '"') {
		for (start = p - 1; start > text && start[-1] != '"';)
			start--;
	} else {
		start = name_start(text, p);
	}
	one.name = clean_name(arena, start, p);
	return one;
}
