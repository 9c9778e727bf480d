/* reason_codes.c - the codes in a diagnostic, and the meanings of RFC 3463. */

#include "mail/reason_words.h"

#include "base/ascii.h"
#include "base/text.h"

/* RFC 3463 without its first digit.  Only what the words left open. */
static const struct meaning {
	const char *code;
	enum reason reason;
} meanings[] = {
	{ "1.0", REASON_USER_UNKNOWN },
	{ "1.1", REASON_USER_UNKNOWN },
	{ "1.2", REASON_HOST_UNKNOWN },
	{ "1.3", REASON_USER_UNKNOWN },
	{ "1.4", REASON_USER_UNKNOWN },
	{ "1.6", REASON_MOVED },
	{ "1.7", REASON_REJECTED },
	{ "1.8", REASON_REJECTED },
	{ "1.9", REASON_SYSTEM },
	{ "1.10", REASON_USER_UNKNOWN },
	{ "2.0", REASON_FILTERED },
	{ "2.1", REASON_DISABLED },
	{ "2.2", REASON_MAILBOX_FULL },
	{ "2.3", REASON_TOO_BIG },
	{ "2.4", REASON_SYSTEM },
	{ "3.1", REASON_SYSTEM },
	{ "3.2", REASON_NOT_ACCEPTING },
	{ "3.4", REASON_TOO_BIG },
	{ "3.5", REASON_SYSTEM },
	{ "4.0", REASON_NETWORK },
	{ "4.1", REASON_EXPIRED },
	{ "4.2", REASON_EXPIRED },
	{ "4.3", REASON_SYSTEM },
	{ "4.4", REASON_HOST_UNKNOWN },
	{ "4.5", REASON_RATE_LIMITED },
	{ "4.6", REASON_NETWORK },
	{ "4.7", REASON_EXPIRED },
	{ "5.3", REASON_RATE_LIMITED },
	{ "6", REASON_CONTENT },
	{ "7.20", REASON_AUTH_FAILURE },
	{ "7.23", REASON_AUTH_FAILURE },
	{ "7.25", REASON_BLOCKED },
	{ "7.26", REASON_AUTH_FAILURE },
	{ "7", REASON_POLICY },
};

static bool starts_word(const char *text, const char *p)
{
	return p == text || (!ascii_alnum(p[-1]) && p[-1] != '.' &&
			     p[-1] != '@' && p[-1] != '-' && p[-1] != '/');
}

/* "5.1.1" at `p`: its length, or 0; an IP address is none. */
static size_t status_length(const char *p)
{
	size_t len = 2, digits;

	if ((p[0] != '2' && p[0] != '4' && p[0] != '5') || p[1] != '.')
		return 0;
	digits = strspn(p + len, "0123456789");
	if (digits == 0 || digits > 3 || p[len + digits] != '.')
		return 0;
	len += digits + 1;
	digits = strspn(p + len, "0123456789");
	if (digits == 0 || digits > 3)
		return 0;
	len += digits;
	if ((p[len] == '.' && ascii_digit(p[len + 1])) ||
	    ascii_alnum(p[len]) || p[len] == '-')
		return p[len] == '-' ? len : 0;
	return len;
}

/* "550 ", "550-" or "550:" at `p`. */
static bool is_reply(const char *p)
{
	return (p[0] == '4' || p[0] == '5') && p[1] >= '0' && p[1] <= '7' &&
	       ascii_digit(p[2]) && strchr(" -:;,\n", p[3]) != NULL;
}

/* What follows a word of a server's reply, rather than a count or a date. */
static bool is_told(const char *text, const char *p)
{
	static const char *const before[] = {
		"said: ", "said:", "<<< ", ">>> ", "reason: ", "error: ",
		"replied: ", "code: ", "responsecode ", "reply: ", "data: ",
		"smtp; ", "smtp;", "rcpt to: ", "response: ", "]: ", ": ",
		"(", "\"", "'", "#", "<", "> ", "received ",
	};

	if (p == text)
		return true;
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		size_t len = strlen(before[i]);

		if ((size_t)(p - text) >= len &&
		    strncmp(p - len, before[i], len) == 0)
			return true;
	}
	return p[-1] == '\n';
}

/* The status right behind a reply code: "550 5.1.1", "550-'5.1.1". */
static size_t paired_status(const char *reply, const char **start_r)
{
	*start_r = reply + 3 + strspn(reply + 3, " -'\"");
	return status_length(*start_r);
}

struct codes reason_codes(struct arena *arena, const char *diagnostic)
{
	const char *text = text_lower(arena, diagnostic);
	struct codes codes = { .paired = false };
	const char *pair, *reply = NULL, *loose = NULL;

	for (const char *p = text; *p != '\0'; p++) {
		size_t len;

		if (!ascii_digit(*p) || !starts_word(text, p))
			continue;
		len = status_length(p);
		if (len > 0 && codes.status == NULL)
			codes.status = arena_strndup(arena, p, len);
		if (len > 0 || !is_reply(p))
			continue;
		len = paired_status(p, &pair);
		/* In angle brackets SES repeats the last server's answer. */
		if (len > 0 && (!codes.paired || (p > text && p[-1] == '<'))) {
			codes.status = arena_strndup(arena, pair, len);
			codes.paired = true;
			reply = p;
		}
		if (reply == NULL && is_told(text, p))
			reply = p;
		else if (loose == NULL && len > 0)
			loose = p;
	}
	if (reply == NULL)
		reply = loose;
	if (reply != NULL)
		codes.reply = arena_strndup(arena, reply, 3);
	return codes;
}

enum reason reason_of_status(const char *status)
{
	if (status == NULL || strlen(status) < 3)
		return REASON_NONE;
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
		const char *code = meanings[i].code;
		size_t len = strlen(code);

		if (strncmp(status + 2, code, len) == 0 &&
		    (status[2 + len] == '\0' || strchr(code, '.') == NULL))
			return meanings[i].reason;
	}
	return REASON_NONE;
}
