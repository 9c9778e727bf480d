/* test_threadindex.c - what is an index, and what an answer makes of it. */

#include "mail/threadindex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* All of them: 01 and five bytes of time, then a GUID of 16. */
/* The time of HEAD since 1970, in 100 ns. */
#define HEAD_TICKS (0x01d0000000000000LL - 116444736000000000LL)

static const struct {
	int line;
	const char *value;
	size_t size;		/* 0: no index */
} values[] = {
	{ __LINE__, "AdAAAAAAAAECAwQFBgcICQoLDA0ODw==", 22 },
	{ __LINE__, "AdAAAAAAAAECAwQFBgcICQoLDA0ODwAAAAAA", 27 },
	{ __LINE__, "AdAAAAAAAAECAwQF\n BgcICQoLDA0ODwAAAAAA", 27 },
	{ __LINE__, "", 0 },
	{ __LINE__, "AdAAAAAAAAECAwQFBgcICQoLDA0O", 0 },	/* 21 */
	{ __LINE__, "AdAAAAAAAAECAwQFBgcICQoLDA0ODxAR", 0 },	/* 24 */
	{ __LINE__, "AtAAAAAAAAECAwQFBgcICQoLDA0ODw==", 0 },	/* not 01 */
	{ __LINE__, "what is this? no index at all, I think", 0 },
};

static void test_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		struct threadindex index = { .size = 0 };

		if (threadindex_read(values[i].value, &index)
		    ? index.size != values[i].size : values[i].size != 0)
			fail_msg("line %d: %zu bytes", values[i].line,
				 index.size);
	}
}

static uint32_t word_at(const struct threadindex *index, size_t at)
{
	return (uint32_t)index->bytes[at] << 24 |
	       (uint32_t)index->bytes[at + 1] << 16 |
	       (uint32_t)index->bytes[at + 2] << 8 | index->bytes[at + 3];
}

/* The same conversation, and the time since its head in either unit. */
static void test_answer(void **state)
{
	static const struct {
		int line;
		int64_t ticks;
		uint32_t word;
	} passed[] = {
		{ __LINE__, 0, 0 },
		{ __LINE__, -5000000, 0 },
		{ __LINE__, (1LL << 18) * 50 + 10, 50 },
		{ __LINE__, (1LL << 49) - 10, 0x7fffffff },
		{ __LINE__, (1LL << 49) + 10, 0x80000000u + (1u << 26) },
	};
	static const char first[] = "AdAAAAAAAAECAwQFBgcICQoLDA0ODw==";
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(passed) / sizeof(passed[0]); i++) {
		usec_t now = (HEAD_TICKS + passed[i].ticks) / 10;
		const char *value = threadindex_answer(arena, first, now, 0x2a);
		struct threadindex head, index;

		assert_true(threadindex_read(first, &head));
		assert_true(threadindex_read(value, &index));
		assert_int_equal(index.size, 27);
		assert_memory_equal(index.bytes, head.bytes, 22);
		if (word_at(&index, 22) != passed[i].word)
			fail_msg("line %d: %08x", passed[i].line,
				 word_at(&index, 22));
		assert_int_equal(index.bytes[26], 0xa0);
	}
	assert_null(threadindex_answer(arena, "no", 0, 0));
	arena_free(&arena);
}

/* The conversation is told by what cannot be carried on, too. */
static void test_head(void **state)
{
	static const struct {
		int line;
		const char *value;
		bool want;
	} heads[] = {
		{ __LINE__, "AdAAAAAAAAECAwQFBgcICQoLDA0ODw==", true },
		{ __LINE__, "AdAAAAAAAAECAwQFBgcICQoLDA0ODwAA", true },
		{ __LINE__, "AdAAAAAAAAECAwQFBgcICQoLDA0ODwAA and more", true },
		{ __LINE__, "AdAAAAAAAAECAwQFBgcICQoLDA0O", false },
		{ __LINE__, "AtAAAAAAAAECAwQFBgcICQoLDA0ODw==", false },
		{ __LINE__, "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		uint8_t head[THREADINDEX_HEAD] = { 0 };

		if (threadindex_head(heads[i].value, head) != heads[i].want ||
		    (heads[i].want && (head[1] != 0xd0 || head[21] != 15)))
			fail_msg("line %d: %d", heads[i].line, head[21]);
	}
}

/* Forty answers, and no more. */
static void test_full(void **state)
{
	struct arena *arena = arena_new();
	const char *value = "AdAAAAAAAAECAwQFBgcICQoLDA0ODw==";
	size_t answers = 0;

	(void)state;
	while (value != NULL && answers < 100) {
		struct threadindex index;

		assert_true(threadindex_read(value, &index));
		assert_int_equal(index.size, 22 + 5 * answers);
		value = threadindex_answer(arena, value, 0, 0);
		answers += value != NULL;
	}
	assert_int_equal(answers, THREADINDEX_ANSWERS);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_head),
		cmocka_unit_test(test_answer),
		cmocka_unit_test(test_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
