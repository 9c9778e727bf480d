/* canon.c - one text for all ways to put a condition. */

#include "desk/lint.h"

#include "base/buffer.h"

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *lint_value(struct arena *arena, const struct condition *test,
		       size_t i)
{
	const struct wording *words;

	if (test->matcher != MATCH_WORDS)
		return test->values[i];
	words = &test->words[i];
	return arena_printf(arena, "%s%s%s", words->open_start ? "*" : "",
			    words->folded, words->open_end ? "*" : "");
}

const struct yaml *lint_value_node(const struct condition *test, size_t i)
{
	static const char *const keys[] = {
		[MATCH_WORDS] = "words", [MATCH_REGEX] = "regex",
		[MATCH_IS] = "is",
	};
	const struct yaml *node = test->node;

	if (node->kind == YAML_MAP)
		node = yaml_get(node, keys[test->matcher]);
	return node->kind == YAML_LIST ? node->items[i] : node;
}

/* Sorted, so that their order does not count. */
static void put_sorted(struct buffer *out, const char **texts, size_t count)
{
	qsort(texts, count, sizeof(texts[0]), by_text);
	for (size_t i = 0; i < count; i++)
		buffer_printf(out, "%c%s", i == 0 ? '(' : '\x1f', texts[i]);
	buffer_char(out, ')');
}

static void put_test(struct buffer *out, const struct condition *test)
{
	const bool listed = test->matcher != MATCH_SIZE &&
			    test->matcher != MATCH_PRESENT;
	const char **texts = ARENA_ARRAY(out->arena, const char *,
					 test->count);

	buffer_printf(out, "%d %d %s %lld %lld %lld", (int)test->field,
		      (int)test->matcher,
		      test->header == NULL ? "" : test->header,
		      (long long)test->over, (long long)test->under,
		      (long long)test->within);
	for (size_t i = 0; listed && i < test->count; i++)
		texts[i] = lint_value(out->arena, test, i);
	put_sorted(out, texts, listed ? test->count : 0);
}

const char *lint_canon(struct arena *arena, const struct condition *condition)
{
	static const char *const signs[] = {
		[CONDITION_ALL] = "all", [CONDITION_ANY] = "any",
		[CONDITION_NOT] = "not", [CONDITION_PART] = "part",
	};
	struct buffer out = { .arena = arena };
	const char **texts;

	if (condition->kind == CONDITION_TEST) {
		put_test(&out, condition);
		return buffer_string(&out);
	}
	texts = ARENA_ARRAY(arena, const char *, condition->count);
	for (size_t i = 0; i < condition->count; i++)
		texts[i] = lint_canon(arena, condition->children[i]);
	buffer_text(&out, signs[condition->kind]);
	put_sorted(&out, texts, condition->count);
	return buffer_string(&out);
}
