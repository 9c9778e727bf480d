/* test_buffer.c - bytes grow, also across every border of the room. */

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_empty(void **state)
{
	ARENA(arena);
	struct buffer buffer = { .arena = arena };

	(void)state;
	assert_string_equal(buffer_string(&buffer), "");
	buffer_add(&buffer, "x", 0);
	assert_int_equal(buffer.size, 0);
}

static void test_grow(void **state)
{
	ARENA(arena);
	struct buffer buffer = { .arena = arena };

	(void)state;
	for (int i = 0; i < 5000; i++) {
		buffer_char(&buffer, (char)('a' + i % 26));
		assert_int_equal(strlen(buffer_string(&buffer)), i + 1);
	}
	for (int i = 0; i < 5000; i++)
		assert_int_equal(buffer.data[i], 'a' + i % 26);
	buffer_add(&buffer, "\0b", 2);
	assert_int_equal(buffer.size, 5002);
	assert_int_equal(buffer.data[5001], 'b');
}

static void test_printf(void **state)
{
	ARENA(arena);
	char wide[2000];

	(void)state;
	/* Around the room of a new buffer and of the scratch in printf. */
	for (int width = 250; width < 520; width++) {
		struct buffer buffer = { .arena = arena };

		buffer_text(&buffer, "<");
		buffer_printf(&buffer, "%*d", width, 7);
		buffer_text(&buffer, ">");
		snprintf(wide, sizeof(wide), "<%*d>", width, 7);
		assert_string_equal(buffer_string(&buffer), wide);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_grow),
		cmocka_unit_test(test_printf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
