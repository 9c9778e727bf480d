/* team_settings.c - agents as people describe them, and who gets what. */

#include "app/team_settings.h"

#include "app/hours_settings.h"
#include "base/text.h"
#include "desk/names.h"

enum {
	AGENTS_LIMIT = 1000,
	ABSENCES_LIMIT = 100,
	QUEUES_LIMIT = 1000,
};

/* No more often, and no more rarely, than that. */
#define DIGEST_LEAST	USEC_MINUTE
#define DIGEST_MOST	USEC_DAY

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct schema_field absence_fields[] = {
	{ .key = "from", .read = schema_date, .required = true,
	  .offset = offsetof(struct agent_absence, from) },
	{ .key = "to", .read = schema_date, .required = true,
	  .offset = offsetof(struct agent_absence, to) },
};

static SCHEMA_READ(read_away)
{
	struct agent *agent = at;
	struct agent_absence *all;

	(void)field;
	if (!schema_is_list(reader, node, 1, ABSENCES_LIMIT))
		return false;
	all = ARENA_ARRAY(reader->arena, struct agent_absence, node->count);
	for (size_t i = 0; i < node->count; i++) {
		if (!schema_read(reader, node->items[i], absence_fields,
				 COUNT(absence_fields), &all[i]))
			return false;
		if (all[i].to < all[i].from)
			return yaml_expected(yaml_get(node->items[i], "to"),
					     reader->err, "a date no earlier "
					     "than `from`");
	}
	agent->away = all;
	agent->away_count = node->count;
	return true;
}

static SCHEMA_READ(read_notify)
{
	struct agent *agent = at;
	struct yaml span = *node;
	struct err ignored;

	(void)field;
	if (node->kind == YAML_SCALAR &&
	    strcmp(node->text, agent_digest_word(AGENT_AT_ONCE)) == 0) {
		agent->digest = AGENT_AT_ONCE;
		return true;
	}
	if (node->kind == YAML_SCALAR &&
	    strcmp(node->text, agent_digest_word(AGENT_DAILY)) == 0) {
		agent->digest = AGENT_DAILY;
		return true;
	}
	agent->digest = AGENT_EVERY;
	if (node->kind == YAML_SCALAR && text_starts(node->text, "every ")) {
		span.text += strlen("every ");
		if (yaml_duration(&span, &agent->digest_every, &ignored) &&
		    agent->digest_every >= DIGEST_LEAST &&
		    agent->digest_every <= DIGEST_MOST)
			return true;
	}
	return yaml_expected(node, reader->err, "at once, daily, or a time "
			     "as `every 30 minutes`");
}

static const struct schema_field agent_fields[] = {
	{ .key = "name", .read = schema_line, .required = true,
	  .offset = offsetof(struct agent, name) },
	{ .key = "address", .read = schema_address, .required = true,
	  .offset = offsetof(struct agent, address) },
	{ .key = "languages", .read = schema_words,
	  .offset = offsetof(struct agent, languages) },
	{ .key = "queues", .read = schema_words,
	  .offset = offsetof(struct agent, queues) },
	{ .key = "tier", .read = schema_int, .least = 1, .most = 3,
	  .offset = offsetof(struct agent, tier) },
	{ .key = "hours", .read = hours_settings,
	  .offset = offsetof(struct agent, hours) },
	{ .key = "away", .read = read_away, .offset = 0 },
	{ .key = "notify", .read = read_notify, .offset = 0 },
};

static bool read_agent(const struct schema_reader *reader,
		       const struct yaml *map, const struct team *before,
		       struct agent *agent)
{
	agent->tier = 1;
	if (!schema_read(reader, map, agent_fields, COUNT(agent_fields),
			 agent))
		return false;
	if (team_find(before, agent->address) != NULL)
		return yaml_expected(yaml_get(map, "address"), reader->err,
				     "each agent once");
	return true;
}

