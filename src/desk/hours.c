/* hours.c - one walk over the opening times, and what is asked of it. */

#include "desk/hours.h"

/* The day of a local time, as its midnight. */
static usec_t midnight_of(usec_t local)
{
	usec_t rest = local % USEC_DAY;

	return local - (rest < 0 ? rest + USEC_DAY : rest);
}

/* The first date on or after that day, or NULL. */
static const struct hours_date *date_from(const struct hours *hours,
					  usec_t midnight)
{
	size_t low = 0, high = hours->date_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (hours->dates[middle].midnight < midnight)
			low = middle + 1;
		else
			high = middle;
	}
	return low == hours->date_count ? NULL : &hours->dates[low];
}

static const struct hours_date *find_date(const struct hours *hours,
					  usec_t midnight)
{
	const struct hours_date *date = date_from(hours, midnight);

	return date != NULL && date->midnight == midnight ? date : NULL;
}

static const struct hours_day *day_of(const struct hours *hours,
				      usec_t midnight)
{
	const struct hours_date *date = find_date(hours, midnight);
	struct civil civil;

	if (date != NULL)
		return &date->day;
	clock_split(midnight, &civil);
	return &hours->week[civil.weekday];
}

/* The times at which it is open, one after the other. */
struct walk {
	const struct hours *hours;
	usec_t midnight, last;	/* of the day it is in, and the last one */
	size_t span;		/* of that day, the next to look at */
	usec_t start, end;	/* moments: the time that was found */
};

/* Begins the day before: its last span may reach into this one. */
static struct walk walk_from(const struct hours *hours, usec_t moment)
{
	usec_t today = midnight_of(zone_local(hours->zone, moment));

	return (struct walk){
		.hours = hours, .midnight = today - USEC_DAY,
		.last = today + HOURS_HORIZON, .start = INT64_MIN,
		.end = INT64_MIN,
	};
}

static bool walk_next(struct walk *walk)
{
	const struct zone *zone = walk->hours->zone;

	for (; walk->midnight <= walk->last; walk->midnight += USEC_DAY) {
		const struct hours_day *day = day_of(walk->hours,
						     walk->midnight);

		while (walk->span < day->count) {
			const struct hours_span *span =
				&day->spans[walk->span++];
			usec_t start = zone_moment(zone, walk->midnight +
						   span->from * USEC_MINUTE);
			usec_t end = zone_moment(zone, walk->midnight +
						 span->until * USEC_MINUTE);

			/* A long night may reach into the next morning's. */
			if (start < walk->end)
				start = walk->end;
			/* An hour that is left out has no length. */
			if (start >= end)
				continue;
			walk->start = start;
			walk->end = end;
			return true;
		}
		walk->span = 0;
	}
	return false;
}

/* The first time that ends after `at`. */
static bool walk_to(struct walk *walk, const struct hours *hours, usec_t at)
{
	*walk = walk_from(hours, at);
	while (walk_next(walk))
		if (walk->end > at)
			return true;
	return false;
}

bool hours_open(const struct hours *hours, usec_t at)
{
	struct walk walk;

	if (hours == NULL)
		return true;
	return walk_to(&walk, hours, at) && walk.start <= at;
}

bool hours_opening(const struct hours *hours, usec_t at, usec_t *opening_r)
{
	return hours_after(hours, at, 0, opening_r);
}

usec_t hours_between(const struct hours *hours, usec_t from, usec_t until)
{
	struct walk walk;
	usec_t work = 0;
	bool more;

	if (until <= from)
		return 0;
	if (hours == NULL)
		return until - from;
	more = walk_to(&walk, hours, from);
	for (; more && walk.start < until; more = walk_next(&walk))
		work += (walk.end < until ? walk.end : until) -
			(walk.start > from ? walk.start : from);
	return work;
}

bool hours_after(const struct hours *hours, usec_t from, usec_t work,
		 usec_t *moment_r)
{
	struct walk walk;
	bool more;

	if (hours == NULL) {
		*moment_r = from + work;
		return true;
	}
	more = walk_to(&walk, hours, from);
	for (; more; more = walk_next(&walk)) {
		usec_t start = walk.start > from ? walk.start : from;

		if (walk.end - start >= work) {
			*moment_r = start + work;
			return true;
		}
		work -= walk.end - start;
	}
	return false;
}

const struct hours_date *hours_next_date(const struct hours *hours, usec_t at)
{
	return hours == NULL ? NULL :
	       date_from(hours, midnight_of(zone_local(hours->zone, at)));
}

static const struct hours_date *date_at(const struct hours *hours, usec_t at)
{
	return hours == NULL ? NULL :
	       find_date(hours, midnight_of(zone_local(hours->zone, at)));
}

const char *hours_name(const struct hours *hours, usec_t at)
{
	const struct hours_date *date = date_at(hours, at);

	return date == NULL ? "" : date->name;
}

const char *hours_notice(const struct hours *hours, usec_t at)
{
	const size_t count = hours == NULL ? 0 : hours->notices.count;

	for (size_t i = 0; i < count; i++) {
		const struct hours_notice *notice = &hours->notices.at[i];
		usec_t local = zone_local(hours->zone, at);

		if (local >= notice->from && local < notice->to + USEC_DAY)
			return notice->reply;
	}
	return NULL;
}

bool hours_holiday(const struct hours *hours, usec_t at)
{
	const struct hours_date *date = date_at(hours, at);

	return date != NULL && date->day.count == 0;
}
