/* reason.c - codes out of a diagnostic, and what codes and words mean. */

#include "mail/reason.h"

#include "base/text.h"
#include "mail/reason_words.h"

#include <ctype.h>

/* How much of a diagnostic is read. */
enum { DIAGNOSTIC_BYTES = 4000 };

static bool starts_word(const char *text, const char *p)
{
	return p == text || (!isalnum((unsigned char)p[-1]) && p[-1] != '.' &&
			     p[-1] != '@' && p[-1] != '-' && p[-1] != '/');
}

/* "5.1.1" at `p`: its length, or 0; an IP address is none. */
static size_t status_length(const char *p)
{
	size_t len = 2, digits;

	if (strchr("245", p[0]) == NULL || p[1] != '.')
		return 0;
	digits = strspn(p + len, "0123456789");
	if (digits == 0 || digits > 3 || p[len + digits] != '.')
		return 0;
	len += digits + 1;
	digits = strspn(p + len, "0123456789");
	if (digits == 0 || digits > 3)
		return 0;
	len += digits;
	if ((p[len] == '.' && isdigit((unsigned char)p[len + 1])) ||
	    isalnum((unsigned char)p[len]) || p[len] == '-')
		return p[len] == '-' ? len : 0;
	return len;
}

/* "550 ", "550-" or "550:" at `p`. */
static bool is_reply(const char *p)
{
	return strchr("45", p[0]) != NULL && p[1] >= '0' && p[1] <= '7' &&
	       isdigit((unsigned char)p[2]) && strchr(" -:;,\n", p[3]) != NULL;
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

		if (!isdigit((unsigned char)*p) || !starts_word(text, p))
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

/* A status that names the mailbox holds whenever it was said. */
static bool is_about_mailbox(const char *status)
{
	static const char *const vague[] = { ".0.0", ".2.0", ".7.1" };

	for (size_t i = 0; i < sizeof(vague) / sizeof(vague[0]); i++)
		if (status != NULL && text_ends(status, vague[i]))
			return false;
	return status != NULL;
}

/* Did the server say so about the sender, or only after it saw the text?
 * Then "user unknown" is not about the recipient's mailbox. */
static enum reason by_command(const char *folded, const char *status,
			      enum reason reason)
{
	static const struct command {
		const char *words;
		enum reason reason;
	} commands[] = {
		{ ">>> rcpt to", REASON_USER_UNKNOWN },
		{ "reply to rcpt to", REASON_USER_UNKNOWN },
		{ "after rcpt to", REASON_USER_UNKNOWN },
		{ "after mail from", REASON_REJECTED },
		{ "reply to mail from", REASON_REJECTED },
		{ ">>> mail from", REASON_REJECTED },
		{ ">>> data", REASON_FILTERED },
		{ "smtp command data", REASON_FILTERED },
		{ "reply to end of data", REASON_FILTERED },
		{ "after end of data", REASON_FILTERED },
	};

	if (reason != REASON_USER_UNKNOWN)
		return reason;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strstr(folded, commands[i].words) != NULL)
			return commands[i].reason == REASON_FILTERED &&
			       is_about_mailbox(status) ?
			       reason : commands[i].reason;
	return reason;
}

enum reason reason_of(struct arena *arena, struct codes codes,
		      const char *diagnostic, const char *told)
{
	const char *text = text_fold(arena, diagnostic, DIAGNOSTIC_BYTES);
	const char *around = text_fold(arena, told, DIAGNOSTIC_BYTES);
	enum reason reason = reason_of_words(text);

	if (reason == REASON_NONE)
		reason = reason_of_status(codes.status);
	if (reason == REASON_NONE && codes.reply != NULL &&
	    strcmp(codes.reply, "552") == 0)
		reason = REASON_MAILBOX_FULL;
	if (reason == REASON_NONE)
		reason = reason_of_words(around);
	return by_command(around, codes.status, reason);
}

const char *reason_word(enum reason reason)
{
	static const char *const words[] = {
#define ROW(name, word, hard) [name] = word,
		REASONS(ROW)
#undef ROW
		[REASON_NONE] = NULL,
	};

	return words[reason];
}

bool reason_is_hard(enum reason reason)
{
	static const bool hard_ones[] = {
#define ROW(name, word, hard) [name] = hard,
		REASONS(ROW)
#undef ROW
		[REASON_NONE] = false,
	};

	return hard_ones[reason];
}
