/* decode.c - from the encoded bytes of a part to its text. */

#include "mail/decode.h"

#include "base/text.h"
#include "mail/encoding.h"
#include "mail/field.h"

/* How far into HTML its charset is sought: HTML Standard, 13.2.3.2. */
enum { MOST_META = 1024 };

/* Bytes decoded at a time, until there are enough. */
enum { PIECE = 16 * 1024 };

/* Cut text ends with a whole character of UTF-8; in other charsets a byte or
 * two fewer of what is cut anyway do no harm. */
static size_t cut_size(const char *bytes, size_t limit)
{
	size_t size = limit;

	for (int i = 0; i < 3 && size > 0 &&
			((unsigned char)bytes[size - 1] & 0xc0) == 0x80; i++)
		size--;
	return size > 0 && (unsigned char)bytes[size - 1] >= 0xc0 ? size - 1
								  : limit;
}

char *decode_bytes(struct arena *arena, const char *bytes,
		   const struct mime_part *part, size_t limit, size_t *size_r,
		   uint64_t *defects)
{
	const char *name = header_get(&part->header,
				      "Content-Transfer-Encoding");
	struct encoding_step step = {
		.encoding = encoding_named(name == NULL ? "" :
					   field_keyword(arena, name)),
	};
	size_t size = part->end - part->start, used = 0, at = 0;
	char *out;

	/* No encoding makes fewer than 1 byte of 8, soft line breaks aside,
	 * so what is far beyond the limit need not be decoded. */
	if (size > 8 * limit)
		size = 8 * limit;
	out = arena_alloc(arena, encoding_room(size < limit + PIECE ? size
						: limit + PIECE) + 8);
	for (size_t n; at < size && used <= limit; at += n) {
		n = size - at < PIECE ? size - at : PIECE;
		used += encoding_step(&step, bytes + part->start + at, n,
				      out + used);
	}
	if (at == size)
		used += encoding_end(&step, out + used);
	if (step.bad || step.encoding == ENCODING_UNKNOWN)
		*defects |= 1ull << DEFECT_BAD_ENCODING;
	if (used > limit) {
		used = cut_size(out, limit);
		*defects |= 1ull << DEFECT_TOO_BIG;
	}
	*size_r = used;
	return out;
}

char *decode_part(struct arena *arena, const char *encoding,
		  const char *bytes, size_t size, size_t *size_r)
{
	struct encoding_step step = { .encoding = encoding_named(encoding) };
	char *out = arena_room(arena, encoding_room(size) + 8);

	*size_r = encoding_step(&step, bytes, size, out);
	*size_r += encoding_end(&step, out + *size_r);
	return out;
}

/* The charset of a text that names none. */
static const char *find_charset(struct arena *arena, struct decode_mail mail,
				const struct mime_part *part,
				const char *text, size_t size)
{
	const char *found = "";

	if (text_utf8(text, size))
		return "";
	if (strcmp(part->type.value, "text/html") == 0)
		found = charset_hint(arena, text,
				     size < MOST_META ? size : MOST_META);
	return *found == '\0' ? charset_hint(arena, mail.bytes, mail.size)
			      : found;
}

const char *decode_text(struct arena *arena, struct charset_set *charsets,
			struct decode_mail mail, const struct mime_part *part,
			size_t limit, uint64_t *defects)
{
	const char *charset = params_get(&part->type, "charset");
	bool bad = false;
	size_t size;
	char *text = decode_bytes(arena, mail.bytes, part, limit, &size,
				  defects);

	if (*charset == '\0') {
		charset = find_charset(arena, mail, part, text, size);
		bad = *charset != '\0';
	}
	text = charset_decode(arena, charsets, charset, text, size, &size,
			      &bad);
	if (bad)
		*defects |= 1ull << DEFECT_BAD_CHARSET;
	/* A byte order mark is no character of the text. */
	if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		size -= 3;
	}
	return text_clean(arena, text, size);
}
