/* test_utf7.c - the examples of RFC 3501, 5.1.3, and what is refused. */

#include "net/utf7.h"

#include "net/uidset.h"

#include <setjmp.h>
#include <cmocka.h>

static const struct {
	int line;
	const char *name, *want;
} names[] = {
	{ __LINE__, "INBOX", "INBOX" },
	{ __LINE__, "R&D", "R&-D" },
	{ __LINE__, "~peter/mail/\xe5\x8f\xb0\xe5\x8c\x97/"
		    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
	  "~peter/mail/&U,BTFw-/&ZeVnLIqe-" },
	{ __LINE__, "\xc3\xbc", "&APw-" },
	{ __LINE__, "\xc3\xbc\xc3\xbc" "a", "&APwA,A-a" },
	{ __LINE__, "\xf0\x9f\x93\xac", "&2D3c7A-" },
	{ __LINE__, "a\"b\\c", "a\"b\\c" },
	{ __LINE__, "", NULL },
	{ __LINE__, "a\nb", NULL },
	{ __LINE__, "a\tb", NULL },
	{ __LINE__, "a\x7f", NULL },
	{ __LINE__, "\xff", NULL },
};

static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		ARENA(arena);
		const char *got = utf7_mailbox(arena, names[i].name);
		const char *want = names[i].want;

		if ((got == NULL) != (want == NULL) ||
		    (got != NULL && strcmp(got, want) != 0))
			fail_msg("line %d: got %s", names[i].line,
				 got == NULL ? "(refused)" : got);
	}
}

static const struct {
	int line;
	uint32_t uids[6];
	size_t count;
	const char *want;
} sets[] = {
	{ __LINE__, { 7 }, 1, "7" },
	{ __LINE__, { 1, 2, 3 }, 3, "1:3" },
	{ __LINE__, { 3, 1, 2, 9, 11, 12 }, 6, "1:3,9,11:12" },
	{ __LINE__, { 5, 5, 5 }, 3, "5" },
	{ __LINE__, { 4294967295, 4294967294 }, 2, "4294967294:4294967295" },
};

static void test_sets(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
		ARENA(arena);
		uint32_t uids[6];

		memcpy(uids, sets[i].uids, sizeof(uids));
		if (strcmp(uidset_render(arena, uids, sets[i].count),
			   sets[i].want) != 0)
			fail_msg("line %d: %s", sets[i].line,
				 uidset_render(arena, uids, sets[i].count));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_sets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
