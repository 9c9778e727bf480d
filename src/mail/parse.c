/* parse.c - the facts of one mail, from its header, parts and text. */

#include "mail/parse.h"

#include "base/hmac.h"
#include "base/text.h"
#include "mail/address.h"
#include "mail/body.h"
#include "mail/date.h"
#include "mail/digest.h"
#include "mail/guard.h"
#include "mail/ids.h"
#include "mail/part.h"
#include "mail/words.h"

struct reader {
	struct charset_set *charsets;
};

struct reader *reader_new(void)
{
	struct reader *reader = malloc(sizeof(*reader));
	uint8_t unused[32];

	if (reader == NULL)
		abort();
	reader->charsets = charset_open();
	/* The first digest of a process reads OpenSSL's configuration. */
	hmac_digest("", 0, unused);
	return reader;
}

void reader_free(struct reader **reader)
{
	if (*reader == NULL)
		return;
	charset_close(&(*reader)->charsets);
	free(*reader);
	*reader = NULL;
}

struct parse {
	struct arena *arena;
	struct charset_set *charsets;	/* NULL: touch no library */
	struct guard guard;
	struct header_block header;
	const struct abridged *abridged;	/* NULL: all is here */
	struct message *message;
};

/* An attached mail is read as well, but not what is attached to that. */
enum read_depth { READ_FLAT, READ_ATTACHED };

static struct message *read_mail(struct arena *arena,
				 struct charset_set *charsets,
				 const void *raw, size_t size,
				 enum read_depth depth);

static void defect(struct parse *parse, enum message_defect bit)
{
	parse->message->defects |= 1ull << bit;
}

/* All addresses of all fields of that name: RFC 5322 allows one field, mail
 * holds several. */
static struct mailboxes read_list(struct parse *parse, const char *name)
{
	struct mailboxes list = { NULL, 0, 0 };
	size_t from = 0;
	const char *field;

	while ((field = message_next_header(parse->message, name,
					    &from)) != NULL)
		list = address_join(parse->arena, list,
				    address_list(parse->arena, parse->charsets,
						 field,
						 &parse->message->defects));
	return list;
}

/* The first mailbox of the first field of that name. */
static bool read_one(struct parse *parse, const char *name,
		     struct mailbox *mailbox_r)
{
	const char *field = message_header(parse->message, name);
	struct mailboxes list;

	*mailbox_r = (struct mailbox){ "", "" };
	if (field == NULL)
		return false;
	list = address_list(parse->arena, parse->charsets, field,
			    &parse->message->defects);
	if (list.count > 0)
		*mailbox_r = list.at[0];
	return true;
}

static int count_fields(const struct message *message, const char *name)
{
	size_t from = 0;
	int count = 0;

	while (message_next_header(message, name, &from) != NULL)
		count++;
	return count;
}

/* Only the first From counts as what the mail shows; that there are more is
 * a defect, and message_author() then believes none. */
static void read_from(struct parse *parse)
{
	struct message *message = parse->message;
	const char *field = message_header(message, "From");

	message->from_fields = count_fields(message, "From");
	if (field != NULL)
		message->from = address_list(parse->arena, parse->charsets,
					     field, &message->defects);
	for (size_t i = 0; i < message->from.count; i++)
		if (text_mixes_scripts(message->from.at[i].name))
			defect(parse, DEFECT_MIXED_SCRIPT);
	if (message->from_fields == 0)
		defect(parse, DEFECT_NO_FROM);
	else if (message->from_fields > 1 || message->from.seen > 1)
		defect(parse, DEFECT_MANY_FROM);
	else if (*message_author(message) == '\0' ||
		 address_is_group(parse->arena, parse->charsets, field) ||
		 address_is_guess(parse->arena, parse->charsets, field))
		defect(parse, DEFECT_BAD_FROM);
}

static void read_addresses(struct parse *parse)
{
	struct message *message = parse->message;

	read_from(parse);
	read_one(parse, "Sender", &message->sender);
	message->to = read_list(parse, "To");
	message->cc = read_list(parse, "Cc");
	message->reply_to = read_list(parse, "Reply-To");
	message->has_return_path = read_one(parse, "Return-Path",
					    &message->return_path);
}

