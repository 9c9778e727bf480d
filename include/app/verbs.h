/* verbs.h - a command of several verbs, each a command of its own.
 *
 * Finds the verb and runs it, and lists all of them for --help.
 */
#ifndef APP_VERBS_H
#define APP_VERBS_H

#include <stddef.h>

struct verb {
	const char *word;
	int (*run)(int argc, char **argv);	/* argv[0] is the verb */
	const char *help;
};

struct verbs {
	const char *command;	/* "rules" */
	const char *about;	/* one sentence */
	const struct verb *at;
	size_t count;
};

/* The exit status of the verb; EX_USAGE where there is none. */
int verbs_run(const struct verbs *verbs, int argc, char **argv);

#endif
