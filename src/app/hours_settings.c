/* hours_settings.c - opening times as people write them, to a calendar. */

#include "app/hours_settings.h"

#include "app/holiday_settings.h"
#include "app/notice_settings.h"

#include <ctype.h>

enum {
	SPANS_LIMIT = 10,	/* a day */
	DATES_LIMIT = 1000,
	DAY = 24 * 60,		/* minutes */
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What a map says before it is a calendar. */
struct hours_words {
	const struct zone *zone;
	const struct yaml *week, *closed, *special, *holidays;
	struct hours_notices notices;
};

static SCHEMA_READ(read_zone)
{
	const char *name;

	(void)field;
	if (!yaml_text(node, &name, reader->err))
		return false;
	*(const struct zone **)at = zone_load(reader->arena, name);
	if (*(const struct zone **)at == NULL)
		return yaml_expected(node, reader->err, "a time zone such as "
				     "Europe/Tallinn");
	return true;
}

static SCHEMA_READ(keep_map)
{
	(void)field;
	if (node->kind != YAML_MAP || node->count > DATES_LIMIT)
		return yaml_expected(node, reader->err, "a map of at most %d",
				     DATES_LIMIT);
	*(const struct yaml **)at = node;
	return true;
}

static SCHEMA_READ(keep_list)
{
	(void)field;
	if (!schema_is_list(reader, node, 1, HOLIDAY_SETTINGS_FILES))
		return false;
	*(const struct yaml **)at = node;
	return true;
}

static const struct schema_field fields[] = {
	{ .key = "zone", .read = read_zone, .required = true,
	  .offset = offsetof(struct hours_words, zone) },
	{ .key = "week", .read = keep_map, .required = true,
	  .offset = offsetof(struct hours_words, week) },
	{ .key = "closed", .read = keep_map,
	  .offset = offsetof(struct hours_words, closed) },
	{ .key = "special", .read = keep_map,
	  .offset = offsetof(struct hours_words, special) },
	{ .key = "holidays", .read = keep_list,
	  .offset = offsetof(struct hours_words, holidays) },
	{ .key = "notices", .read = notice_settings,
	  .offset = offsetof(struct hours_words, notices) },
};

/* "09:00" to minutes; "24:00" is the end of the day. */
static bool read_time(const char **text, int *minutes_r)
{
	const char *t = *text;

	for (int i = 0; i < 5; i++)
		if (i == 2 ? t[i] != ':' : !isdigit((unsigned char)t[i]))
			return false;
	*minutes_r = ((t[0] - '0') * 10 + t[1] - '0') * 60 +
		     (t[3] - '0') * 10 + t[4] - '0';
	*text += 5;
	return t[3] < '6' && *minutes_r <= DAY;
}

/* "09:00-17:00"; one that ends no later than it begins ends tomorrow. */
static bool read_span(const char **text, struct hours_span *span_r)
{
	if (!read_time(text, &span_r->from) || *(*text)++ != '-' ||
	    !read_time(text, &span_r->until) || span_r->from == DAY ||
	    span_r->from == span_r->until)
		return false;
	if (span_r->until < span_r->from)
		span_r->until += DAY;
	return true;
}

static bool read_spans(const char *text, struct hours_span *spans,
		       size_t *count_r)
{
	size_t count = 0;

	for (text += strspn(text, " "); *text != '\0'; ) {
		if (count == SPANS_LIMIT || !read_span(&text, &spans[count]))
			return false;
		if (count > 0 && spans[count].from < spans[count - 1].until)
			return false;
		count++;
		if (*text != '\0' && strspn(text, " ") == 0)
			return false;
		text += strspn(text, " ");
	}
	*count_r = count;
	return count > 0;
}

static bool read_day(const struct schema_reader *reader,
		     const struct yaml *node, struct hours_day *day_r)
{
	struct hours_span spans[SPANS_LIMIT];
	const char *text;

	if (!yaml_text(node, &text, reader->err))
		return false;
	if (strcmp(text, "closed") == 0) {
		*day_r = (struct hours_day){ NULL, 0 };
		return true;
	}
	if (!read_spans(text, spans, &day_r->count))
		return yaml_expected(node, reader->err, "times in order such "
				     "as 09:00-12:00 13:00-17:00, at most %d, "
				     "or closed", SPANS_LIMIT);
	day_r->spans = arena_memdup(reader->arena, spans,
				    day_r->count * sizeof(spans[0]));
	return true;
}

static bool read_weekday(const char **text, int *weekday_r)
{
	static const char names[][4] = {
		"sun", "mon", "tue", "wed", "thu", "fri", "sat",
	};

	for (size_t i = 0; i < COUNT(names); i++) {
		if (strncmp(*text, names[i], 3) != 0)
			continue;
		*text += 3;
		*weekday_r = (int)i;
		return true;
	}
	return false;
}

/* "mon", or "mon-fri", or "fri-mon" over the end of the week. */
static bool read_weekdays(const char *text, int *first_r, int *last_r)
{
	if (!read_weekday(&text, first_r))
		return false;
	*last_r = *first_r;
	if (*text == '-') {
		text++;
		if (!read_weekday(&text, last_r))
			return false;
	}
	return *text == '\0';
}

static bool read_week(const struct schema_reader *reader,
		      const struct yaml *map, struct hours *hours)
{
	bool said[7] = { false };
	size_t spans = 0;

	for (size_t i = 0; i < map->count; i++) {
		struct hours_day day;
		int at, last;

		if (!read_weekdays(map->keys[i], &at, &last))
			return yaml_expected(map->key_nodes[i], reader->err,
					     "days of the week such as mon or "
					     "mon-fri");
		if (!read_day(reader, map->items[i], &day))
			return false;
		for (;; at = (at + 1) % 7) {
			if (said[at])
				return yaml_expected(map->key_nodes[i],
						     reader->err,
						     "each day once");
			said[at] = true;
			hours->week[at] = day;
			if (at == last)
				break;
		}
		spans += day.count;
	}
	if (spans == 0)
		return yaml_expected(map, reader->err, "a day that is not "
				     "closed (or no `hours:`: always open)");
	return true;
}

/* A closed date has a name, a special one its times. */
enum dates { DATES_CLOSED, DATES_SPECIAL };

static bool read_dates(const struct schema_reader *reader,
		       const struct yaml *map, enum dates kind,
		       struct hours_date *dates, size_t *count)
{
	for (size_t i = 0; map != NULL && i < map->count; i++) {
		struct hours_date *date = &dates[(*count)++];

		date->name = "";
		if (!clock_parse_date(map->keys[i], &date->midnight))
			return yaml_expected(map->key_nodes[i], reader->err,
					     "a date such as 2026-12-24");
		if (kind == DATES_CLOSED
		    ? !schema_line(reader, NULL, map->items[i], &date->name)
		    : !read_day(reader, map->items[i], &date->day))
			return false;
		for (const struct hours_date *d = dates; d < date; d++)
			if (d->midnight == date->midnight)
				return yaml_expected(map->key_nodes[i],
						     reader->err,
						     "each date once");
	}
	return true;
}

static int by_midnight(const void *a, const void *b)
{
	const struct hours_date *left = a, *right = b;

	return left->midnight < right->midnight ? -1 :
	       left->midnight > right->midnight;
}

SCHEMA_READ(hours_settings)
{
	struct hours_words words = { 0 };
	struct hours *hours = ARENA_NEW(reader->arena, struct hours);
	struct hours_date *dates;

	(void)field;
	if (!schema_read(reader, node, fields, COUNT(fields), &words))
		return false;
	hours->zone = words.zone;
	hours->notices = words.notices;
	dates = ARENA_ARRAY(reader->arena, struct hours_date,
			    (words.closed == NULL ? 0 : words.closed->count) +
			    (words.special == NULL ? 0 :
			     words.special->count));
	if (!read_week(reader, words.week, hours) ||
	    !read_dates(reader, words.closed, DATES_CLOSED, dates,
			&hours->date_count) ||
	    !read_dates(reader, words.special, DATES_SPECIAL, dates,
			&hours->date_count))
		return false;
	qsort(dates, hours->date_count, sizeof(dates[0]), by_midnight);
	hours->dates = dates;
	if (words.holidays != NULL &&
	    !holiday_settings(reader, words.holidays, hours))
		return false;
	*(const struct hours **)at = hours;
	return true;
}
