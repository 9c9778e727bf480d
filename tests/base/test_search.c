/* test_search.c - words with their places, and questions about them. */

#include "base/search.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	int line;
	const char *texts[2];
	const char *want;
} vectors[] = {
	{ __LINE__, { "", "" }, "" },
	{ __LINE__, { "?!", " -- " }, "" },
	{ __LINE__, { "My Kettle", "boils, boils!" },
	  "my:1 kettle:2 boils:3 boils:4 " },
	{ __LINE__, { "ΤΙΜΟΛΌΓΙΟ café", "ÕUN ſ" },
	  "τιμολογιο:1 cafe:2 oun:3 s:4 " },
	{ __LINE__, { "ann@example.org", "B-42_x" },
	  "ann:1 example:2 org:3 b:4 42:5 x:6 " },
	{ __LINE__, { "שָׁלוֹם", "it's" }, "שלום:1 it:2 s:3 " },
	/* what would be an operator or a quote */
	{ __LINE__, { "'a' & \\b:1 | !c", "" }, "a:1 b:2 1:3 c:4 " },
};

static void test_vectors(void **state)
{
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		const char *got = search_vector(arena, vectors[i].texts, 2);

		if (strcmp(got, vectors[i].want) != 0)
			fail_msg("line %d: got \"%s\"", vectors[i].line, got);
	}
}

static const struct {
	int line;
	const char *words, *want;
} queries[] = {
	{ __LINE__, "", "" },
	{ __LINE__, " - \" \" or ", "" },
	{ __LINE__, "Kettle", "('kettle')" },
	{ __LINE__, "kettle  BOILS", "('kettle') & ('boils')" },
	{ __LINE__, "\"kettle boils\"", "('kettle' <-> 'boils')" },
	{ __LINE__, "\"kettle", "('kettle')" },
	{ __LINE__, "kettle -boils", "('kettle') & !('boils')" },
	{ __LINE__, "-\"a b\" c", "!('a' <-> 'b') & ('c')" },
	{ __LINE__, "a or b OR c", "('a') | ('b') | ('c')" },
	{ __LINE__, "or a or", "('a')" },
	{ __LINE__, "a or -b", "('a') | !('b')" },
	{ __LINE__, "inv*", "('inv':*)" },
	{ __LINE__, "no-123", "('no' <-> '123')" },
	{ __LINE__, "no-12*", "('no' <-> '12':*)" },
	{ __LINE__, "ann@example.org", "('ann' <-> 'example' <-> 'org')" },
	{ __LINE__, "a'b", "('a' <-> 'b')" },
	{ __LINE__, "'; DROP TABLE ticket & | !",
	  "('drop') & ('table') & ('ticket')" },
};

static void test_queries(void **state)
{
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
		const char *got = search_query(arena, queries[i].words);

		if (strcmp(got, queries[i].want) != 0)
			fail_msg("line %d: got \"%s\"", queries[i].line, got);
	}
}

/* A word that never ends, and a question of a thousand. */
static void test_limits(void **state)
{
	struct buffer text = { 0 };
	const char *got, *one;
	size_t asked = 0;
	ARENA(arena);

	(void)state;
	text.arena = arena;
	for (int i = 0; i < 1000; i++)
		buffer_text(&text, "õ");
	one = buffer_string(&text);
	got = search_vector(arena, &one, 1);
	assert_int_equal(strlen(got), SEARCH_WORD + strlen(":1 "));
	text.size = 0;
	for (int i = 0; i < 1000; i++)
		buffer_text(&text, "a ");
	got = search_query(arena, buffer_string(&text));
	for (; *got != '\0'; got++)
		asked += *got == 'a';
	assert_int_equal(asked, SEARCH_ASKED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vectors),
		cmocka_unit_test(test_queries),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
