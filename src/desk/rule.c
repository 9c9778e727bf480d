/* rule.c - one rule: its name, its condition and what it does. */

#include "desk/rule.h"

enum { WORD_LIMIT = 60 };

bool rule_read_word(const struct yaml *node, const char **word_r,
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

/* The name and the actions; the condition comes last, for its patterns must
 * be freed. */
bool rule_read(struct arena *arena, const struct yaml *map,
	       struct rule *rule_r, struct err *err)
{
	static const char *const known[] = {
		"name", "when", "urgency", "queue", "tier", "assign", "tags",
		"fields", "reply", "acknowledge", "note", "notify", "close",
		"drop", "quarantine", "stop", "examples", NULL
	};
	struct rule rule = { .map = map };
	const struct yaml *name, *when;

	if (!yaml_known_keys(map, known, err))
		return false;
	name = yaml_get(map, "name");
	when = yaml_get(map, "when");
	if (name == NULL || when == NULL)
		return yaml_expected(map, err, "`%s:` in it",
				     name == NULL ? "name" : "when");
	if (!rule_read_word(name, &rule.name, err) ||
	    !rule_read_actions(arena, map, &rule, err))
		return false;
	rule.when = condition_read(arena, when, err);
	if (rule.when == NULL)
		return false;
	rule.tests = condition_tests(rule.when);
	rule.later = condition_asks(rule.when, FIELD_FOLLOW_UP) ||
		     condition_asks(rule.when, FIELD_STATE);
	rule.place = arena_printf(arena, "%s:%zu", map->file, map->line);
	rule.effect = rule_effect(arena, &rule, false);
	rule.effect_later = rule_effect(arena, &rule, true);
	*rule_r = rule;
	return true;
}
