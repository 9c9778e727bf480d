/* rules.c - all rules of a bundle, or none. */

#include "desk/rules.h"

#include "base/map.h"
#include "base/text.h"
#include "desk/lint.h"
#include "desk/rule.h"
#include "desk/scan.h"

enum { RULES_LIMIT = 5000 };

static bool is_rule_file(const struct bundle_file *file)
{
	return strncmp(file->name, "rules/", 6) == 0 &&
	       (text_ends(file->name, ".yaml") ||
		text_ends(file->name, ".yml"));
}

/* What is made while the files are read. */
struct loader {
	struct arena *arena;
	struct rule *rules;
	size_t count;
	struct map names;	/* struct yaml, where each stands */
	struct err *err;
};

static bool add_rule(struct loader *loader, const struct yaml *map)
{
	const struct yaml *before, *name;
	struct rule *rule = &loader->rules[loader->count];

	if (loader->count == RULES_LIMIT)
		return yaml_expected(map, loader->err, "at most %d rules",
				     RULES_LIMIT);
	if (!rule_read(loader->arena, map, rule, loader->err))
		return false;
	loader->count++;
	name = yaml_get(map, "name");
	before = map_get(&loader->names, rule->name);
	if (before != NULL)
		return yaml_expected(name, loader->err, "a name of its own: "
				     "this one stands in %s:%zu", before->file,
				     before->line);
	map_put(&loader->names, rule->name, (void *)(uintptr_t)name);
	return lint_rule(rule, loader->err) &&
	       rule_prove(rule, map, loader->err);
}

static bool add_file(struct loader *loader, const struct bundle_file *file)
{
	const struct yaml *list = yaml_parse(loader->arena, file->name,
					     file->bytes, file->size,
					     loader->err);

	if (list == NULL)
		return false;
	if (list->kind == YAML_SCALAR && list->text[0] == '\0')
		return true;
	if (list->kind != YAML_LIST)
		return yaml_expected(list, loader->err,
				     "a list of rules (- name: …)");
	for (size_t i = 0; i < list->count; i++)
		if (!add_rule(loader, list->items[i]))
			return false;
	return true;
}

static const struct scan *scan_of(const struct loader *loader)
{
	struct scan *scan = scan_new(loader->arena);

	for (size_t i = 0; i < loader->count; i++)
		scan_add_condition(scan, loader->arena, loader->rules[i].when);
	scan_build(scan);
	return scan;
}

struct rules *rules_load(const struct bundle *bundle, struct err *err)
{
	struct arena *arena = arena_new();
	struct rules *rules = ARENA_NEW(arena, struct rules);
	struct loader loader = {
		.arena = arena, .names = { .arena = arena }, .err = err,
		.rules = ARENA_ARRAY(arena, struct rule, RULES_LIMIT),
	};
	bool done = true;

	for (size_t i = 0; done && i < bundle->count; i++)
		if (is_rule_file(&bundle->files[i]))
			done = add_file(&loader, &bundle->files[i]);
	done = done && lint_rules(loader.rules, loader.count, err);
	rules->arena = arena;
	rules->at = loader.rules;
	rules->count = loader.count;
	if (done)
		rules->scan = scan_of(&loader);
	else
		rules_free(&rules);
	return rules;
}

void rules_free(struct rules **rules)
{
	struct arena *arena;

	if (*rules == NULL)
		return;
	for (size_t i = 0; i < (*rules)->count; i++)
		condition_free((*rules)->at[i].when);
	arena = (*rules)->arena;
	*rules = NULL;
	arena_free(&arena);
}

size_t rules_count(const struct rules *rules)
{
	return rules->count;
}

const char *rules_name(const struct rules *rules, size_t rule)
{
	return rules->at[rule].name;
}

const char *rules_place(const struct rules *rules, size_t rule)
{
	return rules->at[rule].place;
}

static void ask_past(const struct condition *condition,
		     struct rules_past *past)
{
	int64_t most = condition->over > condition->under ? condition->over :
		       condition->under;

	if (condition->kind != CONDITION_TEST) {
		for (size_t i = 0; i < condition->count; i++)
			ask_past(condition->children[i], past);
		return;
	}
	if (condition->field != FIELD_SENDER_MAILS)
		return;
	if (most > past->mails)
		past->mails = most;
	if (condition->within > past->within)
		past->within = condition->within;
}

struct rules_past rules_past(const struct rules *rules)
{
	struct rules_past past = { 0 };

	for (size_t i = 0; i < rules->count; i++)
		ask_past(rules->at[i].when, &past);
	return past;
}

static const struct yaml *condition_of(const struct rules *rules, size_t rule)
{
	return yaml_get(rules->at[rule].map, "when");
}

static uint32_t twin_of(const struct rules *rules, const struct rules *other,
			size_t rule)
{
	const struct yaml *wanted = condition_of(other, rule);

	for (size_t i = 0; i < rules->count; i++)
		if (yaml_same(condition_of(rules, i), wanted))
			return (uint32_t)i;
	return RULES_NO_TWIN;
}

const uint32_t *rules_twins(struct arena *arena, const struct rules *rules,
			    const struct rules *other)
{
	uint32_t *twins = ARENA_ARRAY(arena, uint32_t, other->count);

	for (size_t i = 0; i < other->count; i++)
		twins[i] = twin_of(rules, other, i);
	return twins;
}
