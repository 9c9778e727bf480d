/* promise.c - the bound, what is expected, and the time that is said. */

#include "desk/promise.h"

#include <inttypes.h>

struct promise_term promise_term(const struct promise_policy *policy,
				 const char *queue, enum urgency urgency)
{
	for (size_t i = 0; queue != NULL && i < policy->queue_count; i++) {
		const struct promise_term *term =
			&policy->queues[i].terms.of[urgency];

		if (term->kind != PROMISE_NONE &&
		    strcmp(policy->queues[i].queue, queue) == 0)
			return *term;
	}
	return policy->desk.of[urgency];
}

static usec_t next_midnight(const struct hours *hours, usec_t moment)
{
	usec_t local = hours == NULL ? moment : zone_local(hours->zone, moment);
	usec_t midnight = local - local % USEC_DAY + USEC_DAY;

	return hours == NULL ? midnight : zone_moment(hours->zone, midnight);
}

/* The close of the day that is so many working days after that of `from`. */
static bool close_of_day(const struct hours *hours, usec_t from, int days,
			 usec_t *close_r)
{
	usec_t opening = from, midnight = next_midnight(hours, from);

	for (int i = 0; i < days; i++) {
		if (!hours_opening(hours, midnight, &opening))
			return false;
		midnight = next_midnight(hours, opening);
	}
	return hours_after(hours, opening,
			   hours_between(hours, opening, midnight), close_r);
}

bool promise_end(struct promise_term term, const struct hours *hours,
		 usec_t from, usec_t *end_r)
{
	switch (term.kind) {
	case PROMISE_CLOCK:
		*end_r = from + term.time;
		return true;
	case PROMISE_WORKING:
		return hours_after(hours, from, term.time, end_r);
	case PROMISE_DAYS:
		return close_of_day(hours, from, term.days, end_r);
	case PROMISE_NONE:
		break;
	}
	return false;
}

static const char *count_of(struct arena *arena, int64_t count,
			    const char *what)
{
	return arena_printf(arena, "%" PRId64 " %s%s", count, what,
			    count == 1 ? "" : "s");
}

const char *promise_render(struct arena *arena, struct promise_term term)
{
	const bool working = term.kind == PROMISE_WORKING;

	if (term.kind == PROMISE_NONE)
		return "";
	if (term.kind == PROMISE_DAYS)
		return count_of(arena, term.days, "working day");
	if (term.time % USEC_HOUR == 0)
		return count_of(arena, term.time / USEC_HOUR,
				working ? "working hour" : "hour");
	return count_of(arena, term.time / USEC_MINUTE,
			working ? "working minute" : "minute");
}

/* A time that people say, on the clocks of the zone; never earlier. */
static usec_t sayable(const struct zone *zone, usec_t moment, usec_t now)
{
	const usec_t step = moment - now <= 2 * USEC_HOUR
		? 15 * USEC_MINUTE : USEC_HOUR;
	const usec_t over = zone_local(zone, moment) % step;

	return over == 0 ? moment : moment + step - over;
}

struct promise promise_make(const struct promise_facts *facts)
{
	struct promise promise = {
		.basis = PROMISE_ON_NOTHING,
		.expected = expectation_at(facts->bands, facts->band_count,
					   facts->ahead),
	};
	usec_t bound = 0, expected;
	const bool bounded = promise_end(facts->term, facts->hours,
					 facts->now, &bound);

	if (promise.expected != EXPECTATION_UNKNOWN &&
	    hours_after(facts->hours, facts->now, promise.expected,
			&expected)) {
		promise.basis = PROMISE_ON_HISTORY;
		promise.by = expected;
		if (bounded && bound < expected) {
			promise.basis = PROMISE_CAPPED;
			promise.by = bound;
		}
	} else if (bounded) {
		promise.basis = PROMISE_ON_TERM;
		promise.by = bound;
	}
	if (promise.by != 0)
		promise.by = sayable(facts->zone, promise.by, facts->now);
	return promise;
}

const char *promise_word(enum promise_basis basis)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		PROMISE_BASES(ROW)
#undef ROW
	};

	return words[basis];
}