static void read_ids(struct parse *parse)
{
	struct message *message = parse->message;

	message->message_id = ids_one(parse->arena,
				      message_header(message, "Message-ID"));
	message->in_reply_to = ids_list(parse->arena,
					message_header(message, "In-Reply-To"),
					&message->defects);
	message->references = ids_list(parse->arena,
				       message_header(message, "References"),
				       &message->defects);
}

static void read_date(struct parse *parse)
{
	struct message *message = parse->message;
	const char *field = message_header(message, "Date");

	message->has_date = field != NULL &&
			    date_parse(field, &message->date,
				       &message->date_east);
	if (field == NULL)
		defect(parse, DEFECT_NO_DATE);
	else if (!message->has_date)
		defect(parse, DEFECT_BAD_DATE);
}

static void read_header(struct parse *parse)
{
	struct message *message = parse->message;
	const char *subject;

	message->headers = parse->header.at;
	message->header_count = parse->header.count;
	message->received_fields = count_fields(message, "Received");
	subject = message_header(message, "Subject");
	message->subject = subject == NULL ? "" :
		words_decode(parse->arena, parse->charsets, subject,
			     LIMIT_SUBJECT, &message->defects);
	read_addresses(parse);
	read_ids(parse);
	read_date(parse);
}

/* Where that byte lies in the raw mail. */
static size_t place(const struct parse *parse, size_t at)
{
	if (parse->abridged != NULL)
		at = abridged_place(parse->abridged, at);
	return parse->guard.skipped + at;
}

static void read_part(struct parse *parse, const struct mime_part *from,
		      struct part *part)
{
	*part = part_of(parse->arena, parse->charsets, from,
			&parse->message->defects);
	part->offset = place(parse, from->start);
	part->length = place(parse, from->end) - part->offset;
}

/* What bounces and reports tell, for the modules that read them. */
static void read_report(struct parse *parse, const struct mime_part *from,
			struct part *part)
{
	uint64_t ignored = 0;	/* the part itself is whole elsewhere */
	size_t size;
	char *bytes;

	if (from->kind != MIME_MESSAGE &&
	    strncmp(part->type, "message/", 8) != 0 &&
	    strcmp(part->type, "text/rfc822-headers") != 0 &&
	    strcmp(part->type, "text/calendar") != 0)
		return;
	bytes = decode_bytes(parse->arena, parse->guard.bytes, from,
			     LIMIT_REPORT, &size, &ignored);
	bytes = charset_guess(parse->arena, bytes, size, &size);
	part->text = text_clean(parse->arena, bytes, size);
}

static void read_digest(struct parse *parse, const struct mime *mime,
			size_t i, struct part *part)
{
	const struct intake_digest *known = parse->abridged == NULL ? NULL
		: &parse->abridged->digests[i];

	if (known == NULL || !known->known) {
		digest_part(parse->guard.bytes, &mime->at[i], part);
		return;
	}
	part->size = known->size;
	memcpy(part->sha256, known->sha256, sizeof(part->sha256));
	if (part->use == PART_TEXT && known->size > known->kept)
		defect(parse, DEFECT_TOO_BIG);
}

static void read_parts(struct parse *parse, const struct mime *mime)
{
	const struct decode_mail mail = { parse->guard.bytes,
					  parse->guard.size };
	struct message *message = parse->message;
	struct part *parts = ARENA_ARRAY(parse->arena, struct part,
					 mime->count);

	for (size_t i = 0; i < mime->count; i++)
		read_part(parse, &mime->at[i], &parts[i]);
	body_choose(parse->arena, parse->charsets, mail, mime, parts, message);
	for (size_t i = 0; i < mime->count; i++) {
		if (mime->at[i].kind == MIME_MULTIPART)
			continue;
		read_report(parse, &mime->at[i], &parts[i]);
		read_digest(parse, mime, i, &parts[i]);
	}
	message->parts = parts;
	message->part_count = mime->count;
}

