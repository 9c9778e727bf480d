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
	  "boils:3,4 kettle:2 my:1 " },
	{ __LINE__, { "ΤΙΜΟΛΌΓΙΟ café", "ÕUN ſ" },
	  "cafe:2 oun:3 s:4 τιμολογιο:1 " },
	{ __LINE__, { "ann@example.org", "B-42_x" },
	  "42:5 ann:1 b:4 example:2 org:3 x:6 " },
	{ __LINE__, { "שָׁלוֹם", "it's" }, "it:2 s:3 שלום:1 " },
	/* what would be an operator or a quote */
	{ __LINE__, { "'a' & \\b:1 | !c", "" }, "1:3 a:1 b:2 c:4 " },
	/* one begins the other, at eight bytes and around them */
	{ __LINE__, { "abcdefghi abcdefg abcdefgh", "abcdefghi a" },
	  "a:5 abcdefg:2 abcdefgh:3 abcdefghi:1,4 " },
	{ __LINE__, { "abcdefghz abcdefghy", "õõõõo õõõõ õõõõo" },
	  "abcdefghy:2 abcdefghz:1 oooo:4 ooooo:3,5 " },
};

static unsigned read_number(const char **p, size_t size)
{
	unsigned number = 0;

	for (; size > 0; size--)
		number = number << 8 | (unsigned char)*(*p)++;
	return number;
}

/* A vector as people write it, "boils:3,4 kettle:2 ". */
static const char *render(struct arena *arena, const char *const *texts,
			  size_t count)
{
	struct buffer out = { .arena = arena };
	size_t size;
	const char *vector = search_vector(arena, texts, count, &size);
	const char *p = vector;

	for (unsigned words = read_number(&p, 4); words > 0; words--) {
		unsigned places;

		buffer_text(&out, p);
		p += strlen(p) + 1;
		places = read_number(&p, 2);
		assert_in_range(places, 1, 255);
		for (unsigned i = 0; i < places; i++)
			buffer_printf(&out, "%c%u", i == 0 ? ':' : ',',
				      read_number(&p, 2));
		buffer_char(&out, ' ');
	}
	assert_ptr_equal(p, vector + size);
	return buffer_string(&out);
}

static void test_vectors(void **state)
{
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		const char *got = render(arena, vectors[i].texts, 2);

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

/* One word again and again, and more words than there are places. */
static void test_many(void **state)
{
	struct buffer same = { 0 }, last = { 0 };
	const char *texts[2], *got;
	ARENA(arena);

	(void)state;
	same.arena = last.arena = arena;
	for (int i = 0; i < SEARCH_BYTES / 2; i++)
		buffer_text(&same, "a ");
	texts[0] = texts[1] = buffer_string(&same);
	got = render(arena, texts, 2);
	assert_int_equal(strncmp(got, "a:1,2,3,", 8), 0);
	assert_string_equal(strrchr(got, ','), ",255 ");
	for (int i = 0; i < SEARCH_BYTES / 2; i++)
		buffer_text(&last, i < SEARCH_BYTES / 2 - 2 ? "b " : "c ");
	texts[1] = buffer_string(&last);
	got = render(arena, texts, 2);
	assert_string_equal(strstr(got, " c:"), " c:16383 ");
}

/* Words that begin alike, some longer than what is compared at once: each once,
 * in order, with its places in order. */
static void test_order(void **state)
{
	enum { WORDS = 2000 };
	struct buffer text = { 0 };
	const char *vector, *p, *before = "", *one;
	uint32_t seed = 1;
	unsigned seen = 0;
	size_t size;
	ARENA(arena);

	(void)state;
	text.arena = arena;
	for (int i = 0; i < WORDS; i++) {
		for (uint32_t k = (seed >> 20) % 11 + 1; k > 0; k--) {
			seed = seed * 1664525 + 1013904223;
			buffer_text(&text, (seed >> 24) % 8 > 0 ? "a" :
				    (seed >> 16) % 2 == 0 ? "b" : "Ω");
		}
		buffer_char(&text, ' ');
	}
	one = buffer_string(&text);
	vector = search_vector(arena, &one, 1, &size);
	p = vector;
	for (unsigned words = read_number(&p, 4); words > 0; words--) {
		unsigned last = 0;

		assert_true(strcmp(before, p) < 0);
		before = p;
		p += strlen(p) + 1;
		for (unsigned n = read_number(&p, 2); n > 0; n--) {
			const unsigned place = read_number(&p, 2);

			assert_true(place > last);
			last = place;
			seen++;
		}
	}
	assert_ptr_equal(p, vector + size);
	assert_in_range(seen, WORDS - 255, WORDS);
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
	got = render(arena, &one, 1);
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
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_queries),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
