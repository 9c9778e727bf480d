/* compose.c - a draft to bytes that may be sent as they are. */

#include "mail/compose.h"

#include "base/buffer.h"
#include "base/text.h"
#include "mail/markdown.h"
#include "mail/safe.h"
#include "mail/threadindex.h"

enum {
	LINE_LIMIT = 998,		/* RFC 5322, 2.1.1 */
	REFERENCES_LIMIT = 50,
};

/* The only fields we ever write. */
static const char *const fields[] = {
	"From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID",
	"In-Reply-To", "References", "Thread-Topic", "Thread-Index",
	"Auto-Submitted",
	"X-Auto-Response-Suppress", "Content-Language", "MIME-Version",
	"Content-Type", "Content-Transfer-Encoding",
};

static void put(struct buffer *out, const char *field, const char *value)
{
	buffer_printf(out, "%s: %s\r\n", field, value);
}

static void put_mailbox(struct buffer *out, const char *field,
			const struct mailbox *mailbox)
{
	const char *name = safe_phrase(out->arena, mailbox->name);

	if (mailbox->name[0] == '\0')
		buffer_printf(out, "%s: %s\r\n", field, mailbox->address);
	else
		buffer_printf(out, "%s: %s\r\n <%s>\r\n", field, name,
			      mailbox->address);
}

static void put_copies(struct buffer *out, const struct strings *addresses)
{
	for (size_t i = 0; i < addresses->count; i++)
		buffer_printf(out, "%s%s%s", i == 0 ? "Cc: " : " ",
			      addresses->at[i],
			      i + 1 < addresses->count ? ",\r\n" : "\r\n");
}

/* How many octets an id takes in References, with " <", ">" and CRLF. */
static size_t room_of(const char *id)
{
	return strlen(id) + 5;
}

/* The first id names the thread, the last ones the branch: when there are
 * too many, those between go. */
static void put_references(struct buffer *out, const struct strings *ids)
{
	const char *kept[REFERENCES_LIMIT];
	size_t first = 0, count = 0, used = strlen("References:");

	while (first < ids->count && !safe_message_id(ids->at[first]))
		first++;
	if (first == ids->count)
		return;
	used += room_of(ids->at[first]);
	for (size_t i = ids->count; i-- > first + 1 &&
				    count + 1 < REFERENCES_LIMIT;) {
		if (!safe_message_id(ids->at[i]))
			continue;
		if (used + room_of(ids->at[i]) >= LINE_LIMIT)
			break;
		used += room_of(ids->at[i]);
		kept[count++] = ids->at[i];
	}
	kept[count++] = ids->at[first];
	buffer_text(out, "References:");
	while (count > 0)
		buffer_printf(out, " <%s>\r\n", kept[--count]);
}

/* Outlook puts a conversation together by these two. */
static void put_conversation(struct buffer *out, const struct draft *draft)
{
	struct threadindex index;

	if (draft->thread_topic != NULL && draft->thread_topic[0] != '\0')
		put(out, "Thread-Topic",
		    safe_words(out->arena, draft->thread_topic));
	if (draft->thread_index != NULL &&
	    safe_base64(draft->thread_index) &&
	    threadindex_read(draft->thread_index, &index))
		put(out, "Thread-Index", draft->thread_index);
}

static void put_automatic(struct buffer *out, enum draft_auto automatic)
{
	if (automatic == DRAFT_HUMAN)
		return;
	put(out, "Auto-Submitted", automatic == DRAFT_REPLIED
	    ? "auto-replied" : "auto-generated");
	/* For servers that do not know RFC 3834. */
	put(out, "X-Auto-Response-Suppress", "All");
}

static void put_header(struct buffer *out, const struct draft *draft)
{
	put_mailbox(out, "From", &draft->from);
	put_mailbox(out, "To", &(struct mailbox){
		draft->to.name, safe_ascii(out->arena, draft->to.address) });
	put_copies(out, &draft->cc);
	if (draft->reply_to[0] != '\0')
		put(out, "Reply-To", draft->reply_to);
	put(out, "Subject", safe_words(out->arena, draft->subject));
	put(out, "Date", clock_render_mail(out->arena, draft->date));
	buffer_printf(out, "Message-ID: <%s>\r\n", draft->message_id);
	if (safe_message_id(draft->in_reply_to))
		buffer_printf(out, "In-Reply-To: <%s>\r\n",
			      draft->in_reply_to);
	put_references(out, &draft->references);
	put_conversation(out, draft);
	put_automatic(out, draft->automatic);
	put(out, "Content-Language", draft->language);
	put(out, "MIME-Version", "1.0");
}

static bool is_right_to_left(const char *language)
{
	static const char *const those[] = { "he", "ar", "fa", "ur", "yi" };

	for (size_t i = 0; i < sizeof(those) / sizeof(those[0]); i++)
		if (strcmp(language, those[i]) == 0)
			return true;
	return false;
}

