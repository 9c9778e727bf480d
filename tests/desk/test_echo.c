/* test_echo.c - what counts as our own words, and what people write. */

#include "desk/echo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Sixteen words, fifteen of them behind the placeholder. */
#define FIFTEEN "two three four five six seven eight nine ten eleven twelve " \
	"thirteen fourteen fifteen sixteen"

static const char reply[] =
	"---\nsubject: 'these words of the subject are not among those that "
	"count as ours at all, however many'\n---\n"
	"Hello {{customer}}, one {{number|none of this is known to be ours "
	"either, as it may stand for something else, or for nothing}} "
	FIFTEEN ".\n\n";
static const char greek[] =
	"Το μήνυμά σας έφτασε και κάποιος από εμάς θα το διαβάσει και θα σας "
	"απαντήσει το συντομότερο δυνατόν.\n";
static const char rule[] = "one two three four five six seven eight nine ten "
	"eleven twelve thirteen fourteen fifteen sixteen in a rule";

static const struct bundle_file files[] = {
	{ "replies/ack/en.md", reply, sizeof(reply) - 1 },
	{ "replies/ack/el.md", greek, sizeof(greek) - 1 },
	{ "rules/1.yaml", rule, sizeof(rule) - 1 },
};
static const struct bundle bundle = { files, 3 };

static const struct {
	int line;
	const char *text;
	bool want;
} cases[] = {
	{ __LINE__, "", false },
	{ __LINE__, "It leaks.", false },
	{ __LINE__, FIFTEEN, true },
	/* A word less is a run less. */
	{ __LINE__, "two three four five six seven eight nine ten eleven "
	  "twelve thirteen fourteen fifteen", false },
	/* As others put it: case, lines, marks, and words around it. */
	{ __LINE__, "Thank you! You wrote:\n  TWO three, four\nfive *six* "
	  "seven - eight nine ten. Eleven\ttwelve \xc2\xbbthirteen\xc2\xab "
	  "fourteen fifteen sixteen\nYours, a desk.", true },
	{ __LINE__, "one two three four five six seven eight nine ten eleven "
	  "twelve thirteen fourteen fifteen", false },
	/* In pieces that add up, and the same piece again, which does not. */
	{ __LINE__, "two three four five six seven eight nine ten eleven "
	  "twelve and six seven eight nine ten eleven twelve thirteen "
	  "fourteen fifteen sixteen", true },
	{ __LINE__, "two three four five six seven eight nine ten eleven. "
	  "Two three four five six seven eight nine ten eleven. "
	  "Two three four five six seven eight nine ten eleven.", false },
	/* Neither the subject, nor what stands for something, nor rules. */
	{ __LINE__, "these words of the subject are not among those that "
	  "count as ours at all, however many", false },
	{ __LINE__, "none of this is known to be ours either, as it may stand "
	  "for something else, or for nothing", false },
	/* With capitals and without accents, as Greek is folded. */
	{ __LINE__, "ΤΟ ΜΗΝΥΜΑ ΣΑΣ ΕΦΤΑΣΕ ΚΑΙ ΚΑΠΟΙΟΣ ΑΠΟ ΕΜΑΣ ΘΑ ΤΟ ΔΙΑΒΑΣΕΙ "
	  "ΚΑΙ ΘΑ ΣΑΣ ΑΠΑΝΤΗΣΕΙ ΤΟ ΣΥΝΤΟΜΟΤΕΡΟ ΔΥΝΑΤΟΝ", true },
};

static void test_heard(void **state)
{
	ARENA(arena);
	const struct echo *echo = echo_load(arena, &bundle);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (echo_heard(echo, cases[i].text) != cases[i].want)
			fail_msg("line %d", cases[i].line);
}

/* Neither a desk without replies nor one that asks for none hears any. */
static void test_nothing(void **state)
{
	ARENA(arena);
	const struct bundle none = { files + 2, 1 };

	(void)state;
	assert_false(echo_heard(echo_load(arena, &none), rule));
	assert_false(echo_heard(NULL, FIFTEEN));
}

/* What comes late in a long text is not looked for. */
static void test_limit(void **state)
{
	ARENA(arena);
	const struct echo *echo = echo_load(arena, &bundle);
	char *text = arena_alloc(arena, 2 * ECHO_BYTES + 1);

	(void)state;
	for (size_t i = 0; i < 2 * ECHO_BYTES; i++)
		text[i] = i % 8 == 7 ? ' ' : 'x';
	text[2 * ECHO_BYTES] = '\0';
	memcpy(text + ECHO_BYTES, FIFTEEN " ", strlen(FIFTEEN) + 1);
	assert_false(echo_heard(echo, text));
	memcpy(text + ECHO_BYTES / 2, FIFTEEN " ", strlen(FIFTEEN) + 1);
	assert_true(echo_heard(echo, text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_heard),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
