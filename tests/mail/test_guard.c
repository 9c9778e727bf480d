/* test_guard.c - what is looked at of a mail. */

#include "mail/guard.h"

#include "base/arena.h"
#include "mail/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define BYTES(s) s, sizeof(s) - 1
#define D(word) (1ull << DEFECT_##word)

static const struct {
	int line;
	const char *bytes;
	size_t size, skipped;
	uint64_t defects;
} cases[] = {
	{ __LINE__, BYTES(""), 0, D(EMPTY) },
	{ __LINE__, BYTES("A: b\r\n\r\n"), 0, 0 },
	{ __LINE__, BYTES("A: b\n\n"), 0, 0 },

	/* H21: one mbox line is dropped, also a quoted one, no other. */
	{ __LINE__, BYTES("From ann\nA: b\n"), 9, 0 },
	{ __LINE__, BYTES(">From ann\nA: b\n"), 10, 0 },
	{ __LINE__, BYTES("From ann\nFrom bob\n"), 9, 0 },
	{ __LINE__, BYTES("From: ann\n"), 0, 0 },
	{ __LINE__, BYTES("From ann"), 0, 0 },
	{ __LINE__, BYTES("From ann\n"), 9, D(EMPTY) },
	{ __LINE__, BYTES("Fro"), 0, 0 },
	{ __LINE__, BYTES(">"), 0, 0 },

	/* H22 to H25. */
	{ __LINE__, BYTES("A: b\rC: d\r\n"), 0, D(BARE_CR) },
	{ __LINE__, BYTES("A: b\r"), 0, D(BARE_CR) },
	{ __LINE__, BYTES("A: b\r\r\n"), 0, D(BARE_CR) },
	{ __LINE__, BYTES("A: b\r\n\rc\r\n\r\n"), 0, D(BARE_CR) },
	{ __LINE__, BYTES("A: b\n\nc\rd\r\n\r"), 0, 0 },
	{ __LINE__, BYTES("A: b\r\n\r\nc\rd"), 0, 0 },
	{ __LINE__, BYTES("\nc\rd"), 0, 0 },
	{ __LINE__, BYTES("\r"), 0, D(BARE_CR) },
	{ __LINE__, BYTES("A: b\0c\n"), 0, D(NUL) },
};

static void test_open(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct guard guard = guard_open(cases[i].bytes, cases[i].size);

		if (guard.skipped != cases[i].skipped ||
		    guard.bytes != cases[i].bytes + cases[i].skipped ||
		    guard.size != cases[i].size - cases[i].skipped)
			fail_msg("line %d: skipped %zu", cases[i].line,
				 guard.skipped);
		if (guard.defects != cases[i].defects)
			fail_msg("line %d: defects %llx", cases[i].line,
				 (unsigned long long)guard.defects);
	}
}

/* H04: what is too big is not read to its end. */
static void test_size(void **state)
{
	char *bytes = calloc(1, LIMIT_MAIL + 1);
	struct guard guard;

	(void)state;
	memset(bytes, 'a', LIMIT_MAIL + 1);
	guard = guard_open(bytes, LIMIT_MAIL);
	assert_int_equal(guard.size, LIMIT_MAIL);
	assert_int_equal(guard.defects, 0);
	guard = guard_open(bytes, LIMIT_MAIL + 1);
	assert_int_equal(guard.size, LIMIT_MAIL);
	assert_int_equal(guard.defects, D(TOO_BIG));
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
