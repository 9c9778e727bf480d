/* notice_settings.c - what is answered between two dates. */

#include "app/notice_settings.h"

enum { NOTICES_LIMIT = 100 };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct schema_field fields[] = {
	{ .key = "from", .read = schema_date, .required = true,
	  .offset = offsetof(struct hours_notice, from) },
	{ .key = "to", .read = schema_date, .required = true,
	  .offset = offsetof(struct hours_notice, to) },
	{ .key = "reply", .read = schema_word, .required = true,
	  .offset = offsetof(struct hours_notice, reply) },
};

SCHEMA_READ(notice_settings)
{
	struct hours_notices *notices = at;
	struct hours_notice *all;

	(void)field;
	if (!schema_is_list(reader, node, 1, NOTICES_LIMIT))
		return false;
	all = ARENA_ARRAY(reader->arena, struct hours_notice, node->count);
	for (size_t i = 0; i < node->count; i++) {
		if (!schema_read(reader, node->items[i], fields, COUNT(fields),
				 &all[i]))
			return false;
		if (all[i].to < all[i].from)
			return yaml_expected(yaml_get(node->items[i], "to"),
					     reader->err, "a date no earlier "
					     "than `from`");
	}
	*notices = (struct hours_notices){ all, node->count };
	return true;
}
