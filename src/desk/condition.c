/* condition.c - from YAML to a tree of tests. */

#include "desk/condition.h"

#include "base/buffer.h"
#include "base/text.h"
#include "mail/auth.h"
#include "mail/origin.h"

enum {
	DEPTH_LIMIT = 10,
	VALUES_LIMIT = 500,
	HEADER_NAME_LIMIT = 76,
};

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
};

static const struct condition *read_map(const struct reader *reader,
					const struct yaml *map, int depth);

static struct condition *new_condition(const struct reader *reader,
				       enum condition_kind kind)
{
	struct condition *condition = ARENA_NEW(reader->arena,
						struct condition);

	condition->kind = kind;
	return condition;
}

static const struct condition *group(const struct reader *reader,
				     enum condition_kind kind,
				     const struct condition *const *children,
				     size_t count)
{
	struct condition *condition = new_condition(reader, kind);

	condition->children = children;
	condition->count = count;
	return condition;
}

/* A scalar is a list of one. */
static const struct yaml *const *items_of(const struct yaml *const *node,
					  size_t *count_r)
{
	*count_r = (*node)->kind == YAML_LIST ? (*node)->count : 1;
	return (*node)->kind == YAML_LIST ? (*node)->items : node;
}

static bool check_count(const struct reader *reader, const struct yaml *node,
			size_t count)
{
	if (count > 0 && count <= VALUES_LIMIT)
		return true;
	return yaml_expected(node, reader->err, "1 to %d of them",
			     VALUES_LIMIT);
}

static bool read_words(const struct reader *reader, const struct yaml *node,
		       struct condition *test)
{
	const struct yaml *const *items = items_of(&node, &test->count);
	struct wording *words;

	if (!check_count(reader, node, test->count))
		return false;
	words = ARENA_ARRAY(reader->arena, struct wording, test->count);
	for (size_t i = 0; i < test->count; i++) {
		const char *text;

		if (!yaml_text(items[i], &text, reader->err))
			return false;
		if (!wording_read(reader->arena, text, &words[i]))
			return yaml_expected(items[i], reader->err,
					     "a word or words");
	}
	test->matcher = MATCH_WORDS;
	test->words = words;
	test->needles = ARENA_ARRAY(reader->arena, struct needles,
				    test->count);
	return true;
}

static bool read_regex(const struct reader *reader, const struct yaml *node,
		       struct condition *test)
{
	size_t count;
	const struct yaml *const *items = items_of(&node, &count);
	struct regex **regexes;
	const char **texts;

	if (!check_count(reader, node, count))
		return false;
	regexes = ARENA_ARRAY(reader->arena, struct regex *, count);
	texts = ARENA_ARRAY(reader->arena, const char *, count);
	test->matcher = MATCH_REGEX;
	test->regexes = regexes;
	test->values = texts;
	test->needles = ARENA_ARRAY(reader->arena, struct needles, count);
	for (; test->count < count; test->count++) {
		const struct yaml *item = items[test->count];
		const char **text = &texts[test->count];

		if (!yaml_text(item, text, reader->err))
			return false;
		regexes[test->count] = regex_new(*text, REGEX_CASELESS |
						 REGEX_MULTILINE, reader->err);
		if (regexes[test->count] == NULL)
			return err_prefix(reader->err, "%s:%zu:%zu",
					  item->file, item->line,
					  item->column);
	}
	return true;
}

/* What a field can be, where that is a closed set; NULL-ended. */
static const char *const *allowed(enum rule_field field)
{
	static const char *const origins[] = {
#define ROW(name, word) word,
		ORIGIN_KINDS(ROW)
#undef ROW
		NULL
	};
	static const char *const verdicts[] = {
#define ROW(name, word) word,
		AUTH_VERDICTS(ROW)
#undef ROW
		NULL
	};

	if (field == FIELD_ORIGIN)
		return origins;
	return field == FIELD_AUTH ? verdicts : NULL;
}

static bool check_value(const struct reader *reader, const struct yaml *item,
			enum rule_field field, const char *value)
{
	const char *const *words = allowed(field);
	struct buffer all = { .arena = reader->arena };

	if (field == FIELD_LANGUAGE && strlen(value) != 2)
		return yaml_expected(item, reader->err,
				     "two letters, as en");
	if ((field == FIELD_FROM || field == FIELD_TO || field == FIELD_CC) &&
	    strchr(value, '@') == NULL)
		return yaml_expected(item, reader->err,
				     "an address, or a domain as @example.org");
	if (words == NULL)
		return true;
	for (; *words != NULL; words++) {
		if (strcmp(*words, value) == 0)
			return true;
		buffer_printf(&all, "%s%s", all.size == 0 ? "" : ", ",
			      *words);
	}
	return yaml_expected(item, reader->err, "one of: %s",
			     buffer_string(&all));
}

static bool read_is(const struct reader *reader, const struct yaml *node,
		    struct condition *test)
{
	const struct yaml *const *items = items_of(&node, &test->count);
	const char **values;

	if (!check_count(reader, node, test->count))
		return false;
	values = ARENA_ARRAY(reader->arena, const char *, test->count);
	for (size_t i = 0; i < test->count; i++) {
		const char *text;

		if (!yaml_text(items[i], &text, reader->err))
			return false;
		values[i] = text_lower(reader->arena, text);
		if (!check_value(reader, items[i], test->field, values[i]))
			return false;
	}
	test->matcher = MATCH_IS;
	test->values = values;
	return true;
}

