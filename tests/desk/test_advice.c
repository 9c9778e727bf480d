/* test_advice.c - what is missed in which replies. */

#include "desk/advice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	int line;
	const char *name, *body;
	const char *want;	/* placeholders that are missed */
} cases[] = {
	{ __LINE__, "ack", "{{number}}", "" },
	{ __LINE__, "ack", "Hello.", "number " },
	{ __LINE__, "ack-neutral", "{{subject}}", "number " },
	{ __LINE__, "ack-closed", "Closed.", "number opens " },
	{ __LINE__, "ack-closed", "{{number}} {{opens|soon}}", "" },
	{ __LINE__, "ack-holiday", "{{number}}", "opens " },
	{ __LINE__, "tyres-closed", "Closed.", "opens " },
	{ __LINE__, "tyres-holiday", "{{opens}}", "" },
	{ __LINE__, "ack-follow-up", "{{number}}", "earlier " },
	{ __LINE__, "ack-follow-up", "{{earlier}}", "number " },
	{ __LINE__, "survey", "{{score5|good}}", "score1 " },
	{ __LINE__, "survey", "{{score1|bad}}", "score5 " },
	{ __LINE__, "survey", "{{score1|bad}} {{score5|good}}", "" },
	{ __LINE__, "tyres", "Hello.", "" },
	{ __LINE__, "closed", "Hello.", "" },
	{ __LINE__, "survey-2", "Hello.", "" },
};

static const char *missed(struct arena *arena, const char *name,
			  const char *body)
{
	const char *text = arena_printf(arena, "---\nsubject: s\n---\n%s\n",
					body);
	const struct bundle_file file = {
		arena_printf(arena, "replies/%s/de.md", name), text,
		strlen(text),
	};
	const struct bundle bundle = { &file, 1 };
	struct buffer out = { .arena = arena };
	struct advices advices;
	struct err err;
	const struct templates *templates = template_load(arena, &bundle,
							  &err);

	if (templates == NULL)
		fail_msg("%s", err.text);
	advices = advice_on(arena, templates);
	for (size_t i = 0; i < advices.count; i++) {
		assert_string_equal(advices.at[i].reply.name, name);
		assert_string_equal(advices.at[i].reply.language, "de");
		assert_true(advices.at[i].why[0] != '\0');
		buffer_printf(&out, "%s ", advices.at[i].placeholder);
	}
	return buffer_string(&out);
}

static void test_cases(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = missed(a, cases[i].name, cases[i].body);

		if (strcmp(got, cases[i].want) != 0)
			fail_msg("line %d: %s", cases[i].line, got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
