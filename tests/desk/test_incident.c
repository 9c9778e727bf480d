/* test_incident.c - which incident a queue is in, and what is said of it. */

#include "desk/incident.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const lines[] = {
	"en Cards are refused.", "de Karten gehen nicht.", "he ", "fr",
};

static const struct incident desk_wide = { "", { lines, 4 } };
static const struct incident billing = { "billing", { NULL, 0 } };

static void test_of(void **state)
{
	const struct incident both[] = { desk_wide, billing };
	const struct incident turned[] = { billing, desk_wide };
	const struct {
		int line;
		struct incidents all;
		const char *queue;
		const char *want;	/* its queue; NULL: none */
	} rows[] = {
		{ __LINE__, { NULL, 0 }, "billing", NULL },
		{ __LINE__, { &billing, 1 }, "billing", "billing" },
		{ __LINE__, { &billing, 1 }, "billing-2", NULL },
		{ __LINE__, { &billing, 1 }, "", NULL },
		{ __LINE__, { &desk_wide, 1 }, "billing", "" },
		{ __LINE__, { both, 2 }, "billing", "billing" },
		{ __LINE__, { turned, 2 }, "billing", "billing" },
		{ __LINE__, { both, 2 }, "orders", "" },
		{ __LINE__, { turned, 2 }, "orders", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct incident *got = incident_of(&rows[i].all,
							 rows[i].queue);

		if ((got == NULL) != (rows[i].want == NULL) ||
		    (got != NULL && strcmp(got->queue, rows[i].want) != 0))
			fail_msg("line %d", rows[i].line);
	}
}

static void test_words(void **state)
{
	static const struct {
		int line;
		const char *language, *want;
	} rows[] = {
		{ __LINE__, "en", "Cards are refused." },
		{ __LINE__, "de", "Karten gehen nicht." },
		{ __LINE__, "el", "" },
		{ __LINE__, "he", "" },
		{ __LINE__, "fr", "" },
		{ __LINE__, "e", "" },
		{ __LINE__, "", "" },
		{ __LINE__, "en Cards", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(incident_words(&desk_wide, rows[i].language),
			   rows[i].want) != 0)
			fail_msg("line %d", rows[i].line);
	assert_string_equal(incident_words(&billing, "en"), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_of),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
