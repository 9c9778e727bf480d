/* notify_settings.c - when agents are told, and how much goes along. */

#include "app/notify_settings.h"

#include "desk/desk.h"

#define FILES_MOST (int64_t)(50 * 1024 * 1024)

static const char *const when_words[] = {
#define ROW(name, word) [name] = word,
	NOTIFY_WHENS(ROW)
#undef ROW
	NULL
};

static const struct schema_field fields[] = {
	{ .key = "when", .read = schema_enum, .words = when_words,
	  .offset = offsetof(struct desk_notify, when) },
	{ .key = "attachments", .read = schema_size,
	  .offset = offsetof(struct desk_notify, limit) },
};

SCHEMA_READ(notify_settings)
{
	const struct desk_notify *notify = at;

	(void)field;
	if (!schema_read(reader, node, fields,
			 sizeof(fields) / sizeof(fields[0]), at))
		return false;
	return notify->limit <= FILES_MOST ||
	       yaml_expected(yaml_get(node, "attachments"), reader->err,
			     "at most 50 MB");
}
