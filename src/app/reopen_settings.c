/* reopen_settings.c - always, never or a time, for the desk and its queues. */

#include "app/reopen_settings.h"

enum { QUEUES_LIMIT = 1000 };

static bool read_within(const struct schema_reader *reader,
			const struct yaml *node, usec_t *within_r)
{
	struct err ignored;

	if (node->kind == YAML_SCALAR && strcmp(node->text, "always") == 0)
		*within_r = REOPEN_ALWAYS;
	else if (node->kind == YAML_SCALAR &&
		 strcmp(node->text, "never") == 0)
		*within_r = REOPEN_NEVER;
	else if (!yaml_duration(node, within_r, &ignored) || *within_r <= 0)
		return yaml_expected(node, reader->err, "always, never, or a "
				     "time as 14 days");
	return true;
}

SCHEMA_READ(reopen_settings)
{
	(void)field;
	return read_within(reader, node, &((struct reopen_policy *)at)->within);
}

SCHEMA_READ(reopen_settings_queues)
{
	struct reopen_policy *policy = at;
	struct reopen_queue *queues;

	if (node->kind != YAML_MAP || node->count > QUEUES_LIMIT)
		return yaml_expected(node, reader->err, "a map of at most %d "
				     "queues", QUEUES_LIMIT);
	queues = ARENA_ARRAY(reader->arena, struct reopen_queue, node->count);
	for (size_t i = 0; i < node->count; i++) {
		if (!schema_word(reader, field, node->key_nodes[i],
				 &queues[i].queue) ||
		    !read_within(reader, node->items[i], &queues[i].within))
			return false;
	}
	policy->queues = queues;
	policy->queue_count = node->count;
	return true;
}
