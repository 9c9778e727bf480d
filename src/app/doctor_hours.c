/* doctor_hours.c - what the calendars say of today, and whether they end. */

#include "app/doctor.h"

/* "open now", "closed now, until 2026-12-28T07:00:00Z". */
static const char *now_of(struct arena *arena, const struct hours *hours,
			  usec_t now)
{
	usec_t opens;

	if (hours_open(hours, now))
		return "open now";
	if (!hours_opening(hours, now, &opens))
		return "closed now, and no opening is known";
	return arena_printf(arena, "closed now, until %s",
			    clock_render(arena, opens));
}

/* What differs from the week next; a calendar that was forgotten has nothing
 * more to say. */
static const char *next_of(struct arena *arena, const struct hours *hours,
			   usec_t now, enum checkup_verdict *verdict_r)
{
	const struct hours_date *date = hours_next_date(hours, now);
	const char *name;

	*verdict_r = CHECKUP_OK;
	if (hours->date_count == 0)
		return "no date differs from the week";
	if (date == NULL) {
		*verdict_r = CHECKUP_NOTE;
		return "all dates that differ from the week are over; bring "
		       "`closed`, `special` and the files of `holidays` up "
		       "to date";
	}
	name = date->name[0] == '\0' ? "other hours" : date->name;
	return arena_printf(arena, "%zu dates differ from the week, next "
			    "%.10s: %s", hours->date_count,
			    clock_render(arena, date->midnight), name);
}

static void say(const struct doctor *doctor, const char *whose,
		const struct hours *hours)
{
	struct checkup *checkup = doctor->checkup;
	enum checkup_verdict verdict;
	const char *next;

	if (hours == NULL) {
		checkup_say(checkup, CHECKUP_OK, "hours", "always open");
		return;
	}
	next = next_of(checkup->arena, hours, doctor->now, &verdict);
	checkup_say(checkup, verdict, "hours", "%s%s, %s; %s", whose,
		    hours->zone->name,
		    now_of(checkup->arena, hours, doctor->now), next);
}

void doctor_hours(const struct doctor *doctor)
{
	const struct cover *cover = &doctor->desk->cover;

	say(doctor, "", doctor->desk->hours);
	for (size_t i = 0; i < cover->queue_count; i++)
		say(doctor, arena_printf(doctor->checkup->arena, "of %s: ",
					 cover->queues[i].queue),
		    cover->queues[i].hours);
}
