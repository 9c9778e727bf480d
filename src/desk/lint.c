/* lint.c - what a rule by itself cannot mean. */

#include "desk/lint.h"

#include "base/map.h"
#include "desk/slots.h"

static bool has_value(const struct condition *test, const char *value)
{
	for (size_t i = 0; i < test->count; i++)
		if (strcmp(test->values[i], value) == 0)
			return true;
	return false;
}

/* Does one of both hold for every mail, since no other value is left? */
static bool take_all(const struct condition *a, const struct condition *b)
{
	size_t values = 0;

	if (a->kind != CONDITION_TEST || b->kind != CONDITION_TEST ||
	    a->matcher != MATCH_IS || b->matcher != MATCH_IS ||
	    a->field != b->field)
		return false;
	/* An address of a contact is none of the choices. */
	for (size_t i = 0; i < a->count; i++)
		values += strchr(a->values[i], '@') == NULL;
	for (size_t i = 0; i < b->count; i++)
		values += strchr(b->values[i], '@') == NULL &&
			  !has_value(a, b->values[i]);
	return condition_choices(a->field) > 0 &&
	       values >= condition_choices(a->field);
}

/* Each value once.  Two words that fold alike are one. */
static bool check_values(const struct condition *test, struct err *err)
{
	ARENA(scratch);
	struct map seen = { .arena = scratch };

	if (take_all(test, test))
		return yaml_expected(test->node, err, "not all there are: "
				     "each mail has one of them");
	if (test->matcher == MATCH_SIZE || test->matcher == MATCH_PRESENT)
		return true;
	for (size_t i = 0; i < test->count; i++) {
		const char *value = lint_value(scratch, test, i);
		const struct yaml *before = map_get(&seen, value);
		const struct yaml *node = lint_value_node(test, i);

		if (before != NULL)
			return yaml_expected(node, err, "each of them once: "
					     "line %zu says the same",
					     before->line);
		map_put(&seen, value, (void *)(uintptr_t)node);
	}
	return true;
}

/* A pattern that matches texts without anything in common asks for nothing. */
static bool asks_nothing(const struct regex *regex)
{
	static const char *const texts[] = { "q", "7", " ", "—" };
	struct regex_budget budget = REGEX_MAIL_BUDGET;
	ARENA(scratch);

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct regex_subject subject =
			regex_subject(scratch, texts[i], strlen(texts[i]));

		if (!regex_match(regex, &subject, &budget, NULL, NULL))
			return false;
	}
	return true;
}

static bool check_patterns(const struct condition *test, struct err *err)
{
	for (size_t i = 0; test->matcher == MATCH_REGEX && i < test->count;
	     i++)
		if (asks_nothing(test->regexes[i]))
			return yaml_expected(lint_value_node(test, i), err,
					     "a pattern that not everything "
					     "matches");
	return true;
}

/* A field of which a mail has one value at most, from a list. */
static bool is_single(const struct condition *test)
{
	switch (test->field) {
	case FIELD_LANGUAGE:
	case FIELD_ORIGIN:
	case FIELD_AUTH:
	case FIELD_ORGANISATION:
	case FIELD_BY:
	case FIELD_FOLLOW_UP:
	case FIELD_STATE:
	case FIELD_QUEUE:
	case FIELD_HOURS:
	case FIELD_WEEKDAY:
	case FIELD_HOLIDAY:
		return test->kind == CONDITION_TEST &&
		       test->matcher == MATCH_IS;
	default:
		return false;
	}
}

static bool share_value(const struct condition *a, const struct condition *b)
{
	for (size_t i = 0; i < a->count; i++)
		if (has_value(b, a->values[i]))
			return true;
	return false;
}

/* A mail that opens a ticket has none that is in a state. */
static bool is_stateless(const struct condition *a, const struct condition *b)
{
	return a->kind == CONDITION_TEST && a->field == FIELD_STATE &&
	       b->kind == CONDITION_TEST && b->field == FIELD_FOLLOW_UP &&
	       has_value(b, "no");
}

static bool is_size(const struct condition *test)
{
	return test->kind == CONDITION_TEST && test->matcher == MATCH_SIZE &&
	       (test->field == FIELD_SIZE ||
		test->field == FIELD_SENDER_MAILS);
}

/* More than one, and less than the other, with nothing between. */
static bool is_apart(const struct condition *a, const struct condition *b)
{
	return is_size(a) && is_size(b) && a->field == b->field &&
	       a->within == b->within && b->under != 0 &&
	       a->over + 1 >= b->under;
}

/* Can both never hold for one mail? */
static bool exclude(const struct condition *a, const struct condition *b)
{
	if (is_stateless(a, b) || is_stateless(b, a) || is_apart(a, b) ||
	    is_apart(b, a))
		return true;
	return is_single(a) && is_single(b) && a->field == b->field &&
	       !share_value(a, b);
}

/* One condition of a group, and what the opposite of it would ask. */
struct member {
	const struct condition *condition;
	const char *canon;
	const char *opposite;	/* "" if it is no `not` */
};

static struct member member_of(struct arena *arena,
			       const struct condition *condition)
{
	return (struct member){
		.condition = condition,
		.canon = lint_canon(arena, condition),
		.opposite = condition->kind == CONDITION_NOT
			? lint_canon(arena, condition->children[0]) : "",
	};
}

