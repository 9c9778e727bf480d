/* message.c - look up fields, the one sound author, and words of defects. */

#include "mail/message.h"

#include "base/text.h"

#include <ctype.h>

const char *message_next_header(const struct message *message,
				const char *name, size_t *from)
{
	for (size_t i = *from; i < message->header_count; i++)
		if (text_same(message->headers[i].name, name)) {
			*from = i + 1;
			return message->headers[i].value;
		}
	*from = message->header_count;
	return NULL;
}

const char *message_header(const struct message *message, const char *name)
{
	size_t from = 0;

	return message_next_header(message, name, &from);
}

/* RFC 5322 atext, and the non-ASCII characters of RFC 6532. */
static bool is_atext(unsigned char c)
{
	return isalnum(c) || c >= 0x80 ||
	       (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static bool is_dot_atom(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		bool edge = i == 0 || i + 1 == size || text[i - 1] == '.';

		if (text[i] == '.' ? edge : !is_atext((unsigned char)text[i]))
			return false;
	}
	return size > 0;
}

/* "ann smith" without an escape: nobody needs more. */
static bool is_simple_quoted(const char *text, size_t size)
{
	if (size < 3 || text[0] != '"' || text[size - 1] != '"')
		return false;
	for (size_t i = 1; i + 1 < size; i++)
		if (text[i] == '"' || text[i] == '\\' ||
		    (unsigned char)text[i] < ' ')
			return false;
	return true;
}

/* Labels of letters, digits and inner hyphens (LDH), or of non-ASCII. */
static bool is_domain(const char *text)
{
	size_t label = 0;

	for (const char *p = text; ; p++) {
		unsigned char c = (unsigned char)*p;

		if (c == '.' || c == '\0') {
			if (label == 0 || label > 63 || p[-1] == '-')
				return false;
			if (c == '\0')
				return p - text <= 255;
			label = 0;
		} else if (!isalnum(c) && c < 0x80 && (c != '-' || label == 0)) {
			return false;
		} else {
			label++;
		}
	}
}

const char *message_author(const struct message *message)
{
	const char *address, *at;
	size_t local;

	if (message->from_fields != 1 || message->from.count != 1 ||
	    message->from.seen != 1)
		return "";
	address = message->from.at[0].address;
	at = strrchr(address, '@');
	if (at == NULL || !is_domain(at + 1))
		return "";
	local = (size_t)(at - address);
	if (local > 64 || (!is_dot_atom(address, local) &&
			   !is_simple_quoted(address, local)))
		return "";
	return address;
}

const char *message_defect_word(enum message_defect defect)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		MESSAGE_DEFECTS(ROW)
#undef ROW
	};

	return words[defect];
}
