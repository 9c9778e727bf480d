/* options.h - the command line of one command, and its --help, from one table.
 *
 *	const char *desk = NULL;
 *	bool once = false;
 *	const struct option_row rows[] = {
 *		{ "desk", "NAME", &desk, NULL, "only this desk" },
 *		{ "once", NULL, NULL, &once, "end when all is done" },
 *	};
 *
 * Every command also takes --help.
 *
 * Ownership: values point into argv.
 */
#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

struct option_row {
	const char *name;	/* without the dashes */
	const char *argument;	/* what --help calls it; NULL: a flag */
	const char **text;	/* where the argument goes */
	bool *flag;
	const char *help;
};

struct options {
	const char *usage;	/* "tickets [OPTION...] [--text WORDS...]" */
	const char *about;	/* a paragraph */
	const struct option_row *rows;
	size_t count;
	int least, most;	/* positional arguments; most -1: any */
};

/* The index of the first positional argument; or -1: end now with *status_r
 * (help was asked for, or the usage is wrong: EX_USAGE). */
int options_read(const struct options *options, int argc, char **argv,
		 int *status_r);

/* Where postdesk.yaml is: --config, else $POSTDESK_CONFIG, else the system's.
 * Every command that opens a world has this row. */
const char *options_config(const char *given);

#define OPTION_CONFIG(variable) \
	{ "config", "DIR", &(variable), NULL, \
	  "folder with postdesk.yaml" }
#define OPTION_DESK(variable) \
	{ "desk", "NAME", &(variable), NULL, \
	  "which desk, where there are several" }
#define OPTION_JSON(variable) \
	{ "json", NULL, NULL, &(variable), "JSON for machines" }

#endif
