/* rule.c - one rule: its name, its condition and what it does. */

#include "desk/rule.h"

#include "base/buffer.h"
#include "base/text.h"

enum {
	SCORE_LIMIT = 1000,
	TAGS_LIMIT = 20,
	WORD_LIMIT = 60,
	REASON_LIMIT = 200,
};

static bool read_word(const struct yaml *node, const char **word_r,
		      struct err *err)
{
	static const char set[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
	const char *text;

	if (!yaml_text(node, &text, err))
		return false;
	if (text[0] == '\0' || strlen(text) > WORD_LIMIT ||
	    text[strspn(text, set)] != '\0')
		return yaml_expected(node, err, "a word of a-z, 0-9, - and _");
	*word_r = text;
	return true;
}

static bool read_line(const struct yaml *node, const char **line_r,
		      struct err *err)
{
	if (!yaml_text(node, line_r, err))
		return false;
	if (*line_r[0] == '\0' || strchr(*line_r, '\n') != NULL ||
	    strlen(*line_r) > REASON_LIMIT)
		return yaml_expected(node, err, "the reason, in one line");
	return true;
}

/* "+40" adds, "high" is a level. */
static bool read_urgency(const struct yaml *node, struct rule *rule,
			 struct err *err)
{
	const char *text;
	int64_t score;

	if (!yaml_text(node, &text, err))
		return false;
	rule->has_level = urgency_read(text, &rule->level);
	if (rule->has_level)
		return true;
	if (!yaml_int(node, -SCORE_LIMIT, SCORE_LIMIT, &score, err))
		return yaml_expected(node, err, "a number such as +40 or -10, "
				     "or low, normal, high, critical");
	rule->score = (int)score;
	return true;
}

static bool read_tier(const struct yaml *node, struct rule *rule,
		      struct err *err)
{
	int64_t tier;

	if (!yaml_int(node, 1, 3, &tier, err))
		return false;
	rule->tier = (int)tier;
	return true;
}

static bool read_tags(struct arena *arena, const struct yaml *node,
		      struct strings *tags_r, struct err *err)
{
	const char **at;

	if (node->kind != YAML_LIST || node->count == 0 ||
	    node->count > TAGS_LIMIT)
		return yaml_expected(node, err, "a list of 1 to %d words",
				     TAGS_LIMIT);
	at = ARENA_ARRAY(arena, const char *, node->count);
	for (size_t i = 0; i < node->count; i++)
		if (!read_word(node->items[i], &at[i], err))
			return false;
	*tags_r = (struct strings){ at, node->count };
	return true;
}

static bool read_acknowledge(const struct yaml *node, struct rule *rule,
			     struct err *err)
{
	const char *word;

	if (!read_word(node, &word, err))
		return yaml_expected(node, err, "off, or the name of a reply");
	if (strcmp(word, "off") == 0)
		rule->suppress_ack = true;
	else
		rule->template = word;
	return true;
}

/* Read a key if it is there. */
static bool read_actions(struct arena *arena, const struct yaml *map,
			 struct rule *rule, struct err *err)
{
	const struct yaml *urgency = yaml_get(map, "urgency");
	const struct yaml *queue = yaml_get(map, "queue");
	const struct yaml *tier = yaml_get(map, "tier");
	const struct yaml *tags = yaml_get(map, "tags");
	const struct yaml *acknowledge = yaml_get(map, "acknowledge");
	const struct yaml *drop = yaml_get(map, "drop");
	const struct yaml *quarantine = yaml_get(map, "quarantine");
	const struct yaml *stop = yaml_get(map, "stop");

	if (urgency == NULL && queue == NULL && tier == NULL && tags == NULL &&
	    acknowledge == NULL && drop == NULL && quarantine == NULL &&
	    stop == NULL)
		return yaml_expected(map, err, "something to do: urgency, "
				     "queue, tier, tags, acknowledge, drop, "
				     "quarantine or stop");
	if (drop != NULL && quarantine != NULL)
		return yaml_expected(drop, err, "no `drop:` beside "
				     "`quarantine:`");
	return (urgency == NULL || read_urgency(urgency, rule, err)) &&
	       (queue == NULL || read_word(queue, &rule->queue, err)) &&
	       (tier == NULL || read_tier(tier, rule, err)) &&
	       (tags == NULL || read_tags(arena, tags, &rule->tags, err)) &&
	       (acknowledge == NULL ||
		read_acknowledge(acknowledge, rule, err)) &&
	       (drop == NULL || read_line(drop, &rule->drop, err)) &&
	       (quarantine == NULL ||
		read_line(quarantine, &rule->quarantine, err)) &&
	       (stop == NULL || yaml_bool(stop, &rule->stop, err));
}

static void say(struct buffer *out, const char *what, const char *value)
{
	buffer_printf(out, "%s%s%s", out->size == 0 ? "" : ", ", what, value);
}

static const char *effect_of(struct arena *arena, const struct rule *rule)
{
	struct buffer out = { .arena = arena };

	if (rule->score != 0)
		buffer_printf(&out, "%+d urgency", rule->score);
	if (rule->has_level)
		say(&out, "urgency ", urgency_word(rule->level));
	if (rule->queue != NULL)
		say(&out, "queue ", rule->queue);
	if (rule->tier != 0)
		say(&out, "tier ", arena_printf(arena, "%d", rule->tier));
	for (size_t i = 0; i < rule->tags.count; i++)
		say(&out, "tag ", rule->tags.at[i]);
	if (rule->suppress_ack)
		say(&out, "no acknowledgement", "");
	if (rule->template != NULL)
		say(&out, "acknowledge with ", rule->template);
	if (rule->drop != NULL)
		say(&out, "drop: ", rule->drop);
	if (rule->quarantine != NULL)
		say(&out, "quarantine: ", rule->quarantine);
	if (rule->stop)
		say(&out, "stop", "");
	return buffer_string(&out);
}

bool rule_read(struct arena *arena, const struct yaml *map,
	       struct rule *rule_r, struct err *err)
{
	static const char *const known[] = {
		"name", "when", "urgency", "queue", "tier", "tags",
		"acknowledge", "drop", "quarantine", "stop", "examples", NULL
	};
	struct rule rule = { 0 };
	const struct yaml *name, *when;

	if (!yaml_known_keys(map, known, err))
		return false;
	name = yaml_get(map, "name");
	when = yaml_get(map, "when");
	if (name == NULL || when == NULL)
		return yaml_expected(map, err, "`%s:` in it",
				     name == NULL ? "name" : "when");
	if (!read_word(name, &rule.name, err) ||
	    !read_actions(arena, map, &rule, err))
		return false;
	rule.effect = effect_of(arena, &rule);
	rule.place = arena_printf(arena, "%s:%zu", map->file, map->line);
	/* Last, for its patterns must be freed. */
	rule.when = condition_read(arena, when, err);
	if (rule.when != NULL)
		rule.tests = condition_tests(rule.when);
	*rule_r = rule;
	return rule.when != NULL;
}
