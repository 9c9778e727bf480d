/* body.c - choose the text among the parts of a mail. */

#include "mail/body.h"

#include "base/buffer.h"
#include "base/text.h"
#include "mail/guard.h"
#include "mail/html.h"
#include "base/ascii.h"

struct choice {
	struct arena *arena;
	struct charset_set *charsets;
	struct decode_mail mail;
	const struct mime *mime;
	struct part *parts;
	struct message *message;
	const char **decoded;	/* by part; NULL: not yet */
	uint64_t *defects;	/* by part: what decoding it found */
	struct buffer text;
	struct buffer html;
	struct mark *marks;
	size_t mark_count;
};

/* Decoded once: an alternative is looked at before it is taken. */
static const char *part_text(struct choice *choice, size_t i)
{
	size_t limit = strcmp(choice->mime->at[i].type.value, "text/html") == 0
		? LIMIT_HTML : LIMIT_TEXT;

	if (choice->decoded[i] == NULL)
		choice->decoded[i] = decode_text(choice->arena,
			choice->charsets, choice->mail, &choice->mime->at[i],
			limit, &choice->defects[i]);
	choice->message->defects |= choice->defects[i];
	return choice->decoded[i];
}

/* Bytes that are neither base64 nor, once decoded as far as it goes, text in
 * the charset that they claim hold no words. */
static bool is_garbled(struct choice *choice, size_t i)
{
	const uint64_t both = 1ull << DEFECT_BAD_ENCODING |
			      1ull << DEFECT_BAD_CHARSET;

	part_text(choice, i);
	return strcmp(choice->parts[i].encoding, "base64") == 0 &&
	       (choice->defects[i] & both) == both;
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " \t\n")] == '\0';
}

static bool is_type(const struct choice *choice, size_t i, const char *type)
{
	return strcmp(choice->mime->at[i].type.value, type) == 0;
}

static bool is_plain(const struct choice *choice, size_t i)
{
	const char *type = choice->mime->at[i].type.value;

	if (strcmp(type, "text/plain") == 0)
		return true;
	/* A mail that is nothing but some other text is still read, and so is
	 * one whose parts cannot be told apart. */
	return i == 0 && (strncmp(type, "multipart/", 10) == 0 ||
			  (strncmp(type, "text/", 5) == 0 &&
			   strcmp(type, "text/html") != 0 &&
			   strcmp(type, "text/calendar") != 0));
}

