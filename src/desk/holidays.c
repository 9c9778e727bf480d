/* holidays.c - the events of an iCalendar file, each to its dates. */

#include "desk/holidays.h"

#include "base/buffer.h"
#include "base/text.h"
#include "desk/yearly.h"

enum {
	EVENTS_LIMIT = 5000,
	DATES_LIMIT = 20000,
	DAYS_LIMIT = 366,
	EXCEPTIONS_LIMIT = 200,
	DEPTH_LIMIT = 8,
};

/* A VEVENT while it is read. */
struct event {
	size_t line;		/* where it begins */
	usec_t start, end;	/* on the zone's clocks */
	enum ical_clock clock;	/* of the start */
	bool has_start, has_end, has_duration, has_rule, cancelled;
	usec_t duration;
	const char *name;
	struct yearly rule;
	usec_t exceptions[EXCEPTIONS_LIMIT];
	size_t exception_count;
};

struct reading {
	struct ical ical;
	const struct zone *zone;
	struct err *err;
	const char *open[DEPTH_LIMIT];	/* components, the outer ones first */
	size_t depth, calendars, events;
	struct event event;
	int days;			/* of each of its dates */
	struct buffer dates;		/* struct holiday */
};

static bool read_when(struct reading *reading, usec_t *time_r,
		      enum ical_clock *clock_r)
{
	const struct ical *ical = &reading->ical;

	if (!ical_time(ical->value, time_r, clock_r))
		return ical_expected(ical, reading->err, "a date such as "
				     "20261224");
	if (*clock_r == ICAL_UTC)
		*time_r = zone_local(reading->zone, *time_r);
	return true;
}

static bool read_start(struct reading *reading, struct event *event)
{
	if (event->has_start)
		return ical_expected(&reading->ical, reading->err,
				     "DTSTART once");
	event->has_start = true;
	return read_when(reading, &event->start, &event->clock);
}

static bool read_end(struct reading *reading, struct event *event)
{
	enum ical_clock clock;

	if (event->has_end || event->has_duration)
		return ical_expected(&reading->ical, reading->err,
				     "one end, DTEND or DURATION");
	event->has_end = true;
	return read_when(reading, &event->end, &clock);
}

static bool read_duration(struct reading *reading, struct event *event)
{
	if (event->has_end || event->has_duration)
		return ical_expected(&reading->ical, reading->err,
				     "one end, DTEND or DURATION");
	event->has_duration = true;
	return ical_duration(reading->ical.value, &event->duration) ||
	       ical_expected(&reading->ical, reading->err,
			     "a duration such as P1D");
}

static bool read_rule(struct reading *reading, struct event *event)
{
	if (event->has_rule)
		return ical_expected(&reading->ical, reading->err,
				     "RRULE once");
	event->has_rule = true;
	return yearly_parse(&reading->ical, &event->rule, reading->err);
}

static bool read_exceptions(struct reading *reading, struct event *event)
{
	struct ical *ical = &reading->ical;
	char *all = arena_strdup(ical->arena, ical->value);

	while (all != NULL) {
		enum ical_clock clock;
		usec_t *at = &event->exceptions[event->exception_count];

		if (event->exception_count++ == EXCEPTIONS_LIMIT)
			return ical_expected(ical, reading->err, "at most %d "
					     "dates left out",
					     EXCEPTIONS_LIMIT);
		ical->value = strsep(&all, ",");
		if (!read_when(reading, at, &clock))
			return false;
	}
	return true;
}

static bool read_property(struct reading *reading)
{
	struct ical *ical = &reading->ical;
	struct event *event = &reading->event;
	const char *name = ical->name;

	if (strcmp(name, "DTSTART") == 0)
		return read_start(reading, event);
	if (strcmp(name, "DTEND") == 0)
		return read_end(reading, event);
	if (strcmp(name, "DURATION") == 0)
		return read_duration(reading, event);
	if (strcmp(name, "RRULE") == 0)
		return read_rule(reading, event);
	if (strcmp(name, "EXDATE") == 0)
		return read_exceptions(reading, event);
	if (strcmp(name, "RDATE") == 0 || strcmp(name, "EXRULE") == 0 ||
	    strcmp(name, "RECURRENCE-ID") == 0)
		return ical_expected(ical, reading->err, "no %s (write an "
				     "event for each date)", name);
	if (strcmp(name, "SUMMARY") == 0)
		event->name = ical_text(ical->arena, ical->value,
					HOLIDAYS_NAME);
	if (strcmp(name, "STATUS") == 0)
		event->cancelled = text_same(ical->value, "CANCELLED");
	return true;
}

static bool is_exception(const struct event *event, usec_t midnight)
{
	for (size_t i = 0; i < event->exception_count; i++)
		if (event->exceptions[i] == midnight)
			return true;
	return false;
}

