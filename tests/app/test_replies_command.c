/* test_replies_command.c - sound and unsound replies, and what is shown. */

#include "app/replies_command.h"

#include "folder.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>

#define HEAD "---\nsubject: 'S {{number}}'\n---\n"

/* What a command prints, on both ways out. */
struct said {
	int status;
	char text[4096];
};

static struct said run(struct arena *arena, const char *const *words)
{
	char *argv[8] = { arena_strdup(arena, "replies") };
	struct said said = { 0 };
	FILE *out = tmpfile();
	int argc = 1, keep[2] = { dup(1), dup(2) };

	for (; words[argc - 1] != NULL; argc++)
		argv[argc] = arena_strdup(arena, words[argc - 1]);
	fflush(stdout);
	dup2(fileno(out), 1);
	dup2(fileno(out), 2);
	optind = 0;
	said.status = replies_main(argc, argv);
	fflush(stdout);
	fflush(stderr);
	dup2(keep[0], 1);
	dup2(keep[1], 2);
	close(keep[0]);
	close(keep[1]);
	rewind(out);
	said.text[fread(said.text, 1, sizeof(said.text) - 1, out)] = '\0';
	fclose(out);
	return said;
}

static const char *folder_with(struct arena *arena)
{
	const char *folder = folder_new(arena);

	folder_file(arena, folder, "replies/ack/en.md",
		    HEAD "**Hello** {{opens|soon}}\n", 0600);
	folder_file(arena, folder, "replies/ack/he.md", HEAD "שלום\n", 0600);
	folder_file(arena, folder, "replies/ack-neutral/en.md",
		    HEAD "Neutral\n", 0600);
	folder_file(arena, folder, "replies/tyres/de.md", HEAD "Reifen\n",
		    0600);
	return folder;
}

#define HTML "<p><strong>Hello</strong> on Monday at 09:00</p>"

static const struct {
	int line;
	const char *words[6];
	int status;
	const char *want, *never;	/* NULL: anything */
} cases[] = {
	{ __LINE__, { "check" }, 0, "ack-neutral: en; not in he de\n"
	  "ack: en he; not in de\ntyres: de; not in en he\n"
	  "replies/ack-neutral/en.md has no {{number}}: ", NULL },
	{ __LINE__, { "check" }, 0, "\n4 replies: they can be sent\n",
	  "all is well" },
	{ __LINE__, { "check", "--json" }, 0,
	  "\"advice\":[{\"name\":\"ack-neutral\",\"language\":\"en\","
	  "\"placeholder\":\"number\",\"why\":", NULL },
	{ __LINE__, { "check", "--json" }, 0,
	  "{\"name\":\"tyres\",\"languages\":[\"de\"],\"missing\":[\"en\","
	  "\"he\"]}", NULL },
	{ __LINE__, { "preview", "ack" }, 0,
	  "Subject: S 1042\n\nHello on Monday at 09:00\n", "<p>" },
	{ __LINE__, { "preview", "ack", "--text" }, 0,
	  "Subject: S 1042\n\nHello on Monday at 09:00\n", "<p>" },
	{ __LINE__, { "preview", "ack", "--html" }, 0, HTML, "Subject" },
	{ __LINE__, { "preview", "ack", "--html", "--lang", "he" }, 0,
	  "<html lang=\"he\" dir=\"rtl\">", NULL },
	{ __LINE__, { "preview", "ack", "--raw" }, 0,
	  "Auto-Submitted: auto-replied\r\n", NULL },
	{ __LINE__, { "preview", "ack-neutral", "--raw" }, 0,
	  "Content-Type: text/plain", "multipart" },
	/* Without --lang in English, or in what there is. */
	{ __LINE__, { "preview", "tyres" }, 0, "Reifen\n", NULL },
	{ __LINE__, { "preview", "tyres", "--lang", "en" }, EX_DATAERR,
	  "replies/tyres/en.md: found no such reply", NULL },
	{ __LINE__, { "preview", "no-such" }, EX_DATAERR,
	  "replies/no-such/en.md: found no such reply", NULL },
	{ __LINE__, { "preview", "ack-neutral", "--html" }, EX_DATAERR,
	  "plain text only", NULL },
	{ __LINE__, { "preview", "ack", "--html", "--raw" }, EX_USAGE,
	  "expected one of", NULL },
	{ __LINE__, { "preview" }, EX_USAGE, "Usage: postdesk replies prev",
	  NULL },
	{ __LINE__, { "look" }, EX_USAGE, "no verb `look`", NULL },
};

static void test_cases(void **state)
{
	ARENA(a);
	const char *folder = folder_with(a);

	(void)state;
	setenv("POSTDESK_RULES", folder, 1);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct said said = run(a, cases[i].words);

		if (said.status != cases[i].status ||
		    strstr(said.text, cases[i].want) == NULL ||
		    (cases[i].never != NULL &&
		     strstr(said.text, cases[i].never) != NULL))
			fail_msg("line %d: %d %s", cases[i].line, said.status,
				 said.text);
	}
	folder_delete(folder);
}

/* A file by name, or too long for whom it goes to. */
static void test_refusals(void **state)
{
	static const struct {
		int line;
		const char *file, *text;
		size_t filler;
		const char *want;	/* NULL: it is sound */
	} rows[] = {
		{ __LINE__, "replies/ack/en.md", "Dear {{nam}}", 0,
		  "replies/ack/en.md:4:6: found `{{nam}}`, expected one of" },
		{ __LINE__, "replies/ack/eng.md", "Text", 0,
		  "replies/ack/eng.md: expected replies/NAME/LANG.md" },
		{ __LINE__, "replies/ack-neutral/en.md", "Text ", 3000,
		  NULL },
		{ __LINE__, "replies/ack-neutral/en.md", "Text ", 4000,
		  "replies/ack-neutral/en.md: found a mail of" },
		{ __LINE__, "replies/ack/en.md", "Text ", 10000, NULL },
		{ __LINE__, "replies/ack/en.md", "Text ", 13000,
		  "expected at most 24576" },
	};
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *folder = folder_new(a);
		const char *const words[] = { "check", folder, NULL };
		char *filler = arena_alloc(a, rows[i].filler + 1);
		struct said said;

		for (size_t k = 0; k < rows[i].filler; k++)
			filler[k] = k % 10 == 9 ? ' ' : 'x';
		filler[rows[i].filler] = '\0';
		folder_file(a, folder, rows[i].file,
			    arena_printf(a, HEAD "%s%s\n", rows[i].text,
					 filler), 0600);
		said = run(a, words);
		if (said.status != (rows[i].want == NULL ? 0 : EX_DATAERR) ||
		    (rows[i].want != NULL &&
		     strstr(said.text, rows[i].want) == NULL))
			fail_msg("line %d: %d %s", rows[i].line, said.status,
				 said.text);
		folder_delete(folder);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
