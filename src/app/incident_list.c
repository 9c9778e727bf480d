/* incident_list.c - `postdesk incident list`. */

#include "app/incident_command.h"

#include "app/look.h"
#include "app/options.h"
#include "app/table.h"
#include "base/json.h"
#include "store/incident.h"

enum { LIMIT = 50 };

static const char *end_of(const struct look *look,
			  const struct incident_entry *entry)
{
	if (entry->ended != 0)
		return entry->ended_by[0] == '\0' ? "by itself"
						  : entry->ended_by;
	return entry->until == 0 ? "runs"
		: arena_printf(look->arena, "runs until %s",
			       clock_render(look->arena, entry->until));
}

static void print_all(const struct look *look,
		      const struct incident_entry *entries, size_t count)
{
	static const struct table_column columns[] = {
		{ "queue", 14, false }, { "begun", 20, false },
		{ "by", 14, false }, { "ended", 20, false },
		{ "how", 0, false },
	};
	struct table_view view = table_begin(look->arena, columns, 5);

	for (size_t i = 0; i < count; i++) {
		const struct incident_entry *entry = &entries[i];

		table_row(&view, entry->ended == 0 ? TABLE_WARN : TABLE_DIM,
			  (const char *[]){
			entry->incident.queue[0] == '\0' ? "(all)"
				: entry->incident.queue,
			clock_render(look->arena, entry->begun),
			entry->author,
			entry->ended == 0 ? ""
				: clock_render(look->arena, entry->ended),
			end_of(look, entry),
		});
		table_below(&view, TABLE_DIM, entry->incident.words.at,
			    entry->incident.words.count);
	}
	printf("%zu incident%s\n", count, count == 1 ? "" : "s");
}

static void put_moment(struct json *json, const struct look *look,
		       const char *key, usec_t moment)
{
	json_put(json, key, moment == 0 ? NULL
		 : clock_render(look->arena, moment));
}

static void put_words(struct json *json, struct arena *arena,
		      const struct strings *words)
{
	json_key(json, "words");
	json_open(json, '{');
	for (size_t i = 0; i < words->count; i++)
		json_put(json, arena_strndup(arena, words->at[i], 2),
			 words->at[i] + 3);
	json_close(json, '}');
}

static void print_json(const struct look *look,
		       const struct incident_entry *entries, size_t count)
{
	struct buffer out = { .arena = look->arena };
	struct json json = { .out = &out };

	json_open(&json, '[');
	for (size_t i = 0; i < count; i++) {
		const struct incident_entry *entry = &entries[i];

		json_open(&json, '{');
		json_put_int(&json, "id", entry->id);
		json_put(&json, "queue", entry->incident.queue[0] == '\0'
			 ? NULL : entry->incident.queue);
		json_put_bool(&json, "runs", entry->ended == 0);
		put_moment(&json, look, "begun", entry->begun);
		json_put(&json, "by", entry->author);
		put_moment(&json, look, "until", entry->until);
		put_moment(&json, look, "ended", entry->ended);
		json_put(&json, "ended_by", entry->ended_by[0] == '\0'
			 ? NULL : entry->ended_by);
		put_words(&json, look->arena, &entry->incident.words);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	puts(buffer_string(&out));
}

static int print(const struct look *look,
		 const struct incident_entry *entries, size_t count,
		 bool as_json)
{
	if (as_json)
		print_json(look, entries, count);
	else
		print_all(look, entries, count);
	return 0;
}

int incident_list_main(int argc, char **argv)
{
	const char *config = NULL, *desk = NULL;
	bool as_json = false;
	const struct option_row rows[] = {
		OPTION_CONFIG(config), OPTION_DESK(desk),
		OPTION_JSON(as_json),
	};
	const struct options options = {
		"incident list [OPTION...]", "The incidents that run, and the "
		"last of those that are over: who said so, and when.",
		rows, 3, 0, 0,
	};
	struct incident_entry *entries;
	struct look look;
	struct err err;
	size_t count;
	int status;

	if (options_read(&options, argc, argv, &status) < 0)
		return status;
	if (!look_begin(&look, "incident", config, desk, &status))
		return status;
	if (!incident_list(look.db, look.arena, look.desk->desk.id, LIMIT,
			   &entries, &count, &err))
		status = look_failed("incident list", &err);
	else
		status = print(&look, entries, count, as_json);
	look_end(&look);
	return status;
}
