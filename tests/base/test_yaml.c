/* test_yaml.c - places of nodes, and one line for each kind of mistake. */

#include "base/yaml.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct yaml *parse(struct arena *arena, const char *text,
				struct err *err)
{
	return yaml_parse(arena, "f.yaml", text, strlen(text), err);
}

static void test_tree(void **state)
{
	ARENA(a);
	struct err err = { 0 };
	const struct yaml *root = parse(a,
		"# first\n"
		"name: Ann's desk\n"
		"list:\n"
		"  - 'a\\d+'\n"
		"  - { deep: \"two\\nlines\" }\n"
		"πλήκτρο: αξία\n", &err);
	const struct yaml *list, *deep;

	(void)state;
	assert_non_null(root);
	assert_int_equal(root->kind, YAML_MAP);
	assert_int_equal(root->count, 3);
	assert_string_equal(yaml_get(root, "name")->text, "Ann's desk");
	assert_true(yaml_get(root, "name")->plain);
	assert_int_equal(yaml_get(root, "name")->line, 2);
	assert_int_equal(yaml_get(root, "name")->column, 7);
	list = yaml_get(root, "list");
	assert_int_equal(list->kind, YAML_LIST);
	assert_int_equal(list->count, 2);
	assert_string_equal(list->items[0]->text, "a\\d+");
	assert_false(list->items[0]->plain);
	assert_int_equal(list->items[0]->line, 4);
	deep = yaml_get(list->items[1], "deep");
	assert_string_equal(deep->text, "two\nlines");
	assert_string_equal(yaml_get(root, "πλήκτρο")->text, "αξία");
	assert_int_equal(yaml_get(root, "πλήκτρο")->column, 10);
	assert_int_equal(root->key_nodes[2]->line, 6);
	assert_null(yaml_get(root, "no"));
	assert_null(yaml_get(list, "no"));
}

static void test_nothing(void **state)
{
	ARENA(a);
	struct err err = { 0 };
	const struct yaml *root = parse(a, "# only words\n", &err);

	(void)state;
	assert_non_null(root);
	assert_int_equal(root->kind, YAML_SCALAR);
	assert_string_equal(root->text, "");
	assert_non_null(parse(a, "", &err));
	assert_non_null(parse(a, "\xef\xbb\xbf" "a: b\n", &err));
	/* What some editors begin a file with is no column of it. */
	root = parse(a, "\xef\xbb\xbf- a: 1\n  b: 2\n", &err);
	assert_non_null(root);
	assert_int_equal(root->items[0]->count, 2);
	assert_int_equal(root->items[0]->column, 3);
}

static const struct {
	int line;
	const char *text;
	const char *start;	/* of the refusal */
} refused[] = {
	{ __LINE__, "a: 1\nb: 2\na: 3\n",
	  "f.yaml:3:1: found `a`, expected it once: it stands in line 1" },
	{ __LINE__, "a: &x 1\nb: 2\n", "f.yaml:1:4: found an anchor" },
	{ __LINE__, "a: *x\n", "f.yaml:1:4: found an alias" },
	{ __LINE__, "a: !!str 1\n", "f.yaml:1:4: found a tag" },
	{ __LINE__, "a: 1\n---\nb: 1\n",
	  "f.yaml:2:1: found a second document" },
	{ __LINE__, "? [a]\n: 1\n", "f.yaml:1:3: found a list or a map" },
	{ __LINE__, "a: [1\n", "f.yaml:2:1: this is not YAML" },
	{ __LINE__, "a: 1\n b: 2\n", "f.yaml:2:3: this is not YAML" },
	{ __LINE__, "a:\n\tb: 2\n", "f.yaml:2:1: found a tab, expected " },
	{ __LINE__, "a:\n  c: 1\n  \tb: 2\n", "f.yaml:3:3: found a tab" },
	{ __LINE__, "a: @b\n", "f.yaml:1:4: this is not YAML" },
	{ __LINE__, "\xef\xbb\xbf" "a: @b\n", "f.yaml:1:4: this is not" },
	{ __LINE__, "a: 1\nb\xc3\xa9: \xff\n",
	  "f.yaml:2:5: this is not UTF-8: invalid leading" },
	{ __LINE__, "a: \"\\d\"\n", "f.yaml:1:5: this is not YAML: found "
	  "unknown escape character while parsing a quoted scalar (in single" },
	{ __LINE__, "a: b: c\n", "f.yaml:1:5: this is not YAML: mapping "
	  "values are not allowed in this context (wrongly indented" },
	{ __LINE__, "a: \x01\n", "f.yaml:1:4: this is not YAML" },
	{ __LINE__, "a: \"\\0\"\n", "f.yaml:1:4: found a control" },
	{ __LINE__, "a: 'open\n", "f.yaml:2:1: this is not YAML" },
};

