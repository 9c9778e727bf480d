/* notice.c - recipients and diagnostics out of the text of a bounce. */

#include "mail/notice.h"

#include "base/buffer.h"
#include "base/ascii.h"
#include "base/text.h"

/* Read of the text, kept of one diagnostic, tried for announcements. */
enum { TOLD_BYTES = 16000, DIAGNOSTIC_BYTES = 2000, ANNOUNCED = 20 };

struct reading {
	struct arena *arena;
	struct notice *notice;
	struct buffer diagnostic;	/* of the latest recipient */
	size_t indent;			/* of the latest recipient's line */
	bool continued;			/* deeper lines belong to it */
	bool closed;			/* its paragraph has ended */
	bool transcript;		/* sendmail's, with nobody named yet */
};

static bool is_local(char c)
{
	return ascii_alnum(c) || (unsigned char)c >= 0x80 ||
	       (c != '\0' && strchr(".!#$%&'*+/=?^_`{|}~-", c) != NULL);
}

static bool is_domain(char c)
{
	return ascii_alnum(c) || (unsigned char)c >= 0x80 ||
	       c == '.' || c == '-' || c == '_';
}

/* The length of the address at `p`, without dots at its end, or 0. */
static size_t address_length(const char *p)
{
	size_t local = 0, domain = 0;

	if (*p == '"')
		local = 1 + strcspn(p + 1, "\"\n") + 1;
	else
		while (is_local(p[local]))
			local++;
	if (local == 0 || strlen(p) <= local || p[local] != '@')
		return 0;
	while (is_domain(p[local + 1 + domain]))
		domain++;
	while (domain > 0 && strchr(".-", p[local + domain]) != NULL)
		domain--;
	return domain < 2 ? 0 : local + 1 + domain;
}

/* Past what stands before an address: bullets, brackets, its type or what the
 * line calls it. */
static const char *before_address(const char *p)
{
	static const char *const labels[] = {
		"mailto:", "smtp:", "rfc822;", "rfc822:",
		"recipient address:", "failed recipient:", "failed address:",
		"invalid recipient:", "final recipient:", "recipient:",
		"address:", "error-for:", "user:", "failed to deliver to",
		"addressed to:", "unknown user:", "could not deliver to",
		"delivery to",
	};

	p += strspn(p, " \t:*<>([\"'-|");
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (text_starts(p, labels[i])) {
			p += strlen(labels[i]);
			p += strspn(p, " \t<\"'");
		}
	return p;
}

/* What may follow a recipient that stands at the start of its line. */
static bool ends_recipient(const char *rest)
{
	static const char *const after[] = {
		":", "...", " ...", " -", " (", " [", " <", ", ", ";", " on ",
		"\t", ". ", " :", "<mailto:", " <mailto:", " failed",
		" unknown", " was", " is not", " does not", " could not",
		" cannot",
	};

	if (rest[strspn(rest, " \t.,")] == '\0')
		return true;
	for (size_t i = 0; i < sizeof(after) / sizeof(after[0]); i++)
		if (text_starts(rest, after[i]))
			return true;
	return false;
}

static void close_diagnostic(struct reading *reading)
{
	struct notice *notice = reading->notice;

	if (notice->count > 0 && reading->diagnostic.size > 0)
		notice->at[notice->count - 1].diagnostic =
			buffer_string(&reading->diagnostic);
	reading->diagnostic = (struct buffer){ .arena = reading->arena };
	reading->closed = false;
}

static void add_diagnostic(struct reading *reading, const char *line)
{
	line += strspn(line, " \t");
	if (*line == '\0' || reading->notice->count == 0 ||
	    reading->closed || reading->diagnostic.size > DIAGNOSTIC_BYTES)
		return;
	if (reading->diagnostic.size > 0)
		buffer_char(&reading->diagnostic, '\n');
	buffer_text(&reading->diagnostic, line);
}

static bool is_known(const struct notice *notice, const char *address)
{
	for (size_t i = 0; i < notice->count; i++)
		if (text_same(notice->at[i].address, address))
			return true;
	return false;
}

/* False if it is known already or there are too many. */
static bool add_recipient(struct reading *reading, const char *p, size_t len)
{
	struct notice *notice = reading->notice;
	const char *address = arena_strndup(reading->arena, p, len);

	if (notice->count == NOTICE_RECIPIENTS || is_known(notice, address))
		return false;
	close_diagnostic(reading);
	notice->at[notice->count++] =
		(struct notice_recipient){ address, "" };
	return true;
}