/* A leaf that may be read as text, wherever it stands. */
static bool is_readable(const struct choice *choice, size_t i)
{
	return choice->mime->at[i].kind == MIME_LEAF &&
	       strcmp(choice->parts[i].disposition, "attachment") != 0 &&
	       (is_plain(choice, i) || is_type(choice, i, "text/html"));
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

/* Adds text behind what is there; returns where it starts. */
static size_t join(struct choice *choice, const char *text, size_t size)
{
	struct buffer *out = &choice->text;
	size_t start;

	if (out->size > 0 && out->data[out->size - 1] != '\n')
		buffer_char(out, '\n');
	start = out->size;
	buffer_add(out, text, size);
	return start;
}

static void join_marks(struct choice *choice, const struct html_text *html,
		       size_t start)
{
	size_t count = choice->mark_count + html->mark_count;
	struct mark *marks = ARENA_ARRAY(choice->arena, struct mark, count);

	if (choice->mark_count > 0)
		memcpy(marks, choice->marks,
		       choice->mark_count * sizeof(*marks));
	for (size_t i = 0; i < html->mark_count; i++) {
		struct mark *mark = &marks[choice->mark_count + i];

		*mark = html->marks[i];
		mark->start += start;
		mark->end += start;
	}
	choice->marks = marks;
	choice->mark_count = count;
}

static void keep_html(struct choice *choice, const char *html)
{
	if (choice->html.size > 0)
		buffer_char(&choice->html, '\n');
	buffer_text(&choice->html, html);
}

/* Some programs put both forms into a multipart/mixed: is this the text that
 * was taken already?  The first words tell. */
static bool is_same_text(const char *a, const char *b)
{
	int same = 0;

	while (same < 100) {
		while (*a != '\0' && !ascii_alnum(*a))
			a++;
		while (*b != '\0' && !ascii_alnum(*b))
			b++;
		if (*a != *b)
			return false;
		if (*a == '\0')
			return same > 0;
		a++;
		b++;
		same++;
	}
	return true;
}

static void take_html(struct choice *choice, size_t i)
{
	struct message *message = choice->message;
	const char *source = part_text(choice, i);
	struct html_text html = html_render(choice->arena, source,
					    strlen(source));

	keep_html(choice, source);
	message->defects |= html.defects;
	if (message->text_source != TEXT_NONE &&
	    is_same_text(buffer_string(&choice->text), html.text)) {
		choice->parts[i].use = PART_ALTERNATIVE;
		return;
	}
	if (is_blank(html.text))
		return;
	join_marks(choice, &html, join(choice, html.text, html.size));
	if (message->text_source == TEXT_NONE)
		message->text_source = TEXT_HTML;
}

static void take_leaf(struct choice *choice, size_t i)
{
	struct message *message = choice->message;
	const char *text;

	if (!is_readable(choice, i))
		return;
	/* A text with a file name is a file, and one that makes no sense is not
	 * joined to one that does, unless it is all there is. */
	if (message->text_source != TEXT_NONE &&
	    (choice->parts[i].name[0] != '\0' || is_garbled(choice, i)))
		return;
	choice->parts[i].use = PART_TEXT;
	if (!is_plain(choice, i)) {
		take_html(choice, i);
		return;
	}
	text = part_text(choice, i);
	if (is_blank(text))
		return;
	join(choice, text, strlen(text));
	if (message->text_source == TEXT_NONE)
		message->text_source = TEXT_PLAIN;
}

/* Does part `i` hold a plain text with words? */
static bool has_plain(struct choice *choice, size_t i)
{
	size_t end = behind(choice, i);

	for (; i < end; i++)
		if (is_readable(choice, i) && is_plain(choice, i) &&
		    !is_blank(part_text(choice, i)))
			return true;
	return false;
}

static bool has_text(struct choice *choice, size_t i)
{
	size_t end = behind(choice, i);

	for (; i < end; i++)
		if (is_readable(choice, i))
			return true;
	return false;
}

/* The other forms of what was chosen; their HTML is kept, their files are
 * attachments. */
static void leave_alternative(struct choice *choice, size_t i)
{
	size_t end = behind(choice, i);

	for (; i < end; i++) {
		if (!is_readable(choice, i))
			continue;
		choice->parts[i].use = PART_ALTERNATIVE;
		if (is_type(choice, i, "text/html"))
			keep_html(choice, part_text(choice, i));
	}
}

static void take(struct choice *choice, size_t i);

/* Plain text if there is one that says something, else the last form that can
 * be read, which is the richest (RFC 2046, 5.1.4). */
static void take_alternative(struct choice *choice, size_t i)
{
	size_t end = behind(choice, i), chosen = 0;

	for (size_t c = i + 1; c < end && chosen == 0; c = behind(choice, c))
		if (has_plain(choice, c))
			chosen = c;
	if (chosen == 0)
		for (size_t c = i + 1; c < end; c = behind(choice, c))
			if (has_text(choice, c))
				chosen = c;
	for (size_t c = i + 1; c < end; c = behind(choice, c))
		if (c == chosen)
			take(choice, c);
		else
			leave_alternative(choice, c);
}

/* The root of a multipart/related (RFC 2387, 3.2: the one that "start" names,
 * else the first) if it can be read, else the first that can; in a signed
 * mail or a report the first. */
static void take_root(struct choice *choice, size_t i)
{
	const char *start = params_get(&choice->mime->at[i].type, "start");
	size_t end = behind(choice, i), root = 0;

	start += *start == '<';
	for (size_t c = i + 1; c < end; c = behind(choice, c)) {
		const char *id = choice->parts[c].content_id;
		size_t len = strlen(id);

		if (!has_text(choice, c))
			continue;
		if (root == 0 || (len > 0 && strncmp(start, id, len) == 0))
			root = c;
	}
	if (root != 0)
		take(choice, root);
}

static void take(struct choice *choice, size_t i)
{
	const char *type = choice->mime->at[i].type.value;
	size_t end = behind(choice, i);

	if (choice->mime->at[i].kind != MIME_MULTIPART)
		take_leaf(choice, i);
	else if (strcmp(type, "multipart/alternative") == 0)
		take_alternative(choice, i);
	else if (strcmp(type, "multipart/related") == 0 ||
		 strcmp(type, "multipart/signed") == 0 ||
		 strcmp(type, "multipart/report") == 0)
		take_root(choice, i);
	else if (strcmp(type, "multipart/encrypted") != 0)
		for (size_t c = i + 1; c < end; c = behind(choice, c))
			take(choice, c);
}

/* At most LIMIT_TEXT, on a character border, and no mark beyond. */
static void finish(struct choice *choice)
{
	struct message *message = choice->message;
	char *text = buffer_string(&choice->text);
	size_t size = choice->text.size, count = 0;

	if (size > LIMIT_TEXT) {
		size = LIMIT_TEXT;
		while (size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80)
			size--;
		text[size] = '\0';
		message->defects |= 1ull << DEFECT_TOO_BIG;
	}
	for (size_t i = 0; i < choice->mark_count; i++) {
		struct mark mark = choice->marks[i];

		if (mark.end > size)
			mark.end = size;
		if (mark.start < mark.end)
			choice->marks[count++] = mark;
	}
	message->text = text;
	message->text_size = size;
	message->marks = choice->marks;
	message->mark_count = count;
	if (choice->html.size > 0)
		message->html = buffer_string(&choice->html);
}

void body_choose(struct arena *arena, struct charset_set *charsets,
		 struct decode_mail mail, const struct mime *mime,
		 struct part *parts, struct message *message)
{
	struct choice choice = {
		.arena = arena, .charsets = charsets, .mail = mail,
		.mime = mime, .parts = parts, .message = message,
		.decoded = ARENA_ARRAY(arena, const char *, mime->count),
		.defects = ARENA_ARRAY(arena, uint64_t, mime->count),
		.text.arena = arena, .html.arena = arena,
	};

	take(&choice, 0);
	finish(&choice);
}
