/* await.c - the first answer that the customer of a new ticket waits for. */

#include "desk/planner.h"

#include "desk/when.h"

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

void await_expect(struct planner *planner)
{
	const struct desk *desk = planner->decider->desk;
	const struct ticket *ticket = &planner->ticket;
	const struct known_kind *kind = history_kind(
		planner->history, ticket->queue, ticket->urgency);

	planner_look_at_hours(planner);
	planner->zone = zone_of(planner);
	planner->zone_named = planner->hours == NULL && desk->hours == NULL;
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

const char *await_render(const struct planner *planner, const char *language)
{
	const struct zone *zone = planner->zone;
	const char *words;

	if (planner->promise.by == 0)
		return "";
	words = when_render_by(planner->arena, zone, planner->promise.by,
			       planner->history->now, language);
	return planner->zone_named
		? arena_printf(planner->arena, "%s (%s)", words, zone->name)
		: words;
}
