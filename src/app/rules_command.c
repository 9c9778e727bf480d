/* rules_command.c - `postdesk rules check [DIR]`. */

#include "app/rules_command.h"

#include "app/options.h"
#include "app/publish.h"

#include <sysexits.h>

static size_t count_replies(const struct bundle *bundle)
{
	size_t count = 0;

	for (size_t i = 0; i < bundle->count; i++)
		count += strncmp(bundle->files[i].name, "replies/", 8) == 0;
	return count;
}

static int check(const char *folder)
{
	struct err err = { 0 };
	struct bundle bundle;
	struct rules *rules;
	ARENA(arena);

	if (!publish_check(arena, folder, &bundle, &err)) {
		fprintf(stderr, "postdesk rules check: %s\n", err.text);
		return EX_DATAERR;
	}
	rules = rules_load(&bundle, &err);
	printf("%zu rules, %zu replies: all is well, and every example does "
	       "as it says\n", rules == NULL ? 0 : rules_count(rules),
	       count_replies(&bundle));
	rules_free(&rules);
	return 0;
}

int rules_main(int argc, char **argv)
{
	const struct options options = {
		"rules check [DIR]", "Check a folder of rules and replies "
		"(without DIR the shipped one): words, patterns,\nplaceholders "
		"and the examples of every rule.", NULL, 0, 1, 2,
	};
	int first, status;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (strcmp(argv[first], "check") != 0) {
		fprintf(stderr, "postdesk rules: no command `%s`, try check\n",
			argv[first]);
		return EX_USAGE;
	}
	return check(argv[first + 1]);
}
