/* test_signature.c - where a signature starts, by lines. */

#include "mail/signature.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct mailbox ann = { "Ann Smith", "asmith@a.example" };

/* The line where it starts, or the count of lines. */
static const struct {
	int line;
	const char *text;
	size_t closes, added;	/* looked for closes, or only for what
				 * programs add */
} cases[] = {
	{ __LINE__, "a", 1, 1 },
	{ __LINE__, "It works.\n-- \nAnn", 1, 1 },
	{ __LINE__, "It works.\n-- \n", 1, 1 },
	{ __LINE__, "It works.\nRegards,\nAnn", 1, 3 },
	{ __LINE__, "It works.\nSent from my iPad", 1, 1 },
	{ __LINE__, "It works.\nRegards,\nAnn\nSent from my iPad", 1, 3 },
	{ __LINE__, "It works.\n\nAnn", 2, 3 },
	{ __LINE__, "It works.\n\nasmith", 2, 3 },
	{ __LINE__, "It works.\n\nBob", 3, 3 },
	{ __LINE__, "It works.\nAnn", 2, 2 },
	{ __LINE__, "Regards,\nAnn", 2, 2 },
	{ __LINE__, "It works fine again.\n\nBob Jones\nTel. 020 7946 0123", 2,
	  4 },
	{ __LINE__, "It works fine again.\n\nBob Jones\nis here.", 4, 4 },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		const struct lines lines =
			lines_of(arena, cases[i].text, strlen(cases[i].text));
		size_t closes = signature_find(arena, &lines, 0, lines.count,
					       &ann, SIGNATURE_CLOSES);
		size_t added = signature_find(arena, &lines, 0, lines.count,
					      &ann, SIGNATURE_ADDED);

		if (closes != cases[i].closes || added != cases[i].added)
			fail_msg("line %d: got %zu and %zu", cases[i].line,
				 closes, added);
	}
}

/* A delimiter far above is an ornament: thirty lines may follow "-- ". */
static void test_limits(void **state)
{
	ARENA(arena);
	struct buffer text = { .arena = arena };
	struct lines lines;

	(void)state;
	buffer_text(&text, "It works.\n-- \n");
	for (int i = 0; i < 30; i++)
		buffer_text(&text, "words of it\n");
	lines = lines_of(arena, text.data, text.size);
	assert_int_equal(signature_find(arena, &lines, 0, lines.count, NULL,
					SIGNATURE_CLOSES), 1);
	assert_true(signature_is_delimited(arena, &lines, 1, lines.count));
	assert_false(signature_is_delimited(arena, &lines, 0, lines.count));
	buffer_text(&text, "words of it\n");
	lines = lines_of(arena, text.data, text.size);
	assert_int_equal(signature_find(arena, &lines, 0, lines.count, NULL,
					SIGNATURE_CLOSES), lines.count);
}

/* Where the signature of `top` begins that so many of `below` follow: lines
 * above it that are not its own. */
static size_t found_above(const char *top, const char *below, int count)
{
	ARENA(arena);
	struct buffer text = { .arena = arena };
	struct lines lines;

	buffer_text(&text, "It works fine again, as you can see.\n\n");
	buffer_text(&text, top);
	for (int i = 0; i < count; i++)
		buffer_text(&text, below);
	lines = lines_of(arena, text.data, text.size);
	return signature_find(arena, &lines, 0, lines.count, &ann,
			      SIGNATURE_CLOSES);
}

/* How many lines may stand below what begins one. */
static void test_below(void **state)
{
	static const struct {
		int line;
		const char *top, *below;
		int most;
	} limits[] = {
		{ __LINE__, "--\n", "Tel. 020 7946 0123\n", 15 },
		{ __LINE__, "------\n", "Tel. 020 7946 0123\n", 15 },
		{ __LINE__, "Regards,\n", "Bob Jones\n", 12 },
		{ __LINE__, "Bob Jones\n", "Tel. 020 7946 0123\n", 10 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		const int most = limits[i].most;
		size_t in = found_above(limits[i].top, limits[i].below, most);
		size_t out = found_above(limits[i].top, limits[i].below,
					 most + 1);

		if (in != 2 || out == 2)
			fail_msg("line %d: got %zu and %zu", limits[i].line,
				 in, out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_below),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
