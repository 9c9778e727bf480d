/* verbs.c - find the verb of a command and run it. */

#include "app/verbs.h"

#include "base/banned.h"

#include <sysexits.h>

static void print_help(const struct verbs *verbs, FILE *out)
{
	fprintf(out, "Usage: postdesk %s VERB [OPTION...] [ARGUMENT...]\n"
		"\n%s\n\n", verbs->command, verbs->about);
	for (size_t i = 0; i < verbs->count; i++)
		fprintf(out, "  %-10s %s\n", verbs->at[i].word,
			verbs->at[i].help);
	fprintf(out, "\n`postdesk %s VERB --help` says more.\n",
		verbs->command);
}

/* `postdesk --config DIR rules VERB …` arrives as `--config DIR VERB …`: the
 * verb moves to the front. */
static void bring_forward(int argc, char **argv)
{
	char *verb;

	if (argc < 4 || strcmp(argv[1], "--config") != 0)
		return;
	verb = argv[3];
	argv[3] = argv[2];
	argv[2] = argv[1];
	argv[1] = verb;
}

int verbs_run(const struct verbs *verbs, int argc, char **argv)
{
	bring_forward(argc, argv);
	if (argc < 2) {
		print_help(verbs, stderr);
		return EX_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0) {
		print_help(verbs, stdout);
		return 0;
	}
	for (size_t i = 0; i < verbs->count; i++)
		if (strcmp(argv[1], verbs->at[i].word) == 0)
			return verbs->at[i].run(argc - 1, argv + 1);
	fprintf(stderr, "postdesk %s: no verb `%s`\n\n", verbs->command,
		argv[1]);
	print_help(verbs, stderr);
	return EX_USAGE;
}
