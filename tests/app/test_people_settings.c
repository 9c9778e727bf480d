/* test_people_settings.c - agents and their work, organisations, colleagues
 * and lists. */

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
#define ONE LEAST "  agents:\n  - name: One\n    address: one@acme.test\n"
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
		"  agents:\n"
		"  - { name: One, address: One@acme.test }\n"
		"  - { name: Two, address: two@acme.test, tier: 3,\n"
		"      notify: every 30 minutes,\n"
		"      away: [{ from: 2026-12-24, to: 2026-12-24 }] }\n"
		"  assignment: sticky\n"
		"  queue_assignment: { general: none }\n"
		"  command_aliases: { el: { σημείωση: note }, de: { zu: close,\n"
		"    schliessen: close } }\n"
		"  transcript: always\n", &err);
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
	assert_int_equal(desk->gist.agents.count, 2);
	assert_string_equal(desk->gist.agents.at[0], "one@acme.test");
	assert_int_equal(desk->team.count, 2);
	assert_int_equal(desk->team.at[0].tier, 1);
	assert_int_equal(desk->team.at[0].digest, AGENT_AT_ONCE);
	assert_int_equal(desk->team.at[1].digest, AGENT_EVERY);
	assert_true(desk->team.at[1].digest_every == 30 * USEC_MINUTE);
	assert_int_equal(desk->team.at[1].away_count, 1);
	assert_int_equal(assignment_of(&desk->assignment, "general"),
			 ASSIGNMENT_NONE);
	assert_int_equal(assignment_of(&desk->assignment, "billing"),
			 ASSIGNMENT_STICKY);
	assert_int_equal(desk->transcript, TRANSCRIPT_ALWAYS);
	assert_int_equal(desk->aliases.count, 3);
	assert_string_equal(desk->aliases.at[0].word, "σημείωση");
	assert_int_equal(desk->aliases.at[2].kind, COMMAND_CLOSE);
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
	{ __LINE__, ONE "    notify: hourly\n",
	  ":10:13: found `hourly`, expected at once, daily, or" },
	{ __LINE__, ONE "    notify: every 30 seconds\n",
	  ":10:13: found `every 30 seconds`, expected at once" },
	{ __LINE__, ONE "    notify: every 25 hours\n",
	  ":10:13: found `every 25 hours`, expected at once" },
	{ __LINE__, ONE "    away: [{ from: 2026-12-24, to: 2026-12-23 }]\n",
	  ":10:36: found `2026-12-23`, expected a date no earlier" },
	{ __LINE__, ONE "    away: [{ from: 2026-13-24, to: 2026-12-23 }]\n",
	  ":10:20: found `2026-13-24`, expected a date such as" },
	{ __LINE__, ONE "  - { name: Two, address: ONE@acme.test }\n",
	  ":10:27: found `ONE@acme.test`, expected each agent once" },
	{ __LINE__, ONE "  assignment: robin\n",
	  ":10:15: found `robin`, expected one of: none, load, sticky" },
	{ __LINE__, ONE "  queues: [a]\n  queue_assignment: { b: load }\n",
	  ":11:23: found `b`, expected one of the desk's `queues:`" },
	{ __LINE__, BOLT "    domains: [bolt.test]\n    agent: Zoe\n",
	  ":10:12: found `Zoe`, expected one of the desk's `agents:`" },
	{ __LINE__, LEAST "  command_aliases: [note]\n",
	  ":7:20: found a list, expected a map of languages" },
	{ __LINE__, LEAST "  command_aliases: { greek: { x: note } }\n",
	  ":7:29: found a map, expected two letters" },
	{ __LINE__, LEAST "  command_aliases: { el: note }\n",
	  ":7:26: found `note`, expected a map" },
	{ __LINE__, LEAST "  command_aliases: { el: { close: note } }\n",
	  ":7:28: found `close`, expected another word: this one is the "
	  "command `close` already" },
	{ __LINE__, LEAST "  command_aliases: { el: { x: note },\n"
			  "    de: { X: open } }\n",
	  ":8:11: found `X`, expected another word" },
	{ __LINE__, LEAST "  command_aliases: { el: { x: nite } }\n",
	  ":7:31: found `nite`, expected a command, perhaps `note`" },
	{ __LINE__, LEAST "  command_aliases: { el: { x: zzzzzz } }\n",
	  ":7:31: found `zzzzzz`, expected a command such as note" },
	{ __LINE__, LEAST "  command_aliases: { el: { 'a b': note } }\n",
	  ":7:28: found `a b`, expected one word of letters" },
	{ __LINE__, LEAST "  command_aliases: { el: { '#n': note } }\n",
	  ":7:28: found `#n`, expected one word of letters" },
	{ __LINE__, LEAST "  transcript: never\n",
	  ":7:15: found `never`, expected one of: errors, always" },
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
