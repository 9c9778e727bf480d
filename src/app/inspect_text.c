/* inspect_text.c - facts in two columns, text with its folds in the margin. */

#include "app/inspect_text.h"

#include "base/text.h"

struct page {
	struct buffer *out;
	enum inspect_colour colour;
};

static const char *bold(const struct page *page)
{
	return page->colour == INSPECT_COLOUR ? "\x1b[1m" : "";
}

static const char *dim(const struct page *page)
{
	return page->colour == INSPECT_COLOUR ? "\x1b[2m" : "";
}

static const char *plain(const struct page *page)
{
	return page->colour == INSPECT_COLOUR ? "\x1b[0m" : "";
}

/* "Label      text"; nothing where there is no text. */
static void fact(const struct page *page, const char *label, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	buffer_printf(page->out, "%s%-12s%s%s\n", dim(page), label,
		      plain(page), text);
}

static const char *shown(struct arena *arena, const struct mailbox *mailbox)
{
	if (*mailbox->name == '\0')
		return mailbox->address;
	return arena_printf(arena, "%s <%s>", mailbox->name, mailbox->address);
}

static void people(const struct page *page, const char *label,
		   const struct mailboxes *list)
{
	struct buffer text = { .arena = page->out->arena };

	for (size_t i = 0; i < list->count; i++)
		buffer_printf(&text, "%s%s", i == 0 ? "" : ", ",
			      shown(text.arena, &list->at[i]));
	if (list->seen > list->count)
		buffer_printf(&text, " and %zu more",
			      list->seen - list->count);
	fact(page, label, buffer_string(&text));
}

static void put_header(const struct page *page, const struct message *message)
{
	struct arena *arena = page->out->arena;

	people(page, "From", &message->from);
	people(page, "To", &message->to);
	people(page, "Cc", &message->cc);
	people(page, "Reply to", &message->reply_to);
	if (message->has_date)
		fact(page, "Date", clock_render(arena, message->date));
	buffer_printf(page->out, "%s%-12s%s%s%s%s\n", dim(page), "Subject",
		      plain(page), bold(page), message->subject, plain(page));
	fact(page, "Message-ID", message->message_id);
	if (message->in_reply_to.count > 0)
		fact(page, "Answers", message->in_reply_to.at[0]);
}

static void put_bounce(const struct page *page, const struct bounce *bounce)
{
	for (size_t i = 0; bounce != NULL && i < bounce->count; i++) {
		const struct bounce_recipient *to = &bounce->recipients[i];
		const char *words[] = { to->address, to->action, to->status,
					to->class, to->reason };
		struct buffer text = { .arena = page->out->arena };

		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
			if (words[k] != NULL)
				buffer_printf(&text, "%s%s",
					      text.size == 0 ? "" : ", ",
					      words[k]);
		fact(page, "Bounced", buffer_string(&text));
		fact(page, "", to->diagnostic);
	}
}

static void put_meaning(const struct page *page, const struct gist *gist)
{
	struct arena *arena = page->out->arena;
	const struct origin *origin = &gist->origin;

	fact(page, "Origin", arena_printf(arena, "%s (%s)",
					  origin_word(origin->kind),
					  origin->word));
	for (size_t i = 0; i < origin->evidence.count; i++)
		fact(page, "", origin->evidence.at[i]);
	fact(page, "May answer", arena_printf(arena, "%s (%s)",
		origin->may_answer ? "yes" : "no", origin->answer_word));
	put_bounce(page, gist->bounce);
	if (gist->report != NULL)
		fact(page, "Report", gist->report->type);
	if (gist->forward != NULL)
		fact(page, "Forwards", arena_printf(arena, "%s, from %s",
			gist->forward->subject == NULL ? "a mail"
				: gist->forward->subject,
			gist->forward->has_from
				? shown(arena, &gist->forward->from)
				: "someone"));
	fact(page, "Language", gist->language);
}

static void put_parts(const struct page *page, const struct message *message)
{
	for (size_t i = 0; i < message->part_count; i++) {
		const struct part *part = &message->parts[i];

		if (part->use != PART_ATTACHMENT)
			continue;
		fact(page, "Attachment", arena_printf(page->out->arena,
			"%s (%s, %zu bytes)",
			*part->name == '\0' ? "without a name" : part->name,
			part->type, part->size));
	}
	for (int i = 0; i < DEFECT_COUNT; i++)
		if (message->defects & 1ull << i)
			fact(page, "Defect", message_defect_word(i));
}

/* The lines of one part of the text, each with its letter. */
static void put_fold(const struct page *page, const char *text,
		     const struct fold_part *part)
{
	bool folded = part->kind != FOLD_VISIBLE;
	char letter = folded ? fold_word(part->kind)[0] : ' ';
	size_t at = part->start;

	while (at < part->end) {
		const char *lf = memchr(text + at, '\n', part->end - at);
		size_t end = lf == NULL ? part->end : (size_t)(lf - text);

		buffer_printf(page->out, "%s%c %s %.*s%s\n",
			      folded ? dim(page) : "", letter,
			      folded ? "|" : " ", (int)(end - at), text + at,
			      folded ? plain(page) : "");
		at = end + 1;
	}
}

void inspect_text(struct buffer *out, const char *file,
		  const struct message *message, const struct gist *gist,
		  enum inspect_colour colour)
{
	const struct page page = { out, colour };

	fact(&page, "File", file);
	put_header(&page, message);
	put_meaning(&page, gist);
	put_parts(&page, message);
	buffer_char(out, '\n');
	for (size_t i = 0; i < gist->fold.count; i++)
		put_fold(&page, message->text, &gist->fold.parts[i]);
	buffer_char(out, '\n');
}
