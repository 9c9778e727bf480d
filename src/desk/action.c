/* action.c - what a rule does, from YAML. */

#include "desk/rule.h"

#include "base/text.h"

enum {
	SCORE_LIMIT = 1000,
	TAGS_LIMIT = 20,
	LINE_LIMIT = 200,
};

struct reader {
	struct arena *arena;
	struct rule *rule;
	struct err *err;
};

static bool read_line(const struct reader *reader, const struct yaml *node,
		      const char **line_r)
{
	if (!yaml_text(node, line_r, reader->err))
		return false;
	if (*line_r[0] == '\0' || strchr(*line_r, '\n') != NULL ||
	    strlen(*line_r) > LINE_LIMIT)
		return yaml_expected(node, reader->err, "one line of at most "
				     "%d bytes", LINE_LIMIT);
	return true;
}

/* "+40" adds, "high" is a level. */
static bool read_urgency(const struct reader *reader, const struct yaml *node)
{
	struct rule *rule = reader->rule;
	const char *text;
	int64_t score;

	if (!yaml_text(node, &text, reader->err))
		return false;
	rule->has_level = urgency_read(text, &rule->level);
	if (rule->has_level)
		return true;
	if (!yaml_int(node, -SCORE_LIMIT, SCORE_LIMIT, &score, reader->err))
		return yaml_expected(node, reader->err, "a number such as +40 "
				     "or -10, or low, normal, high, critical");
	if (score == 0)
		return yaml_expected(node, reader->err, "a number that "
				     "changes something");
	rule->score = (int)score;
	return true;
}

static bool read_queue(const struct reader *reader, const struct yaml *node)
{
	return rule_read_word(node, &reader->rule->queue, reader->err);
}

static bool read_tier(const struct reader *reader, const struct yaml *node)
{
	int64_t tier;

	if (!yaml_int(node, 1, 3, &tier, reader->err))
		return false;
	reader->rule->tier = (int)tier;
	return true;
}

static bool read_assign(const struct reader *reader, const struct yaml *node)
{
	return read_line(reader, node, &reader->rule->agent);
}

/* "a" and "+a" put a tag on the ticket, "-a" takes it off. */
static bool read_tag(const struct reader *reader, const struct yaml *node,
		     const char **tags, const char **untags)
{
	struct rule *rule = reader->rule;
	struct yaml bare = *node;
	const char *text, *word;

	if (!yaml_text(node, &text, reader->err))
		return false;
	bare.text = text + (text[0] == '+' || text[0] == '-');
	if (!rule_read_word(&bare, &word, reader->err))
		return false;
	for (size_t i = 0; i < rule->tags.count; i++)
		if (strcmp(tags[i], word) == 0)
			return yaml_expected(node, reader->err,
					     "each tag once");
	for (size_t i = 0; i < rule->untags.count; i++)
		if (strcmp(untags[i], word) == 0)
			return yaml_expected(node, reader->err,
					     "each tag once");
	if (text[0] == '-')
		untags[rule->untags.count++] = word;
	else
		tags[rule->tags.count++] = word;
	return true;
}

static bool read_tags(const struct reader *reader, const struct yaml *node)
{
	const char **tags, **untags;

	if (node->kind != YAML_LIST || node->count == 0 ||
	    node->count > TAGS_LIMIT)
		return yaml_expected(node, reader->err, "a list of 1 to %d "
				     "words", TAGS_LIMIT);
	tags = ARENA_ARRAY(reader->arena, const char *, node->count);
	untags = ARENA_ARRAY(reader->arena, const char *, node->count);
	reader->rule->tags.at = tags;
	reader->rule->untags.at = untags;
	for (size_t i = 0; i < node->count; i++)
		if (!read_tag(reader, node->items[i], tags, untags))
			return false;
	return true;
}

static bool read_fields(const struct reader *reader, const struct yaml *node)
{
	struct rule_setting *settings;

	if (node->kind != YAML_MAP || node->count == 0 ||
	    node->count > RULE_FIELDS_MOST)
		return yaml_expected(node, reader->err, "a map of 1 to %d "
				     "fields", RULE_FIELDS_MOST);
	settings = ARENA_ARRAY(reader->arena, struct rule_setting,
			       node->count);
	for (size_t i = 0; i < node->count; i++)
		if (!rule_read_word(node->key_nodes[i], &settings[i].name,
				    reader->err) ||
		    !read_line(reader, node->items[i], &settings[i].text))
			return false;
	reader->rule->settings = settings;
	reader->rule->setting_count = node->count;
	return true;
}

