/* test_recall.c - what is the same words, and how many of them it takes. */

#include "mail/recall.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HELD	"The quick brown fox jumps over the lazy dog, and then again."

/* '1' for each line that is recalled, else '0'. */
static char *recalled(struct arena *arena, const char *known,
		      const char *text)
{
	const struct strings strings = { &known, known == NULL ? 0 : 1 };
	const struct lines lines = lines_of(arena, text, strlen(text));
	const bool *held = recall_lines(arena, &lines, &strings);
	struct buffer out = { .arena = arena };

	for (size_t i = 0; i < lines.count; i++)
		buffer_char(&out, held[i] ? '1' : '0');
	return buffer_string(&out);
}

static const struct {
	int line;
	const char *known, *text, *want;
} cases[] = {
	{ __LINE__, NULL, HELD, "0" },
	{ __LINE__, HELD, "", "" },
	{ __LINE__, "", HELD, "0" },
	{ __LINE__, HELD, HELD, "1" },
	/* White space, marks, case, punctuation and line ends are nothing. */
	{ __LINE__, HELD, "> the QUICK brown\n>fox   jumps; over\n\n"
	  "> \"the lazy dog\"\n", "1101" },
	{ __LINE__, "> " HELD, HELD, "1" },
	/* One letter is. */
	{ __LINE__, HELD, HELD " x", "0" },
	{ __LINE__, HELD, HELD "\nx\n" HELD, "101" },
	/* 24 letters are a run wherever they stand, 23 are none. */
	{ __LINE__, HELD, "brown fox jumps over the laz", "0" },
	{ __LINE__, HELD, "ck brown fox jumps over the lazy", "1" },
	{ __LINE__, HELD, "uick brown fox jumps over the lazy", "1" },
	{ __LINE__, HELD, "quick brown fox jumps over the lazy", "1" },
	{ __LINE__, HELD, "quick brown fox", "0" },
	/* A Han character counts as two letters. */
	{ __LINE__, "请问您使用的是哪个版本的程序谢谢",
	  "请问您使用的是哪个版本的程序谢谢", "1" },
	{ __LINE__, "请问您使用的是", "请问您使用的是", "0" },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		char *got = recalled(arena, cases[i].known, cases[i].text);

		if (strcmp(got, cases[i].want) != 0)
			fail_msg("line %d: got %s, want %s", cases[i].line,
				 got, cases[i].want);
	}
}

/* Two texts do not make one; the first of a list counts up to the limit. */
static void test_many(void **state)
{
	ARENA(arena);
	const char *at[RECALL_TEXTS + 1];
	struct strings known = { at, RECALL_TEXTS };
	const struct lines lines = lines_of(arena, HELD, strlen(HELD));

	(void)state;
	for (size_t i = 0; i <= RECALL_TEXTS; i++)
		at[i] = "other words";
	at[0] = "The quick brown fox ju";
	at[1] = "mps over the lazy dog, and then again.";
	assert_false(recall_lines(arena, &lines, &known)[0]);
	at[RECALL_TEXTS - 1] = HELD;
	assert_true(recall_lines(arena, &lines, &known)[0]);
	at[RECALL_TEXTS - 1] = "other words";
	at[RECALL_TEXTS] = HELD;
	known.count = RECALL_TEXTS + 1;
	assert_false(recall_lines(arena, &lines, &known)[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
