/* forward.c - is this a mail that a person forwards, and which one? */

#include "mail/forward.h"

#include "mail/addressline.h"
#include "mail/attribution.h"
#include "mail/headerblock.h"
#include "mail/prefix.h"
#include "base/buffer.h"
#include "base/text.h"

/* What stands above the first earlier mail in the text. */
struct head {
	enum { HEAD_NONE, HEAD_BLOCK, HEAD_ATTRIBUTION } kind;
	struct headerblock block;	/* HEAD_BLOCK */
	enum headerblock_intro intro;
	const char *attribution;	/* HEAD_ATTRIBUTION: in one line */
	size_t first, next;		/* lines: [first, next) */
	unsigned depth;
};

/* Lines that end what was forwarded. */
static const char *const ends[] = {
	"end forwarded message",		/* mutt, Horde */
	"end of forwarded message",		/* Gnus, VM */
	"end of forward",
	"ende der weitergeleiteten nachricht",	/* KMail */
	"weitergeleitete nachricht ende",	/* GroupWise */
	"fin du message transféré",
	"fin du message réexpédié",
	"fin del mensaje reenviado",
	"fine messaggio inoltrato",
	"einde doorgestuurd bericht",
	"slutt på videresendt melding",
	"завершение пересылаемого сообщения",	/* Yandex */
	"конец пересылаемого сообщения",
	"конец перенаправленного сообщения",
	"τέλος προωθημένου μηνύματος",
	"סוף ההודעה שהועברה",
	"edastatud kirja lõpp",
};

static bool is_end(struct arena *arena, const struct lines *lines, size_t i)
{
	const struct line *line = &lines->at[i];
	const char *words;

	if (line->tail - line->text > 100 ||
	    strncmp(lines->bytes + line->text, "--", 2) != 0)
		return false;
	words = line_caseless(arena, lines, i);
	for (size_t k = 0; k < sizeof(ends) / sizeof(ends[0]); k++)
		if (strstr(words, ends[k]) != NULL)
			return true;
	return false;
}

static bool read_attribution(struct arena *arena, const struct lines *lines,
			     size_t i, struct head *head)
{
	struct attribution said = attribution_at(arena, lines, i);
	struct buffer text = { .arena = arena };

	if (said.trust == ATTRIBUTION_NONE)
		return false;
	for (size_t k = i; k < i + said.lines; k++) {
		const struct line *line = &lines->at[k];

		if (k > i)
			buffer_char(&text, ' ');
		buffer_add(&text, lines->bytes + line->text,
			   line->tail - line->text);
	}
	head->kind = HEAD_ATTRIBUTION;
	head->attribution = text_line(arena, buffer_string(&text), text.size,
				      4000);
	head->next = i + said.lines;
	head->depth = lines->at[i].depth;
	return true;
}

/* A line such as "---- Forwarded message ----" that has no fields below, but
 * an attribution: Yandex and ProtonMail write so. */
static bool read_intro(struct arena *arena, const struct lines *lines,
		       size_t i, struct head *head)
{
	size_t below = lines_next(lines, i + 1);

	/* headerblock_at() found no such words. */
	if (head->block.intro == HEADERBLOCK_BARE)
		return false;
	head->intro = headerblock_intro_at(arena, lines, i);
	if (head->intro == HEADERBLOCK_BARE || below == lines->count)
		return false;
	return read_attribution(arena, lines, below, head);
}

static struct head find_head(struct arena *arena, const struct lines *lines)
{
	struct head head = { .kind = HEAD_NONE };

	for (size_t i = 0; i < lines->count; i++) {
		if (line_is_blank(&lines->at[i]))
			continue;
		head.first = i;
		if (headerblock_at(arena, lines, i, &head.block)) {
			head.kind = HEAD_BLOCK;
			head.intro = head.block.intro;
			head.next = head.block.next;
			head.depth = head.block.depth;
			return head;
		}
		if (read_intro(arena, lines, i, &head))
			return head;
		head.intro = HEADERBLOCK_BARE;
		if (read_attribution(arena, lines, i, &head))
			return head;
	}
	return head;
}

/* Without subject and references nobody's client made a reply of it. */
static bool is_bare(const struct message *message)
{
	return message->subject[0] == '\0' &&
	       message->in_reply_to.count == 0 &&
	       message->references.count == 0;
}

static enum prefix prefix_of(struct arena *arena,
			     const struct message *message)
{
	const char *rest;

	return prefix_read(arena, message->subject, &rest);
}

/* Whether it can be one, before a head is sought line by line: of most mails
 * neither subject nor a line says so, nor do they lack a subject. */
static bool may_be_forward(struct arena *arena, const struct message *message,
			   const struct lines *lines)
{
	const enum prefix prefix = prefix_of(arena, message);

	if (message->attached != NULL || is_bare(message) ||
	    prefix == PREFIX_FORWARD || prefix == PREFIX_EITHER)
		return true;
	for (size_t i = 0; i < lines->count; i++)
		if (headerblock_forwards(arena, lines, i))
			return true;
	return false;
}

