/* holiday_settings.c - files of days off, into the calendar of a desk. */

#include "app/holiday_settings.h"

#include "app/file.h"
#include "desk/holidays.h"

enum { FILE_LIMIT = 1024 * 1024 };

/* A date, and how many were named before it. */
struct ranked {
	struct hours_date date;
	size_t rank;
};

static bool read_file(const struct schema_reader *reader,
		      const struct yaml *node, const struct zone *zone,
		      struct holidays *holidays_r)
{
	struct buffer bytes;
	const char *path;

	return schema_path(reader, NULL, node, &path) &&
	       file_read(reader->arena, path, FILE_LIMIT, &bytes,
			 reader->err) &&
	       holidays_parse(reader->arena, path, bytes.data, bytes.size,
			      zone, holidays_r, reader->err);
}

static void add(struct buffer *all, const struct hours_date *date)
{
	const struct ranked ranked = { *date, all->size };

	buffer_add(all, &ranked, sizeof(ranked));
}

static int by_date_and_rank(const void *a, const void *b)
{
	const struct ranked *left = a, *right = b;

	if (left->date.midnight != right->date.midnight)
		return left->date.midnight < right->date.midnight ? -1 : 1;
	return left->rank < right->rank ? -1 : 1;
}

/* Each date once, in order. */
static void set_dates(struct arena *arena, struct buffer *all,
		      struct hours *hours)
{
	const size_t count = all->size / sizeof(struct ranked);
	struct ranked *ranked = (struct ranked *)(void *)buffer_string(all);
	struct hours_date *dates = ARENA_ARRAY(arena, struct hours_date,
					       count);

	qsort(ranked, count, sizeof(ranked[0]), by_date_and_rank);
	hours->date_count = 0;
	for (size_t i = 0; i < count; i++)
		if (i == 0 || ranked[i].date.midnight !=
			      ranked[i - 1].date.midnight)
			dates[hours->date_count++] = ranked[i].date;
	hours->dates = dates;
}

bool holiday_settings(const struct schema_reader *reader,
		      const struct yaml *list, struct hours *hours)
{
	struct buffer all = { .arena = reader->arena };

	for (size_t i = 0; i < hours->date_count; i++)
		add(&all, &hours->dates[i]);
	for (size_t i = 0; i < list->count; i++) {
		struct holidays holidays;

		if (!read_file(reader, list->items[i], hours->zone,
			       &holidays))
			return false;
		for (size_t k = 0; k < holidays.count; k++)
			add(&all, &(struct hours_date){
				.midnight = holidays.at[k].midnight,
				.name = holidays.at[k].name,
			});
	}
	set_dates(reader->arena, &all, hours);
	return true;
}
