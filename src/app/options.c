/* options.c - getopt_long() from a table, and the help from the same one. */

#include "app/options.h"

#include "base/banned.h"

#include <getopt.h>
#include <sysexits.h>

enum { MOST_ROWS = 24, HELP = 1000 };

static void print_help(const struct options *options, FILE *out)
{
	fprintf(out, "Usage: postdesk %s\n\n%s\n\n", options->usage,
		options->about);
	for (size_t i = 0; i < options->count; i++) {
		const struct option_row *row = &options->rows[i];
		char left[40];

		snprintf(left, sizeof(left), "--%s%s%s", row->name,
			 row->argument == NULL ? "" : " ",
			 row->argument == NULL ? "" : row->argument);
		fprintf(out, "  %-20s %s\n", left, row->help);
	}
	fprintf(out, "  %-20s %s\n", "--help", "show this");
}

static void fill(const struct options *options, struct option *table)
{
	size_t i;

	for (i = 0; i < options->count && i < MOST_ROWS; i++)
		table[i] = (struct option){
			.name = options->rows[i].name,
			.has_arg = options->rows[i].argument != NULL
				? required_argument : no_argument,
			.val = (int)i + 1,
		};
	table[i++] = (struct option){ "help", no_argument, NULL, HELP };
	table[i] = (struct option){ NULL, 0, NULL, 0 };
}

static int refuse(const struct options *options, int *status_r)
{
	print_help(options, stderr);
	*status_r = EX_USAGE;
	return -1;
}

int options_read(const struct options *options, int argc, char **argv,
		 int *status_r)
{
	struct option table[MOST_ROWS + 2];
	int value, left;

	fill(options, table);
	while ((value = getopt_long(argc, argv, "", table, NULL)) != -1) {
		if (value == HELP) {
			print_help(options, stdout);
			*status_r = 0;
			return -1;
		}
		if (value < 1 || (size_t)value > options->count)
			return refuse(options, status_r);
		if (optarg != NULL)
			*options->rows[value - 1].text = optarg;
		else
			*options->rows[value - 1].flag = true;
	}
	left = argc - optind;
	if (left < options->least ||
	    (options->most >= 0 && left > options->most))
		return refuse(options, status_r);
	return optind;
}

const char *options_config(const char *given)
{
	const char *variable = getenv("POSTDESK_CONFIG");

	if (given != NULL)
		return given;
	return variable != NULL && variable[0] != '\0'
		? variable : SYSCONFDIR "/postdesk";
}
