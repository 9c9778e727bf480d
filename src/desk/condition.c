/* condition.c - from YAML to a tree of tests. */

#include "desk/condition.h"

enum { DEPTH_LIMIT = 10 };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	const char *word;
	bool is_text;
} fields[] = {
#define ROW(name, word, is_text) [name] = { word, is_text },
	RULE_FIELDS(ROW)
#undef ROW
};

struct reader {
	struct arena *arena;
	struct err *err;
	uint32_t tests;		/* numbered so far */
};

static const struct condition *read_map(struct reader *reader,
					const struct yaml *map, int depth);

bool condition_field_is_text(enum rule_field field)
{
	return fields[field].is_text;
}

static struct condition *new_condition(const struct reader *reader,
				       enum condition_kind kind,
				       const char *word,
				       const struct yaml *node)
{
	struct condition *condition = ARENA_NEW(reader->arena,
						struct condition);

	condition->kind = kind;
	condition->word = word;
	condition->node = node;
	return condition;
}

/* Give it its children; NULL where one of them is wrong, which is the last. */
static const struct condition *group(struct condition *condition,
				     const struct condition **children,
				     size_t count)
{
	const bool wrong = count > 0 && children[count - 1] == NULL;

	condition->children = children;
	condition->count = count - wrong;
	for (size_t i = 0; i < condition->count; i++)
		condition->rests |= children[i]->rests;
	if (!wrong)
		return condition;
	condition_free(condition);
	return NULL;
}

static const struct condition *read_test(struct reader *reader,
					 enum rule_field field,
					 const struct yaml *node)
{
	struct condition *test = new_condition(reader, CONDITION_TEST,
					       fields[field].word, node);

	test->field = field;
	test->rests = field >= FIELD_FIRST_OF_SITUATION;
	test->number = ++reader->tests;
	if (condition_read_test(reader->arena, node, test, reader->err))
		return test;
	condition_free(test);
	return NULL;
}

static const struct condition *read_list(struct reader *reader,
					 enum condition_kind kind,
					 const struct yaml *list, int depth)
{
	const struct condition **children;
	size_t count = 0;

	if (list->kind != YAML_LIST || list->count == 0) {
		yaml_expected(list, reader->err, "a list of conditions");
		return NULL;
	}
	children = ARENA_ARRAY(reader->arena, const struct condition *,
			       list->count);
	do {
		children[count] = read_map(reader, list->items[count],
					   depth + 1);
	} while (children[count++] != NULL && count < list->count);
	return group(new_condition(reader, kind, kind == CONDITION_ALL ?
				   "all" : "any", list), children, count);
}

/* What does not hold: the condition below `child`. */
static const struct condition *negate(struct reader *reader,
				      const struct yaml *node,
				      const struct condition *child)
{
	const struct condition **children = ARENA_ARRAY(reader->arena,
					const struct condition *, 1);

	children[0] = child;
	return group(new_condition(reader, CONDITION_NOT, "not", node),
		     children, 1);
}

/* A map of name, type and size, or yes and no. */
static const struct condition *read_part(struct reader *reader,
					 const struct yaml *node)
{
	static const char *const known[] = { "name", "type", "size", NULL };
	static const enum rule_field part_fields[] = {
		FIELD_ATTACHMENT_NAME, FIELD_ATTACHMENT_TYPE,
		FIELD_ATTACHMENT_SIZE,
	};
	struct condition *part = new_condition(reader, CONDITION_PART,
					       "attachment", node);
	const struct condition *children[COUNT(part_fields)];
	size_t count = 0;
	bool there = true;

	part->number = ++reader->tests;
	if (node->kind != YAML_MAP) {
		if (!yaml_bool(node, &there, reader->err))
			return NULL;
		return there ? part : negate(reader, node, part);
	}
	if (!yaml_known_keys(node, known, reader->err))
		return NULL;
	for (size_t i = 0; i < COUNT(part_fields); i++) {
		const struct yaml *value = yaml_get(node, known[i]);

		if (value == NULL)
			continue;
		children[count] = read_test(reader, part_fields[i], value);
		if (children[count++] == NULL)
			break;
	}
	if (count == 0) {
		yaml_expected(node, reader->err, "`name:`, `type:` or "
			      "`size:`");
		return NULL;
	}
	return group(part, arena_memdup(reader->arena, children,
					sizeof(children)), count);
}

static const struct condition *read_key(struct reader *reader,
					const struct yaml *map, size_t i,
					int depth)
{
	const struct yaml *value = map->items[i];
	const char *key = map->keys[i];

	if (strcmp(key, "all") == 0)
		return read_list(reader, CONDITION_ALL, value, depth);
	if (strcmp(key, "any") == 0)
		return read_list(reader, CONDITION_ANY, value, depth);
	if (strcmp(key, "not") == 0)
		return negate(reader, value, read_map(reader, value,
						      depth + 1));
	if (strcmp(key, "attachment") == 0)
		return read_part(reader, value);
	for (size_t f = 0; f < COUNT(fields); f++)
		if (strcmp(key, fields[f].word) == 0)
			return read_test(reader, (enum rule_field)f, value);
	return NULL;
}

static const struct condition *read_map(struct reader *reader,
					const struct yaml *map, int depth)
{
	static const char *const known[] = { "all", "any", "not",
		"attachment",
#define ROW(name, word, is_text) word,
		RULE_FIELDS(ROW)
#undef ROW
		NULL };
	const struct condition **children;
	size_t count = 0;

	if (!yaml_known_keys(map, known, reader->err))
		return NULL;
	if (map->count == 0 || depth > DEPTH_LIMIT) {
		yaml_expected(map, reader->err, map->count == 0 ?
			      "a condition" : "at most 10 levels");
		return NULL;
	}
	children = ARENA_ARRAY(reader->arena, const struct condition *,
			       map->count);
	do {
		children[count] = read_key(reader, map, count, depth);
	} while (children[count++] != NULL && count < map->count);
	if (map->count == 1)
		return children[0];
	return group(new_condition(reader, CONDITION_ALL, "all", map),
		     children, count);
}

const struct condition *condition_read(struct arena *arena,
				       const struct yaml *node,
				       struct err *err)
{
	struct reader reader = { arena, err, 0 };

	return read_map(&reader, node, 0);
}

void condition_free(const struct condition *condition)
{
	if (condition->kind != CONDITION_TEST) {
		for (size_t i = 0; i < condition->count; i++)
			condition_free(condition->children[i]);
		return;
	}
	if (condition->matcher != MATCH_REGEX)
		return;
	for (size_t i = 0; i < condition->count; i++) {
		struct regex *regex = condition->regexes[i];

		regex_free(&regex);
	}
}

uint32_t condition_tests(const struct condition *condition)
{
	uint32_t most = condition->number;

	for (size_t i = 0; condition->kind != CONDITION_TEST &&
	     i < condition->count; i++) {
		uint32_t number = condition_tests(condition->children[i]);

		if (number > most)
			most = number;
	}
	return most;
}

bool condition_asks(const struct condition *condition, enum rule_field field)
{
	if (condition->kind == CONDITION_TEST)
		return condition->field == field;
	for (size_t i = 0; i < condition->count; i++)
		if (condition_asks(condition->children[i], field))
			return true;
	return false;
}
