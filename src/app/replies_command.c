/* replies_command.c - the verbs of `postdesk replies`. */

#include "app/replies_command.h"

#include "app/verbs.h"

static const struct verb verbs[] = {
	{ "check", replies_check_main,
	  "are they sound, and in which languages?" },
	{ "preview", replies_preview_main, "what does a customer get?" },
};

int replies_main(int argc, char **argv)
{
	const struct verbs all = {
		"replies", "Check the texts of answers, and look at them.",
		verbs, sizeof(verbs) / sizeof(verbs[0]),
	};

	return verbs_run(&all, argc, argv);
}
