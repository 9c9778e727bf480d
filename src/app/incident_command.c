/* incident_command.c - the verbs of `postdesk incident`, and its end. */

#include "app/incident_command.h"

#include "app/actor.h"
#include "app/look.h"
#include "app/options.h"
#include "app/verbs.h"
#include "store/incident.h"

#include <sysexits.h>

static const struct verb verbs[] = {
	{ "begin", incident_begin_main,
	  "acknowledgements say that a fault is known" },
	{ "end", incident_end_main, "it is over" },
	{ "list", incident_list_main, "which run, and which there were" },
};

int incident_main(int argc, char **argv)
{
	const struct verbs all = {
		"incident", "Tell customers in the acknowledgement that a "
		"fault is known.", verbs, sizeof(verbs) / sizeof(verbs[0]),
	};

	return verbs_run(&all, argc, argv);
}

static int end(const struct look *look, const char *queue)
{
	const char *what = queue[0] == '\0' ? "the whole desk" : queue;
	struct err err;
	bool ended;

	if (!incident_end(look->db, look->desk->desk.id, queue,
			  actor_name(look->arena), &ended, &err))
		return look_failed("incident end", &err);
	if (ended) {
		printf("The incident of %s is over.\n", what);
		return 0;
	}
	fprintf(stderr, "postdesk incident end: no incident of %s runs; "
		"`postdesk incident list` shows those that do\n", what);
	return EX_DATAERR;
}

int incident_end_main(int argc, char **argv)
{
	const char *config = NULL, *desk = NULL, *queue = "";
	const struct option_row rows[] = {
		OPTION_CONFIG(config), OPTION_DESK(desk),
		{ "queue", "NAME", &queue, NULL,
		  "that of this queue; else that of the whole desk" },
	};
	const struct options options = {
		"incident end [OPTION...]", "The fault is mended: from the "
		"next mail on acknowledgements are as usual.", rows, 3, 0, 0,
	};
	struct look look;
	int status;

	if (options_read(&options, argc, argv, &status) < 0)
		return status;
	if (!look_begin(&look, "incident", config, desk, &status))
		return status;
	status = end(&look, queue);
	look_end(&look);
	return status;
}
