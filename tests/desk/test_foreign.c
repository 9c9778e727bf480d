/* test_foreign.c - what is an id of another system, and what only looks so. */

#include "desk/foreign.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	int line;
	const char *subject, *id, *reference;
	const char *want;		/* parted by blanks */
} cases[] = {
	{ __LINE__, "[JIRA] (ABC-12) Paper jam", "", "", "jira:abc-12" },
	{ __LINE__, "Re: [JIRA] (ABC-12) Paper jam", "", "", "jira:abc-12" },
	{ __LINE__, "[JIRA] Ann mentioned you on AB1-7", "", "",
	  "jira:ab1-7" },
	{ __LINE__, "(ABC-12) Paper jam", "", "", "jira:abc-12" },
	{ __LINE__, "UTF-8 in mail", "", "", "" },
	{ __LINE__, "A COVID-19 rule", "", "", "" },
	{ __LINE__, "(ABC-0) x", "", "", "" },
	{ __LINE__, "(ABC-12-3) x", "", "", "" },
	{ __LINE__, "x", "JIRA.12345.1400000000000@Atlassian.JIRA", "",
	  "jira:12345" },
	{ __LINE__, "x", "", "JIRA.12345.1.2.3@Atlassian.JIRA",
	  "jira:12345" },

	{ __LINE__, "INC0012345 was opened", "", "",
	  "servicenow:inc0012345" },
	{ __LINE__, "Incident INC0012345: RITM0054321 waits", "", "",
	  "servicenow:inc0012345" },
	{ __LINE__, "INC001234", "", "", "" },	/* 6 digits */
	{ __LINE__, "ZINC0012345", "", "", "" },

	{ __LINE__, "Re: [example.org #12] Paper", "", "", "rt:example.org/12" },
	{ __LINE__, "[#12] Paper", "", "", "" },
	{ __LINE__, "x", "", "rt-4.4.3-2-1549-1549616.47-12-0@example.org",
	  "rt:47" },

	{ __LINE__, "Your request #4711 was received", "", "",
	  "zendesk:4711" },
	{ __LINE__, "request #4", "", "", "" },
	{ __LINE__, "x", "ABCDE1-2F3G_5f0c_sprut@zendesk.com", "",
	  "zendesk:abcde1-2f3g" },
	{ __LINE__, "x", "ABCDE1-2F3G@zendesk.com.example.org", "", "" },

	{ __LINE__, "Re: [owner/repo] Paper jam (#12)", "", "",
	  "github:owner/repo/12" },
	{ __LINE__, "[owner/repo] Paper jam (Issue #12)",
	  "owner/repo/issues/12@github.com", "", "github:owner/repo/12" },
	{ __LINE__, "[owner/repo] Run failed", "", "", "" },
	{ __LINE__, "x", "", "owner/repo/pull/13/c99@github.com",
	  "github:owner/repo/13" },

	/* Two systems in one mail. */
	{ __LINE__, "[example.org #12] INC0012345", "", "",
	  "servicenow:inc0012345 rt:example.org/12" },
	{ __LINE__, "", "", "", "" },
};

static struct foreign *all_shipped(void)
{
	struct foreign *foreign = foreign_new();
	const struct foreign_pattern *pattern;
	struct err err;

	for (size_t i = 0; (pattern = foreign_shipped(i)) != NULL; i++)
		if (!foreign_add(foreign, pattern, &err))
			fail_msg("%s: %s", pattern->name, err.text);
	return foreign;
}

static void test_shipped(void **state)
{
	struct foreign *foreign = all_shipped();
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct message message = {
			.subject = cases[i].subject,
			.message_id = cases[i].id,
			.references = { &cases[i].reference, 1 },
		};
		struct strings ids = foreign_find(arena, foreign, &message);
		struct buffer got = { .arena = arena };

		for (size_t k = 0; k < ids.count; k++)
			buffer_printf(&got, "%s%s", k == 0 ? "" : " ",
				      ids.at[k]);
		if (strcmp(buffer_string(&got), cases[i].want) != 0)
			fail_msg("line %d: %s", cases[i].line,
				 buffer_string(&got));
	}
	assert_int_equal(foreign_find(arena, NULL, &(struct message){
		.subject = "(ABC-12)", .message_id = "" }).count, 0);
	foreign_free(&foreign);
	assert_null(foreign);
}

/* Without groups all of it is the id; a mistake is told. */
static void test_own(void **state)
{
	const struct foreign_pattern own = { "ops", "\\bOPS-\\d{4}", NULL };
	const struct foreign_pattern wrong = { "x", NULL, "(" };
	struct foreign *foreign = foreign_new();
	struct err err;
	ARENA(arena);

	(void)state;
	assert_true(foreign_add(foreign, &own, &err));
	assert_false(foreign_add(foreign, &wrong, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	assert_string_equal(foreign_find(arena, foreign, &(struct message){
		.subject = "on ops-1234", .message_id = "" }).at[0],
		"ops:ops-1234");
	foreign_free(&foreign);
	assert_non_null(foreign_named("github"));
	assert_null(foreign_named("none"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shipped),
		cmocka_unit_test(test_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
