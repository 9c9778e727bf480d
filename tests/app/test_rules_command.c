/* test_rules_command.c - the exit status for sound and unsound folders. */

#include "app/rules_command.h"

#include "folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sysexits.h>

#include <cmocka.h>

#define REPLY "---\nsubject: a\n---\nText\n"
#define RULE "- name: r\n  when: { text: x }\n  "

static int run(struct arena *arena, const char *verb, const char *folder)
{
	char *argv[] = { arena_strdup(arena, "rules"),
			 arena_strdup(arena, verb),
			 arena_strdup(arena, folder), NULL };

	return rules_main(3, argv);
}

static const struct {
	int line;
	const char *rules;
	const char *replies[3];
	int status;
} cases[] = {
	{ __LINE__, RULE "acknowledge: off\n", { "ack", "ack-neutral" }, 0 },
	{ __LINE__, RULE "reply: special\n", { "ack", "ack-neutral", "special" }, 0 },
	{ __LINE__, "", { "ack", "ack-neutral" }, 0 },
	{ __LINE__, RULE "reply: special\n", { "ack", "ack-neutral" }, EX_DATAERR },
	{ __LINE__, RULE "acknowledge: off\n", { "ack" }, EX_DATAERR },
	{ __LINE__, RULE "acknowledge: off\n", { "ack-neutral" }, EX_DATAERR },
	{ __LINE__, "- nme: r\n", { "ack", "ack-neutral" }, EX_DATAERR },
};

static void test_folders(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *folder = folder_new(a);

		folder_file(a, folder, "1.yaml", cases[i].rules, 0600);
		for (size_t k = 0; k < 3 && cases[i].replies[k] != NULL; k++)
			folder_file(a, folder, arena_printf(a,
				"replies/%s/en.md", cases[i].replies[k]),
				REPLY, 0600);
		if (run(a, "check", folder) != cases[i].status)
			fail_msg("line %d", cases[i].line);
		folder_delete(folder);
	}
}

static void test_usage(void **state)
{
	ARENA(a);

	(void)state;
	assert_int_equal(run(a, "chek", "/"), EX_USAGE);
	assert_int_equal(run(a, "check", "/no/such/folder"), EX_DATAERR);
}

/* Without a folder: that of the settings where there are any, else the shipped
 * one.  Never "all is well" of another than the admin means. */
static void test_default(void **state)
{
	ARENA(a);
	const char *sound = folder_new(a), *settings = folder_new(a);
	char *argv[] = { arena_strdup(a, "rules"), arena_strdup(a, "check"),
			 NULL };

	(void)state;
	folder_file(a, sound, "replies/ack/en.md", REPLY, 0600);
	folder_file(a, sound, "replies/ack-neutral/en.md", REPLY, 0600);
	setenv("POSTDESK_RULES", sound, 1);
	setenv("POSTDESK_CONFIG", "/no/such/folder", 1);
	assert_int_equal(rules_main(2, argv), 0);
	folder_file(a, settings, "postdesk.yaml", "desks: []\n", 0600);
	setenv("POSTDESK_CONFIG", settings, 1);
	assert_int_equal(rules_main(2, argv), EX_DATAERR);
	assert_int_equal(run(a, "check", sound), 0);
	unsetenv("POSTDESK_CONFIG");
	unsetenv("POSTDESK_RULES");
	folder_delete(settings);
	folder_delete(sound);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_folders),
		cmocka_unit_test(test_usage),
		cmocka_unit_test(test_default),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
