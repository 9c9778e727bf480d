/* prove.c - a rule's own examples, run when it is loaded. */

#include "desk/example.h"
#include "desk/rule.h"
#include "desk/truth.h"

enum { EXAMPLES_LIMIT = 200 };

static bool hits(struct arena *arena, const struct rule *rule,
		 const struct example *example)
{
	struct view view = view_of(arena, &example->message, &example->gist);
	struct rule_hit hit, end;

	switch (truth_of_mail(&view, rule->when, &hit)) {
	case TRUTH_NO:
		return false;
	case TRUTH_YES:
		return true;
	case TRUTH_DEPENDS:
		break;
	}
	return truth_end(arena, rule->when, &hit, &example->situation, &end);
}

static bool prove_list(const struct rule *rule, const struct yaml *list,
		       bool want, struct err *err)
{
	ARENA(scratch);

	if (list == NULL)
		return true;
	if (list->kind != YAML_LIST || list->count > EXAMPLES_LIMIT)
		return yaml_expected(list, err, "a list of at most %d texts",
				     EXAMPLES_LIMIT);
	for (size_t i = 0; i < list->count; i++) {
		const struct example *example =
			example_read(scratch, list->items[i], err);

		if (example == NULL)
			return false;
		if (hits(scratch, rule, example) != want)
			return yaml_expected(list->items[i], err, want ?
				"an example that the rule `%s` hits" :
				"an example that the rule `%s` misses",
				rule->name);
		arena_reset(scratch);
	}
	return true;
}

bool rule_prove(const struct rule *rule, const struct yaml *map,
		struct err *err)
{
	static const char *const known[] = { "hit", "miss", NULL };
	const struct yaml *examples = yaml_get(map, "examples");

	if (examples == NULL)
		return true;
	return yaml_known_keys(examples, known, err) &&
	       prove_list(rule, yaml_get(examples, "hit"), true, err) &&
	       prove_list(rule, yaml_get(examples, "miss"), false, err);
}
