/* stats.c - `postdesk rules stats`: what each rule finds, and what it costs. */

#include "app/rules_command.h"

#include "app/look.h"
#include "app/options.h"
#include "app/spending.h"
#include "app/table.h"
#include "base/json.h"
#include "base/map.h"
#include "store/ruleset.h"

#include <inttypes.h>
#include <sysexits.h>

/* Mails on which the steps are measured. */
enum { MEASURED = 500 };

struct stats {
	struct look look;
	int64_t version, judged;
	usec_t since;
	struct rules *rules;
	struct map hits;	/* struct trial_hits, by name */
	int64_t *steps;
	size_t measured;
};

static bool read_hits(struct stats *stats, struct err *err)
{
	struct look *look = &stats->look;
	struct trial_hits *hits;
	size_t count;

	if (!trial_hits(look->db, look->arena, look->desk->desk.id,
			stats->version, stats->since, &hits, &count, err))
		return false;
	stats->hits.arena = look->arena;
	for (size_t i = 0; i < count; i++)
		if (hits[i].rule[0] == '\0')
			stats->judged = hits[i].mails;
		else
			map_put(&stats->hits, hits[i].rule, &hits[i]);
	return true;
}

static bool measure(struct stats *stats, struct err *err)
{
	struct look *look = &stats->look;
	struct trial_mail *mails;
	int64_t *ids;
	size_t count, done;

	stats->steps = ARENA_ARRAY(look->arena, int64_t,
				   rules_count(stats->rules));
	if (!trial_newest(look->db, look->arena, look->desk->desk.id,
			  MEASURED, &ids, &count, err) ||
	    !trial_mails(look->db, look->arena, look->desk->desk.id, ids,
			 count, &mails, &stats->measured, &done, err))
		return false;
	return spending_measure(look->arena, &(struct spending_work){
		.rules = stats->rules, .desk = &look->desk->desk,
		.secrets = look->desk->secrets, .mails = mails,
		.count = stats->measured }, stats->steps, err);
}

static bool gather(struct stats *stats, const char *since, struct err *err)
{
	struct look *look = &stats->look;
	struct bundle bundle;
	usec_t time;

	if (!look_span(since, &time, err) ||
	    !ruleset_active(look->db, look->desk->desk.id, &stats->version,
			    err) ||
	    !ruleset_read(look->db, look->arena, look->desk->desk.id,
			  stats->version, &bundle, err))
		return false;
	stats->since = look_since(look, time);
	stats->rules = rules_load(&bundle, err);
	return stats->rules != NULL && read_hits(stats, err) &&
	       measure(stats, err);
}

static int64_t steps_of(const struct stats *stats, size_t i)
{
	return stats->measured == 0 ? 0 :
	       stats->steps[i] / (int64_t)stats->measured;
}

static void say(const struct stats *stats)
{
	static const struct table_column columns[] = {
		{ "rule", 24, false }, { "hits", 6, true },
		{ "last", 6, true }, { "steps/mail", 10, true },
		{ "at", 0, false },
	};
	struct arena *arena = stats->look.arena;
	struct table_view view;
	size_t never = 0;

	view = table_begin(arena, columns, 5);
	for (size_t i = 0; i < rules_count(stats->rules); i++) {
		const char *name = rules_name(stats->rules, i);
		const struct trial_hits *hits = map_get(&stats->hits, name);

		never += hits == NULL;
		table_row(&view, hits == NULL ? TABLE_WARN : TABLE_PLAIN,
			  (const char *[]){
			name,
			arena_printf(arena, "%" PRId64, hits == NULL ? 0 :
				     hits->mails),
			hits == NULL ? "never" :
				table_age(arena, hits->last, stats->look.now),
			arena_printf(arena, "%" PRId64, steps_of(stats, i)),
			rules_place(stats->rules, i),
		});
	}
	printf("\nRuleset %" PRId64 " judged %" PRId64 " mails since %s; %zu "
	       "rules never hit.\nSteps are those of patterns (2 to 5 ns "
	       "each), on the newest %zu mails.\n", stats->version,
	       stats->judged, clock_render(arena, stats->since), never,
	       stats->measured);
}

static void say_json(const struct stats *stats)
{
	struct arena *arena = stats->look.arena;
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '{');
	json_put_int(&json, "ruleset", stats->version);
	json_put(&json, "since", clock_render(arena, stats->since));
	json_put_int(&json, "mails", stats->judged);
	json_put_int(&json, "measured", (int64_t)stats->measured);
	json_key(&json, "rules");
	json_open(&json, '[');
	for (size_t i = 0; i < rules_count(stats->rules); i++) {
		const char *name = rules_name(stats->rules, i);
		const struct trial_hits *hits = map_get(&stats->hits, name);

		json_open(&json, '{');
		json_put(&json, "rule", name);
		json_put(&json, "place", rules_place(stats->rules, i));
		json_put_int(&json, "hits", hits == NULL ? 0 : hits->mails);
		json_put(&json, "last", hits == NULL ? NULL :
			 clock_render(arena, hits->last));
		json_put_int(&json, "steps_a_mail", steps_of(stats, i));
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	puts(buffer_string(&out));
}

int rules_stats_main(int argc, char **argv)
{
	const char *config = NULL, *desk = NULL, *since = "30d";
	bool as_json = false;
	const struct option_row rows[] = {
		OPTION_CONFIG(config), OPTION_DESK(desk),
		OPTION_JSON(as_json),
		{ "since", "30d", &since, NULL,
		  "mail that was decided in this time (30d)" },
	};
	const struct options options = {
		"rules stats [OPTION...]", "How often each of the active "
		"rules hit, when last, and what its patterns cost.", rows, 4,
		0, 0,
	};
	struct stats stats = { .version = 0 };
	struct err err;
	int status;

	if (options_read(&options, argc, argv, &status) < 0 ||
	    !look_begin(&stats.look, "rules stats", config, desk, &status))
		return status;
	status = 0;
	if (!gather(&stats, since, &err))
		status = look_failed("rules stats", &err);
	else if (as_json)
		say_json(&stats);
	else
		say(&stats);
	rules_free(&stats.rules);
	look_end(&stats.look);
	return status;
}
