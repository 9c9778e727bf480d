/* main.c - find the command and run it. */

#include "app/init.h"
#include "app/inspect.h"
#include "app/rules_command.h"
#include "base/banned.h"

enum { EX_USAGE = 64 };

/* One row a command: add it here and it is found and listed. */
static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
} commands[] = {
	{ "parse", inspect_main, "show what a mail says" },
	{ "init", init_main, "write a first configuration" },
	{ "rules", rules_main, "check a folder of rules and replies" },
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void print_help(FILE *out)
{
	fputs("Usage: postdesk COMMAND [OPTION...] [ARGUMENT...]\n"
	      "\n"
	      "The help desk that lives in mail.\n"
	      "\n", out);
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-10s %s\n", commands[i].name,
			commands[i].help);
	fputs("\n`postdesk COMMAND --help` says more.\n", out);
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		print_help(stderr);
		return EX_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		print_help(stdout);
		return 0;
	}
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	fprintf(stderr, "postdesk: no command `%s`\n\n", argv[1]);
	print_help(stderr);
	return EX_USAGE;
}
