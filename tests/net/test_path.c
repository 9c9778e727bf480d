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
	/* Turned around, not seen, no letter. */
	{ __LINE__, "a\xe2\x80\xae" "b@example.org", PATH_BAD },
	{ __LINE__, "a\xe2\x80\x8b@example.org", PATH_BAD },
	{ __LINE__, "a@b\xe3\x80\x82" "example", PATH_BAD },
	{ __LINE__, "a@\xe2\x84\x80.example", PATH_BAD },
	{ __LINE__, "\xe2\x98\x83@example.org", PATH_BAD },

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

static const struct {
	int line;
	const char *address, *want;
} hosts[] = {
	{ __LINE__, "ann@example.org", "ann@example.org" },
	{ __LINE__, "Ann@Example.ORG", "Ann@Example.ORG" },
	{ __LINE__, "ann@b\xc3\xbc" "cher.example",
	  "ann@xn--bcher-kva.example" },
	{ __LINE__, "Ann@B\xc3\x9c" "CHER.example",
	  "Ann@xn--bcher-kva.example" },
	/* The local part cannot be written otherwise. */
	{ __LINE__, "\xce\xb1@b\xc3\xbc" "cher.example",
	  "\xce\xb1@b\xc3\xbc" "cher.example" },
	/* What is refused stays what it is, and is refused. */
	{ __LINE__, "a@b@b\xc3\xbc" "cher.example",
	  "a@b@b\xc3\xbc" "cher.example" },
};

static void test_hosts(void **state)
{
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++)
		if (strcmp(path_ascii(arena, hosts[i].address),
			   hosts[i].want) != 0)
			fail_msg("line %d", hosts[i].line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_judge),
		cmocka_unit_test(test_hosts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
