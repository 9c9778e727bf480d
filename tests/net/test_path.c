/* test_path.c - what may stand between < and > of a command. */

#include "net/path.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define A60 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define D60 A60 "." A60 "." A60

static const struct {
	int line;
	const char *address;
	enum path_kind want;
} cases[] = {
	{ __LINE__, "ann@example.org", PATH_ASCII },
	{ __LINE__, "a.b+c_d-e@mail.example.org", PATH_ASCII },
	{ __LINE__, "!#$%&'*+-/=?^_`{|}~@example.org", PATH_ASCII },
	{ __LINE__, "\"a b\"@example.org", PATH_ASCII },
	{ __LINE__, A60 "aaaa@example.org", PATH_ASCII },
	{ __LINE__, A60 "aaaaa@example.org", PATH_BAD },
	{ __LINE__, A60 "@" D60 ".a123456789", PATH_ASCII },
	{ __LINE__, A60 "@" D60 ".a1234567890", PATH_BAD },
	{ __LINE__, "a@" A60 "aaa", PATH_ASCII },
	{ __LINE__, "a@" A60 "aaaa", PATH_BAD },
	{ __LINE__, "\xce\xb1@example.org", PATH_UTF8 },
	{ __LINE__, "a@\xce\xb1.example", PATH_UTF8 },
	{ __LINE__, "a@\xff.example", PATH_BAD },

	{ __LINE__, "", PATH_BAD },
	{ __LINE__, "ann", PATH_BAD },
	{ __LINE__, "@example.org", PATH_BAD },
	{ __LINE__, "ann@", PATH_BAD },
	{ __LINE__, ".ann@example.org", PATH_BAD },
	{ __LINE__, "ann.@example.org", PATH_BAD },
	{ __LINE__, "a..b@example.org", PATH_BAD },
	{ __LINE__, "ann@example..org", PATH_BAD },
	{ __LINE__, "ann@.org", PATH_BAD },
	{ __LINE__, "ann@example.org.", PATH_BAD },
	{ __LINE__, "ann@-example.org", PATH_BAD },
	{ __LINE__, "ann@example-.org", PATH_BAD },
	{ __LINE__, "ann@example.org-", PATH_BAD },
	{ __LINE__, "ann@exa_mple.org", PATH_BAD },
	{ __LINE__, "ann@[127.0.0.1]", PATH_BAD },
	{ __LINE__, "a@b@example.org", PATH_BAD },
	{ __LINE__, "ann@example.org> SIZE=1", PATH_BAD },
	{ __LINE__, "ann@example.org\r\nDATA", PATH_BAD },
	{ __LINE__, "an\nn@example.org", PATH_BAD },
	{ __LINE__, " ann@example.org", PATH_BAD },
	{ __LINE__, "<ann@example.org>", PATH_BAD },
	{ __LINE__, "\"\"@example.org", PATH_BAD },
	{ __LINE__, "\"a\\\"b\"@example.org", PATH_BAD },
	{ __LINE__, "\"a\r\nb\"@example.org", PATH_BAD },
	{ __LINE__, "\"a@example.org", PATH_BAD },
	{ __LINE__, "\"a\"b@example.org", PATH_BAD },
};

static void test_judge(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (path_judge(cases[i].address) != cases[i].want)
			fail_msg("line %d: %d", cases[i].line,
				 path_judge(cases[i].address));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_judge) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
