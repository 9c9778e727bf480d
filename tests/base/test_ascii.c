/* test_ascii.c - eight bytes at once say what each byte says alone. */

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Longer than two words, so that a byte stands on both sides of each border. */
enum { MOST = 27 };

/* A row in which all is the same but for one byte, at any place. */
struct row {
	unsigned char bytes[MOST];
	size_t size, place;
	unsigned char byte;
};

static struct row row_of(size_t size, size_t place, int fill, int byte)
{
	struct row row = {
		.size = size, .place = place, .byte = (unsigned char)byte,
	};

	memset(row.bytes, fill, size);
	if (place < size)
		row.bytes[place] = (unsigned char)byte;
	return row;
}

static bool shows(unsigned char byte)
{
	return byte >= ' ' && byte <= '~';
}

static void check_counts(const struct row *row)
{
	const char *bytes = (const char *)row->bytes;
	const bool there = row->place < row->size;

	if (ascii_only(bytes, row->size) != (!there || row->byte < 0x80))
		fail_msg("ASCII: %02x at %zu of %zu", row->byte, row->place,
			 row->size);
	if (ascii_shown(bytes, row->size) !=
	    (there && !shows(row->byte) ? row->place : row->size))
		fail_msg("shown: %02x at %zu of %zu", row->byte, row->place,
			 row->size);
}

/* A byte above 0x7f alone is no character. */
static void check_text(const struct row *row)
{
	ARENA(arena);
	const char *bytes = (const char *)row->bytes;
	const bool bad = row->place < row->size &&
		!shows(row->byte) && row->byte != '\n' && row->byte != '\t' &&
		row->byte != 0x7f;
	const char *lower = text_caseless(arena, bytes, row->size);

	if (text_valid(bytes, row->size) == bad)
		fail_msg("valid: %02x at %zu of %zu", row->byte, row->place,
			 row->size);
	assert_true(text_utf8(bytes, row->size) ==
		    ascii_only(bytes, row->size));
	for (size_t i = 0; i < row->size && row->byte < 0x80; i++)
		if (lower[i] != (ascii_space(bytes[i]) ? ' ' :
				 ascii_lower(bytes[i])))
			fail_msg("lower: %02x at %zu of %zu", row->byte,
				 row->place, row->size);
}

static void test_places(void **state)
{
	(void)state;
	for (size_t size = 0; size <= MOST; size++)
		for (size_t place = 0; place <= size; place++)
			for (int byte = 0; byte < 256; byte++) {
				struct row row = row_of(size, place, 'Q',
							byte);

				check_counts(&row);
				check_text(&row);
			}
}

/* A line is the same with and without a character that takes the other way:
 * one that is dropped. */
static void test_line(void **state)
{
	(void)state;
	for (size_t size = 0; size < MOST; size++)
		for (size_t place = 0; place <= size; place++)
			for (size_t limit = 0; limit <= size + 1; limit++) {
				ARENA(arena);
				struct row row = row_of(size, place, ' ', 'x');
				const char *text = arena_strndup(arena,
					(const char *)row.bytes, size);
				const char *same = arena_printf(arena,
					"\xe2\x80\x8b%s", text);

				assert_string_equal(
					text_line(arena, text, size, limit),
					text_line(arena, same, size + 3,
						  limit));
			}
}

/* What begins right behind a word of eight, or is cut off there. */
static void test_wide(void **state)
{
	static const struct {
		int line;
		const char *text, *clean, *caseless;
		bool valid;
	} cases[] = {
		{ __LINE__, "ABCDEFGÉ", "ABCDEFGÉ", "abcdefgé", true },
		{ __LINE__, "ABCDEFGHÉ", "ABCDEFGHÉ", "abcdefghé", true },
		{ __LINE__, "ABCDEFGHIJKLMNOÉ", "ABCDEFGHIJKLMNOÉ",
		  "abcdefghijklmnoé", true },
		{ __LINE__, "ABCDEFG\xc3", "ABCDEFG\xef\xbf\xbd",
		  "abcdefg\xef\xbf\xbd", false },
		{ __LINE__, "ABCDEFGH\xe2\x80", "ABCDEFGH\xef\xbf\xbd"
		  "\xef\xbf\xbd", "abcdefgh\xef\xbf\xbd\xef\xbf\xbd", false },
		{ __LINE__, "ABCDEFG\rHIJKLMN\r\nO", "ABCDEFG\nHIJKLMN\nO",
		  "abcdefg hijklmn  o", false },
		{ __LINE__, "ABCDEFGH\x7f", "ABCDEFGH", "abcdefgh\x7f", true },
		{ __LINE__, "", "", "", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		const char *text = cases[i].text;
		const size_t size = strlen(text);

		if (strcmp(text_clean(arena, text, size), cases[i].clean) != 0)
			fail_msg("line %d: not clean", cases[i].line);
		if (strcmp(text_caseless(arena, text, size),
			   cases[i].caseless) != 0)
			fail_msg("line %d: not caseless", cases[i].line);
		if (text_valid(text, size) != cases[i].valid)
			fail_msg("line %d: not as valid", cases[i].line);
	}
}

static void test_decimal(void **state)
{
	static const struct {
		int64_t number;
		const char *text;
	} cases[] = {
		{ 0, "0" }, { 7, "7" }, { -7, "-7" }, { 10, "10" },
		{ INT64_MAX, "9223372036854775807" },
		{ INT64_MIN, "-9223372036854775808" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char out[ASCII_DECIMAL];

		assert_int_equal(ascii_decimal(out, cases[i].number),
				 strlen(cases[i].text));
		assert_string_equal(out, cases[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_decimal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
