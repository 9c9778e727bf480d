/* test_listmark.c - what the list added goes, what people wrote stays. */

#include "mail/listmark.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define LIST "team@lists.test"

static const struct {
	int line;
	const char *subject, *want;
} subjects[] = {
	{ __LINE__, "[Team] Kettle", "Kettle" },
	{ __LINE__, "[team]Kettle", "Kettle" },
	{ __LINE__, "Re: [Team] Kettle", "Re: Kettle" },
	{ __LINE__, "AW: Re: [TEAM] Kettle", "AW: Re: Kettle" },
	{ __LINE__, "[Teams] Kettle", "[Teams] Kettle" },
	{ __LINE__, "[Tea] Kettle", "[Tea] Kettle" },
	{ __LINE__, "[#1] Kettle", "[#1] Kettle" },
	{ __LINE__, "Kettle [Team]", "Kettle [Team]" },
	{ __LINE__, "[Team]", "" },
	{ __LINE__, "[Team", "[Team" },
	{ __LINE__, "", "" },
};

static void test_subject(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(subjects); i++) {
		ARENA(arena);
		const char *got = listmark_subject(arena, subjects[i].subject,
						   LIST);

		if (strcmp(got, subjects[i].want) != 0)
			fail_msg("line %d: %s", subjects[i].line, got);
	}
}

#define RULE "_______________________________________________\n"
#define SHORT "________________________________\n"

/* The text in two: what stays, and what goes. */
static const struct {
	int line;
	const char *stays, *goes;
} texts[] = {
	{ __LINE__, "It leaks.\n", RULE "Team mailing list -- "
	  "Team@lists.test\nTo unsubscribe send an email to "
	  "team-leave@lists.test\n" },
	{ __LINE__, "It leaks.\n", RULE "Team mailing list\n"
	  "https://lists.test/mailman/listinfo/team\n" },
	{ __LINE__, "It leaks.\n\n", "-- \nYou received this message because "
	  "you are subscribed to the Google Groups \"Team\" group.\nTo "
	  "unsubscribe, send an email to team+unsubscribe@lists.test.\n" },
	{ __LINE__, "It leaks.\n-- \nAnn\n", RULE "team@lists.test\n" },
	{ __LINE__, "", RULE "team@lists.test\n" },

	/* Of another list, or of nobody. */
	{ __LINE__, "It leaks.\n" RULE "Other mailing list -- "
	  "other@lists.test\n", "" },
	{ __LINE__, "It leaks.\n" RULE, "" },
	/* People sign, and Outlook quotes below a shorter rule. */
	{ __LINE__, "It leaks.\n-- \nAnn, of team@lists.test\n", "" },
	{ __LINE__, "It leaks.\n" SHORT "From: Ann\nTo: team@lists.test\n",
	  "" },
	{ __LINE__, "> " RULE "> team@lists.test\nIt still leaks.\n", "" },
	{ __LINE__, "It leaks.\nteam@lists.test\n", "" },
	{ __LINE__, "", "" },
};

static void test_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		ARENA(arena);
		const char *whole = arena_printf(arena, "%s%s",
						 texts[i].stays,
						 texts[i].goes);
		size_t got = listmark_text(whole, strlen(whole), LIST);

		if (got != strlen(texts[i].stays))
			fail_msg("line %d: %zu bytes of %zu", texts[i].line,
				 got, strlen(whole));
	}
}

/* What is longer than a footer is none: both edges. */
static void test_limit(void **state)
{
	static const char start[] = "It leaks.\n" RULE "team@lists.test\n";
	const size_t above = strlen("It leaks.\n");
	char text[4096];
	size_t head = sizeof(start) - 1;

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, start, head);
	text[above + 2000] = '\0';
	assert_int_equal(listmark_text(text, above + 2000, LIST), above);
	text[above + 2000] = 'x';
	text[above + 2001] = '\0';
	assert_int_equal(listmark_text(text, above + 2001, LIST),
			 above + 2001);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_subject),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
