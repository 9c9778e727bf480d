/* ctl.c - automatic mail on and off, the schema. */

#include "app/ctl.h"

#include "app/look.h"
#include "app/options.h"
#include "store/outbox.h"
#include "store/report_desk.h"

#include <sysexits.h>

/* What stops it though it is on. */
static void say_breaker(const struct look *look, const struct report_desk *desk)
{
	const struct breaker *breaker = &desk->breaker;
	const char *since = clock_render(look->arena, breaker->since);
	const char *until = clock_render(look->arena, breaker->until);

	switch (breaker_state(breaker, desk->now)) {
	case BREAKER_CLOSED:
		return;
	case BREAKER_OPEN:
		printf("But none leaves since %s (%s).  It tries again at %s, "
		       "and at once with `postdesk autos on`.\n", since,
		       breaker_reason_word(breaker->why), until);
		return;
	case BREAKER_TRIAL:
		printf("It tries again, a little at a time, since %s (%s "
		       "before that).\n", until,
		       breaker_reason_word(breaker->why));
		return;
	}
}

/* `word` NULL: only look. */
static int autos(const struct look *look, const char *word)
{
	const int64_t desk_id = look->desk->desk.id;
	struct report_desk desk;
	struct err err;

	if ((word != NULL && !outbox_autos(look->db, desk_id,
					   strcmp(word, "on") == 0, &err)) ||
	    !report_desk(look->db, desk_id, &desk, &err))
		return look_failed("autos", &err);
	printf("Automatic mail of the desk %s is %s.\n",
	       look->desk->desk.name, desk.autos ? "on" : "off");
	if (desk.autos)
		say_breaker(look, &desk);
	return 0;
}

int ctl_autos_main(int argc, char **argv)
{
	const char *config = NULL, *desk = NULL;
	const struct option_row rows[] = {
		OPTION_CONFIG(config), OPTION_DESK(desk),
	};
	const struct options options = {
		"autos [OPTION...] [on | off]", "Switch automatic mail on or "
		"off; without a word, say which it is.\nOff holds at once, "
		"for every host; tickets go on.", rows, 2, 0, 1,
	};
	struct look look;
	int first, status;
	const char *word;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	word = argv[first];
	if (word != NULL && strcmp(word, "on") != 0 &&
	    strcmp(word, "off") != 0) {
		fprintf(stderr, "postdesk autos: expected on or off\n");
		return EX_USAGE;
	}
	if (!look_begin(&look, "autos", config, desk, &status))
		return status;
	status = autos(&look, word);
	look_end(&look);
	return status;
}

int ctl_migrate_main(int argc, char **argv)
{
	const char *config = NULL;
	const struct option_row rows[] = { OPTION_CONFIG(config) };
	const struct options options = {
		"migrate [OPTION...]", "Bring the database to this program's "
		"schema.  Every start does it too.", rows, 1, 0, 0,
	};
	struct world *world;
	struct err err;
	int status;

	if (options_read(&options, argc, argv, &status) < 0)
		return status;
	/* Opening the world migrates. */
	world = world_open(options_config(config), &err);
	if (world == NULL)
		return look_failed("migrate", &err);
	puts("The database has this program's schema.");
	world_close(&world);
	return 0;
}