/* Two conditions of one group, the later of which is refused. */
static bool check_pair(enum condition_kind kind, const struct member *a,
		       const struct member *b, struct err *err)
{
	const struct yaml *node = b->condition->node;
	const size_t line = a->condition->node->line;
	const bool opposite = strcmp(a->opposite, b->canon) == 0 ||
			      strcmp(a->canon, b->opposite) == 0;

	if (strcmp(a->canon, b->canon) == 0)
		return yaml_expected(node, err, "each condition once: line "
				     "%zu asks the same", line);
	if (kind == CONDITION_ANY &&
	    (opposite || take_all(a->condition, b->condition)))
		return yaml_expected(node, err, "what may fail as well: "
				     "it holds wherever line %zu does not",
				     line);
	if (kind == CONDITION_ALL &&
	    (opposite || exclude(a->condition, b->condition)))
		return yaml_expected(node, err, "what can hold beside line "
				     "%zu", line);
	return true;
}

/* `all` in `all` is one: its conditions are gathered. */
static size_t gather(const struct condition *group, enum condition_kind kind,
		     const struct condition **all, size_t most)
{
	size_t count = 0;

	if (group->kind != kind) {
		if (most > 0)
			all[0] = group;
		return most > 0;
	}
	for (size_t i = 0; i < group->count; i++)
		count += gather(group->children[i], kind, all + count,
				most - count);
	return count;
}

/* More conditions than anybody puts side by side are not compared. */
enum { GROUP_LIMIT = 64 };

static bool check_group(const struct condition *group, struct err *err)
{
	const struct condition *all[GROUP_LIMIT];
	const size_t count = gather(group, group->kind, all, GROUP_LIMIT);
	struct member members[GROUP_LIMIT];
	ARENA(scratch);

	for (size_t i = 0; i < count; i++) {
		members[i] = member_of(scratch, all[i]);
		for (size_t k = 0; k < i; k++)
			if (!check_pair(group->kind, &members[k], &members[i],
					err))
				return false;
	}
	return true;
}

static bool check_condition(const struct condition *condition,
			    struct err *err)
{
	if (condition->kind == CONDITION_TEST)
		return check_values(condition, err) &&
		       check_patterns(condition, err);
	if ((condition->kind == CONDITION_ALL ||
	     condition->kind == CONDITION_ANY) &&
	    !check_group(condition, err))
		return false;
	for (size_t i = 0; i < condition->count; i++)
		if (!check_condition(condition->children[i], err))
			return false;
	return true;
}

static bool has_slot(const char *text, const char *name)
{
	ARENA(scratch);
	const char *slot, *start;

	while (text != NULL &&
	       (slot = slots_next(scratch, &text, &start)) != NULL)
		if (strcmp(slot, name) == 0)
			return true;
	return false;
}

static bool is_used(const struct rule *rule, const char *name)
{
	for (size_t i = 0; i < rule->setting_count; i++)
		if (has_slot(rule->settings[i].text, name))
			return true;
	return has_slot(rule->note, name);
}

/* Names that are caught: each is used.  With `name`, is that one caught? */
static bool check_caught(const struct rule *rule,
			 const struct condition *condition, const char *name,
			 bool *caught_r, struct err *err)
{
	const char *const *names;

	for (size_t i = 0; condition->kind != CONDITION_TEST &&
	     i < condition->count; i++)
		if (!check_caught(rule, condition->children[i], name, caught_r,
				  err))
			return false;
	if (condition->kind != CONDITION_TEST ||
	    condition->matcher != MATCH_REGEX)
		return true;
	for (size_t i = 0; i < condition->count; i++) {
		const size_t count = regex_names(condition->regexes[i],
						 &names);

		for (size_t n = 0; n < count; n++) {
			if (name == NULL && !is_used(rule, names[n]))
				return yaml_expected(
					lint_value_node(condition, i), err,
					"a use of the name %s in `fields:` or "
					"`note:`, or (?:…)", names[n]);
			*caught_r |= name != NULL &&
				     strcmp(name, names[n]) == 0;
		}
	}
	return true;
}

static bool check_slots(const struct rule *rule, const char *text,
			const struct yaml *node, struct err *err)
{
	ARENA(scratch);
	const char *slot, *start;

	while (text != NULL &&
	       (slot = slots_next(scratch, &text, &start)) != NULL) {
		bool caught = false;

		check_caught(rule, rule->when, slot, &caught, err);
		if (!caught)
			return yaml_expected(node, err, "only names that a "
					     "pattern of the rule catches, as "
					     "(?<%s>…)", slot);
	}
	return true;
}

bool lint_rule(const struct rule *rule, struct err *err)
{
	const struct yaml *fields = yaml_get(rule->map, "fields");
	bool caught = false;

	if (!check_condition(rule->when, err) ||
	    !check_caught(rule, rule->when, NULL, &caught, err))
		return false;
	for (size_t i = 0; i < rule->setting_count; i++)
		if (!check_slots(rule, rule->settings[i].text,
				 fields->items[i], err))
			return false;
	return check_slots(rule, rule->note, yaml_get(rule->map, "note"), err);
}
