/* cover_settings.c - the hours of queues, and what has somebody at any hour. */

#include "app/cover_settings.h"

#include "app/hours_settings.h"
#include "desk/names.h"

enum { QUEUES_LIMIT = 1000 };

SCHEMA_READ(cover_settings_queues)
{
	struct cover *cover = at;
	struct cover_queue *queues;

	if (node->kind != YAML_MAP || node->count > QUEUES_LIMIT)
		return yaml_expected(node, reader->err, "a map of at most %d "
				     "queues", QUEUES_LIMIT);
	queues = ARENA_ARRAY(reader->arena, struct cover_queue, node->count);
	for (size_t i = 0; i < node->count; i++)
		if (!schema_word(reader, field, node->key_nodes[i],
				 &queues[i].queue) ||
		    !hours_settings(reader, field, node->items[i],
				    &queues[i].hours))
			return false;
	cover->queues = queues;
	cover->queue_count = node->count;
	return true;
}

SCHEMA_READ(cover_settings_urgencies)
{
	uint32_t *urgencies = at;

	(void)field;
	if (!schema_is_list(reader, node, 1, URGENCY_CRITICAL + 1))
		return false;
	for (size_t i = 0; i < node->count; i++) {
		enum urgency urgency;
		const char *word;

		if (!yaml_text(node->items[i], &word, reader->err))
			return false;
		if (!urgency_read(word, &urgency))
			return yaml_expected(node->items[i], reader->err,
					     "low, normal, high or critical");
		*urgencies |= UINT32_C(1) << urgency;
	}
	return true;
}

bool cover_settings_check(const struct schema_reader *reader,
			  const struct yaml *map, const struct desk *desk)
{
	const struct yaml *queues = yaml_get(map, "queue_hours");

	for (size_t i = 0; i < desk->cover.queue_count; i++)
		if (!names_queue(desk, desk->cover.queues[i].queue))
			return yaml_expected(queues->key_nodes[i], reader->err,
					     "one of the desk's `queues:`");
	return true;
}
