/* enclose.c - texts in quoted-printable or base64, files in base64. */

#include "mail/enclose.h"

#include "base/hmac.h"
#include "base/text.h"

#include <gmime/gmime-encodings.h>

enum {
	BASE64_LINE = 76,
	LINE_OCTETS = BASE64_LINE / 4 * 3,
	NAME_MOST = 120,	/* bytes of a name, with its ending */
	ENDING_MOST = 12,
	PIECE = 50,		/* encoded octets of a name on a line */
};

/* Encoded lines end in LF; mail lines end in CRLF. */
static void put_lines(struct buffer *out, const unsigned char *bytes,
		      size_t size)
{
	const unsigned char *end = bytes + size, *line;

	while (bytes < end && (line = memchr(bytes, '\n', (size_t)(end - bytes)))
	       != NULL) {
		buffer_add(out, bytes, (size_t)(line - bytes));
		buffer_text(out, "\r\n");
		bytes = line + 1;
	}
	if (bytes < end) {
		buffer_add(out, bytes, (size_t)(end - bytes));
		buffer_text(out, "\r\n");
	}
}

static bool is_mostly_ascii(const char *text)
{
	size_t size = strlen(text), high = 0;

	for (size_t i = 0; i < size; i++)
		high += (unsigned char)text[i] >= 0x80;
	return high * 6 < size;
}

/* Line by line: a file may be large, and takes no memory beside itself. */
static void put_base64(struct buffer *out, const char *bytes, size_t size)
{
	unsigned char line[BASE64_LINE + 4];	/* two line ends at most */
	size_t at = 0;

	do {
		const size_t left = size - at;
		guint32 save = 0;
		int state = 0;
		size_t length = g_mime_encoding_base64_encode_close(
			(const unsigned char *)bytes + at,
			left < LINE_OCTETS ? left : LINE_OCTETS, line, &state,
			&save);

		while (length > 0 && line[length - 1] == '\n')
			length--;
		buffer_add(out, line, length);
		buffer_text(out, "\r\n");
		at += LINE_OCTETS;
	} while (at < size);
}

/* RFC 2045, 6.8: line ends of text are CRLF before encoding. */
static void put_base64_text(struct buffer *out, const char *text)
{
	struct buffer crlf = { .arena = out->arena };

	put_lines(&crlf, (const unsigned char *)text, strlen(text));
	put_base64(out, buffer_string(&crlf), crlf.size);
}

static void put_quoted(struct buffer *out, const char *text)
{
	unsigned char *encoded = arena_alloc(out->arena,
					     strlen(text) * 4 + BASE64_LINE);
	guint32 save = 0;
	int state = -1;
	size_t size = g_mime_encoding_quoted_encode_close(
		(const unsigned char *)text, strlen(text), encoded, &state,
		&save);

	put_lines(out, encoded, size);
}

void enclose_text(struct buffer *out, const char *subtype, const char *text)
{
	bool quoted = is_mostly_ascii(text);

	buffer_printf(out, "Content-Type: text/%s; charset=utf-8\r\n"
		      "Content-Transfer-Encoding: %s\r\n\r\n", subtype,
		      quoted ? "quoted-printable" : "base64");
	if (quoted)
		put_quoted(out, text);
	else
		put_base64_text(out, text);
}

/* RFC 2045, 5.1: a token. */
static bool is_token(unsigned char c)
{
	return c > ' ' && c < 0x7f &&
	       strchr("()<>@,;:\\\"/[]?=*'%", c) == NULL;
}

/* What has parts of its own may not stand in base64 (RFC 2046, 5.2.1), and
 * would be read as our own words. */
static const char *sound_type(const char *type)
{
	const char *slash = strchr(type, '/');
	bool sound = slash != NULL && slash != type && slash[1] != '\0' &&
		     strlen(type) <= 100 && !text_starts(type, "multipart/") &&
		     !text_starts(type, "message/");

	for (const char *p = type; sound && *p != '\0'; p++)
		sound = p == slash || is_token((unsigned char)*p);
	return sound ? type : "application/octet-stream";
}

/* Folders, and what other systems take for more than a letter of a name. */
static void put_name(struct buffer *out, const char *name)
{
	for (const char *p = name; *p != '\0'; p++)
		if (strchr("/\\", *p) != NULL)
			name = p + 1;
	while (*name == '.' || *name == ' ')
		name++;
	for (; *name != '\0'; name++)
		buffer_char(out, strchr("<>:\"|?*%;=", *name) != NULL
			    ? '_' : *name);
}

/* The ending tells what the file is opened with: it is not cut off. */
static const char *cut_name(struct arena *arena, const char *name)
{
	const char *ending = strrchr(name, '.');
	size_t kept = ending == NULL ? 0 : strlen(ending);

	if (strlen(name) <= NAME_MOST)
		return name;
	if (kept > ENDING_MOST)
		kept = 0;
	return arena_printf(arena, "%s%s",
			    text_line(arena, name, strlen(name) - kept,
				      NAME_MOST - kept),
			    kept == 0 ? "" : ending);
}

const char *enclose_name(struct arena *arena, const struct enclosure *file,
			 size_t number)
{
	const char *line = text_line(arena, file->name, strlen(file->name),
				     1000);
	struct buffer out = { .arena = arena };
	const char *name;

	put_name(&out, line);
	name = buffer_string(&out);
	if (name[0] != '\0')
		return cut_name(arena, name);
	return arena_printf(arena, "%s-%zu%s",
			    text_starts(file->type, "image/") ? "image"
							      : "file",
			    number,
			    text_same(file->type, "image/png") ? ".png" :
			    text_same(file->type, "image/jpeg") ? ".jpg" :
			    text_same(file->type, "image/gif") ? ".gif" :
			    text_same(file->type, "application/pdf")
				    ? ".pdf" :
			    text_same(file->type, "message/rfc822")
				    ? ".eml" : "");
}

static bool is_plain(const char *name)
{
	for (; *name != '\0'; name++)
		if ((unsigned char)*name < ' ' || (unsigned char)*name > 0x7e)
			return false;
	return true;
}

/* RFC 2231, 3 and 4: an octet is never cut in two. */
static void put_encoded_name(struct buffer *out, const char *name)
{
	int piece = 0;

	while (*name != '\0') {
		size_t length = 0;

		buffer_printf(out, ";\r\n filename*%d*=%s", piece,
			      piece == 0 ? "utf-8''" : "");
		for (; *name != '\0' && length < PIECE; name++) {
			unsigned char c = (unsigned char)*name;

			if (is_token(c)) {
				buffer_char(out, (char)c);
				length++;
			} else {
				buffer_printf(out, "%%%02X", c);
				length += 3;
			}
		}
		piece++;
	}
}

void enclose_file(struct buffer *out, const struct enclosure *file,
		  size_t number)
{
	const char *name = enclose_name(out->arena, file, number);

	buffer_printf(out, "Content-Type: %s\r\n"
		      "Content-Transfer-Encoding: base64\r\n"
		      "Content-Disposition: attachment",
		      sound_type(file->type));
	if (is_plain(name))
		buffer_printf(out, ";\r\n filename=\"%s\"", name);
	else
		put_encoded_name(out, name);
	buffer_text(out, "\r\n\r\n");
	put_base64(out, file->bytes, file->size);
}

/* "=_" cannot stand in either encoding (RFC 2045, 6.7 and 6.8). */
const char *enclose_boundary(struct arena *arena, const char *seed)
{
	uint8_t digest[32];

	hmac_digest(seed, strlen(seed), digest);
	return arena_printf(arena, "=_%s", hmac_base32(arena, digest, 15));
}
