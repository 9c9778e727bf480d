/* init_command.c - `postdesk init`: ask what was not given. */

#include "app/init.h"

#include "app/options.h"
#include "base/text.h"

#include <sysexits.h>
#include <unistd.h>

enum { ANSWER_LIMIT = 500 };

/* One line from the terminal; `fallback` where it is empty.  NULL: the end. */
static const char *ask(struct arena *arena, const char *question,
		       const char *fallback)
{
	char line[ANSWER_LIMIT];

	printf(fallback == NULL ? "%s: " : "%s [%s]: ", question, fallback);
	fflush(stdout);
	if (fgets(line, sizeof(line), stdin) == NULL)
		return NULL;
	if (line[strspn(line, " \t\n")] == '\0')
		return fallback;
	return text_line(arena, line, strlen(line), ANSWER_LIMIT);
}

/* What was given, else what a person says, else `fallback`. */
static bool settle(struct arena *arena, const char **value, const char *option,
		   const char *question, const char *fallback)
{
	if (*value != NULL)
		return true;
	if (isatty(STDIN_FILENO))
		*value = ask(arena, question, fallback);
	else
		*value = fallback;
	if (*value == NULL)
		fprintf(stderr, "postdesk init: expected --%s\n", option);
	return *value != NULL;
}

/* "acme" of "support@acme.example.org". */
static const char *name_of(struct arena *arena, const char *domain)
{
	static const char set[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	const char *lower = text_lower(arena, domain);
	size_t size = strspn(lower, set);

	return size == 0 ? "desk" : arena_strndup(arena, lower, size);
}

static bool settle_all(struct arena *arena, struct init_answers *answers)
{
	const char *domain, *name;

	if (!settle(arena, &answers->address, "address",
		    "Address that customers write to", NULL))
		return false;
	domain = strchr(answers->address, '@');
	domain = domain == NULL ? "example.org" : domain + 1;
	name = name_of(arena, domain);
	return settle(arena, &answers->name, "name",
		      "A word for this desk, for commands and logs", name) &&
	       settle(arena, &answers->display_name, "display-name",
		      "Its name, as customers see it", answers->name) &&
	       settle(arena, &answers->language, "language",
		      "Language of answers where none is known", "en") &&
	       settle(arena, &answers->imap_host, "imap-host", "IMAP server",
		      arena_printf(arena, "imap.%s", domain)) &&
	       settle(arena, &answers->imap_user, "imap-user", "IMAP user",
		      answers->address) &&
	       settle(arena, &answers->smtp_host, "smtp-host", "SMTP server",
		      arena_printf(arena, "smtp.%s", domain)) &&
	       settle(arena, &answers->smtp_user, "smtp-user", "SMTP user",
		      answers->imap_user) &&
	       (answers->password_command != NULL ||
		settle(arena, &answers->password_file, "password-file",
		       "File with the password", "password"));
}

/* There is no safe guess: somebody must say it. */
static bool settle_old_mail(struct arena *arena, struct init_answers *answers,
			    bool from_now, bool import)
{
	const char *answer = NULL;

	if (from_now != import) {
		answers->old_mail = import ? "import" : "skip";
		return true;
	}
	if (!from_now && isatty(STDIN_FILENO))
		answer = ask(arena, "Mail that lies in the mailbox already: "
			     "skip it, or import it silently", "skip");
	if (answer == NULL || (strcmp(answer, "skip") != 0 &&
			       strcmp(answer, "import") != 0)) {
		fputs("postdesk init: expected one of --from-now (leave the "
		      "mail that is there) and --import-silently (make tickets "
		      "of it, answer none)\n", stderr);
		return false;
	}
	answers->old_mail = answer;
	return true;
}

static void tell(const struct init_answers *answers)
{
	printf("\n%s/postdesk.yaml and %s/postdesk.key are written.\n\n"
	       "Next:\n", answers->folder, answers->folder);
	if (answers->password_command == NULL)
		printf("  put the password into %s, which only you may read\n"
		       "    (a relative name begins in %s)\n",
		       answers->password_file, answers->folder);
	printf("  postdesk doctor --config %s    (can it log in?)\n"
	       "  postdesk run --config %s       (start it)\n"
	       "  postdesk autos on --config %s  (only then does it answer)\n"
	       "Keep a copy of postdesk.key in a safe place.\n",
	       answers->folder, answers->folder, answers->folder);
}

int init_main(int argc, char **argv)
{
	struct init_answers answers = { .folder = SYSCONFDIR "/postdesk" };
	bool from_now = false, import = false;
	const struct option_row rows[] = {
		{ "address", "ADDRESS", &answers.address, NULL,
		  "that customers write to" },
		{ "name", "WORD", &answers.name, NULL, "of the desk" },
		{ "display-name", "NAME", &answers.display_name, NULL,
		  "that customers see" },
		{ "language", "XX", &answers.language, NULL,
		  "of answers where none is known" },
		{ "imap-host", "HOST", &answers.imap_host, NULL,
		  "where mail arrives" },
		{ "imap-user", "USER", &answers.imap_user, NULL, "its login" },
		{ "smtp-host", "HOST", &answers.smtp_host, NULL,
		  "where answers go out" },
		{ "smtp-user", "USER", &answers.smtp_user, NULL, "its login" },
		{ "password-file", "FILE", &answers.password_file, NULL,
		  "holds the password of both" },
		{ "password-command", "COMMAND", &answers.password_command,
		  NULL, "prints the password of both" },
		{ "admin", "ADDRESS", &answers.admin, NULL,
		  "who is told of faults" },
		{ "database", "URI", &answers.database, NULL,
		  "of a PostgreSQL server; else the embedded one" },
		{ "from-now", NULL, NULL, &from_now,
		  "leave the mail that is there" },
		{ "import-silently", NULL, NULL, &import,
		  "make tickets of it, answer none" },
	};
	const struct options options = {
		"init [OPTION...] [FOLDER]", "Write a first postdesk.yaml and "
		"its key file.  What is not given is asked for.\nAutomatic "
		"mail stays off until `postdesk autos on`.",
		rows, sizeof(rows) / sizeof(rows[0]), 0, 1,
	};
	struct err err = { 0 };
	int first, status;
	ARENA(arena);

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (argv[first] != NULL)
		answers.folder = argv[first];
	if (!settle_all(arena, &answers) ||
	    !settle_old_mail(arena, &answers, from_now, import))
		return EX_USAGE;
	if (!init_write(arena, &answers, &err)) {
		fprintf(stderr, "postdesk init: %s\n", err.text);
		return EX_DATAERR;
	}
	tell(&answers);
	return 0;
}
