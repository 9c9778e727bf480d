/* await.c - the first answer that the customer of a new ticket waits for. */

#include "desk/stage_answer.h"

#include "desk/when.h"

/* Clocks that no country has are no clocks. */
#define EAST_MOST (14 * USEC_HOUR)

/* Where nobody says when he is there, nobody says where he is either. */
static const struct zone *zone_of(const struct planner *planner)
{
	const struct desk *desk = planner->decider->desk;

	if (planner->hours != NULL)
		return planner->hours->zone;
	if (desk->hours != NULL)
		return desk->hours->zone;
	return zone_fixed(planner->arena, 0);
}

/* The customer's clock, as his mail shows it: if it is another one, it is the
 * one that he looks at.  UTC is mostly that of a server on the way, and who
 * sent the mail on has clocks of his own. */
static usec_t customers_east(const struct planner *planner, usec_t ours)
{
	const struct decide_facts *facts = planner->facts;
	const usec_t east = facts->message->date_east;

	if (facts->gist->identity.kind != IDENTITY_FROM || east == 0 ||
	    east > EAST_MOST || east < -EAST_MOST)
		return ours;
	return east;
}

/* A clock that may not be the customer's, or not ours, is named. */
static void choose_zone(struct planner *planner)
{
	const struct desk *desk = planner->decider->desk;
	const struct zone *zone = zone_of(planner);
	const usec_t ours = zone_offset(zone, planner->history->now);
	const usec_t east = customers_east(planner, ours);

	planner->zone = east == ours ? zone : zone_fixed(planner->arena, east);
	planner->zone_named = east != ours ||
		(planner->hours == NULL && desk->hours == NULL);
}

void await_expect(struct planner *planner)
{
	const struct desk *desk = planner->decider->desk;
	const struct ticket *ticket = &planner->ticket;
	const struct known_kind *kind = history_kind(
		planner->history, ticket->queue, ticket->urgency);

	planner_look_at_hours(planner);
	choose_zone(planner);
	planner->ahead = history_ahead(planner->history, ticket->queue,
				       ticket->urgency);
	planner->promise = promise_make(&(struct promise_facts){
		.term = promise_term(&desk->promises, ticket->queue,
				     ticket->urgency),
		.bands = kind == NULL ? NULL : kind->bands,
		.band_count = kind == NULL ? 0 : kind->band_count,
		.ahead = planner->ahead,
		.hours = planner->hours,
		.zone = planner->zone,
		.now = planner->history->now,
	});
}

static bool is_said(const struct planner *planner)
{
	return planner->answer == RESPOND_SEND ||
	       planner->answer == RESPOND_SEND_NEUTRAL;
}

/* Machines wait for nobody. */
void await_plan(struct planner *planner)
{
	if (!planner_is_person(planner))
		return;
	planner->response = (struct plan_response){
		.ahead = planner->ahead,
		.promised = is_said(planner) ? planner->promise.by : 0,
	};
	planner->plan.response = &planner->response;
}

const char *await_name_zone(const struct planner *planner, const char *words)
{
	return planner->zone_named
		? arena_printf(planner->arena, "%s (%s)", words,
			       planner->zone->name)
		: words;
}

const char *await_render(const struct planner *planner, const char *language)
{
	if (planner->promise.by == 0)
		return "";
	return await_name_zone(planner, when_render_by(
		planner->arena, planner->zone, planner->promise.by,
		planner->history->now, language));
}