SCHEMA_READ(team_settings_agents)
{
	struct desk *desk = at;
	const char **addresses, **names;
	struct agent *all;

	(void)field;
	if (!schema_is_list(reader, node, 0, AGENTS_LIMIT))
		return false;
	all = ARENA_ARRAY(reader->arena, struct agent, node->count);
	addresses = ARENA_ARRAY(reader->arena, const char *, node->count);
	names = ARENA_ARRAY(reader->arena, const char *, node->count);
	for (size_t i = 0; i < node->count; i++) {
		if (!read_agent(reader, node->items[i],
				&(struct team){ all, i }, &all[i]))
			return false;
		addresses[i] = all[i].address;
		names[i] = all[i].name;
	}
	desk->team = (struct team){ all, node->count };
	desk->agents = (struct strings){ addresses, node->count };
	desk->agent_names = (struct strings){ names, node->count };
	desk->gist.agents = desk->agents;
	return true;
}

SCHEMA_READ(team_settings_assignment)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		ASSIGNMENT_WAYS(ROW)
		NULL
	};
	const struct schema_field ways = { .key = field->key, .words = words };

	return schema_enum(reader, &ways, node, at);
}

SCHEMA_READ(team_settings_transcript)
{
	static const char *const words[] = {
		TRANSCRIPTS(ROW)
#undef ROW
		NULL
	};
	const struct schema_field when = { .key = field->key, .words = words };

	return schema_enum(reader, &when, node, at);
}

SCHEMA_READ(team_settings_queues)
{
	struct assignment *assignment = at;
	struct assignment_queue *queues;

	if (node->kind != YAML_MAP || node->count > QUEUES_LIMIT)
		return yaml_expected(node, reader->err, "a map of at most %d "
				     "queues", QUEUES_LIMIT);
	queues = ARENA_ARRAY(reader->arena, struct assignment_queue,
			     node->count);
	for (size_t i = 0; i < node->count; i++)
		if (!schema_word(reader, field, node->key_nodes[i],
				 &queues[i].queue) ||
		    !team_settings_assignment(reader, field, node->items[i],
					      &queues[i].way))
			return false;
	assignment->queues = queues;
	assignment->queue_count = node->count;
	return true;
}

static bool check_queues(const struct schema_reader *reader,
			 const struct yaml *map, const struct desk *desk)
{
	const struct yaml *queues = yaml_get(map, "queue_assignment");

	for (size_t i = 0; i < desk->assignment.queue_count; i++)
		if (!names_queue(desk, desk->assignment.queues[i].queue))
			return yaml_expected(queues->key_nodes[i], reader->err,
					     "one of the desk's `queues:`");
	return true;
}

/* Who takes only queues that are not there would never be given a ticket. */
static bool check_agents(const struct schema_reader *reader,
			 const struct yaml *map, const struct desk *desk)
{
	const struct yaml *list = yaml_get(map, "agents");

	for (size_t i = 0; list != NULL && i < list->count; i++) {
		const struct yaml *queues = yaml_get(list->items[i], "queues");

		for (size_t j = 0; queues != NULL && j < queues->count; j++)
			if (!names_queue(desk, queues->items[j]->text))
				return yaml_expected(queues->items[j],
					reader->err,
					"one of the desk's `queues:`");
	}
	return true;
}

static bool check_managers(const struct schema_reader *reader,
			   const struct yaml *map, const struct desk *desk)
{
	const struct yaml *list = yaml_get(map, "organisations");

	for (size_t i = 0; i < desk->organisations.count; i++) {
		const char *agent = desk->organisations.at[i].agent;

		if (agent != NULL && team_named(&desk->team, agent) == NULL)
			return yaml_expected(yaml_get(list->items[i], "agent"),
					     reader->err, "one of the desk's "
					     "`agents:`, by name or address");
	}
	return true;
}

bool team_settings_check(const struct schema_reader *reader,
			 const struct yaml *map, const struct desk *desk)
{
	return check_queues(reader, map, desk) &&
	       check_agents(reader, map, desk) &&
	       check_managers(reader, map, desk);
}
