/* alert.h - which agents are told of what happens to a ticket, and when.
 *
 * The agent who has it, else all of its queue who speak its language and work
 * on its tier.  Never who takes part in it, never of mail that is older than
 * the desk, never of what our own mail brought back.
 *
 * Agents are our own people, and what they are told is no automatic mail to
 * strangers.  Still a new desk shall surprise nobody: as long as the settings
 * say nothing (`notifications: when: with-autos`) agents are told when
 * automatic mail is on, whether a breaker holds it back or not; a desk that
 * never answers by itself says `always`.
 *
 * She is told at once, at the next of her intervals, or once a day; outside of
 * her hours when they begin, but for what is critical.
 *
 * Errors: none.
 * Limits: ALERT_AGENTS of one queue for one mail, those first in the settings.
 */
#ifndef DESK_ALERT_H
#define DESK_ALERT_H

#include "desk/plan_notification.h"
#include "desk/team.h"
#include "desk/ticket.h"

struct planner;

enum { ALERT_AGENTS = 64 };

/* Are agents told at all, now? */
bool alert_is_on(const struct planner *planner);

/* When this agent may be told of a ticket of that urgency; `hours` are the
 * desk's. */
usec_t alert_due(const struct agent *agent, const struct hours *hours,
		 enum urgency urgency, usec_t now);

/* Of the ticket as it will be: those whom it concerns. */
void alert_agents(struct planner *planner, const struct ticket *ticket,
		  enum notification_kind kind, const char *because);

/* This agent, whom the ticket was given by another. */
void alert_agent(struct planner *planner, const struct agent *agent,
		 const struct ticket *ticket, enum notification_kind kind,
		 const char *because);

#endif
