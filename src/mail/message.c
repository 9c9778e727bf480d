/* message.c - look up fields, the one sound author, and words of defects. */

#include "mail/message.h"

#include "base/text.h"

const char *strings_find(const struct strings *strings, const char *text)
{
	for (size_t i = 0; i < strings->count; i++)
		if (text_same(strings->at[i], text))
			return strings->at[i];
	return NULL;
}

const char *message_next_header(const struct message *message,
				const char *name, size_t *from)
{
	const char first = ascii_lower(name[0]);

	for (size_t i = *from; i < message->header_count; i++)
		if (ascii_lower(message->headers[i].name[0]) == first &&
		    text_same(message->headers[i].name, name)) {
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

/* RFC 5322 atext, and letters of any script (RFC 6532). */
/* Without "%": "b%x@y" asks y to relay to x (RFC 1123, 5.2.16). */
static bool is_atext(uint32_t c)
{
	return text_is_alnum(c) ||
	       (c != 0 && c < 0x80 && strchr("!#$&'*+-/=?^_`{|}~", (int)c));
}

static bool is_dot_atom(const char *text, size_t size)
{
	const char *p = text, *end = text + size;
	bool atom = false;

	while (p < end) {
		uint32_t c = text_next(&p, end);

		if (c == '.' ? !atom : !is_atext(c))
			return false;
		atom = c != '.';
	}
	return atom;
}

/* "ann,smith" without an escape: nobody needs more, and with a blank or an "@"
 * it looks like another address, or like two. */
static bool is_simple_quoted(const char *text, size_t size)
{
	if (size < 3 || text[0] != '"' || text[size - 1] != '"')
		return false;
	for (size_t i = 1; i + 1 < size; i++)
		if (strchr("\"\\@", text[i]) != NULL ||
		    (unsigned char)text[i] <= ' ')
			return false;
	return true;
}

/* Labels of letters of any script, digits and inner hyphens: LDH and U-labels
 * (RFC 5890), at most 63 bytes each and 255 in all. */
static bool is_domain(const char *text)
{
	const char *p = text, *end = text + strlen(text), *label = text;
	bool hyphen = true;	/* in front, where the next may not stand */

	if (end - text > 255)
		return false;
	while (p < end) {
		const char *here = p;
		uint32_t c = text_next(&p, end);

		if (c == '.' || c == '-') {
			if (c == '.' ? hyphen || here - label > 63
				     : here == label)
				return false;
			label = c == '.' ? p : label;
		} else if (!text_is_alnum(c)) {
			return false;
		}
		hyphen = c == '-' || c == '.';
	}
	return !hyphen && end - label <= 63;
}

const char *message_author(const struct message *message)
{
	const char *address, *at;
	size_t local;

	if (message->from_fields != 1 || message->from.count != 1 ||
	    message->from.seen != 1 ||
	    (message->defects & 1ull << DEFECT_BAD_FROM) != 0)
		return "";
	address = message->from.at[0].address;
	at = strrchr(address, '@');
	if (at == NULL || !is_domain(at + 1))
		return "";
	local = (size_t)(at - address);
	/* What looks encoded hides who it is: it is never decoded. */
	if (local > 64 || strncmp(address, "=?", 2) == 0 || (!is_dot_atom(address, local) &&
			   !is_simple_quoted(address, local)))
		return "";
	return address;
}

bool message_has_attachment(const struct message *message)
{
	for (size_t i = 0; i < message->part_count; i++)
		if (message->parts[i].use == PART_ATTACHMENT)
			return true;
	return false;
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
