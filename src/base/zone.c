/* zone.c - the door to GLib's time zones: tzdata to a table of changes. */

#include "base/zone.h"

#include <glib.h>

enum {
	NAME_LIMIT = 60,
	FIRST_YEAR = 1970, LAST_YEAR = 2100,
	CHANGES_LIMIT = 1000,
};

/* No zone changes its clocks twice within so short a time. */
#define STEP	(7 * USEC_DAY)

/* A name of tzdata; never a path, an offset or a rule, which GLib takes too. */
static bool is_name(const char *name)
{
	size_t size = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz0123456789_+-/");

	return size > 0 && size <= NAME_LIMIT && name[size] == '\0' &&
	       g_ascii_isupper(name[0]) && name[size - 1] != '/';
}

static usec_t offset_at(GTimeZone *from, usec_t moment)
{
	int interval = g_time_zone_find_interval(from, G_TIME_TYPE_UNIVERSAL,
						 moment / USEC_SECOND);

	return g_time_zone_get_offset(from, interval) * USEC_SECOND;
}

/* The second of the change between `low` and `high`, whose offsets differ. */
static usec_t find_change(GTimeZone *from, usec_t low, usec_t high)
{
	usec_t before = offset_at(from, low);

	while (high - low > USEC_SECOND) {
		usec_t middle = low + (high - low) / 2;

		middle -= middle % USEC_SECOND;
		if (offset_at(from, middle) == before)
			low = middle;
		else
			high = middle;
	}
	return high;
}

static size_t read_changes(GTimeZone *from, struct zone_change *changes)
{
	usec_t at = clock_civil(FIRST_YEAR, 1, 1);
	usec_t end = clock_civil(LAST_YEAR, 1, 1);
	size_t count = 0;

	changes[count++] = (struct zone_change){ at, offset_at(from, at) };
	for (; at < end && count < CHANGES_LIMIT; at += STEP) {
		usec_t change, next = at + STEP;

		if (offset_at(from, next) == changes[count - 1].offset)
			continue;
		change = find_change(from, at, next);
		changes[count++] = (struct zone_change){
			change, offset_at(from, change),
		};
	}
	return count;
}

const struct zone *zone_load(struct arena *arena, const char *name)
{
	GTimeZone *from = is_name(name) ? g_time_zone_new_identifier(name)
					: NULL;
	struct zone_change changes[CHANGES_LIMIT];
	struct zone *zone;

	if (from == NULL)
		return NULL;
	zone = ARENA_NEW(arena, struct zone);
	zone->name = arena_strdup(arena, name);
	zone->count = read_changes(from, changes);
	zone->changes = arena_memdup(arena, changes,
				     zone->count * sizeof(changes[0]));
	g_time_zone_unref(from);
	return zone;
}

const struct zone *zone_fixed(struct arena *arena, usec_t offset)
{
	struct zone_change *only = ARENA_NEW(arena, struct zone_change);
	struct zone *zone = ARENA_NEW(arena, struct zone);
	const usec_t size = offset < 0 ? -offset : offset;
	const int hours = (int)(size / USEC_HOUR);
	const int minutes = (int)(size % USEC_HOUR / USEC_MINUTE);

	only->offset = offset;
	zone->changes = only;
	zone->count = 1;
	zone->name = "UTC";
	if (size != 0)
		zone->name = arena_printf(arena, "UTC%c%d",
					  offset < 0 ? '-' : '+', hours);
	if (minutes != 0)
		zone->name = arena_printf(arena, "%s:%02d", zone->name,
					  minutes);
	return zone;
}

/* The last change at or before that moment. */
static const struct zone_change *change_at(const struct zone *zone,
					   usec_t moment)
{
	size_t low = 0, high = zone->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (zone->changes[middle].from <= moment)
			low = middle;
		else
			high = middle;
	}
	return &zone->changes[low];
}

usec_t zone_offset(const struct zone *zone, usec_t moment)
{
	return change_at(zone, moment)->offset;
}

usec_t zone_local(const struct zone *zone, usec_t moment)
{
	return moment + zone_offset(zone, moment);
}

usec_t zone_moment(const struct zone *zone, usec_t local)
{
	/* No offset is a day or more: these two hold before and after a
	 * change that may be near. */
	usec_t before = local - zone_offset(zone, local - USEC_DAY);
	usec_t after = local - zone_offset(zone, local + USEC_DAY);

	if (zone_local(zone, before) == local)
		return before;
	if (zone_local(zone, after) == local)
		return after;
	return change_at(zone, before)->from;
}