static void test_refused(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct err err = { 0 };

		if (parse(a, refused[i].text, &err) != NULL)
			fail_msg("line %d: accepted", refused[i].line);
		if (err.kind != ERR_PERMANENT ||
		    strncmp(err.text, refused[i].start,
			    strlen(refused[i].start)) != 0)
			fail_msg("line %d: %s", refused[i].line, err.text);
	}
}

static const struct yaml *nested(struct arena *arena, int levels,
				 struct err *err)
{
	struct buffer text = { .arena = arena };

	for (int i = 0; i < levels; i++)
		buffer_char(&text, '[');
	for (int i = 0; i < levels; i++)
		buffer_char(&text, ']');
	return parse(arena, buffer_string(&text), err);
}

static const struct yaml *wide(struct arena *arena, int items,
			       struct err *err)
{
	struct buffer text = { .arena = arena };

	for (int i = 0; i < items; i++)
		buffer_text(&text, "- 1\n");
	return parse(arena, buffer_string(&text), err);
}

static void test_limits(void **state)
{
	ARENA(a);
	struct err err = { 0 };
	struct buffer big = { .arena = a };

	(void)state;
	assert_non_null(nested(a, 33, &err));
	assert_null(nested(a, 34, &err));
	assert_string_equal(err.text, "f.yaml:1:34: found a deeper level, "
			    "expected at most 32 levels");
	assert_null(nested(a, 10000, &err));
	assert_non_null(wide(a, 49999, &err));
	assert_null(wide(a, 50000, &err));
	assert_non_null(strstr(err.text, "too many values"));
	while (big.size < 1024 * 1024)
		buffer_text(&big, "# 345678");
	assert_non_null(yaml_parse(a, "f", big.data, big.size, &err));
	buffer_char(&big, '\n');
	assert_null(yaml_parse(a, "f", big.data, big.size, &err));
}

static const struct {
	int line;
	const char *text;
	enum { A_TEXT, AN_INT, A_BOOL, A_DURATION, A_SIZE } as;
	int64_t want;
	const char *refusal;	/* NULL: accepted */
} values[] = {
	{ __LINE__, "'7'", AN_INT, 7, NULL },
	{ __LINE__, "+40", AN_INT, 40, NULL },
	{ __LINE__, "-40", AN_INT, -40, NULL },
	{ __LINE__, "100", AN_INT, 100, NULL },
	{ __LINE__, "101", AN_INT, 0, "found `101`, expected a whole number "
	  "from -100 to 100" },
	{ __LINE__, "-101", AN_INT, 0, "found `-101`" },
	{ __LINE__, "7x", AN_INT, 0, "found `7x`" },
	{ __LINE__, "' 7'", AN_INT, 0, "found `7`" },
	{ __LINE__, "~", AN_INT, 0, "found `~`" },
	{ __LINE__, "99999999999999999999", AN_INT, 0, "found `9999" },
	{ __LINE__, "[1]", AN_INT, 0, "found a list" },
	{ __LINE__, "on", A_BOOL, 1, NULL },
	{ __LINE__, "no", A_BOOL, 0, NULL },
	{ __LINE__, "true", A_BOOL, 1, NULL },
	{ __LINE__, "On", A_BOOL, 0, "found `On`, expected on or off" },
	{ __LINE__, "{}", A_BOOL, 0, "found an empty map, expected on or off" },
	{ __LINE__, "90s", A_DURATION, 90 * USEC_SECOND, NULL },
	{ __LINE__, "15 minutes", A_DURATION, 15 * USEC_MINUTE, NULL },
	{ __LINE__, "8 hours", A_DURATION, 8 * USEC_HOUR, NULL },
	{ __LINE__, "30d", A_DURATION, 30 * USEC_DAY, NULL },
	{ __LINE__, "0s", A_DURATION, 0, NULL },
	{ __LINE__, "999999 days", A_DURATION, 999999 * USEC_DAY, NULL },
	{ __LINE__, "1000000 days", A_DURATION, 0, "found `1000000 days`" },
	{ __LINE__, "30", A_DURATION, 0, "found `30`, expected a duration" },
	{ __LINE__, "d", A_DURATION, 0, "found `d`" },
	{ __LINE__, "-3d", A_DURATION, 0, "found `-3d`" },
	{ __LINE__, "3 fortnights", A_DURATION, 0, "found `3 fort" },
	{ __LINE__, "500 KB", A_SIZE, 500 * 1024, NULL },
	{ __LINE__, "50MB", A_SIZE, 50 * 1024 * 1024, NULL },
	{ __LINE__, "50 GB", A_SIZE, 0, "found `50 GB`, expected a size" },
	{ __LINE__, "x", A_TEXT, 0, NULL },
	{ __LINE__, "''", A_TEXT, 0, NULL },
	{ __LINE__, "", A_TEXT, 0, "found nothing, expected a text" },
	{ __LINE__, "[x]", A_TEXT, 0, "found a list, expected a text" },
};

