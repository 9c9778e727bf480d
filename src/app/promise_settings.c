/* promise_settings.c - times and working times, for urgencies and queues. */

#include "app/promise_settings.h"

#include "base/text.h"
#include "desk/names.h"

enum { QUEUES_LIMIT = 1000 };

#define SHORTEST USEC_MINUTE
#define LONGEST (90 * USEC_DAY)

static bool refuse(const struct schema_reader *reader, const struct yaml *node)
{
	return yaml_expected(node, reader->err, "a time from 1 minute to 90 "
			     "days, as 8 working hours, 3 working days or 1 "
			     "hour, or such times by urgency");
}

/* "8 working hours": the same without the word is a duration. */
static bool read_term(const struct schema_reader *reader,
		      const struct yaml *node, struct promise_term *term_r)
{
	static const char word[] = " working ";
	struct yaml plain = *node;
	struct err ignored;
	const char *at;
	usec_t time;

	if (node->kind != YAML_SCALAR)
		return refuse(reader, node);
	at = strstr(node->text, word);
	if (at != NULL)
		plain.text = arena_printf(reader->arena, "%.*s %s",
					  (int)(at - node->text), node->text,
					  at + sizeof(word) - 1);
	if (!yaml_duration(&plain, &time, &ignored) || time < SHORTEST ||
	    time > LONGEST || time % USEC_MINUTE != 0)
		return refuse(reader, node);
	*term_r = (struct promise_term){
		.kind = at == NULL ? PROMISE_CLOCK : PROMISE_WORKING,
		.time = time,
	};
	/* A working day has as many hours as it has: days are counted. */
	if (at != NULL && text_starts(at + sizeof(word) - 1, "d"))
		*term_r = (struct promise_term){
			.kind = PROMISE_DAYS,
			.days = (int)(time / USEC_DAY),
		};
	return true;
}

static bool read_urgencies(const struct schema_reader *reader,
			   const struct yaml *map,
			   struct promise_terms *terms)
{
	if (map->count == 0)
		return refuse(reader, map);
	for (size_t i = 0; i < map->count; i++) {
		enum urgency urgency;

		if (!urgency_read(map->key_nodes[i]->text, &urgency))
			return yaml_expected(map->key_nodes[i], reader->err,
					     "low, normal, high or critical");
		if (!read_term(reader, map->items[i], &terms->of[urgency]))
			return false;
	}
	return true;
}

static bool read_terms(const struct schema_reader *reader,
		       const struct yaml *node, struct promise_terms *terms)
{
	struct promise_term term;

	if (node->kind == YAML_MAP)
		return read_urgencies(reader, node, terms);
	if (!read_term(reader, node, &term))
		return false;
	for (size_t i = 0; i < PROMISE_URGENCIES; i++)
		terms->of[i] = term;
	return true;
}

SCHEMA_READ(promise_settings)
{
	(void)field;
	return read_terms(reader, node, &((struct promise_policy *)at)->desk);
}

SCHEMA_READ(promise_settings_queues)
{
	struct promise_policy *policy = at;
	struct promise_queue *queues;

	if (node->kind != YAML_MAP || node->count > QUEUES_LIMIT)
		return yaml_expected(node, reader->err, "a map of at most %d "
				     "queues", QUEUES_LIMIT);
	queues = ARENA_ARRAY(reader->arena, struct promise_queue, node->count);
	for (size_t i = 0; i < node->count; i++) {
		queues[i] = (struct promise_queue){ .queue = NULL };
		if (!schema_word(reader, field, node->key_nodes[i],
				 &queues[i].queue) ||
		    !read_terms(reader, node->items[i], &queues[i].terms))
			return false;
	}
	policy->queues = queues;
	policy->queue_count = node->count;
	return true;
}

bool promise_settings_check(const struct schema_reader *reader,
			    const struct yaml *map, const struct desk *desk)
{
	const struct yaml *queues = yaml_get(map, "queue_promises");

	for (size_t i = 0; i < desk->promises.queue_count; i++)
		if (!names_queue(desk, desk->promises.queues[i].queue))
			return yaml_expected(queues->key_nodes[i], reader->err,
					     "one of the desk's `queues:`");
	return true;
}
