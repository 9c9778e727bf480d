/* test_heard.c - one walk finds what two walks find, at every length. */

#include "desk/heard.h"

#include "desk/wording.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define ANN	"ann@x.test"
#define OURS	"two three four five six seven eight nine ten eleven twelve " \
	"thirteen fourteen fifteen sixteen"

static const struct bundle_file file = {
	"replies/ack/en.md", "---\nsubject: x\n---\n" OURS ".\n",
	sizeof("---\nsubject: x\n---\n" OURS ".\n") - 1
};
static const struct bundle bundle = { &file, 1 };

static void compare(const struct echo *echo, const char *text, int line)
{
	const struct heard heard = heard_of(echo, text, ANN);
	ARENA(arena);
	const struct heard again = heard_in(echo, text,
		wording_fold(arena, text, strlen(text)), ANN);

	if (heard.shape != said_shape(text, ANN) ||
	    heard.own_words != echo_heard(echo, text) ||
	    again.shape != heard.shape ||
	    again.own_words != heard.own_words)
		fail_msg("line %d", line);
}

static void test_alike(void **state)
{
	static const struct {
		int line;
		const char *text;
	} cases[] = {
		{ __LINE__, "" },
		{ __LINE__, "17, 18!" },
		{ __LINE__, "It leaks." },
		{ __LINE__, "Ticket 1001 of ours leaks since the day before "
		  "yesterday, ÜBERALL" },
		{ __LINE__, OURS },
		{ __LINE__, "You wrote: " OURS ", and 12 more." },
	};
	ARENA(arena);
	const struct echo *echo = echo_load(arena, &bundle);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		compare(echo, cases[i].text, cases[i].line);
		compare(NULL, cases[i].text, cases[i].line);
	}
	assert_true(heard_of(echo, OURS, ANN).own_words);
	assert_false(heard_of(NULL, OURS, ANN).own_words);
}

/* The shape ends after SAID_BYTES, our words do not. */
static void test_lengths(void **state)
{
	ARENA(arena);
	const struct echo *echo = echo_load(arena, &bundle);
	char *text = arena_alloc(arena, SAID_BYTES + 200);

	(void)state;
	for (size_t size = SAID_BYTES - 3; size < SAID_BYTES + 100; size++) {
		memset(text, 'x', size);
		memset(text + 7, ' ', 1);
		text[size] = '\0';
		compare(echo, text, (int)size);
		memcpy(text + size - strlen(" " OURS), " " OURS,
		       strlen(" " OURS));
		compare(echo, text, (int)size);
		assert_true(heard_of(echo, text, ANN).own_words);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alike),
		cmocka_unit_test(test_lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
