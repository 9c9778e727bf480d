/* test_organisation.c - whose domain it is, and which are everybody's. */

#include "desk/organisation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const acme_domains[] = { "acme.test", "acme.example" };
static const char *const bolt_domains[] = { "bolt.test" };
static const struct organisation named[] = {
	{ "Acme", { acme_domains, 2 }, NULL },
	{ "Bolt", { bolt_domains, 1 }, NULL },
};
static const struct organisations all = { named, COUNT(named) };

static void test_of(void **state)
{
	static const struct {
		int line;
		const char *address, *want;
	} cases[] = {
		{ __LINE__, "ann@acme.test", "Acme" },
		{ __LINE__, "Bob@ACME.Example", "Acme" },
		{ __LINE__, "acme.test", "Acme" },
		{ __LINE__, "eve@bolt.test", "Bolt" },
		{ __LINE__, "\"a@acme.test\"@bolt.test", "Bolt" },
		{ __LINE__, "eve@mail.acme.test", NULL },
		{ __LINE__, "eve@notacme.test", NULL },
		{ __LINE__, "eve@acme.test.evil.test", NULL },
		{ __LINE__, "eve@", NULL },
		{ __LINE__, "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct organisation *got =
			organisation_of(&all, cases[i].address);
		const char *name = got == NULL ? "nobody" : got->name;
		const char *want = cases[i].want == NULL
			? "nobody" : cases[i].want;

		if (strcmp(name, want) != 0)
			fail_msg("line %d: %s", cases[i].line, name);
	}
}

static void test_same(void **state)
{
	const struct organisations nobody = { NULL, 0 };

	(void)state;
	assert_true(organisation_same(&all, "a@acme.test", "b@acme.example"));
	assert_false(organisation_same(&all, "a@acme.test", "b@bolt.test"));
	assert_false(organisation_same(&all, "a@x.test", "b@x.test"));
	assert_false(organisation_same(&all, "", ""));
	assert_false(organisation_same(&nobody, "a@acme.test", "b@acme.test"));
}

static void test_public(void **state)
{
	static const struct {
		int line;
		const char *domain;
		bool want;
	} cases[] = {
		{ __LINE__, "gmail.com", true },
		{ __LINE__, "GMail.Com", true },
		{ __LINE__, "yahoo.com", true },
		{ __LINE__, "yahoo.fr", true },
		{ __LINE__, "yahoo.co.uk", true },
		{ __LINE__, "yahoo.com.br", true },
		{ __LINE__, "mail.ee", true },
		{ __LINE__, "acme.test", false },
		{ __LINE__, "mail.gmail.com.acme.test", false },
		{ __LINE__, "notgmail.com", false },
		{ __LINE__, "live.acme.example", false },
		{ __LINE__, "outlook.co.acme.example", false },
		{ __LINE__, "yahoo.", false },
		{ __LINE__, "yahoo", false },
		{ __LINE__, "", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (organisation_is_public(cases[i].domain) != cases[i].want)
			fail_msg("line %d: %s", cases[i].line,
				 cases[i].domain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_of),
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_public),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
