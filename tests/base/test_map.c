/* test_map.c - find what was put, through growth, and nothing else. */

#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_empty(void **state)
{
	ARENA(arena);
	const struct map map = { .arena = arena };

	(void)state;
	assert_null(map_get(&map, "a"));
	assert_null(map_get(&map, ""));
}

static void test_keys(void **state)
{
	ARENA(arena);
	struct map map = { .arena = arena };
	char key[] = "one";
	int a = 1, b = 2;

	(void)state;
	map_put(&map, key, &a);
	key[0] = 'X';		/* the key was copied */
	assert_ptr_equal(map_get(&map, "one"), &a);
	assert_null(map_get(&map, "Xne"));
	assert_null(map_get(&map, "One"));
	assert_null(map_get(&map, "on"));
	assert_null(map_get(&map, "one "));
	map_put(&map, "", &b);
	assert_ptr_equal(map_get(&map, ""), &b);
	map_put(&map, "one", &b);
	assert_ptr_equal(map_get(&map, "one"), &b);
	assert_int_equal(map.count, 2);
	map_put(&map, "one", NULL);
	assert_null(map_get(&map, "one"));
}

/* Past several doublings, each key keeps its own value. */
static void test_growth(void **state)
{
	ARENA(arena);
	struct map map = { .arena = arena };
	static int values[5000];

	(void)state;
	for (size_t i = 0; i < 5000; i++)
		map_put(&map, arena_printf(arena, "key-%zu", i), &values[i]);
	assert_int_equal(map.count, 5000);
	for (size_t i = 0; i < 5000; i++)
		assert_ptr_equal(map_get(&map, arena_printf(arena, "key-%zu",
							    i)), &values[i]);
	assert_null(map_get(&map, "key-5000"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_growth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
