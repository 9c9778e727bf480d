/* lint_order.c - rules that say what another says, or that none reaches. */

#include "desk/lint.h"

#include "base/map.h"

/* One condition of those that a rule needs all of. */
struct need {
	const struct condition *condition;
	const char *canon;
	uint64_t values;	/* a bit for each, by a digest of it */
};

struct needs {
	const struct need *at;
	size_t count;
};

static uint64_t bit_of(const char *text)
{
	uint64_t sum = 14695981039346656037u;	/* FNV-1a */

	for (; *text != '\0'; text++)
		sum = (sum ^ (unsigned char)*text) * 1099511628211u;
	return 1ull << (sum >> 58);
}

static bool is_listed(const struct condition *condition)
{
	return condition->kind == CONDITION_TEST &&
	       condition->matcher != MATCH_SIZE &&
	       condition->matcher != MATCH_PRESENT;
}

static struct need need_of(struct arena *arena,
			   const struct condition *condition)
{
	struct need need = {
		.condition = condition,
		.canon = lint_canon(arena, condition),
	};

	for (size_t i = 0; is_listed(condition) && i < condition->count; i++)
		need.values |= bit_of(lint_value(arena, condition, i));
	return need;
}

static struct needs needs_of(struct arena *arena, const struct condition *when)
{
	const bool all = when->kind == CONDITION_ALL;
	const size_t count = all ? when->count : 1;
	struct need *at = ARENA_ARRAY(arena, struct need, count);

	for (size_t i = 0; i < count; i++)
		at[i] = need_of(arena, all ? when->children[i] : when);
	return (struct needs){ at, count };
}

/* Is each value of the one also one of the other? */
static bool is_within(struct arena *arena, const struct condition *one,
		      const struct condition *other)
{
	struct map values = { .arena = arena };

	for (size_t i = 0; i < other->count; i++)
		map_put(&values, lint_value(arena, other, i), (void *)other);
	for (size_t i = 0; i < one->count; i++)
		if (map_get(&values, lint_value(arena, one, i)) == NULL)
			return false;
	return true;
}

/* Does `early` hold wherever `late` does? */
static bool follows(const struct need *late, const struct need *early)
{
	const struct condition *a = late->condition, *b = early->condition;
	ARENA(scratch);

	if (strcmp(late->canon, early->canon) == 0)
		return true;
	if (!is_listed(a) || !is_listed(b) || a->field != b->field ||
	    a->matcher != b->matcher || (late->values & ~early->values) != 0 ||
	    (a->header != NULL && strcmp(a->header, b->header) != 0))
		return false;
	return is_within(scratch, a, b);
}

static bool follow(const struct needs *late, const struct needs *early)
{
	for (size_t e = 0; e < early->count; e++) {
		size_t l = 0;

		while (l < late->count && !follows(&late->at[l],
						   &early->at[e]))
			l++;
		if (l == late->count)
			return false;
	}
	return true;
}

static bool refuse(const struct rule *rule, const struct rule *before,
		   const char *why, struct err *err)
{
	return yaml_expected(yaml_get(rule->map, "when"), err,
			     "another condition: the rule `%s` (%s) %s",
			     before->name, before->place, why);
}

bool lint_rules(const struct rule *rules, size_t count, struct err *err)
{
	ARENA(arena);
	struct map seen = { .arena = arena };
	struct needs *stops = ARENA_ARRAY(arena, struct needs, count);
	const struct rule **stopping = ARENA_ARRAY(arena, const struct rule *,
						   count);
	size_t stop_count = 0;

	for (size_t i = 0; i < count; i++) {
		const struct rule *rule = &rules[i];
		const char *canon = arena_printf(arena, "%s\n%s",
			rule->effect, lint_canon(arena, rule->when));
		const struct rule *before = map_get(&seen, canon);
		const struct needs needs = needs_of(arena, rule->when);

		for (size_t s = 0; s < stop_count; s++)
			if (follow(&needs, &stops[s]))
				return refuse(rule, stopping[s], "holds "
					"wherever this one does, and stops",
					err);
		if (before != NULL)
			return refuse(rule, before, "asks and does the same",
				      err);
		map_put(&seen, canon, (void *)(uintptr_t)rule);
		if (!rule->stop)
			continue;
		stopping[stop_count] = rule;
		stops[stop_count++] = needs;
	}
	return true;
}