static bool read_note(const struct reader *reader, const struct yaml *node)
{
	return read_line(reader, node, &reader->rule->note);
}

/* One, or a list. */
static bool read_notify(const struct reader *reader, const struct yaml *node)
{
	const bool list = node->kind == YAML_LIST;
	const size_t count = list ? node->count : 1;
	const char **whom;

	if (count == 0 || count > RULE_NOTIFY_MOST)
		return yaml_expected(node, reader->err, "1 to %d addresses or "
				     "agents", RULE_NOTIFY_MOST);
	whom = ARENA_ARRAY(reader->arena, const char *, count);
	for (size_t i = 0; i < count; i++) {
		const struct yaml *item = list ? node->items[i] : node;

		if (!read_line(reader, item, &whom[i]))
			return false;
		for (size_t k = 0; k < i; k++)
			if (text_same(whom[k], whom[i]))
				return yaml_expected(item, reader->err,
						     "each of them once");
	}
	reader->rule->notify = (struct strings){ whom, count };
	return true;
}

/* What can only be done, not undone. */
static bool read_yes(const struct reader *reader, const struct yaml *node,
		     bool *yes_r)
{
	if (!yaml_bool(node, yes_r, reader->err))
		return false;
	return *yes_r || yaml_expected(node, reader->err, "yes, or nothing");
}

static bool read_close(const struct reader *reader, const struct yaml *node)
{
	return read_yes(reader, node, &reader->rule->close);
}

static bool read_stop(const struct reader *reader, const struct yaml *node)
{
	return read_yes(reader, node, &reader->rule->stop);
}

static bool read_reply(const struct reader *reader, const struct yaml *node)
{
	return rule_read_word(node, &reader->rule->reply, reader->err);
}

static bool read_acknowledge(const struct reader *reader,
			     const struct yaml *node)
{
	bool yes = true;
	struct err other;

	if (!yaml_bool(node, &yes, &other) || yes)
		return yaml_expected(node, reader->err, "off (with another "
				     "text: `reply:` and its name)");
	reader->rule->suppress_ack = true;
	return true;
}

static bool read_drop(const struct reader *reader, const struct yaml *node)
{
	return read_line(reader, node, &reader->rule->drop);
}

static bool read_quarantine(const struct reader *reader,
			    const struct yaml *node)
{
	return read_line(reader, node, &reader->rule->quarantine);
}

static const struct {
	const char *key;
	bool (*read)(const struct reader *, const struct yaml *);
} actions[] = {
	{ "urgency", read_urgency },
	{ "queue", read_queue },
	{ "tier", read_tier },
	{ "assign", read_assign },
	{ "tags", read_tags },
	{ "fields", read_fields },
	{ "reply", read_reply },
	{ "acknowledge", read_acknowledge },
	{ "note", read_note },
	{ "notify", read_notify },
	{ "close", read_close },
	{ "drop", read_drop },
	{ "quarantine", read_quarantine },
	{ "stop", read_stop },
};

/* What cannot be done together. */
static bool check_actions(const struct yaml *map, const struct rule *rule,
			  struct err *err)
{
	if (rule->drop != NULL && rule->quarantine != NULL)
		return yaml_expected(yaml_get(map, "drop"), err,
				     "no `drop:` beside `quarantine:`");
	if (rule->reply != NULL && rule->suppress_ack)
		return yaml_expected(yaml_get(map, "acknowledge"), err,
				     "no `acknowledge: off` beside `reply:`");
	return true;
}

bool rule_read_actions(struct arena *arena, const struct yaml *map,
		       struct rule *rule, struct err *err)
{
	const struct reader reader = { arena, rule, err };
	size_t count = 0;

	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		const struct yaml *node = yaml_get(map, actions[i].key);

		if (node == NULL)
			continue;
		if (!actions[i].read(&reader, node))
			return false;
		count++;
	}
	if (count == 0)
		return yaml_expected(map, err, "something to do, as "
				     "`urgency:`, `queue:` or `tags:`");
	return check_actions(map, rule, err);
}
