/* doctor_agents.c - can the agents answer from their own mail clients? */

#include "app/doctor.h"

#include "app/checkup.h"
#include "desk/proof.h"

/* A desk will not have more tickets soon. */
#define LATE_TICKET 9999999

static bool has_room(const struct doctor *doctor)
{
	const struct desk *desk = doctor->desk;

	for (size_t i = 0; i < desk->team.count; i++)
		if (proof_address(doctor->checkup->arena, desk,
				  &desk->team.at[i], LATE_TICKET,
				  doctor->now) == NULL)
			return false;
	return true;
}

void doctor_agents(const struct doctor *doctor)
{
	const struct desk *desk = doctor->desk;
	struct checkup *checkup = doctor->checkup;

	if (desk->team.count == 0)
		return;
	if (desk->gist.pins.count == 0)
		checkup_say(checkup, CHECKUP_NOTE, "agents", "what they write "
			    "by mail is held, since nothing proves who wrote "
			    "it: name the server that checks your mail in "
			    "`authserv_ids:` to let them answer by mail");
	else if (!desk->address_tokens)
		checkup_say(checkup, CHECKUP_NOTE, "agents", "they cannot "
			    "answer by mail without signed addresses: see "
			    "`address_tokens:`");
	else if (!has_room(doctor))
		checkup_say(checkup, CHECKUP_NOTE, "agents", "%s leaves no "
			    "room for their signed addresses: choose a "
			    "`token_address:` of at most 11 characters before "
			    "the @ to let them answer by mail",
			    desk->token_address);
	else
		checkup_say(checkup, CHECKUP_OK, "agents", "%zu of them can "
			    "answer by mail", desk->team.count);
}
