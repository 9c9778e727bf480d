/* retention_settings.c - for ever or a time, for each way a mail ends. */

#include "app/retention_settings.h"

#include "base/text.h"
#include "desk/plan.h"

/* Shorter than a day is a slip of the pen, and what it costs is gone. */
#define SHORTEST USEC_DAY

static bool read_keep(const struct schema_reader *reader,
		      const struct yaml *node, usec_t *keep_r)
{
	struct err ignored;

	if (node->kind == YAML_SCALAR && text_same(node->text, "forever"))
		*keep_r = RETENTION_FOREVER;
	else if (!yaml_duration(node, keep_r, &ignored) ||
		 *keep_r < SHORTEST)
		return yaml_expected(node, reader->err, "forever, or a time "
				     "of at least 1 day, as 90 days");
	return true;
}

static bool read_processed(const struct schema_reader *reader,
			   const struct yaml *node, usec_t *keep_r)
{
	if (!read_keep(reader, node, keep_r))
		return false;
	if (*keep_r != RETENTION_FOREVER &&
	    *keep_r < RETENTION_PROCESSED_LEAST)
		return yaml_expected(node, reader->err, "at least 30 days: "
				     "from there mail is taken in again that "
				     "a database lost");
	return true;
}

static bool read_disposition(const struct schema_reader *reader,
			     const struct yaml *key, size_t *which_r)
{
	for (size_t i = 0; i < RETENTION_DISPOSITIONS; i++) {
		*which_r = i;
		if (text_same(key->text,
			      disposition_word((enum disposition)i)))
			return true;
	}
	return yaml_expected(key, reader->err, "what a mail ends as: "
			     "ticketed, joined, pending-join, duplicate, "
			     "bounce-recorded, noted, quarantined, "
			     "dropped or drafted; or processed");
}

SCHEMA_READ(retention_settings)
{
	struct retention *retention = at;

	(void)field;
	if (node->kind != YAML_MAP)
		return yaml_expected(node, reader->err, "a map such as "
				     "{ dropped: 30 days }");
	for (size_t i = 0; i < node->count; i++) {
		size_t which;

		if (text_same(node->key_nodes[i]->text, "processed")) {
			if (!read_processed(reader, node->items[i],
					    &retention->processed))
				return false;
			continue;
		}
		if (!read_disposition(reader, node->key_nodes[i], &which) ||
		    !read_keep(reader, node->items[i],
			       &retention->keep[which]))
			return false;
	}
	return true;
}
