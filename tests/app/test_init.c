/* test_init.c - what is written can be read, and nothing is overwritten. */

#include "app/init.h"

#include "app/settings.h"
#include "folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct init_answers answers_in(const char *folder)
{
	return (struct init_answers){
		.folder = folder, .address = "help@acme.test",
		.name = "acme", .display_name = "Acme's \"Help\": 1 # desk",
		.language = "et", .imap_host = "imap.acme.test",
		.imap_user = "help", .smtp_host = "smtp.acme.test",
		.smtp_user = "out", .password_file = "password",
		.old_mail = "skip",
	};
}

static void test_written(void **state)
{
	ARENA(a);
	const char *base = folder_new(a);
	const char *folder = arena_printf(a, "%s/new", base);
	struct init_answers answers = answers_in(folder);
	struct settings *settings;
	struct err err = { 0 };
	struct stat status;

	(void)state;
	if (!init_write(a, &answers, &err))
		fail_msg("%s", err.text);
	settings = settings_load(folder, &err);
	assert_non_null(settings);
	assert_string_equal(settings->desks[0].desk.display_name,
			    answers.display_name);
	assert_string_equal(settings->desks[0].desk.language, "et");
	assert_string_equal(settings->desks[0].smtp.login.user, "out");
	assert_string_equal(settings->desks[0].mailboxes[0].secret.file,
			    arena_printf(a, "%s/password", folder));
	assert_int_equal(settings->desks[0].mailboxes[0].old_mail,
			 OLD_MAIL_SKIP);
	assert_string_equal(settings->state,
			    arena_printf(a, "%s/state", folder));
	assert_null(settings->database);
	settings_free(&settings);
	assert_int_equal(stat(arena_printf(a, "%s/postdesk.key", folder),
			      &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	folder_delete(base);
}

static void test_other_answers(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);
	struct init_answers answers = answers_in(folder);
	struct settings *settings;
	struct err err = { 0 };

	(void)state;
	answers.password_file = NULL;
	answers.password_command = "pass show it's";
	answers.old_mail = "import";
	answers.admin = "root@acme.test";
	answers.database = "postgresql://db.test/x";
	if (!init_write(a, &answers, &err))
		fail_msg("%s", err.text);
	settings = settings_load(folder, &err);
	assert_non_null(settings);
	assert_string_equal(settings->database, "postgresql://db.test/x");
	assert_string_equal(settings->desks[0].admin, "root@acme.test");
	assert_string_equal(settings->desks[0].smtp_secret.command,
			    "pass show it's");
	assert_int_equal(settings->desks[0].mailboxes[0].old_mail,
			 OLD_MAIL_IMPORT);
	settings_free(&settings);
	folder_delete(folder);
}

static void test_nothing_overwritten(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);
	struct init_answers answers = answers_in(folder);
	struct err err = { 0 };
	const char *file = folder_file(a, folder, "postdesk.yaml", "mine",
				       0600);

	(void)state;
	assert_false(init_write(a, &answers, &err));
	assert_non_null(strstr(err.text, "is there already"));
	assert_int_not_equal(access(arena_printf(a, "%s/postdesk.key", folder),
				    F_OK), 0);
	assert_int_equal(unlink(file), 0);
	/* An old key file is kept, and what is wrong in it is told. */
	folder_file(a, folder, "postdesk.key", "old", 0600);
	assert_false(init_write(a, &answers, &err));
	assert_non_null(strstr(err.text, "postdesk.key:1: expected an id"));
	assert_int_not_equal(access(file, F_OK), 0);
	folder_delete(folder);
}

static void test_wrong_answer(void **state)
{
	ARENA(a);
	const char *folder = folder_new(a);
	struct init_answers answers = answers_in(folder);
	struct err err = { 0 };

	(void)state;
	answers.address = "not an address";
	assert_false(init_write(a, &answers, &err));
	assert_non_null(strstr(err.text, "found `not an address`, expected"));
	answers.address = "help@acme.test";
	assert_true(init_write(a, &answers, &err));
	folder_delete(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_written),
		cmocka_unit_test(test_other_answers),
		cmocka_unit_test(test_nothing_overwritten),
		cmocka_unit_test(test_wrong_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
