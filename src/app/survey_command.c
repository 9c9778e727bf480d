/* survey_command.c - `postdesk survey`: how content customers are. */

#include "app/survey.h"

#include "app/look.h"
#include "app/options.h"
#include "app/table.h"
#include "base/json.h"
#include "store/survey.h"

#include <inttypes.h>

static int64_t count_of(const struct survey_scores *row)
{
	int64_t count = 0;

	for (int i = 0; i < 5; i++)
		count += row->scores[i];
	return count;
}

/* Of one digit behind the point. */
static const char *mean_of(struct arena *arena,
			   const struct survey_scores *row)
{
	const int64_t count = count_of(row);
	int64_t sum = 0, tenths;

	for (int i = 0; i < 5; i++)
		sum += (i + 1) * row->scores[i];
	tenths = (20 * sum + count) / (2 * count);
	return arena_printf(arena, "%" PRId64 ".%" PRId64, tenths / 10,
			    tenths % 10);
}

static const char *number(struct arena *arena, int64_t n)
{
	return arena_printf(arena, "%" PRId64, n);
}

static void say_scores(struct arena *arena,
		       const struct survey_report *report)
{
	static const struct table_column columns[] = {
		{ "by", 6, false }, { "", 24, false }, { "said", 5, true },
		{ "mean", 5, true }, { "5", 5, true }, { "4", 5, true },
		{ "3", 5, true }, { "2", 5, true }, { "1", 5, true },
	};
	struct table_view view = table_begin(arena, columns, 9);

	for (size_t i = 0; i < report->score_count; i++) {
		const struct survey_scores *row = &report->scores[i];

		table_row(&view, TABLE_PLAIN, (const char *[]){
			row->kind, row->name[0] == '\0' ? "nobody" : row->name,
			number(arena, count_of(row)), mean_of(arena, row),
			number(arena, row->scores[4]),
			number(arena, row->scores[3]),
			number(arena, row->scores[2]),
			number(arena, row->scores[1]),
			number(arena, row->scores[0]),
		});
	}
}

static void say_articles(struct arena *arena,
			 const struct survey_report *report)
{
	static const struct table_column columns[] = {
		{ "article", 32, false }, { "offered", 8, true },
		{ "solved", 8, true },
	};
	struct table_view view;

	if (report->article_count == 0)
		return;
	putchar('\n');
	view = table_begin(arena, columns, 3);
	for (size_t i = 0; i < report->article_count; i++)
		table_row(&view, TABLE_PLAIN, (const char *[]){
			report->articles[i].name,
			number(arena, report->articles[i].offered),
			number(arena, report->articles[i].solved),
		});
}

static void put_scores(struct json *json, const struct survey_scores *row)
{
	json_open(json, '{');
	json_put(json, "by", row->kind);
	json_put(json, "name", row->name);
	json_put_int(json, "said", count_of(row));
	json_key(json, "scores");
	json_open(json, '[');
	for (int i = 0; i < 5; i++)
		json_int(json, row->scores[i]);
	json_close(json, ']');
	json_close(json, '}');
}

static void say_json(struct arena *arena, const struct survey_report *report)
{
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '{');
	json_put_int(&json, "asked", report->asked);
	json_key(&json, "scores");
	json_open(&json, '[');
	for (size_t i = 0; i < report->score_count; i++)
		put_scores(&json, &report->scores[i]);
	json_close(&json, ']');
	json_key(&json, "articles");
	json_open(&json, '[');
	for (size_t i = 0; i < report->article_count; i++) {
		json_open(&json, '{');
		json_put(&json, "article", report->articles[i].name);
		json_put_int(&json, "offered", report->articles[i].offered);
		json_put_int(&json, "solved", report->articles[i].solved);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	puts(buffer_string(&out));
}

int survey_main(int argc, char **argv)
{
	const char *config = NULL, *desk = NULL;
	bool as_json = false;
	const struct option_row rows[] = {
		OPTION_CONFIG(config), OPTION_DESK(desk),
		OPTION_JSON(as_json),
	};
	const struct options options = {
		"survey [OPTION...]", "How content customers said they were, "
		"by month, queue and agent, and which\narticles were offered "
		"and helped.", rows, 3, 0, 0,
	};
	struct survey_report report;
	struct look look;
	struct err err;
	int status;

	if (options_read(&options, argc, argv, &status) < 0 ||
	    !look_begin(&look, "survey", config, desk, &status))
		return status;
	status = 0;
	if (!survey_read(look.db, look.arena, look.desk->desk.id, &report,
			 &err)) {
		status = look_failed("survey", &err);
	} else if (as_json) {
		say_json(look.arena, &report);
	} else {
		say_scores(look.arena, &report);
		say_articles(look.arena, &report);
		printf("\n%" PRId64 " customers were asked.\n", report.asked);
	}
	look_end(&look);
	return status;
}
