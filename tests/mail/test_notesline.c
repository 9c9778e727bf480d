/* test_notesline.c - authors and dates without labels. */

#include "mail/notesline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct {
	int line;
	const char *text;
	const char *from, *date;	/* from NULL: none */
	size_t next;
} cases[] = {
	{ __LINE__, "Ann\n01/08/2001 10:40 AM\n", "Ann", "01/08/2001 10:40 AM",
	  2 },
	{ __LINE__, "Ann on 1/8/01 10:40:10 PM", "Ann", "1/8/01 10:40:10 PM",
	  1 },
	{ __LINE__, "\t> Ann@ORG  08.01.2001 10:40", "Ann@ORG",
	  "08.01.2001 10:40", 1 },
	{ __LINE__, "2001-01-08 10:40 ZE2", "", "2001-01-08 10:40 ZE2", 1 },
	{ __LINE__, "Ann\n\n01/08/2001 10:40 AM\n", NULL, NULL, 0 },
	{ __LINE__, "Ann\nsince 01/08/2001 10:40 AM\n", NULL, NULL, 0 },
	{ __LINE__, "at 01/08/2001 10:40 we met", NULL, NULL, 0 },
	{ __LINE__, "01/08/2001", NULL, NULL, 0 },
	{ __LINE__, "10:40", NULL, NULL, 0 },
	{ __LINE__, "1.2.3.4:5", NULL, NULL, 0 },
	{ __LINE__, "Ann", NULL, NULL, 0 },
};

static void test_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		struct lines lines = lines_of(arena, cases[i].text,
					      strlen(cases[i].text));
		struct notesline notes;
		bool got = notesline_at(arena, &lines, 0, &notes);

		if (got != (cases[i].from != NULL) ||
		    (got && (strcmp(notes.from, cases[i].from) != 0 ||
			     strcmp(notes.date, cases[i].date) != 0 ||
			     notes.next != cases[i].next)))
			fail_msg("line %d: got %s, %s", cases[i].line,
				 got ? notes.from : "none",
				 got ? notes.date : "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_lines) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
