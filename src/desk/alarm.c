/* alarm.c - open the breaker, and tell the admin once. */

#include "desk/notice.h"
#include "desk/stage_answer.h"

#include <inttypes.h>

static bool is_closed(const struct planner *planner)
{
	const struct history *history = planner->history;

	return breaker_state(&history->breaker, history->now) ==
	       BREAKER_CLOSED;
}

/* How many said our own words again within the hour, this one too. */
static size_t echoes(const struct planner *planner)
{
	const struct map *known = &planner->history->echoes;

	return known->count + (map_get(known, planner->author) == NULL);
}

static enum breaker_reason reason_of(const struct planner *planner)
{
	const struct history *history = planner->history;

	if (planner->decider->desk->breaker == 0 ||
	    breaker_state(&history->breaker, history->now) == BREAKER_OPEN)
		return BREAKER_NONE;
	if (planner->answer == RESPOND_BREAKER)
		return BREAKER_RATE;
	return planner->answer == RESPOND_OWN_WORDS &&
	       echoes(planner) >= BREAKER_ADDRESSES ? BREAKER_OWN_WORDS :
						      BREAKER_NONE;
}

static const char *cause_of(const struct planner *planner)
{
	const struct history *history = planner->history;

	if (planner->breaker.why == BREAKER_OWN_WORDS)
		return "The words of our own replies came back from several "
		       "addresses within an hour: something answers them.";
	return arena_printf(planner->arena, "In ten minutes %d automatic mails "
		"were written; usual are %d.", history->autos_ten,
		history->autos_usual);
}

static void tell(struct planner *planner)
{
	const struct desk *desk = planner->decider->desk;
	const struct breaker *breaker = &planner->breaker;

	notice_queue(planner, &(struct notice){
		.to = desk->admin,
		.dedupe_key = arena_printf(planner->arena,
					   "breaker/%" PRId64, breaker->since),
		.template = "breaker",
		.because = breaker_reason_word(breaker->why),
		.subject = arena_printf(planner->arena, "%s has stopped its "
					"automatic mail", desk->name),
		.markdown = arena_printf(planner->arena,
			"%s\n\nTickets open as ever, and what agents write "
			"leaves. From %s on the desk tries again, carefully; "
			"should it stop again, you are not told again.\n\n"
			"- `postdesk autos` says how it stands\n"
			"- `postdesk autos on` starts it at once\n"
			"- `postdesk autos off` stops it until you say so\n",
			cause_of(planner),
			clock_render(planner->arena, breaker->until)),
	});
}

void alarm_plan(struct planner *planner)
{
	const struct history *history = planner->history;
	const enum breaker_reason why = reason_of(planner);

	planner->plan.own_words = planner->answer == RESPOND_OWN_WORDS;
	if (why == BREAKER_NONE)
		return;
	planner->breaker = breaker_open(&history->breaker, why, history->now);
	planner->plan.breaker = &planner->breaker;
	if (planner->decider->desk->admin != NULL && !planner->rehearsal &&
	    is_closed(planner))
		tell(planner);
}
