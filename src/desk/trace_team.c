/* trace_team.c - what whom a ticket went to rested on, as JSON. */

#include "desk/planner.h"
#include "desk/redecide.h"

#include "base/json.h"

/* Who had how much to do, of those who were there: whoever is not named had
 * nothing; and who served the sender last. */
void trace_put_team(struct json *json, const struct planner *planner)
{
	const struct desk *desk = planner->decider->desk;
	const struct history *history = planner->history;
	size_t put = 0;

	if (assignment_most(&desk->assignment) == ASSIGNMENT_NONE)
		return;
	json_put(json, "served", history_served(history, planner->author));
	json_key(json, "loads");
	json_open(json, '{');
	for (size_t i = 0; i < desk->team.count && put < REDECIDE_LOADS; i++) {
		const struct agent *agent = &desk->team.at[i];
		const int load = history_load_of(history, agent->address);

		if (load == 0 ||
		    !team_present(agent, desk->hours, history->now))
			continue;
		json_put_int(json, agent->address, load);
		put++;
	}
	json_close(json, '}');
}
