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

	/* What is more than words. */
	{ __LINE__, "replies/a/en.md", HEAD "a\n{{answer}}\nb", NULL },
	{ __LINE__, "replies/a/en.md", HEAD "{{answer}}", NULL },
	{ __LINE__, "replies/a/en.md", HEAD "a {{answer}}",
	  ":4:3: found `{{answer}}`, expected it on a line of its own" },
	{ __LINE__, "replies/a/en.md", HEAD "{{answer}} a",
	  ":4:1: found `{{answer}}`, expected it on a line of its own" },
	{ __LINE__, "replies/a/en.md", HEAD "{{answer|x}}",
	  "expected it without a fallback" },
	{ __LINE__, "replies/a/en.md", HEAD "{{articles}}", NULL },
	{ __LINE__, "replies/a/en.md", HEAD "{{articles|That was it}}", NULL },
	{ __LINE__, "replies/a/en.md", HEAD "{{articles|}}",
	  "the words of the link" },
	{ __LINE__, "replies/a/en.md", HEAD "x {{articles}}",
	  "on a line of its own" },
	{ __LINE__, "replies/a/en.md", HEAD "Is it {{solved|so}}?", NULL },
	{ __LINE__, "replies/a/en.md", HEAD "{{solved}}",
	  ":4:1: found `{{solved}}`, expected `{{name|words}}`" },
	{ __LINE__, "replies/a/en.md", HEAD "{{score3|}}",
	  ":4:1: found `{{score3|}}`, expected `{{name|words}}`" },
	{ __LINE__, "replies/a/en.md", HEAD "{{score6|x}}",
	  ":4:1: found `{{score6|x}}`, expected one of: number" },
	{ __LINE__, "replies/a/en.md",
	  "---\nsubject: 'a {{solved|x}}'\n---\nText",
	  ":2:13: found `{{solved|x}}`, expected words only" },
	{ __LINE__, "replies/a/en.md",
	  "---\nsubject: 'a {{#number}}'\n---\nText",
	  ":2:13: found `{{#number}}`, expected words only" },

	/* Sections. */
	{ __LINE__, "replies/a/en.md", HEAD "{{#opens}}a {{opens}}{{/opens}}",
	  NULL },
	{ __LINE__, "replies/a/en.md", HEAD "{{#opens}}a{{/opens}}"
	  "{{#stop}}{{stop|b}}{{/stop}}", NULL },
	{ __LINE__, "replies/a/en.md", HEAD "{{#opens}}a",
	  ":4:1: found `{{#opens}}`, expected `{{/name}}` of this" },
	{ __LINE__, "replies/a/en.md", HEAD "{{#opens}}a{{/stop}}",
	  ":4:1: found `{{#opens}}`, expected `{{/name}}` of this" },
	{ __LINE__, "replies/a/en.md",
	  HEAD "{{#opens}}{{#stop}}a{{/stop}}{{/opens}}",
	  ":4:1: found `{{#opens}}`, expected `{{/name}}` of this" },
	{ __LINE__, "replies/a/en.md", HEAD "a{{/opens}}",
	  ":4:2: found `{{/opens}}`, expected `{{#name}}` before it" },
	{ __LINE__, "replies/a/en.md", HEAD "{{#opens|a}}b{{/opens}}",
	  "expected it without a fallback" },
	{ __LINE__, "replies/a/en.md", HEAD "{{#}}a", "found `{{#}}`" },

	/* Where it stands. */
	{ __LINE__, "replies/a/en.md",
	  "---\nsubject: a\nwith: acknowledgement\n---\nText", NULL },
	{ __LINE__, "replies/a/en.md",
	  "---\nsubject: a\nwith: love\n---\nText",
	  ":3:7: found `love`, expected `acknowledgement`" },
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

#define ADDRESS "s+a7.1s-x@d.test"
#define MAIL "](mailto:" ADDRESS "?subject="

static const struct {
	int line;
	const char *text;
	struct template_values values;
	const char *markdown;
} parts[] = {
	{ __LINE__, "{{solved|It is *solved*}}.",
	  { .number = "7", .solved = ADDRESS },
	  "[It is \\*solved\\*" MAIL "%5B%237%5D%20It%20is%20%2Asolved%2A"
	  "&body=It%20is%20%2Asolved%2A)." },
	{ __LINE__, "{{stop|Schluß}}", { .number = "7", .stop = ADDRESS },
	  "[Schluß" MAIL "%5B%237%5D%20Schlu%C3%9F&body=Schlu%C3%9F)" },
	{ __LINE__, "a{{stop|b}}c", { .number = "7" }, "ac" },
	{ __LINE__, "a\n{{#stop}}\nb {{stop|c}}\n{{/stop}}\nd",
	  { .number = "7", .stop = "" }, "a\nd" },
	{ __LINE__, "a {{#opens}}b {{opens}} {{/opens}}c",
	  { .opens = "now" }, "a b now c" },
	{ __LINE__, "a {{#opens}}b {{opens}} {{/opens}}c",
	  { .opens = NULL }, "a c" },
	{ __LINE__, "a\n\n{{answer}}\n\nb", { .answer = "**x** <y>" },
	  "a\n\n**x** <y>\n\nb" },
	{ __LINE__, "{{#articles}}See\n\n{{articles}}\n{{/articles}}\nb",
	  { .article_count = 0 }, "b" },
	{ __LINE__, "{{#articles}}\nSee\n\n{{articles|Yes}}\n{{/articles}}\n"
	  "b", { .number = "7", .article_count = 2, .articles = {
		{ "A *b*", "Do **it**.", "", ADDRESS },
		{ "C", "", "https://x.test/", "" } } },
	  "See\n\n**A \\*b\\***\n\nDo **it**.\n\n[Yes" MAIL
	  "%5B%237%5D%20Yes&body=Yes)\n\n**C**\n\n<https://x.test/>\n\nb" },
};

static void test_parts(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const char *text = arena_printf(a, HEAD "%s", parts[i].text);
		struct err err = { 0 };
		const struct templates *templates = load(a, "replies/r/en.md",
							 text, &err);
		struct rendered rendered;

		if (templates == NULL)
			fail_msg("line %d: %s", parts[i].line, err.text);
		assert_true(template_render(a, templates, "r", "en", "en",
					    &parts[i].values, &rendered));
		if (strcmp(rendered.markdown, parts[i].markdown) != 0)
			fail_msg("line %d: `%s`", parts[i].line,
				 rendered.markdown);
	}
}

static void test_asked(void **state)
{
	ARENA(a);
	struct err err = { 0 };
	const struct templates *templates = load(a, "replies/r/en.md",
		"---\nsubject: a\nwith: acknowledgement\n---\n"
		"{{#opens}}\n{{answer}}\n{{/opens}}", &err);

	(void)state;
	assert_true(template_joins(templates, "r"));
	assert_false(template_joins(templates, "s"));
	assert_true(template_has(templates, "r", "en", "answer"));
	assert_false(template_has(templates, "r", "el", "answer"));
	assert_false(template_has(templates, "r", "en", "opens"));
	assert_false(template_joins(load(a, "replies/r/en.md", HEAD "x", &err),
				    "r"));
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
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_asked),
		cmocka_unit_test(test_languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
