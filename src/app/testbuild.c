/* testbuild.c - list the failpoints and move the clock, for tests. */

#include "app/testbuild.h"

#include "app/look.h"
#include "app/options.h"
#include "base/failpoint.h"

#include <sysexits.h>

int testbuild_failpoints_main(int argc, char **argv)
{
	const struct options options = {
		"failpoints", "List the places where POSTDESK_FAIL can make a "
		"worker fail.", NULL, 0, 0, 0,
	};
	int status;

	if (options_read(&options, argc, argv, &status) < 0)
		return status;
	for (enum failpoint point = 0; point < failpoint_count(); point++)
		puts(failpoint_word(point));
	return 0;
}

/* "+1d", "-90m" or "0", in microseconds. */
static bool read_shift(const char *text, usec_t *shift_r)
{
	static const struct {
		char letter;
		usec_t length;
	} units[] = {
		{ 's', USEC_SECOND }, { 'm', USEC_MINUTE },
		{ 'h', USEC_HOUR }, { 'd', USEC_DAY },
	};
	char *unit;
	long count = strtol(text, &unit, 10);

	*shift_r = 0;
	if (unit == text || count < -100000 || count > 100000)
		return false;
	if (count == 0 && *unit == '\0')
		return true;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (unit[0] == units[i].letter && unit[1] == '\0') {
			*shift_r = count * units[i].length;
			return true;
		}
	return false;
}

int testbuild_clock_main(int argc, char **argv)
{
	const char *config = NULL;
	const struct option_row rows[] = { OPTION_CONFIG(config) };
	const struct options options = {
		"clock [OPTION...] SHIFT", "Move the business clock: +36h, "
		"+7d, 0.", rows, 1, 1, 1,
	};
	struct look look;
	struct err err;
	usec_t shift;
	int first, status;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (!read_shift(argv[first], &shift)) {
		fprintf(stderr, "postdesk clock: expected a number and s, m, "
			"h or d, as in +36h\n");
		return EX_USAGE;
	}
	if (!look_begin(&look, "clock", config, NULL, &status))
		return status;
	status = db_shift_clock(look.db, shift, &err)
		? 0 : look_failed("clock", &err);
	look_end(&look);
	return status;
}