/* One time that the event takes place. */
static bool add_dates(void *with, usec_t midnight)
{
	struct reading *reading = with;

	if (is_exception(&reading->event, midnight))
		return true;
	for (int day = 0; day < reading->days; day++) {
		struct holiday holiday = { midnight + day * USEC_DAY,
					   reading->event.name };

		if (reading->dates.size / sizeof(holiday) == DATES_LIMIT)
			return ical_expected(&reading->ical, reading->err,
					     "at most %d dates", DATES_LIMIT);
		buffer_add(&reading->dates, &holiday, sizeof(holiday));
	}
	return true;
}

/* A date without an end is that day (3.6.1); one that ends on its own day,
 * as some programs write, is it too. */
static usec_t length_of(const struct event *event)
{
	usec_t length = event->has_duration ? event->duration :
			event->has_end ? event->end - event->start : 0;

	return length == 0 && event->clock == ICAL_DATE ? USEC_DAY : length;
}

static bool end_event(struct reading *reading)
{
	struct event *event = &reading->event;
	const struct ical *ical = &reading->ical;
	usec_t length;

	if (!event->has_start)
		return ical_expected(ical, reading->err, "DTSTART in the "
				     "event of line %zu", event->line);
	length = length_of(event);
	if (event->start % USEC_DAY != 0 || length % USEC_DAY != 0 ||
	    length <= 0 || length > DAYS_LIMIT * USEC_DAY)
		return ical_expected(ical, reading->err, "whole days, 1 to "
				     "%d, in the event of line %zu (other "
				     "times of a date are under `special:`)",
				     DAYS_LIMIT, event->line);
	if (event->cancelled)
		return true;
	if (event->name == NULL)
		event->name = "";
	reading->days = (int)(length / USEC_DAY);
	if (!event->has_rule)
		return add_dates(reading, event->start);
	if (event->clock != ICAL_DATE && event->rule.clock == ICAL_UTC &&
	    event->rule.until != INT64_MAX)
		event->rule.until = zone_local(reading->zone,
					       event->rule.until);
	return yearly_each(&event->rule, event->start, add_dates, reading);
}

static bool is_in_event(const struct reading *reading)
{
	return reading->depth == 2 &&
	       strcmp(reading->open[1], "VEVENT") == 0;
}

static bool begin(struct reading *reading)
{
	const struct ical *ical = &reading->ical;

	if (reading->depth == DEPTH_LIMIT)
		return ical_expected(ical, reading->err, "components at most "
				     "%d deep", DEPTH_LIMIT);
	if (reading->depth == 0 && !text_same(ical->value, "VCALENDAR"))
		return ical_expected(ical, reading->err, "BEGIN:VCALENDAR");
	reading->calendars += reading->depth == 0;
	reading->open[reading->depth++] =
		text_same(ical->value, "VEVENT") ? "VEVENT" :
		ical->value;
	if (!is_in_event(reading))
		return true;
	if (reading->events++ == EVENTS_LIMIT)
		return ical_expected(ical, reading->err, "at most %d events",
				     EVENTS_LIMIT);
	reading->event = (struct event){ .line = ical->line };
	return true;
}

static bool end(struct reading *reading)
{
	const struct ical *ical = &reading->ical;

	if (reading->depth == 0 ||
	    !text_same(ical->value, reading->open[reading->depth - 1]))
		return ical_expected(ical, reading->err, "END:%s",
				     reading->depth == 0 ? "VCALENDAR once" :
				     reading->open[reading->depth - 1]);
	if (is_in_event(reading) && !end_event(reading))
		return false;
	reading->depth--;
	return true;
}

static bool read_line(struct reading *reading)
{
	const struct ical *ical = &reading->ical;

	if (strcmp(ical->name, "BEGIN") == 0)
		return begin(reading);
	if (strcmp(ical->name, "END") == 0)
		return end(reading);
	if (reading->depth == 0)
		return ical_expected(ical, reading->err, "BEGIN:VCALENDAR");
	return !is_in_event(reading) || read_property(reading);
}

bool holidays_parse(struct arena *arena, const char *file, const char *bytes,
		    size_t size, const struct zone *zone,
		    struct holidays *holidays_r, struct err *err)
{
	struct reading *reading = ARENA_NEW(arena, struct reading);
	enum ical_step step;

	reading->ical = (struct ical){ .arena = arena, .file = file,
				       .at = bytes, .end = bytes + size };
	reading->zone = zone;
	reading->err = err;
	reading->dates.arena = arena;
	while ((step = ical_next(&reading->ical, err)) == ICAL_LINE)
		if (!read_line(reading))
			return false;
	if (step == ICAL_BROKEN)
		return false;
	if (reading->depth > 0 || reading->calendars == 0)
		return err_permanent(err, "%s:%zu: found the end of the file, "
				     "expected %s", file, reading->ical.read,
				     reading->depth > 0 ? "END:VCALENDAR" :
				     "BEGIN:VCALENDAR");
	*holidays_r = (struct holidays){
		(const struct holiday *)(const void *)reading->dates.data,
		reading->dates.size / sizeof(struct holiday),
	};
	return true;
}
