/* rules_command.c - the verbs of `postdesk rules`. */

#include "app/rules_command.h"

#include "app/verbs.h"

/* In the order in which a rule is made. */
static const struct verb verbs[] = {
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

int rules_main(int argc, char **argv)
{
	const struct verbs all = {
		"rules", "Check, try and choose rules and replies.", verbs,
		sizeof(verbs) / sizeof(verbs[0]),
	};

	return verbs_run(&all, argc, argv);
}
