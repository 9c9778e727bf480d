/* reason.c - what the codes and the words of a failure mean together. */

#include "mail/reason.h"

#include "base/text.h"
#include "mail/reason_words.h"

/* How much of a diagnostic is read. */
enum { DIAGNOSTIC_BYTES = 4000 };

/* Addresses and hosts are no words: nospam@x says nothing of spam.  Blanks
 * are put in place of what holds an @ or is followed by an IP address. */
static char *words_only(struct arena *arena, const char *diagnostic)
{
	char *text = text_fold(arena, diagnostic, DIAGNOSTIC_BYTES);
	size_t i = 0;

	while (text[i] != '\0') {
		size_t len = strcspn(text + i, " <>()\"");
		const char *after = text + i + len;

		if (memchr(text + i, '@', len) != NULL ||
		    memchr(text + i, '[', len) != NULL ||
		    strncmp(after, " [", 2) == 0)
			memset(text + i, ' ', len);
		i += len;
		i += text[i] != '\0';
	}
	return text;
}

static enum reason reason_of_words(const char *words)
{
	const struct reason_phrase *row;

	for (size_t i = 0; (row = reason_refusal_phrase(i)) != NULL; i++)
		if (strstr(words, row->words) != NULL)
			return row->reason;
	for (size_t i = 0; (row = reason_failure_phrase(i)) != NULL; i++)
		if (strstr(words, row->words) != NULL)
			return row->reason;
	return REASON_NONE;
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
	const char *around = text_fold(arena, told, DIAGNOSTIC_BYTES);
	enum reason reason = reason_of_words(words_only(arena, diagnostic));

	if (reason == REASON_NONE)
		reason = reason_of_status(codes.status);
	if (reason == REASON_NONE && codes.reply != NULL &&
	    strcmp(codes.reply, "552") == 0)
		reason = REASON_MAILBOX_FULL;
	if (reason == REASON_NONE)
		reason = reason_of_words(words_only(arena, told));
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