/* A line that starts with an address, if it is one of a recipient. */
static bool take_recipient(struct reading *reading, const char *line)
{
	const char *p = before_address(line), *rest;
	size_t indent = strspn(line, " \t");
	size_t len = address_length(p);

	if (len == 0 || (reading->continued && indent > reading->indent))
		return false;
	rest = p + len;
	rest += strspn(rest, ">\"')]");
	if (!ends_recipient(rest) || !add_recipient(reading, p, len))
		return false;
	reading->indent = indent;
	reading->continued = true;
	add_diagnostic(reading, rest + strspn(rest, ":., \t-"));
	return true;
}

/* "554 5.1.1 <ann@example.org>... User unknown" of a transcript. */
static bool take_transcribed(struct reading *reading, const char *line)
{
	size_t digits = strspn(line, "0123456789");
	const char *p = line + digits, *rest;
	size_t len;

	if (!reading->transcript || digits != 3 || *p != ' ')
		return false;
	p++;
	p += strspn(p, "0123456789.");
	p = before_address(p);
	len = address_length(p);
	rest = p + len + strspn(p + len, ">");
	if (len == 0 || !text_starts(rest, "...") ||
	    !add_recipient(reading, p, len))
		return false;
	/* "554 <x>... 550 Host unknown": the second is what was said. */
	rest += strspn(rest, ". ");
	add_diagnostic(reading, ascii_digit(*rest) ? rest : line);
	return true;
}

/* "c=US;a= ;o=Site;dda:SMTP=ann@example.org;": an X.400 name. */
static bool take_x400(struct reading *reading, const char *line)
{
	const char *p = text_find(line, "SMTP=");
	size_t len = p == NULL ? 0 : address_length(p + 5);

	return len > 0 && add_recipient(reading, p + 5, len);
}

static void take_line(struct reading *reading, const char *line)
{
	if (line[strspn(line, " \t")] == '\0') {
		reading->continued = false;
		reading->closed = reading->diagnostic.size > 0;
		return;
	}
	if (text_find(line, "transcript of session follows") != NULL)
		reading->transcript = reading->notice->count == 0;
	if (!take_recipient(reading, line) && !take_x400(reading, line) &&
	    !take_transcribed(reading, line))
		add_diagnostic(reading, line);
}

/* Up to the copy of the original; its offset. */
static size_t take_lines(struct reading *reading, const char *text)
{
	size_t at = 0;

	while (text[at] != '\0' && at < TOLD_BYTES) {
		size_t len = strcspn(text + at, "\n");
		char *line = arena_strndup(reading->arena, text + at, len);

		if (at > 0 && notice_separates(text_fold(reading->arena, line,
							 100)))
			return at;
		take_line(reading, line);
		at += len;
		at += text[at] == '\n';
	}
	return at;
}

/* No line starts with a recipient: look for one in a sentence. */
static void take_announced(struct reading *reading, const char *folded)
{
	const char *p = folded;

	for (int i = 0; i < ANNOUNCED && notice_announces(&p); i++) {
		const char *address = before_address(p);
		size_t len = address_length(address);

		if (len > 0)
			add_recipient(reading, address, len);
	}
	if (reading->notice->count > 0)
		add_diagnostic(reading, folded);
	close_diagnostic(reading);
}

struct notice notice_read(struct arena *arena, const char *text)
{
	struct notice notice = {
		.at = ARENA_ARRAY(arena, struct notice_recipient,
				  NOTICE_RECIPIENTS),
	};
	struct reading reading = {
		.arena = arena, .notice = &notice,
		.diagnostic = { .arena = arena },
	};
	const struct notice_opening *opening;
	const char *folded;
	size_t end = take_lines(&reading, text);

	close_diagnostic(&reading);
	notice.told = arena_strndup(arena, text, end);
	notice.original = text + end;
	folded = text_fold(arena, notice.told, end);
	opening = notice_opening(folded);
	if (opening != NULL) {
		notice.system = opening->system;
		notice.delayed = opening->delayed;
	}
	if (notice.count == 0)
		take_announced(&reading, folded);
	return notice;
}
