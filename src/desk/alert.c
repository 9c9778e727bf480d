/* alert.c - the agents of a ticket, and the moment for each. */

#include "desk/alert.h"

#include "base/text.h"
#include "desk/notify.h"
#include "desk/planner.h"

/* Of a day without hours, in UTC. */
#define MORNING (8 * USEC_HOUR)

/* Absences and closed days that are stepped over. */
enum { STEPS = 60 };

const char *notification_word(enum notification_kind kind)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		NOTIFICATION_KINDS(ROW)
#undef ROW
	};

	return words[kind];
}

/* The end of that date on the clocks of the calendar. */
static usec_t next_midnight(const struct hours *hours, usec_t at)
{
	const usec_t local = hours == NULL ? at : zone_local(hours->zone, at);

	return at + USEC_DAY - local % USEC_DAY;
}

/* The first moment from `at` on at which she is there; `at` itself where no
 * calendar knows of one. */
static usec_t next_presence(const struct agent *agent,
			    const struct hours *hours, usec_t at)
{
	const struct hours *own = agent->hours != NULL ? agent->hours : hours;
	usec_t moment = at;

	for (int i = 0; i < STEPS; i++) {
		if (!hours_opening(own, moment, &moment))
			return at;
		if (team_present(agent, hours, moment))
			return moment;
		/* She is away on that date. */
		moment = next_midnight(own, moment);
	}
	return at;
}

/* The beginning of the next working day, on her clocks. */
static usec_t next_morning(const struct agent *agent,
			   const struct hours *hours, usec_t now)
{
	const struct hours *own = agent->hours != NULL ? agent->hours : hours;

	return next_presence(agent, hours, next_midnight(own, now) +
					   (own == NULL ? MORNING : 0));
}

usec_t alert_due(const struct agent *agent, const struct hours *hours,
		 enum urgency urgency, usec_t now)
{
	const usec_t every = agent->digest_every;

	if (urgency == URGENCY_CRITICAL)
		return now;
	if (agent->digest == AGENT_DAILY)
		return next_morning(agent, hours, now);
	if (agent->digest == AGENT_EVERY && every > 0)
		return next_presence(agent, hours,
				     (now / every + 1) * every);
	return next_presence(agent, hours, now);
}

bool alert_is_on(const struct planner *planner)
{
	switch (planner->decider->desk->notify.when) {
	case NOTIFY_ALWAYS:
		return true;
	case NOTIFY_NEVER:
		return false;
	case NOTIFY_WITH_AUTOS:
		break;
	}
	return planner->history->autos;
}

/* What a colleague does is new whatever mail it is about. */
static bool may_know(const struct planner *planner, const char *address,
		     enum notification_kind kind)
{
	enum notify_verdict verdict = notify_look(planner, address);

	return verdict == NOTIFY_SEND ||
	       (kind == NOTIFICATION_ASSIGNED && verdict == NOTIFY_OLD_MAIL);
}

static bool is_told(const struct planner *planner, const char *address,
		    int64_t ticket_id)
{
	for (size_t i = 0; i < planner->plan.notification_count; i++)
		if (planner->notifications[i].ticket_id == ticket_id &&
		    text_same(planner->notifications[i].address, address))
			return true;
	return false;
}

void alert_agent(struct planner *planner, const struct agent *agent,
		 const struct ticket *ticket, enum notification_kind kind,
		 const char *because)
{
	struct plan *plan = &planner->plan;

	if (plan->notification_count == ALERT_AGENTS || !alert_is_on(planner) ||
	    history_muted(planner->history, agent->address) ||
	    !may_know(planner, agent->address, kind) ||
	    is_told(planner, agent->address, ticket->id))
		return;
	planner->notifications[plan->notification_count++] =
		(struct plan_notification){
			.address = agent->address,
			.ticket_id = ticket->id,
			.kind = kind,
			.because = because,
			.due = alert_due(agent, planner->decider->desk->hours,
					 ticket->urgency,
					 planner->history->now),
		};
}

void alert_agents(struct planner *planner, const struct ticket *ticket,
		  enum notification_kind kind, const char *because)
{
	const struct team *team = &planner->decider->desk->team;
	const struct agent *agent = team_find(team, ticket->agent);

	if (agent != NULL) {
		alert_agent(planner, agent, ticket, kind, because);
		return;
	}
	for (size_t i = 0; i < team->count; i++)
		if (team_serves(&team->at[i], ticket->queue == NULL
					? "" : ticket->queue,
				ticket->language == NULL
					? "" : ticket->language, ticket->tier))
			alert_agent(planner, &team->at[i], ticket, kind,
				    because);
}
