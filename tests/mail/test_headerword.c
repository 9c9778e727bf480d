/* test_headerword.c - the tables are sound, and a few rows of them. */

#include "mail/headerword.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Every word is as text_caseless() makes it, or it could never be found. */
static void test_caseless(void **state)
{
	ARENA(arena);
	char *word;
	size_t n = 0;

	(void)state;
	for (; (word = headerword_nth(arena, n)) != NULL; n++)
		if (strcmp(word, text_caseless(arena, word, strlen(word))) != 0)
			fail_msg("%s is not in lower case", word);
	assert_true(n > 500);
}

static void test_labels(void **state)
{
	static const struct {
		int line;
		const char *label;
		enum headerblock_field want;
	} rows[] = {
		{ __LINE__, "from", HEADERBLOCK_FROM },
		{ __LINE__, "kopie (cc)", HEADERBLOCK_CC },
		{ __LINE__, "θέμα", HEADERBLOCK_SUBJECT },
		{ __LINE__, "נשלח", HEADERBLOCK_DATE },
		{ __LINE__, "adressaat", HEADERBLOCK_TO },
		{ __LINE__, "bcc", HEADERBLOCK_OTHER },
		{ __LINE__, "fro", HEADERBLOCK_NO_FIELD },
		{ __LINE__, "fromm", HEADERBLOCK_NO_FIELD },
		{ __LINE__, "", HEADERBLOCK_NO_FIELD },
		{ __LINE__, "to|bob", HEADERBLOCK_NO_FIELD },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (headerword_label(rows[i].label, NULL) != rows[i].want)
			fail_msg("line %d", rows[i].line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_caseless),
		cmocka_unit_test(test_labels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
