/* test_tally.c - what is counted, where, and in which order. */

#include "desk/tally.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct outcome outcome(const char *urgency, const char *tags)
{
	struct outcome made;

	for (size_t i = 0; i < OUTCOME_COUNT; i++)
		made.values[i] = "";
	made.values[OUTCOME_URGENCY] = urgency;
	made.values[OUTCOME_TAGS] = tags;
	return made;
}

static void add(struct tally *tally, const char *before, const char *tags,
		const char *after, const char *new_tags, bool apart)
{
	struct outcome old = outcome(before, tags);
	struct outcome new = outcome(after, new_tags);

	tally_add(tally, &old, &new, apart);
}

static void expect(struct arena *arena, const struct tally *tally, size_t i,
		   enum outcome_aspect aspect, const char *change,
		   int64_t mails, int64_t apart)
{
	assert_true(i < tally->count);
	assert_int_equal(tally->list[i]->aspect, aspect);
	assert_string_equal(tally_change(arena, tally->list[i]), change);
	assert_int_equal(tally->list[i]->mails, mails);
	assert_int_equal(tally->list[i]->apart, apart);
}

static void test_counts(void **state)
{
	ARENA(a);
	struct tally tally = { .arena = a };

	(void)state;
	tally_sort(&tally);
	add(&tally, "low", "a\nb", "low", "a\nb", false);
	assert_int_equal(tally.count, 0);
	add(&tally, "low", "", "high", "", false);
	add(&tally, "normal", "a", "high", "a\nb", false);
	add(&tally, "normal", "a\nb", "high", "b\nc", true);
	add(&tally, "", "b", "high", "b", false);
	tally_sort(&tally);
	expect(a, &tally, 0, OUTCOME_URGENCY, "normal -> high", 1, 1);
	expect(a, &tally, 1, OUTCOME_URGENCY, "none -> high", 1, 0);
	expect(a, &tally, 2, OUTCOME_URGENCY, "low -> high", 1, 0);
	expect(a, &tally, 3, OUTCOME_TAGS, "+ b", 1, 0);
	expect(a, &tally, 4, OUTCOME_TAGS, "+ c", 0, 1);
	expect(a, &tally, 5, OUTCOME_TAGS, "- a", 0, 1);
	assert_int_equal(tally.count, 6);
}

/* A word that begins like another is another word. */
static void test_lines(void **state)
{
	ARENA(a);
	struct tally tally = { .arena = a };

	(void)state;
	add(&tally, "low", "ab\na", "low", "a\nabc", false);
	tally_sort(&tally);
	expect(a, &tally, 0, OUTCOME_TAGS, "+ abc", 1, 0);
	expect(a, &tally, 1, OUTCOME_TAGS, "- ab", 1, 0);
	assert_int_equal(tally.count, 2);
}

/* Of fields the name counts, of other lists the whole line. */
static void test_fields(void **state)
{
	struct outcome none = outcome("", ""), one = none, other = none;
	ARENA(a);
	struct tally tally = { .arena = a };

	(void)state;
	one.values[OUTCOME_FIELDS] = "order: 1: a\nname: x";
	other.values[OUTCOME_FIELDS] = "order: 2";
	one.values[OUTCOME_NOTES] = "order: 1";
	tally_add(&tally, &none, &one, false);
	tally_add(&tally, &none, &other, false);
	tally_sort(&tally);
	expect(a, &tally, 0, OUTCOME_FIELDS, "+ order", 2, 0);
	expect(a, &tally, 1, OUTCOME_FIELDS, "+ name", 1, 0);
	expect(a, &tally, 2, OUTCOME_NOTES, "+ order: 1", 1, 0);
	assert_int_equal(tally.count, 3);
}

static void test_limit(void **state)
{
	ARENA(a);
	struct tally tally = { .arena = a };

	(void)state;
	for (int i = 0; i < 10002; i++)
		add(&tally, "", "", "", arena_printf(a, "t%d", i), false);
	assert_int_equal(tally.count, 10000);
	assert_int_equal(tally.others, 2);
	add(&tally, "", "", "", "t5", false);
	assert_int_equal(tally.others, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
