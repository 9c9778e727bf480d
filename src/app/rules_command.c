/* rules_command.c - find the verb of `postdesk rules` and run it. */

#include "app/rules_command.h"

#include "base/banned.h"

#include <sysexits.h>

/* In the order in which a rule is made. */
static const struct verb {
	const char *word;
	int (*run)(int argc, char **argv);
	const char *help;
} verbs[] = {
	{ "check", rules_check_main, "are rules and replies sound?" },
	{ "test", rules_test_main, "what does each say about this mail?" },
	{ "backtest", rules_backtest_main,
	  "what would they have made of past mail?" },
	{ "shadow", rules_shadow_main,
	  "try them on new mail, beside the active ones" },
	{ "promote", rules_promote_main, "the shadow becomes active" },
	{ "rollback", rules_rollback_main,
	  "an older version becomes active again" },
	{ "stats", rules_stats_main, "what does each rule find and cost?" },
	{ "versions", rules_versions_main, "list what was published" },
};

enum { VERBS = sizeof(verbs) / sizeof(verbs[0]) };

static void print_help(FILE *out)
{
	fputs("Usage: postdesk rules VERB [OPTION...] [ARGUMENT...]\n"
	      "\n"
	      "Check, try and choose rules and replies.\n"
	      "\n", out);
	for (size_t i = 0; i < VERBS; i++)
		fprintf(out, "  %-10s %s\n", verbs[i].word, verbs[i].help);
	fputs("\n`postdesk rules VERB --help` says more.\n", out);
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

int rules_main(int argc, char **argv)
{
	bring_forward(argc, argv);
	if (argc < 2) {
		print_help(stderr);
		return EX_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0) {
		print_help(stdout);
		return 0;
	}
	for (size_t i = 0; i < VERBS; i++)
		if (strcmp(argv[1], verbs[i].word) == 0)
			return verbs[i].run(argc - 1, argv + 1);
	fprintf(stderr, "postdesk rules: no verb `%s`\n\n", argv[1]);
	print_help(stderr);
	return EX_USAGE;
}
