/* situate.c - the situation of a mail, for the rules. */

#include "desk/planner.h"

/* Anybody can write an agent's address; a sender who was proven false is
 * none. */
static bool is_agent(const struct planner *planner)
{
	return planner->facts->gist->auth.verdict != AUTH_FAIL &&
	       strings_find(&planner->decider->desk->agents,
			    planner->author) != NULL;
}

static const char *organisation_name(const struct planner *planner)
{
	const struct organisation *organisation =
		organisation_of(&planner->decider->desk->organisations,
				planner->author);

	return organisation == NULL ? "" : organisation->name;
}

struct situation planner_situation(const struct planner *planner,
				   const struct known_ticket *ticket)
{
	const struct desk *desk = planner->decider->desk;
	const struct known_sender *sender =
		history_sender(planner->history, planner->author);
	struct situation situation = {
		.ticket = ticket,
		.agent = is_agent(planner),
		.known = planner->known != NULL &&
			 planner->known->contact_id != 0,
		.addresses = { &planner->author, 1 },
		.organisation = organisation_name(planner),
		.sent = sender == NULL ? NULL : sender->received,
		.sent_count = sender == NULL ? 0 : sender->count,
	};

	situation_set_clock(&situation, desk->hours, planner->facts->received);
	return situation;
}