static bool read_size(const struct reader *reader, const struct yaml *map,
		      struct condition *test)
{
	static const char *const known[] = { "over", "under", NULL };
	const struct yaml *over, *under;

	if (!yaml_known_keys(map, known, reader->err))
		return false;
	over = yaml_get(map, "over");
	under = yaml_get(map, "under");
	test->matcher = MATCH_SIZE;
	if (over == NULL && under == NULL)
		return yaml_expected(map, reader->err, "`over:` or `under:`");
	if (over != NULL && !yaml_size(over, &test->over, reader->err))
		return false;
	return under == NULL || yaml_size(under, &test->under, reader->err);
}

/* The name of a header field is RFC 5322's ftext. */
static bool read_header_name(const struct reader *reader,
			     const struct yaml *map, struct condition *test)
{
	const struct yaml *name = yaml_get(map, "name");

	if (name == NULL)
		return yaml_expected(map, reader->err, "`name:` in it");
	if (!yaml_text(name, &test->header, reader->err))
		return false;
	if (test->header[0] == '\0' ||
	    strlen(test->header) > HEADER_NAME_LIMIT ||
	    strpbrk(test->header, ": \t\n") != NULL)
		return yaml_expected(name, reader->err,
				     "the name of a header field");
	return true;
}

/* A map with one matcher in it. */
static bool read_matcher(const struct reader *reader, const struct yaml *map,
			 struct condition *test)
{
	static const char *const known[] = { "words", "regex", "is", NULL };
	static const char *const header[] = { "name", "words", "regex", "is",
					      NULL };
	bool is_header = test->field == FIELD_HEADER;
	size_t matchers = map->count - is_header;

	if (!yaml_known_keys(map, is_header ? header : known, reader->err))
		return false;
	if (is_header && !read_header_name(reader, map, test))
		return false;
	if (is_header && matchers == 0) {
		test->matcher = MATCH_PRESENT;
		return true;
	}
	if (matchers != 1)
		return yaml_expected(map, reader->err, "one of words, regex "
				     "and is");
	if (yaml_get(map, "words") != NULL)
		return read_words(reader, yaml_get(map, "words"), test);
	if (yaml_get(map, "regex") != NULL)
		return read_regex(reader, yaml_get(map, "regex"), test);
	return read_is(reader, yaml_get(map, "is"), test);
}

static const struct condition *read_test(const struct reader *reader,
					 enum rule_field field,
					 const struct yaml *node)
{
	struct condition *test = new_condition(reader, CONDITION_TEST);
	bool done;

	test->field = field;
	if (field == FIELD_SIZE)
		done = read_size(reader, node, test);
	else if (node->kind == YAML_MAP || field == FIELD_HEADER)
		done = read_matcher(reader, node, test);
	else if (fields[field].is_text)
		done = read_words(reader, node, test);
	else
		done = read_is(reader, node, test);
	if (done)
		return test;
	condition_free(test);
	return NULL;
}

static const struct condition *read_list(const struct reader *reader,
					 enum condition_kind kind,
					 const struct yaml *list, int depth)
{
	const struct condition **children;

	if (list->kind != YAML_LIST || list->count == 0) {
		yaml_expected(list, reader->err, "a list of conditions");
		return NULL;
	}
	children = ARENA_ARRAY(reader->arena, const struct condition *,
			       list->count);
	for (size_t i = 0; i < list->count; i++) {
		children[i] = read_map(reader, list->items[i], depth + 1);
		if (children[i] == NULL) {
			condition_free(group(reader, kind, children, i));
			return NULL;
		}
	}
	return group(reader, kind, children, list->count);
}

static const struct condition *read_not(const struct reader *reader,
					const struct yaml *node, int depth)
{
	const struct condition **child = ARENA_ARRAY(reader->arena,
					const struct condition *, 1);

	child[0] = read_map(reader, node, depth + 1);
	return child[0] == NULL ? NULL :
	       group(reader, CONDITION_NOT, child, 1);
}

static const struct condition *read_key(const struct reader *reader,
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
		return read_not(reader, value, depth);
	for (size_t f = 0; f < COUNT(fields); f++)
		if (strcmp(key, fields[f].word) == 0)
			return read_test(reader, (enum rule_field)f, value);
	return NULL;
}

static const struct condition *read_map(const struct reader *reader,
					const struct yaml *map, int depth)
{
	static const char *const known[] = { "all", "any", "not",
#define ROW(name, word, is_text) word,
		RULE_FIELDS(ROW)
#undef ROW
		NULL };
	const struct condition **children;

	if (!yaml_known_keys(map, known, reader->err))
		return NULL;
	if (map->count == 0 || depth > DEPTH_LIMIT) {
		yaml_expected(map, reader->err, map->count == 0 ?
			      "a condition" : "at most 10 levels");
		return NULL;
	}
	children = ARENA_ARRAY(reader->arena, const struct condition *,
			       map->count);
	for (size_t i = 0; i < map->count; i++) {
		children[i] = read_key(reader, map, i, depth);
		if (children[i] == NULL) {
			condition_free(group(reader, CONDITION_ALL, children,
					     i));
			return NULL;
		}
	}
	return map->count == 1 ? children[0] :
	       group(reader, CONDITION_ALL, children, map->count);
}

const struct condition *condition_read(struct arena *arena,
				       const struct yaml *node,
				       struct err *err)
{
	const struct reader reader = { arena, err };

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
