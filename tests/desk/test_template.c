/* test_template.c - placeholders, mistakes, and values that try to be more. */

#include "desk/template.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct templates *load(struct arena *arena, const char *name,
				    const char *text, struct err *err)
{
	const struct bundle_file files[] = {
		{ "rules/1.yaml", "- name: x", 9 },
		{ name, text, strlen(text) },
	};
	const struct bundle bundle = { files, 2 };

	return template_load(arena, &bundle, err);
}

#define HEAD "---\nsubject: 'Hello {{number}}'\n---\n"

static const struct {
	int line;
	const char *name, *text;
	const char *refusal;	/* NULL: accepted */
} cases[] = {
	{ __LINE__, "replies/a/en.md", HEAD "\nText {{subject}}.\n", NULL },
	{ __LINE__, "replies/a-2/el.md", HEAD "{{desk|us}} { } }} {x}", NULL },
	{ __LINE__, "replies/a/en.md", HEAD "Dear\nμου {{custmer}},\n",
	  "replies/a/en.md:5:5: found `{{custmer}}`, expected one of: number "
	  "subject" },
	{ __LINE__, "replies/a/en.md", "---\nsubject: 'a {{x}}'\n---\nText",
	  ":2:13: found `{{x}}`" },
	{ __LINE__, "replies/a/en.md", HEAD "a {{number", ":4:3: found `{{`" },
	{ __LINE__, "replies/a/en.md", HEAD "{{number\n}}",
	  ":4:1: found `{{`" },
	{ __LINE__, "replies/a/en.md", HEAD "{{{number}}}",
	  ":4:1: found `{{`" },
	{ __LINE__, "replies/a/en.md", HEAD "{{}}", ":4:1: found `{{}}`" },
	{ __LINE__, "replies/a/en.md", HEAD "{{ number }}",
	  ":4:1: found `{{ number }}`" },
	{ __LINE__, "replies/a/en.md", HEAD "{{Number}}", ":4:1: found" },
	{ __LINE__, "replies/a/en.md", HEAD "\n\n", ":6:1: found no text" },
	{ __LINE__, "replies/a/en.md", "Text", ":1:1: found no front matter" },
	{ __LINE__, "replies/a/en.md", "---\nsubject: a\nText",
	  ":1:1: found no front matter" },
	{ __LINE__, "replies/a/en.md", "---\ntitle: a\n---\nText",
	  ":2:1: found `title`, expected one of: subject" },
	{ __LINE__, "replies/a/en.md", "---\n{}\n---\nText",
	  ":2:1: found an empty map, expected `subject:`" },
	{ __LINE__, "replies/a/en.md", "---\nsubject: [a]\n---\nText",
	  ":2:10: found a list, expected a text" },
	{ __LINE__, "replies/a/en.md", "---\nsubject: \"a\\nb\"\n---\nText",
	  ":2:10: found `a b`, expected one line" },
	{ __LINE__, "replies/a/en.md", HEAD "\xff", "found other bytes" },
	{ __LINE__, "replies/a/eng.md", HEAD "x", "expected replies/NAME/LA" },
	{ __LINE__, "replies/a.md", HEAD "x", "expected replies/NAME/LANG" },
	{ __LINE__, "replies/../en.md", HEAD "x", "expected replies/NAME/LA" },
};

static void test_cases(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = { 0 };
		bool done = load(a, cases[i].name, cases[i].text, &err);

		if (done != (cases[i].refusal == NULL))
			fail_msg("line %d: %s", cases[i].line, err.text);
		if (!done && strstr(err.text, cases[i].refusal) == NULL)
			fail_msg("line %d: %s", cases[i].line, err.text);
	}
}

static const struct {
	int line;
	const char *value;
	const char *subject, *markdown;
} values[] = {
	{ __LINE__, "My invoice", "S My invoice.", "B My invoice." },
	{ __LINE__, "", "S nothing.", "B nothing." },
	{ __LINE__, NULL, "S nothing.", "B nothing." },
	{ __LINE__, "a\r\nBcc: x", "S a Bcc: x.", "B a Bcc\\: x." },
	{ __LINE__, "[x](y)", "S [x](y).", "B \\[x\\]\\(y\\)." },
	{ __LINE__, "<b>&amp;", "S <b>&amp;.", "B \\<b\\>\\&amp\\;." },
	{ __LINE__, "*a* _b_ `c`", "S *a* _b_ `c`.",
	  "B \\*a\\* \\_b\\_ \\`c\\`." },
	{ __LINE__, "https://evil.test", "S https: evil.test.",
	  "B https\\: evil\\.test." },
	{ __LINE__, "WWW.evil.test", "S www evil.test.",
	  "B www evil\\.test." },
	{ __LINE__, "{{number}}", "S {{number}}.", "B \\{\\{number\\}\\}." },
	{ __LINE__, "\\", "S \\.", "B \\\\." },
	{ __LINE__, "# 1. - +", "S # 1. - +.", "B \\# 1\\. \\- \\+." },
	{ __LINE__, "a\xe2\x80\xae" "b", "S ab.", "B ab." },
	{ __LINE__, "Καλημέρα", "S Καλημέρα.", "B Καλημέρα." },
};

static void test_values(void **state)
{
	ARENA(a);
	struct err err = { 0 };
	const struct templates *templates = load(a, "replies/r/en.md",
		"---\nsubject: S {{subject|nothing}}.\n---\n"
		"B {{subject|nothing}}.", &err);

	(void)state;
	assert_non_null(templates);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		const struct template_values given = {
			.subject = values[i].value,
		};
		struct rendered rendered;

		assert_true(template_render(a, templates, "r", "en", "en",
					    &given, &rendered));
		if (strcmp(rendered.subject, values[i].subject) != 0 ||
		    strcmp(rendered.markdown, values[i].markdown) != 0)
			fail_msg("line %d: `%s` `%s`", values[i].line,
				 rendered.subject, rendered.markdown);
	}
}

static void test_languages(void **state)
{
	static const char el[] = "---\nsubject: el\n---\nel";
	static const char en[] = "---\nsubject: en\n---\nen";
	const struct bundle_file files[] = {
		{ "replies/r/el.md", el, strlen(el) },
		{ "replies/r/en.md", en, strlen(en) },
		{ "replies/only/el.md", el, strlen(el) },
	};
	const struct bundle bundle = { files, 3 };
	const struct template_values none = { 0 };
	struct rendered rendered;
	struct err err = { 0 };
	ARENA(a);
	const struct templates *templates = template_load(a, &bundle, &err);

	(void)state;
	assert_true(template_exists(templates, "r"));
	assert_false(template_exists(templates, "s"));
	assert_true(template_render(a, templates, "r", "el", "en", &none,
				    &rendered));
	assert_string_equal(rendered.language, "el");
	assert_string_equal(rendered.markdown, "el");
	assert_true(template_render(a, templates, "r", "he", "en", &none,
				    &rendered));
	assert_string_equal(rendered.language, "en");
	assert_true(template_render(a, templates, "r", NULL, "en", &none,
				    &rendered));
	assert_false(template_render(a, templates, "only", "he", "en", &none,
				     &rendered));
	assert_false(template_render(a, templates, "s", "en", "en", &none,
				     &rendered));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
