/* backtest.c - `postdesk rules backtest`. */

#include "app/rules_command.h"

#include "app/bundle.h"
#include "app/crew.h"
#include "app/file.h"
#include "app/findings_report.h"
#include "app/look.h"
#include "app/options.h"
#include "app/progress.h"
#include "app/publish.h"

#include <inttypes.h>
#include <sysexits.h>
#include <unistd.h>

/* Mails of one block, and those that a report lists. */
enum { BLOCK = 250, LISTED = 1000 };

struct request {
	const char *config, *desk, *folder, *since, *html, *limit, *jobs;
	bool as_json;
	usec_t span;
	int64_t listed, processes;
};

struct backtest {
	struct look look;
	struct findings *findings;
	struct findings_about about;
	struct progress progress;
};

static void take(void *context, const struct finding *finding)
{
	struct backtest *test = context;

	findings_add(test->findings, finding);
	progress_step(&test->progress, 1);
}

/* Those that come after a mail which would have ended otherwise. */
static bool follow(struct backtest *test, struct err *err)
{
	struct findings *findings = test->findings;
	int64_t *followers;
	size_t count;

	if (findings->moved_count == 0)
		return true;
	if (!trial_followers(test->look.db, test->look.arena,
			     test->look.desk->desk.id, findings->moved,
			     findings->moved_count, &followers, &count, err))
		return false;
	findings_follow(findings, followers, count);
	return true;
}

static bool go_through(struct backtest *test, struct trial *trial,
		       size_t processes, struct err *err)
{
	struct look *look = &test->look;
	struct crew_work work = {
		.trial = trial,
		.conninfo = look->world->conninfo,
		.desk_id = look->desk->desk.id,
		.since = test->about.since,
		.processes = processes,
	};
	struct trial_block *blocks;
	int64_t total = 0;
	bool good;

	if (!trial_blocks(look->db, look->arena, work.desk_id, work.since,
			  BLOCK, &blocks, &work.count, err))
		return false;
	for (size_t i = 0; i < work.count; i++)
		total += blocks[i].mails;
	work.blocks = blocks;
	test->progress = progress_begin("mails", total);
	good = crew_run(&work, take, test, err);
	test->about.took = progress_end(&test->progress);
	return good && follow(test, err);
}

static bool run(struct backtest *test, const struct request *request,
		struct err *err)
{
	struct look *look = &test->look;
	const char *folder = request->folder != NULL ? request->folder :
			     look->desk->settings->rules;
	struct bundle active, candidate;
	struct trial *trial;
	int64_t version;
	bool good;

	if (!publish_check(look->arena, folder, &look->desk->desk, &candidate,
			   err) ||
	    !ruleset_active(look->db, look->desk->desk.id, &version, err) ||
	    !ruleset_read(look->db, look->arena, look->desk->desk.id, version,
			  &active, err))
		return false;
	test->about = (struct findings_about){
		.candidate = folder == NULL ? "The shipped rules" : folder,
		.active = version,
		.since = look_since(look, request->span),
	};
	test->findings = findings_new(look->arena, (size_t)request->listed);
	trial = trial_new(look->desk, &(struct trial_rules){ &active, version },
			  &(struct trial_rules){ &candidate, 0 }, err);
	if (trial == NULL)
		return false;
	good = go_through(test, trial, (size_t)request->processes, err);
	trial_free(&trial);
	findings_sort(test->findings);
	return good;
}

static bool write_html(const struct backtest *test, const char *file,
		       struct err *err)
{
	struct arena *arena = test->look.arena;

	return file_replace(arena, file, 0600,
			    findings_html(arena, test->findings,
					  &test->about), err);
}

static void say(struct backtest *test, bool as_json)
{
	struct arena *arena = test->look.arena;
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	if (!as_json) {
		findings_print(arena, test->findings, &test->about);
		return;
	}
	json_open(&json, '{');
	findings_json(&json, arena, test->findings, &test->about);
	json_close(&json, '}');
	puts(buffer_string(&out));
}

static bool read_request(struct request *request, struct err *err)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	request->listed = LISTED;
	/* One more than can work at once: one always waits for mail. */
	request->processes = cores < 1 ? 2 : cores + 1;
	if (!look_span(request->since, &request->span, err))
		return false;
	if ((request->limit != NULL &&
	     !look_number(request->limit, &request->listed)) ||
	    (request->jobs != NULL &&
	     !look_number(request->jobs, &request->processes)))
		return err_permanent(err, "--limit and --jobs take a number "
				     "from 1 on");
	return true;
}

int rules_backtest_main(int argc, char **argv)
{
	struct request request = { .since = "30d" };
	const struct option_row rows[] = {
		OPTION_CONFIG(request.config), OPTION_DESK(request.desk),
		OPTION_JSON(request.as_json),
		{ "since", "30d", &request.since, NULL,
		  "mail that was decided in this time (30d)" },
		{ "rules", "DIR", &request.folder, NULL,
		  "try these; else the folder of postdesk.yaml" },
		{ "html", "FILE", &request.html, NULL,
		  "write a page with the report too" },
		{ "limit", "N", &request.limit, NULL,
		  "list at most so many mails (1000); all are counted" },
		{ "jobs", "N", &request.jobs, NULL,
		  "so many processes (one more than processors)" },
	};
	const struct options options = {
		"rules backtest [OPTION...]", "Decide stored mail again with "
		"rules that are not active, and say what would change.\n"
		"Nothing is stored and nothing is sent.", rows,
		sizeof(rows) / sizeof(rows[0]), 0, 0,
	};
	struct backtest test = { .findings = NULL };
	struct err err;
	int status;

	if (options_read(&options, argc, argv, &status) < 0)
		return status;
	if (!read_request(&request, &err)) {
		fprintf(stderr, "postdesk rules backtest: %s\n", err.text);
		return EX_USAGE;
	}
	if (!look_begin(&test.look, "rules backtest", request.config,
			request.desk, &status))
		return status;
	status = 0;
	if (!run(&test, &request, &err)) {
		status = look_failed("rules backtest", &err);
	} else {
		/* What took its time is not lost with the page. */
		say(&test, request.as_json);
		if (request.html != NULL &&
		    !write_html(&test, request.html, &err))
			status = look_failed("rules backtest", &err);
	}
	look_end(&test.look);
	return status;
}