/* The first attached mail, which a person may have forwarded, read in the same
 * way but not deeper.  What a report carries is its evidence. */
static void read_attached(struct parse *parse, const struct mime *mime)
{
	const char *bytes = parse->guard.bytes;
	uint64_t ignored = 0;	/* the part itself is whole elsewhere */
	size_t i = 0, size;
	char *raw;

	while (i < mime->count && mime->at[i].kind != MIME_MESSAGE)
		i++;
	if (i == mime->count ||
	    strcmp(mime->at[0].type.value, "multipart/report") == 0)
		return;
	raw = decode_bytes(parse->arena, bytes, &mime->at[i], LIMIT_ATTACHED,
			   &size, &ignored);
	parse->message->attached = read_mail(parse->arena, parse->charsets,
					     raw, size, READ_FLAT);
}

/* What the guard, the header and the tree of parts tell. */
static struct message *read_scanned(struct parse *parse,
				    const struct mime *mime,
				    enum read_depth depth)
{
	parse->message = ARENA_NEW(parse->arena, struct message);
	parse->message->defects = parse->guard.defects |
				  parse->header.defects | mime->defects;
	read_header(parse);
	read_parts(parse, mime);
	if (depth == READ_ATTACHED)
		read_attached(parse, mime);
	return parse->message;
}

static struct message *read_mail(struct arena *arena,
				 struct charset_set *charsets,
				 const void *raw, size_t size,
				 enum read_depth depth)
{
	struct parse parse = {
		.arena = arena, .charsets = charsets,
		.guard = guard_open(raw, size),
	};
	struct mime mime;

	parse.header = header_scan(arena, parse.charsets, parse.guard.bytes,
				   parse.guard.size, HEADER_OF_MAIL);
	mime = mime_scan(arena, parse.charsets, parse.guard.bytes,
			 parse.guard.size, &parse.header);
	return read_scanned(&parse, &mime, depth);
}

const struct message *parse_whole(struct arena *arena, struct reader *reader,
				  const void *raw, size_t size)
{
	return read_mail(arena, reader->charsets, raw, size, READ_ATTACHED);
}

struct intake *parse_begin(struct arena *arena, struct reader *reader)
{
	return intake_new(arena, reader->charsets);
}

const struct message *parse_end(struct arena *arena, struct reader *reader,
				struct intake **intake)
{
	struct abridged abridged;
	struct parse parse = {
		.arena = arena, .charsets = reader->charsets,
		.abridged = &abridged,
	};
	const struct message *message;

	intake_end(intake, &abridged);
	parse.guard = abridged.guard;
	parse.header = abridged.header;
	message = read_scanned(&parse, &abridged.mime, READ_ATTACHED);
	abridged_free(&abridged);
	return message;
}

const struct message *parse_message(struct arena *arena, struct reader *reader,
				    const void *raw, size_t size)
{
	struct intake *intake;

	if (size <= LIMIT_WHOLE)
		return parse_whole(arena, reader, raw, size);
	intake = parse_begin(arena, reader);
	intake_add(intake, raw, size);
	return parse_end(arena, reader, &intake);
}

const struct message *parse_minimal(struct arena *arena, const void *raw,
				    size_t size)
{
	struct parse parse = {
		.arena = arena, .guard = guard_open(raw, size),
		.message = ARENA_NEW(arena, struct message),
	};
	size_t rest;
	char *text;

	parse.message->defects = parse.guard.defects | 1ull << DEFECT_UNPARSED;
	parse.header = header_scan(arena, parse.charsets, parse.guard.bytes,
				   parse.guard.size, HEADER_OF_MAIL);
	parse.message->defects |= parse.header.defects;
	read_header(&parse);
	rest = parse.guard.size - parse.header.size;
	if (rest > LIMIT_REPORT)
		rest = LIMIT_REPORT;
	text = charset_guess(arena, parse.guard.bytes + parse.header.size,
			     rest, &rest);
	parse.message->text = text_clean(arena, text, rest);
	parse.message->text_size = strlen(parse.message->text);
	if (rest > 0)
		parse.message->text_source = TEXT_PLAIN;
	return parse.message;
}
