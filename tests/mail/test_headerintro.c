/* test_headerintro.c - the table is sound, and a few rows of it. */

#include "mail/headerintro.h"

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
	for (; (word = headerintro_nth(arena, n)) != NULL; n++)
		if (strcmp(word, text_caseless(arena, word, strlen(word))) != 0)
			fail_msg("%s is not in lower case", word);
		else if (!headerintro_by(word) && headerintro_of(word) ==
						  HEADERBLOCK_BARE)
			fail_msg("%s is not found", word);
	assert_true(n > 300);
}

static void test_intros(void **state)
{
	(void)state;
	assert_int_equal(headerintro_of("forwarded message"),
			 HEADERBLOCK_FORWARDED);
	assert_int_equal(headerintro_of("ursprüngliche nachricht"),
			 HEADERBLOCK_ORIGINAL);
	assert_int_equal(headerintro_of("forwarded"), HEADERBLOCK_BARE);
	assert_int_equal(headerintro_of(""), HEADERBLOCK_BARE);
	assert_true(headerintro_by("forwarded by ann"));
	assert_false(headerintro_by("forwarded byann"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_caseless),
		cmocka_unit_test(test_intros),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