static const char *page_of(struct arena *arena, const struct draft *draft,
			   const char *fragment)
{
	bool rtl = is_right_to_left(draft->language);

	return arena_printf(arena,
		"<!DOCTYPE html>\n"
		"<html lang=\"%s\" dir=\"%s\">\n"
		"<head><meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width\">"
		"</head>\n"
		"<body dir=\"%s\" style=\"font-family: sans-serif; "
		"font-size: 16px; line-height: 1.5; max-width: 40em; "
		"text-align: %s\">\n%s</body>\n</html>\n",
		draft->language, rtl ? "rtl" : "ltr", rtl ? "rtl" : "ltr",
		rtl ? "right" : "left", fragment);
}

/* `page` NULL: the plain text alone. */
static void put_words(struct buffer *out, const char *message_id,
		      const char *text, const char *page)
{
	const char *boundary = enclose_boundary(out->arena, message_id);

	if (page == NULL) {
		enclose_text(out, "plain", text);
		return;
	}
	buffer_printf(out, "Content-Type: multipart/alternative;\r\n"
		      " boundary=\"%s\"\r\n\r\n--%s\r\n", boundary, boundary);
	enclose_text(out, "plain", text);
	buffer_printf(out, "--%s\r\n", boundary);
	enclose_text(out, "html", page);
	buffer_printf(out, "--%s--\r\n", boundary);
}

static void put_body(struct buffer *out, const struct draft *draft,
		     const char *text, const char *page)
{
	const struct enclosures *files = &draft->files;
	const char *boundary;

	if (files->count == 0) {
		put_words(out, draft->message_id, text, page);
		return;
	}
	boundary = enclose_boundary(out->arena,
				    arena_printf(out->arena, "%s mixed",
						 draft->message_id));
	buffer_printf(out, "Content-Type: multipart/mixed;\r\n"
		      " boundary=\"%s\"\r\n\r\n--%s\r\n", boundary, boundary);
	put_words(out, draft->message_id, text, page);
	for (size_t i = 0; i < files->count; i++) {
		buffer_printf(out, "--%s\r\n", boundary);
		enclose_file(out, &files->at[i], i + 1);
	}
	buffer_printf(out, "--%s--\r\n", boundary);
}

static bool is_known_field(const char *line, size_t name)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strlen(fields[i]) == name &&
		    memcmp(fields[i], line, name) == 0)
			return true;
	return false;
}

/* A last look at the bytes themselves: whatever was put in, this is one
 * header of known fields, one empty line, CRLF only, 7 bits (but for a
 * recipient, RFC 6532), short lines. */
static bool is_sound(const char *bytes, size_t size)
{
	bool in_header = true, in_to = false;

	for (size_t at = 0; at < size;) {
		const char *line = bytes + at;
		const char *end = memchr(line, '\r', size - at);
		size_t len = end == NULL ? 0 : (size_t)(end - line);

		if (end == NULL || end[1] != '\n' || len > LINE_LIMIT)
			return false;
		in_to = in_header && (strncmp(line, "To:", 3) == 0 ||
				      (in_to && line[0] == ' '));
		for (size_t i = 0; i < len; i++)
			if (line[i] == '\n' || line[i] == '\0' ||
			    ((unsigned char)line[i] >= 0x80 && !in_to))
				return false;
		if (in_header && len > 0 && line[0] != ' ' &&
		    !is_known_field(line, strcspn(line, ":\r")))
			return false;
		in_header = in_header && len > 0;
		at += len + 2;
	}
	return !in_header;
}

static bool check_draft(const struct draft *draft, struct err *err)
{
	bool utf8;

	if (!safe_address(draft->from.address, &utf8) || utf8)
		return err_permanent(err, "the desk's address cannot be sent "
				     "from: %s", draft->from.address);
	if (!safe_address(draft->to.address, &utf8))
		return err_permanent(err, "the address cannot be sent to: %s",
				     draft->to.address);
	for (size_t i = 0; i < draft->cc.count; i++)
		if (!safe_address(draft->cc.at[i], &utf8) || utf8)
			return err_permanent(err, "the address cannot be sent "
					     "to: %s", draft->cc.at[i]);
	if (draft->reply_to[0] != '\0' &&
	    (!safe_address(draft->reply_to, &utf8) || utf8))
		return err_permanent(err, "the reply address is not sound: %s",
				     draft->reply_to);
	if (!safe_message_id(draft->message_id))
		return err_permanent(err, "our own Message-ID is not sound");
	return true;
}

bool compose_message(struct arena *arena, const struct draft *draft,
		     struct composed *composed_r, struct err *err)
{
	struct buffer out = { .arena = arena };
	struct markdown body = markdown_render(arena, draft->markdown);
	const char *page = draft->plain_only
		? NULL : page_of(arena, draft, body.html);

	if (!check_draft(draft, err))
		return false;
	put_header(&out, draft);
	put_body(&out, draft, body.text, page);
	if (!is_sound(buffer_string(&out), out.size))
		return err_permanent(err, "the composed mail is not sound");
	*composed_r = (struct composed){ out.data, out.size, body.text, page };
	return true;
}
