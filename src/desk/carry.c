/* carry.c - choose and decode the files of an agent's mail. */

#include "desk/carry.h"

#include "base/text.h"
#include "mail/decode.h"
#include "mail/fold.h"

/* Of her mail program, about her mail. */
static const char *const own_types[] = {
	"application/pgp-signature", "application/pgp-keys",
	"application/pkcs7-signature", "application/x-pkcs7-signature",
};

/* Where a client's signature begins in HTML, and where what it quotes. */
static const char *const signature_marks[] = {
	"gmail_signature", "moz-signature", "id=\"Signature\"",
	"applemailsignature", "name=\"_MailAutoSig\"", "ms-outlook-mobile-sig",
};

static const char *const quote_marks[] = {
	"divRplyFwdMsg", "gmail_quote", "moz-cite-prefix", "type=\"cite\"",
	"OutlookMessageHeader", "appendonsend",
};

/* The first of the marks, not behind `end`. */
static const char *first_of(const char *html, const char *end,
			    const char *const *marks, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *found = text_find(html, marks[i]);

		if (found != NULL && found < end)
			end = found;
	}
	return end;
}

/* Where her words end in the HTML. */
static const char *end_of_words(struct arena *arena,
				const struct message *message,
				const char *words)
{
	const struct strings none = { NULL, 0 };
	const char *html = message->html, *end = html + strlen(html);
	const struct fold fold = fold_text(arena, message, &none);
	const char *line = fold.signature;
	const char *found;

	end = first_of(html, end, signature_marks,
		       sizeof(signature_marks) / sizeof(*signature_marks));
	/* Who answers between quotes has words and pictures below them. */
	if (words[0] != '>' && strstr(words, "\n>") == NULL)
		end = first_of(html, end, quote_marks, sizeof(quote_marks) /
						       sizeof(*quote_marks));
	if (line == NULL)
		return end;
	line += strspn(line, " \t\n-_");
	line = arena_strndup(arena, line, strcspn(line, "\n"));
	found = line[0] == '\0' ? NULL : strstr(html, line);
	return found != NULL && found < end ? found : end;
}

static bool stands_below(struct arena *arena, const struct message *message,
			 const struct part *part, const char *end)
{
	const char *found;

	if (part->content_id[0] == '\0' || message->html == NULL ||
	    !text_starts(part->type, "image/"))
		return false;
	found = strstr(message->html, arena_printf(arena, "cid:%s",
						   part->content_id));
	return found != NULL && found > end;
}

static bool is_own(const struct part *part)
{
	for (size_t i = 0; i < sizeof(own_types) / sizeof(own_types[0]); i++)
		if (strcmp(part->type, own_types[i]) == 0)
			return true;
	return false;
}

static struct enclosure decode(struct arena *arena,
			       const struct relay_source *source,
			       const struct part *part)
{
	struct enclosure file = { .name = part->name, .type = part->type };

	file.bytes = decode_part(arena, part->encoding,
				 source->raw + part->offset, part->length,
				 &file.size);
	return file;
}

bool carry_files(struct arena *arena, const struct relay_source *source,
		 const char *words, int64_t limit,
		 struct enclosures *files_r)
{
	const struct message *message;
	struct enclosure *all;
	const char *end = NULL;
	int64_t sum = 0;

	*files_r = (struct enclosures){ NULL, 0 };
	if (source == NULL || source->raw == NULL)
		return true;
	message = source->message;
	if (message->html != NULL)
		end = end_of_words(arena, message, words);
	all = ARENA_ARRAY(arena, struct enclosure, message->part_count);
	for (size_t i = 0; i < message->part_count; i++) {
		const struct part *part = &message->parts[i];

		if (part->use != PART_ATTACHMENT || is_own(part) ||
		    part->offset > source->size ||
		    part->length > source->size - part->offset ||
		    stands_below(arena, message, part, end))
			continue;
		sum += (int64_t)part->size;
		if (sum > limit)
			return false;
		all[files_r->count++] = decode(arena, source, part);
	}
	files_r->at = all;
	return true;
}
