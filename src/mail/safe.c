/* safe.c - one strict check for everything that leaves in a header. */

#include "mail/safe.h"

#include "base/buffer.h"
#include "base/text.h"

#include <gmime/gmime-encodings.h>

enum {
	LOCAL_PART_LIMIT = 64,		/* RFC 5321, 4.5.3.1.1 */
	ADDRESS_LIMIT = 254,		/* 4.5.3.1.3, less the brackets */
	LABEL_LIMIT = 63,		/* RFC 1035, 2.3.4 */
	MESSAGE_ID_LIMIT = 250,
	BASE64_LIMIT = 900,		/* with a field's name, one line */
	WORDS_LIMIT = 500,		/* bytes of a subject or name */
	/* "=?utf-8?B?" and "?=" around it: a line with such words has at most
	 * 76 characters (RFC 2047, 2), the first with "Thread-Topic: ". */
	WORD_BYTES = 45,
	FIRST_BYTES = 36,
	PLAIN_LIMIT = 60,		/* unencoded words on a line */
};

static bool is_atext(unsigned char c)
{
	return c >= 0x80 || (c > ' ' && c < 0x7f &&
			     strchr("()<>[]:;@\\,.\"", c) == NULL);
}

/* Non-empty runs of `good` characters between single dots. */
static bool is_dotted(const char *text, size_t size,
		      bool (*good)(unsigned char c), size_t label_limit)
{
	size_t label = 0;

	for (size_t i = 0; i < size; i++) {
		if (text[i] == '.' ? label == 0
				   : !good((unsigned char)text[i]))
			return false;
		label = text[i] == '.' ? 0 : label + 1;
		if (label > label_limit)
			return false;
	}
	return label > 0;
}

static bool is_ldh(unsigned char c)
{
	return c >= 0x80 || c == '-' || (c >= '0' && c <= '9') ||
	       (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_domain(const char *domain)
{
	size_t size = strlen(domain);

	if (!is_dotted(domain, size, is_ldh, LABEL_LIMIT) ||
	    strchr(domain, '.') == NULL)
		return false;
	for (size_t i = 0; i < size; i++)
		if (domain[i] == '-' && (i == 0 || domain[i - 1] == '.' ||
		    i + 1 == size || domain[i + 1] == '.'))
			return false;
	return true;
}

/* Bidi controls and their kin have no place in an address. */
static bool is_one_line(const char *text, size_t size)
{
	ARENA(arena);

	return strcmp(text_line(arena, text, size, size), text) == 0;
}

bool safe_address(const char *address, bool *utf8_r)
{
	const char *at = strchr(address, '@');
	size_t size = strlen(address);

	*utf8_r = false;
	if (at == NULL || size > ADDRESS_LIMIT ||
	    !text_valid(address, size) ||
	    (size_t)(at - address) > LOCAL_PART_LIMIT ||
	    !is_dotted(address, (size_t)(at - address), is_atext,
		       LOCAL_PART_LIMIT) || !is_domain(at + 1))
		return false;
	for (size_t i = 0; i < size; i++)
		*utf8_r |= (unsigned char)address[i] >= 0x80;
	return is_one_line(address, size) && text_is_wordly(address, size);
}

const char *safe_ascii(struct arena *arena, const char *address)
{
	const char *at = strchr(address, '@'), *host;

	for (const char *p = address; p < at; p++)
		if ((unsigned char)*p >= 0x80)
			return address;
	host = text_ascii_host(arena, at + 1);
	return host == NULL || !is_domain(host) ? address :
	       arena_printf(arena, "%.*s@%s", (int)(at - address), address,
			    host);
}

bool safe_message_id(const char *id)
{
	const char *at = strchr(id, '@');

	if (at == NULL || at == id || at[1] == '\0' ||
	    strchr(at + 1, '@') != NULL || strlen(id) > MESSAGE_ID_LIMIT)
		return false;
	for (; *id != '\0'; id++)
		if (*id <= ' ' || *id >= 0x7f || *id == '<' || *id == '>')
			return false;
	return true;
}

bool safe_base64(const char *text)
{
	size_t size = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm"
			     "nopqrstuvwxyz0123456789+/");

	size += strspn(text + size, "=");
	return size > 0 && size <= BASE64_LIMIT && text[size] == '\0';
}

static bool is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

static void put_word(struct buffer *out, const char *text, size_t size)
{
	unsigned char base64[2 * WORD_BYTES + 8];
	guint32 save = 0;
	int state = 0;
	size_t len = g_mime_encoding_base64_encode_close(
		(const unsigned char *)text, size, base64, &state, &save);

	while (len > 0 && base64[len - 1] == '\n')
		len--;
	if (out->size > 0)
		buffer_text(out, "\r\n ");
	buffer_text(out, "=?utf-8?B?");
	buffer_add(out, base64, len);
	buffer_text(out, "?=");
}

/* Encoded words, none of which splits a character (RFC 2047, 5). */
static char *encode(struct arena *arena, const char *text)
{
	struct buffer out = { .arena = arena };

	while (*text != '\0') {
		size_t size = strlen(text);
		size_t limit = out.size == 0 ? FIRST_BYTES : WORD_BYTES;

		if (size > limit)
			size = limit;
		while (((unsigned char)text[size] & 0xc0) == 0x80)
			size--;
		put_word(&out, text, size);
		text += size;
	}
	return buffer_string(&out);
}

/* Fold plain words, so that no line grows beyond what RFC 5322 asks for; the
 * line breaks in front of a space, which stays. */
static char *fold(struct arena *arena, const char *text)
{
	struct buffer out = { .arena = arena };
	size_t column = 0;

	while (*text != '\0') {
		size_t gap = strspn(text, " ");
		size_t len = gap + strcspn(text + gap, " ");

		if (gap > 0 && column + len > PLAIN_LIMIT) {
			buffer_text(&out, "\r\n");
			column = 0;
		}
		buffer_add(&out, text, len);
		column += len;
		text += len;
	}
	return buffer_string(&out);
}

/* A run without a space that is too long for a line must be encoded. */
static bool has_long_run(const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, " ");

		if (len > PLAIN_LIMIT)
			return true;
		text += len + (text[len] == ' ');
	}
	return false;
}

char *safe_words(struct arena *arena, const char *text)
{
	char *line = text_line(arena, text, strlen(text), WORDS_LIMIT);

	if (is_ascii(line) && strstr(line, "=?") == NULL &&
	    !has_long_run(line))
		return fold(arena, line);
	return encode(arena, line);
}

char *safe_phrase(struct arena *arena, const char *name)
{
	char *line = text_line(arena, name, strlen(name), WORDS_LIMIT);
	struct buffer out = { .arena = arena };

	if (!is_ascii(line) || strstr(line, "=?") != NULL ||
	    strlen(line) > PLAIN_LIMIT)
		return encode(arena, line);
	buffer_char(&out, '"');
	for (const char *p = line; *p != '\0'; p++) {
		if (*p == '"' || *p == '\\')
			buffer_char(&out, '\\');
		buffer_char(&out, *p);
	}
	buffer_char(&out, '"');
	return buffer_string(&out);
}
