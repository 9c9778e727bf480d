/* body.c - choose the text among the parts of a mail. */

#include "mail/body.h"

#include "base/buffer.h"
#include "base/text.h"
#include "mail/encoding.h"
#include "mail/guard.h"

struct choice {
	struct arena *arena;
	struct charset_set *charsets;
	const char *bytes;
	const struct mime *mime;
	struct part *parts;
	struct message *message;
	struct buffer text;
};

char *body_bytes(struct arena *arena, const char *bytes,
		 const struct mime_part *part, size_t limit, size_t *size_r,
		 uint64_t *defects)
{
	const char *name = header_get(&part->header,
				      "Content-Transfer-Encoding");
	struct encoding_step step = {
		.encoding = encoding_named(name == NULL ? "" : name),
	};
	size_t size = part->end - part->start, used;
	char *out;

	/* An encoding never makes fewer than 1 byte of 8 (soft line breaks
	 * aside), so what is far beyond the limit need not be decoded. */
	if (size > 8 * limit)
		size = 8 * limit;
	out = arena_alloc(arena, encoding_room(size) + 8);
	used = encoding_step(&step, bytes + part->start, size, out);
	used += encoding_end(&step, out + used);
	if (step.bad || step.encoding == ENCODING_UNKNOWN)
		*defects |= 1ull << DEFECT_BAD_ENCODING;
	if (used > limit) {
		used = limit;
		*defects |= 1ull << DEFECT_TOO_BIG;
	}
	*size_r = used;
	return out;
}

/* The decoded and cleaned text of a part. */
static char *part_text(struct choice *choice, size_t i, size_t limit)
{
	const struct mime_part *part = &choice->mime->at[i];
	bool bad = false;
	size_t size;
	char *text = body_bytes(choice->arena, choice->bytes, part, limit,
				&size, &choice->message->defects);

	text = charset_decode(choice->arena, choice->charsets,
			      params_get(&part->type, "charset"), text, size,
			      &size, &bad);
	if (bad)
		choice->message->defects |= 1ull << DEFECT_BAD_CHARSET;
	return text_clean(choice->arena, text, size);
}

static bool is_type(const struct choice *choice, size_t i, const char *type)
{
	return strcmp(choice->mime->at[i].type.value, type) == 0;
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " \t\n")] == '\0';
}

/* A leaf that may be read as part of the text. */
static bool is_inline_text(const struct choice *choice, size_t i)
{
	const struct part *part = &choice->parts[i];

	if (choice->mime->at[i].kind != MIME_LEAF ||
	    strcmp(part->disposition, "attachment") == 0)
		return false;
	/* A text with a file name is a file, unless it is all there is. */
	if (part->name[0] != '\0' && choice->text.size > 0)
		return false;
	return is_type(choice, i, "text/plain") ||
	       is_type(choice, i, "text/html") ||
	       is_type(choice, i, "text");
}

/* The index behind part `i` and all that is in it. */
static size_t behind(const struct choice *choice, size_t i)
{
	int depth = choice->mime->at[i].depth;

	do
		i++;
	while (i < choice->mime->count && choice->mime->at[i].depth > depth);
	return i;
}

static void join(struct choice *choice, const char *text)
{
	struct buffer *out = &choice->text;

	if (is_blank(text))
		return;
	if (out->size > 0 && out->data[out->size - 1] != '\n')
		buffer_char(out, '\n');
	buffer_text(out, text);
}

static void take_leaf(struct choice *choice, size_t i)
{
	struct message *message = choice->message;
	const char *text;

	if (!is_inline_text(choice, i))
		return;
	choice->parts[i].use = PART_TEXT;
	if (is_type(choice, i, "text/html")) {
		text = part_text(choice, i, LIMIT_HTML);
		if (message->html == NULL)
			message->html = text;
		return;
	}
	text = part_text(choice, i, LIMIT_TEXT);
	join(choice, text);
	if (!is_blank(text) && message->text_source == TEXT_NONE)
		message->text_source = TEXT_PLAIN;
}

static void take(struct choice *choice, size_t i);

static void take_each(struct choice *choice, size_t i)
{
	size_t end = behind(choice, i);

	for (size_t child = i + 1; child < end; child = behind(choice, child))
		take(choice, child);
}

static void take(struct choice *choice, size_t i)
{
	if (choice->mime->at[i].kind == MIME_MULTIPART)
		take_each(choice, i);
	else
		take_leaf(choice, i);
}

void body_choose(struct arena *arena, struct charset_set *charsets,
		 const char *bytes, const struct mime *mime,
		 struct part *parts, struct message *message)
{
	struct choice choice = {
		.arena = arena, .charsets = charsets, .bytes = bytes,
		.mime = mime, .parts = parts, .message = message,
		.text.arena = arena,
	};

	take(&choice, 0);
	message->text = buffer_string(&choice.text);
	message->text_size = choice.text.size;
}
