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

/* All addresses of the contact, this one first. */
static struct strings addresses_of(const struct planner *planner)
{
	const struct strings *also = planner->known == NULL ? NULL :
				     &planner->known->also;
	const size_t count = 1 + (also == NULL ? 0 : also->count);
	const char **all = ARENA_ARRAY(planner->arena, const char *, count);

	all[0] = planner->author;
	for (size_t i = 1; i < count; i++)
		all[i] = also->at[i - 1];
	return (struct strings){ all, count };
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
		.addresses = addresses_of(planner),
		.organisation = organisation_name(planner),
		.sent = sender == NULL ? NULL : sender->received,
		.sent_count = sender == NULL ? 0 : sender->count,
	};

	situation_set_clock(&situation, desk->hours, planner->facts->received);
	return situation;
}
