/* test_arena.c - values of all sizes: aligned, apart, whole, and reset. */

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* Both sides of the alignment, of a quarter of a chunk and of a chunk. */
static const size_t sizes[] = {
	0, 1, 15, 16, 17, 4000, 16383, 16384, 16385, 65535, 65536, 65537,
	300000,
};

#define SIZES (sizeof(sizes) / sizeof(sizes[0]))
#define ROUNDS 20

/* Each value is filled with its own number; later ones must not touch it. */
static void fill_and_check(struct arena *arena)
{
	unsigned char *values[ROUNDS][SIZES];

	for (size_t r = 0; r < ROUNDS; r++)
		for (size_t i = 0; i < SIZES; i++) {
			unsigned char *value = arena_alloc(arena, sizes[i]);

			assert_int_equal((uintptr_t)value %
					 _Alignof(max_align_t), 0);
			for (size_t k = 0; k < sizes[i]; k++)
				if (value[k] != 0)
					fail_msg("byte %zu of %zu", k,
						 sizes[i]);
			memset(value, (int)(r * SIZES + i + 1) & 0xff,
			       sizes[i]);
			values[r][i] = value;
		}
	for (size_t r = 0; r < ROUNDS; r++)
		for (size_t i = 0; i < SIZES; i++)
			for (size_t k = 0; k < sizes[i]; k++)
				if (values[r][i][k] !=
				    ((r * SIZES + i + 1) & 0xff))
					fail_msg("value %zu of round %zu", i,
						 r);
}

static void test_values(void **state)
{
	ARENA(arena);

	(void)state;
	fill_and_check(arena);
	/* After a reset old bytes lie there: the values are zeroed again. */
	arena_reset(arena);
	fill_and_check(arena);
	arena_reset(arena);
	arena_reset(arena);
	fill_and_check(arena);
}

static void test_texts(void **state)
{
	ARENA(arena);
	char longer[20000];

	(void)state;
	memset(longer, 'x', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	assert_null(arena_strdup(arena, NULL));
	assert_string_equal(arena_strdup(arena, ""), "");
	assert_string_equal(arena_strdup(arena, longer), longer);
	assert_string_equal(arena_strndup(arena, "abc", 2), "ab");
	assert_string_equal(arena_strndup(arena, NULL, 0), "");
	assert_string_equal(arena_printf(arena, "%d-%s", 7, "x"), "7-x");
	assert_string_equal(arena_printf(arena, "%s", longer), longer);
	assert_memory_equal(arena_memdup(arena, "a\0b", 3), "a\0b", 3);
}

/* Grown from and to both sides of what is large, on top and not. */
static void test_grown(void **state)
{
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < SIZES; i++)
		for (size_t k = i; k < SIZES; k++) {
			char *value = arena_room(arena, sizes[i]);
			char *other = k % 2 == 0
				? NULL : arena_memdup(arena, "other", 6);

			memset(value, 'v', sizes[i]);
			value = arena_grow(arena, value, sizes[i], sizes[k]);
			memset(value + sizes[i], 'w', sizes[k] - sizes[i]);
			for (size_t n = 0; n < sizes[i]; n++)
				assert_int_equal(value[n], 'v');
			if (other != NULL)
				assert_string_equal(other, "other");
		}
	assert_non_null(arena_grow(arena, NULL, 0, 100));
	arena_reset(arena);
	fill_and_check(arena);
}

static void test_freed(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	arena_alloc(arena, 100000);
	arena_free(&arena);
	assert_null(arena);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_grown),
		cmocka_unit_test(test_freed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