static bool read_value(size_t i, const struct yaml *node, int64_t *value,
		       struct err *err)
{
	const char *text;
	bool yes = false, done;

	switch (values[i].as) {
	case AN_INT:
		return yaml_int(node, -100, 100, value, err);
	case A_DURATION:
		return yaml_duration(node, value, err);
	case A_SIZE:
		return yaml_size(node, value, err);
	case A_BOOL:
		done = yaml_bool(node, &yes, err);
		*value = yes;
		return done;
	default:
		return yaml_text(node, &text, err);
	}
}

static void test_values(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		struct err err = { 0 };
		const char *text = arena_printf(a, "k: %s\n", values[i].text);
		const struct yaml *root = parse(a, text, &err);
		int64_t value = 0;
		bool done;

		assert_non_null(root);
		done = read_value(i, yaml_get(root, "k"), &value, &err);
		if (done != (values[i].refusal == NULL) ||
		    value != values[i].want)
			fail_msg("line %d", values[i].line);
		if (!done && strstr(err.text, values[i].refusal) == NULL)
			fail_msg("line %d: %s", values[i].line, err.text);
	}
}

static const struct {
	int line;
	const char *key;
	const char *refusal;	/* NULL: accepted */
} known_keys[] = {
	{ __LINE__, "address", NULL },
	{ __LINE__, "adress", "f.yaml:1:1: found `adress`, expected `address`"},
	{ __LINE__, "Address", "expected `address`" },
	{ __LINE__, "addresses", "expected `address`" },
	{ __LINE__, "langauge", "expected `language`" },
	{ __LINE__, "colour", "expected one of: address, language, queue" },
	{ __LINE__, "q", "expected one of:" },
	{ __LINE__, "''", "found an empty text, expected one of:" },
};

static void test_known_keys(void **state)
{
	static const char *const known[] = { "address", "language", "queue",
					     NULL };
	ARENA(a);
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(known_keys) / sizeof(known_keys[0]);
	     i++) {
		const struct yaml *root = parse(a, arena_printf(a, "%s: 1\n",
					known_keys[i].key), &err);
		bool done = yaml_known_keys(root, known, &err);

		if (done != (known_keys[i].refusal == NULL))
			fail_msg("line %d", known_keys[i].line);
		if (!done && strstr(err.text, known_keys[i].refusal) == NULL)
			fail_msg("line %d: %s", known_keys[i].line, err.text);
	}
	assert_false(yaml_known_keys(parse(a, "- 1\n", &err), known, &err));
	assert_string_equal(err.text, "f.yaml:1:1: found a list, "
			    "expected a map (key: value)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tree),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_known_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
