/* test_people_settings.c - agents, organisations, colleagues and lists. */

#include "app/settings.h"

#include "folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define KEYS "a 000102030405060708090a0b0c0d0e0f" \
	     "101112131415161718191a1b1c1d1e1f\n"
#define LEAST "key_file: keys\ndesks:\n- name: acme\n" \
	      "  address: help@acme.test\n  mailboxes: [{ path: mail }]\n" \
	      "  smtp: { host: smtp.acme.test }\n"
#define BOLT LEAST "  organisations:\n  - name: Bolt\n"

static struct settings *load(struct arena *arena, const char *folder,
			     const char *text, struct err *err)
{
	folder_file(arena, folder, "keys", KEYS, 0600);
	folder_file(arena, folder, "postdesk.yaml", text, 0600);
	return settings_load(folder, err);
}

static void test_least(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);
	struct err err = { 0 };
	struct settings *settings = load(a, folder, LEAST, &err);

	(void)state;
	assert_non_null(settings);
	assert_int_equal(settings->desks[0].desk.organisations.count, 0);
	assert_int_equal(settings->desks[0].desk.colleagues,
			 COLLEAGUES_PENDING);
	assert_int_equal(settings->desks[0].desk.gist.lists.count, 0);
	assert_int_equal(settings->desks[0].desk.gist.agents.count, 0);
	settings_free(&settings);
	folder_delete(folder);
}

static void test_full(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);
	struct err err = { 0 };
	struct settings *settings = load(a, folder, BOLT
		"    domains: [Bolt.test, bolt.example]\n"
		"  - { name: Cog, domains: [cog.test] }\n"
		"  colleagues: join\n"
		"  lists: [Team@lists.test]\n"
		"  agents: [{ name: One, address: One@acme.test }]\n", &err);
	const struct desk *desk;

	(void)state;
	if (settings == NULL)
		fail_msg("%s", err.text);
	desk = &settings->desks[0].desk;
	assert_int_equal(desk->organisations.count, 2);
	assert_string_equal(organisation_of(&desk->organisations,
					    "ann@bolt.test")->name, "Bolt");
	assert_int_equal(desk->colleagues, COLLEAGUES_JOIN);
	assert_int_equal(desk->gist.lists.count, 1);
	assert_string_equal(desk->gist.lists.at[0], "team@lists.test");
	assert_int_equal(desk->gist.agents.count, 1);
	assert_string_equal(desk->gist.agents.at[0], "one@acme.test");
	settings_free(&settings);
	folder_delete(folder);
}

static const struct {
	int line;
	const char *text;
	const char *refusal;
} mistakes[] = {
	{ __LINE__, LEAST "  organisations: Bolt\n",
	  ":7:18: found `Bolt`, expected a list" },
	{ __LINE__, BOLT, ":8:5: found a map, expected `domains:` in it" },
	{ __LINE__, BOLT "    domains: bolt.test\n",
	  ":9:14: found `bolt.test`, expected a list" },
	{ __LINE__, BOLT "    domains: []\n",
	  ":9:14: found an empty list, expected a domain in it" },
	{ __LINE__, BOLT "    domains: ['@bolt.test']\n",
	  ":9:15: found `@bolt.test`, expected a name such as" },
	{ __LINE__, BOLT "    domains: [bolt.test, GMail.com]\n",
	  ":9:26: found `GMail.com`, expected a domain of the organisation "
	  "alone" },
	{ __LINE__, BOLT "    domains: [yahoo.co.uk]\n",
	  ":9:15: found `yahoo.co.uk`, expected a domain of the org" },
	{ __LINE__, BOLT "    domains: [bolt.test]\n"
	  "  - { name: Cog, domains: [bolt.test] }\n",
	  ":10:28: found `bolt.test`, expected a domain that is not also of "
	  "`Bolt`" },
	{ __LINE__, BOLT "    domains: [bolt.test]\n"
	  "  - { name: Bolt, domains: [cog.test] }\n",
	  ":10:13: found `Bolt`, expected each organisation once" },
	{ __LINE__, LEAST "  colleagues: yes\n",
	  ":7:15: found `yes`, expected one of: pending, join" },
	{ __LINE__, LEAST "  lists: ['@lists.test']\n",
	  ":7:11: found `@lists.test`, expected an address" },
	{ __LINE__, LEAST "  lists: [a@lists.test, A@lists.test]\n",
	  ":7:25: found `A@lists.test`, expected each list once" },
};

static void test_mistakes(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);

	(void)state;
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		struct err err = { 0 };
		struct settings *settings = load(a, folder, mistakes[i].text,
						 &err);

		if (settings != NULL)
			fail_msg("line %d: accepted", mistakes[i].line);
		if (strstr(err.text, mistakes[i].refusal) == NULL)
			fail_msg("line %d: %s", mistakes[i].line, err.text);
	}
	folder_delete(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_least),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_mistakes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
