/* dsn.c - fields of delivery-status and other reports. */

#include "mail/dsn.h"

#include "base/buffer.h"
#include "base/text.h"
#include "mail/field.h"

/* Longer names are text with a colon in it. */
enum { NAME_BYTES = 60 };

static size_t name_length(const char *line)
{
	size_t len = strcspn(line, ": \t\n");

	if (len == 0 || len > NAME_BYTES || line[len] != ':')
		return 0;
	return len;
}

/* The value with its continuation lines joined; *text moves behind it. */
static const char *take_value(struct arena *arena, const char **text)
{
	struct buffer out = { .arena = arena };
	const char *p = *text;

	for (;;) {
		size_t len = strcspn(p, "\n");

		buffer_add(&out, p, len);
		p += len;
		if (*p == '\n')
			p++;
		if ((*p != ' ' && *p != '\t') ||
		    p[strspn(p, " \t")] == '\n' || *p == '\0')
			break;
	}
	*text = p;
	return text_line(arena, buffer_string(&out), out.size, out.size);
}

bool dsn_next(struct arena *arena, const char **text,
	      struct dsn_field *field_r)
{
	const char *p = *text;

	field_r->same_block = true;
	while (*p != '\0') {
		const char *line = p + strspn(p, " \t");
		size_t len = name_length(line);

		if (len > 0) {
			field_r->name = arena_strndup(arena, line, len);
			*text = line + len + 1;
			field_r->value = take_value(arena, text);
			return true;
		}
		if (*line == '\n')
			field_r->same_block = false;
		p += strcspn(p, "\n");
		p += *p == '\n';
	}
	*text = p;
	return false;
}

const char *dsn_find(struct arena *arena, const char *text, const char *name)
{
	struct dsn_field field;

	while (dsn_next(arena, &text, &field))
		if (text_same(field.name, name))
			return field.value;
	return NULL;
}

/* "rfc822; <ann@example.org>" without type, brackets and blanks. */
static const char *typed_value(struct arena *arena, const char *value,
			       bool *is_other_r)
{
	const char *semicolon = strchr(value, ';');
	char *address;
	size_t len;

	*is_other_r = semicolon != NULL && !text_starts(value, "rfc822");
	if (semicolon != NULL)
		value = semicolon + 1;
	value += strspn(value, " \t<\"");
	len = strcspn(value, " \t>");
	address = arena_strndup(arena, value, len);
	while (len > 0 && strchr("\"';,", address[len - 1]) != NULL)
		address[--len] = '\0';
	return address;
}

static bool is_address(const char *text)
{
	const char *at = strrchr(text, '@');

	return at != NULL && at != text && at[1] != '\0';
}

/* Fields of one recipient until the next one begins. */
struct draft {
	const char *original, *final, *actual;
	struct dsn_recipient recipient;
	bool any;
};

static void finish(struct draft *draft, struct dsn *dsn)
{
	const char *ways[] = { draft->original, draft->final, draft->actual };
	struct dsn_recipient recipient = draft->recipient;
	const char *address = NULL;

	for (size_t i = 0; i < 3 && address == NULL; i++)
		if (ways[i] != NULL && is_address(ways[i]))
			address = ways[i];
	if (address == NULL)
		address = draft->final != NULL ? draft->final :
			  draft->original != NULL ? draft->original : "";
	recipient.address = address;
	if (draft->any && dsn->count < DSN_RECIPIENTS)
		dsn->at[dsn->count++] = recipient;
	*draft = (struct draft){
		.recipient = { .action = "", .status = "", .diagnostic = "" },
	};
}

static void take_recipient(struct draft *draft, const char **way,
			   const char *address, struct dsn *dsn)
{
	if (*way != NULL)
		finish(draft, dsn);
	*way = address;
	draft->any = true;
}

/* "smtp; 550 ..." without its type, which is one word. */
static const char *diagnostic_of(const char *value)
{
	const char *semicolon = strchr(value, ';');

	if (semicolon == NULL || strcspn(value, " \t") <
				 (size_t)(semicolon - value))
		return value;
	return semicolon + 1 + strspn(semicolon + 1, " \t");
}

/* RFC 3463 2: class, subject and detail. */
static bool is_status(const char *text, size_t len)
{
	size_t dots = 0;

	for (size_t i = 0; i < len; i++)
		dots += text[i] == '.';
	return len >= 5 && len <= 9 && dots == 2 && text[1] == '.' &&
	       text[2] != '.' && text[len - 1] != '.' &&
	       (text[0] == '2' || text[0] == '4' || text[0] == '5');
}

/* The digits of "5.1.1 (unknown)"; the comment may hold the reason. */
static void take_status(struct arena *arena, struct draft *draft,
			const char *value)
{
	size_t len = strspn(value, "0123456789.");
	const char *rest = value + len + strspn(value + len, " \t");

	if (is_status(value, len))
		draft->recipient.status = arena_strndup(arena, value, len);
	if (*rest != '\0' && draft->recipient.diagnostic[0] == '\0')
		draft->recipient.diagnostic = rest;
}

static void take_field(struct arena *arena, struct draft *draft,
		       const struct dsn_field *field, struct dsn *dsn)
{
	bool other;
	const char *address = typed_value(arena, field->value, &other);

	if (text_same(field->name, "Original-Recipient"))
		take_recipient(draft, &draft->original, address, dsn);
	else if (text_same(field->name, "Final-Recipient"))
		take_recipient(draft, &draft->final, address, dsn);
	else if (text_same(field->name, "X-Actual-Recipient"))
		draft->actual = address;
	else if (text_same(field->name, "Action"))
		draft->recipient.action = field_keyword(arena, field->value);
	else if (text_same(field->name, "Status"))
		take_status(arena, draft, field->value);
	else if (text_same(field->name, "Diagnostic-Code"))
		draft->recipient.diagnostic = diagnostic_of(field->value);
}

/* Recipients listed one after the other share the fields that follow. */
static void share_fields(struct dsn *dsn, size_t first)
{
	for (size_t i = dsn->count; i > first + 1; i--) {
		struct dsn_recipient *before = &dsn->at[i - 2];
		const char *address = before->address;

		if (before->action[0] == '\0' && before->status[0] == '\0' &&
		    before->diagnostic[0] == '\0') {
			*before = dsn->at[i - 1];
			before->address = address;
		}
	}
}

void dsn_read(struct arena *arena, const char *text, struct dsn *dsn)
{
	struct draft draft = { .any = false };
	struct dsn_field field;
	size_t first = dsn->count;

	if (dsn->at == NULL)
		dsn->at = ARENA_ARRAY(arena, struct dsn_recipient,
				      DSN_RECIPIENTS);
	finish(&draft, dsn);
	while (dsn->count < DSN_RECIPIENTS && dsn_next(arena, &text, &field)) {
		if (!field.same_block && draft.any &&
		    (draft.recipient.action[0] != '\0' ||
		     draft.recipient.status[0] != '\0'))
			finish(&draft, dsn);
		take_field(arena, &draft, &field, dsn);
	}
	finish(&draft, dsn);
	share_fields(dsn, first);
}