/* Did a person forward it?  What says so itself did; else the subject must. */
static bool is_forward(struct arena *arena, const struct message *message,
		       const struct head *head)
{
	enum prefix prefix = prefix_of(arena, message);
	const char *language = head->block.language;

	if (prefix == PREFIX_EITHER)
		prefix = language != NULL && strcmp(language, "fi") == 0 ?
			PREFIX_REPLY : PREFIX_FORWARD;
	if (head->intro == HEADERBLOCK_FORWARDED)
		return head->depth == 0 || prefix != PREFIX_REPLY;
	return prefix == PREFIX_FORWARD ||
	       (head->kind == HEAD_BLOCK && is_bare(message));
}

/* Behind `depth` quote marks at the start of the line. */
static size_t skip_marks(const struct lines *lines, const struct line *line,
			 unsigned depth)
{
	const char *p = lines->bytes + line->start;
	const char *end = lines->bytes + line->tail;

	if (line->depth <= depth && line->depth > 0)
		return line->text;
	for (; depth > 0 && line->depth > 0; depth--) {
		while (p < end && *p != '>')
			p++;
		p += p < end;
	}
	if (p < end && *p == ' ' && p > lines->bytes + line->start)
		p++;
	return (size_t)(p - lines->bytes);
}

/* The lines of the forwarded mail, without its quote marks. */
static const char *read_body(struct arena *arena, const struct lines *lines,
			     const struct head *head)
{
	struct buffer body = { .arena = arena };
	size_t i = lines_next(lines, head->next);
	unsigned depth = head->depth;

	if (depth == 0 && i < lines->count && lines->at[i].depth > 0)
		depth = 1;
	for (; i < lines->count && !is_end(arena, lines, i); i++) {
		const struct line *line = &lines->at[i];
		size_t start = line_is_blank(line) ? line->tail :
			skip_marks(lines, line, depth);

		buffer_add(&body, lines->bytes + start, line->tail - start);
		buffer_char(&body, '\n');
	}
	while (body.size > 0 && strchr(" \t\n", body.data[body.size - 1]))
		body.size--;
	return buffer_string(&body);
}

/* The words above, without white space around them. */
static const char *read_message(struct arena *arena, const struct lines *lines,
				size_t first)
{
	size_t start = 0, end = lines->at[first].start;
	size_t i = lines_next(lines, 0);

	if (i < first)
		start = lines->at[i].start;
	while (end > start && strchr(" \t\n", lines->bytes[end - 1]) != NULL)
		end--;
	return arena_strndup(arena, lines->bytes + start,
			     i < first ? end - start : 0);
}

/* The subject of the forwarding mail says what it forwards. */
static const char *subject_of(struct arena *arena,
			      const struct message *message)
{
	const char *subject = message->subject;
	enum prefix prefix;

	do
		prefix = prefix_read(arena, subject, &subject);
	while (prefix == PREFIX_FORWARD || prefix == PREFIX_EITHER);
	return subject[0] == '\0' ? NULL : subject;
}

static void read_block(struct arena *arena, const struct headerblock *block,
		       struct forward *forward)
{
	const char *const *values = block->values;

	if (values[HEADERBLOCK_FROM] != NULL)
		forward->from = addressline_one(arena,
						values[HEADERBLOCK_FROM]);
	if (values[HEADERBLOCK_TO] != NULL)
		forward->to = addressline_read(arena, values[HEADERBLOCK_TO]);
	if (values[HEADERBLOCK_CC] != NULL)
		forward->cc = addressline_read(arena, values[HEADERBLOCK_CC]);
	forward->date = values[HEADERBLOCK_DATE];
	forward->subject = values[HEADERBLOCK_SUBJECT];
}

/* A mail that is attached: its own header and text. */
static const struct forward *read_attached(struct arena *arena,
					   const struct message *message)
{
	const struct message *attached = message->attached;
	struct forward *forward = ARENA_NEW(arena, struct forward);
	size_t size = strlen(message->text), start;

	forward->from = (struct mailbox){ "", "" };
	if (attached->from.count > 0)
		forward->from = attached->from.at[0];
	forward->has_from = attached->from.count > 0;
	forward->to = attached->to;
	forward->cc = attached->cc;
	forward->date = message_header(attached, "Date");
	forward->subject = attached->subject[0] == '\0' ? NULL :
		attached->subject;
	forward->body = attached->text;
	start = strspn(message->text, " \t\n");
	while (size > start && strchr(" \t\n", message->text[size - 1]))
		size--;
	forward->message = arena_strndup(arena, message->text + start,
					 size - start);
	return forward;
}

const struct forward *forward_read(struct arena *arena,
				   const struct message *message)
{
	struct forward *forward;
	struct lines lines = lines_of(arena, message->text,
				      message->text_size);
	struct head head;

	if (!may_be_forward(arena, message, &lines))
		return NULL;
	head = find_head(arena, &lines);
	if (head.kind == HEAD_NONE && message->attached != NULL)
		return read_attached(arena, message);
	if (head.kind == HEAD_NONE || !is_forward(arena, message, &head))
		return NULL;
	forward = ARENA_NEW(arena, struct forward);
	forward->from = (struct mailbox){ "", "" };
	if (head.kind == HEAD_BLOCK)
		read_block(arena, &head.block, forward);
	else
		forward->from = addressline_within(arena, head.attribution);
	forward->has_from = forward->from.address[0] != '\0' ||
			    forward->from.name[0] != '\0';
	if (forward->subject == NULL || forward->subject[0] == '\0')
		forward->subject = subject_of(arena, message);
	forward->body = read_body(arena, &lines, &head);
	forward->message = read_message(arena, &lines, head.first);
	return forward;
}
