/* trace_past.c - how often the sender wrote, and who had how much to do: the
 * lists of the past, as JSON. */

#include "desk/stage_answer.h"
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

/* How long before this one other mails of the sender came, in microseconds. */
void trace_put_sent(struct json *json, const struct planner *planner)
{
	const struct known_sender *sender =
		history_sender(planner->history, planner->author);
	usec_t received = planner->facts->received;
	size_t put = 0;

	if (sender == NULL)
		return;
	json_key(json, "sent");
	json_open(json, '[');
	for (size_t i = 0; i < sender->count && put < REDECIDE_SENT; i++) {
		if (sender->received[i] > received)
			continue;
		json_int(json, received - sender->received[i]);
		put++;
	}
	json_close(json, ']');
}
