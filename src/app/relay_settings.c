/* relay_settings.c - the name, the signature and the hold of agents' answers. */

#include "app/relay_settings.h"

#include "base/text.h"
#include "desk/desk.h"

enum { SIGNATURE_LIMIT = 4096, NAME_LIMIT = 200 };

/* A server that takes more than this in one mail is rare. */
#define ATTACHED_MOST (int64_t)(100 * 1024 * 1024)

/* Markdown; "" if it is empty. */
static SCHEMA_READ(read_signature)
{
	const char *text;

	(void)field;
	if (!yaml_text(node, &text, reader->err))
		return false;
	if (strlen(text) > SIGNATURE_LIMIT)
		return yaml_expected(node, reader->err, "Markdown of at most "
				     "%d bytes", SIGNATURE_LIMIT);
	*(const char **)at = text_clean(reader->arena, text, strlen(text));
	return true;
}

/* A line that may hold {agent} and {desk}. */
static SCHEMA_READ(read_name)
{
	const char *p;

	if (!schema_line(reader, field, node, at))
		return false;
	p = *(const char **)at;
	if (strlen(p) > NAME_LIMIT)
		return yaml_expected(node, reader->err, "at most %d bytes",
				     NAME_LIMIT);
	while ((p = strchr(p, '{')) != NULL) {
		if (!text_starts(p, "{agent}") && !text_starts(p, "{desk}"))
			return yaml_expected(node, reader->err, "no other "
					     "placeholders than {agent} and "
					     "{desk}");
		p++;
	}
	return true;
}

#define RELAY(name) offsetof(struct desk_relay, name)

static const struct schema_field fields[] = {
	{ .key = "name", .read = read_name, .offset = RELAY(name) },
	{ .key = "signature", .read = read_signature,
	  .offset = RELAY(signature) },
	{ .key = "undo", .read = schema_duration, .offset = RELAY(undo) },
	{ .key = "attachments", .read = schema_size, .offset = RELAY(limit) },
};

SCHEMA_READ(relay_settings)
{
	const struct desk_relay *relay = at;

	(void)field;
	if (!schema_read(reader, node, fields,
			 sizeof(fields) / sizeof(fields[0]), at))
		return false;
	if (relay->limit > ATTACHED_MOST)
		return yaml_expected(yaml_get(node, "attachments"),
				     reader->err, "at most 100 MB");
	if (relay->undo > USEC_DAY)
		return yaml_expected(yaml_get(node, "undo"), reader->err,
				     "at most a day");
	return true;
}
