/* shadow_command.c - `postdesk rules shadow DIR | report | stop`. */

#include "app/rules_command.h"

#include "app/file.h"
#include "app/findings_report.h"
#include "app/look.h"
#include "app/options.h"
#include "app/publish.h"
#include "store/shadow.h"

#include <inttypes.h>
#include <sys/stat.h>
#include <sysexits.h>

enum { LISTED = 1000, MOST = 100000 };

struct request {
	const char *config, *desk, *html, *limit;
	bool as_json;
	int64_t listed;
};

static bool start(struct look *look, const char *folder, struct err *err)
{
	struct ruleset_new new;
	int64_t version, active;

	if (!publish_read(look->arena, folder, &look->desk->desk, &new, err) ||
	    !ruleset_active(look->db, look->desk->desk.id, &active, err) ||
	    !ruleset_store(look->db, look->desk->desk.id, &new, &version,
			   err))
		return false;
	if (version == active)
		return err_permanent(err, "%s holds the active ruleset %"
				     PRId64 ": there is nothing to try",
				     folder, version);
	if (!shadow_start(look->db, look->desk->desk.id, version, new.author,
			  err))
		return false;
	printf("Ruleset %" PRId64 " runs as a shadow beside %" PRId64 ": "
	       "every new mail is tried on it, nothing else changes.\n"
	       "See `postdesk rules shadow report`; then `postdesk rules "
	       "promote`, or `postdesk rules shadow stop`.\n", version,
	       active);
	return true;
}

static bool stop(struct look *look, struct err *err)
{
	int64_t version;

	if (!shadow_stop(look->db, look->desk->desk.id, &version, err))
		return false;
	printf("The shadow ruleset %" PRId64 " was stopped; its report "
	       "stays.\n", version);
	return true;
}

static struct findings *gather(const struct look *look, int64_t listed,
			       const struct shadow_state *state,
			       const struct shadow_mail *mails, size_t count)
{
	struct findings *findings = findings_new(look->arena,
						 (size_t)listed);

	for (size_t i = 0; i < count; i++)
		findings_add(findings, &(struct finding){
			.mail_id = mails[i].mail_id,
			.ticket_number = mails[i].ticket_number,
			.received = mails[i].received,
			.subject = mails[i].subject,
			.author = mails[i].author,
			.changed = mails[i].changed,
			.grounds = mails[i].grounds,
			.judged = true,
			.before = mails[i].before,
			.after = mails[i].after,
		});
	findings->mails = findings->judged = state->mails;
	findings->changed = state->changed;
	findings->apart = state->apart;
	/* Of all its mails, not only of those that are listed. */
	memcpy(findings->grounds, state->grounds, sizeof(state->grounds));
	findings_sort(findings);
	return findings;
}

static void say_json(struct arena *arena, const struct shadow_state *state,
		     const struct findings *findings,
		     const struct findings_about *about)
{
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '{');
	json_put_int(&json, "version", state->version);
	json_put_bool(&json, "runs", state->ended == 0);
	json_put(&json, "author", state->author);
	json_put_int(&json, "microseconds_a_mail", state->mails == 0 ? 0 :
		     state->spent / state->mails);
	json_put(&json, "fault", state->fault[0] == '\0' ? NULL :
		 state->fault);
	findings_json(&json, arena, findings, about);
	json_close(&json, '}');
	puts(buffer_string(&out));
}

static void say(struct arena *arena, const struct shadow_state *state,
		const struct findings *findings,
		const struct findings_about *about)
{
	findings_print(arena, findings, about);
	if (state->mails > 0)
		printf("\nIt %s %" PRId64 " us a mail%s.\n", state->ended == 0
		       ? "costs" : "cost", state->spent / state->mails,
		       state->ended == 0 ? "" : "; it was stopped");
	if (state->fault[0] != '\0')
		printf("What went wrong last: %s.\n", state->fault);
}

static bool report(struct look *look, const struct request *request,
		   struct err *err)
{
	struct findings_about about = { 0 };
	struct shadow_mail *mails;
	struct shadow_state state;
	struct findings *findings;
	size_t count;

	if (!shadow_read(look->db, look->arena, look->desk->desk.id, &state,
			 err))
		return false;
	if (state.version == 0)
		return err_permanent(err, "there never was a shadow: `postdesk "
				     "rules shadow DIR` starts one");
	if (!shadow_changes(look->db, look->arena, look->desk->desk.id,
			    state.version, MOST, &mails, &count, err) ||
	    !ruleset_active(look->db, look->desk->desk.id, &about.active, err))
		return false;
	about.candidate = arena_printf(look->arena, "The shadow ruleset %"
				       PRId64, state.version);
	about.since = state.started;
	findings = gather(look, request->listed, &state, mails, count);
	if (request->as_json)
		say_json(look->arena, &state, findings, &about);
	else
		say(look->arena, &state, findings, &about);
	return request->html == NULL ||
	       file_replace(look->arena, request->html, 0600,
			    findings_html(look->arena, findings, &about), err);
}

static bool run(struct look *look, const struct request *request,
		const char *what, struct err *err)
{
	if (strcmp(what, "stop") == 0)
		return stop(look, err);
	if (strcmp(what, "report") == 0)
		return report(look, request, err);
	return start(look, what, err);
}

int rules_shadow_main(int argc, char **argv)
{
	struct request request = { .listed = LISTED };
	const struct option_row rows[] = {
		OPTION_CONFIG(request.config), OPTION_DESK(request.desk),
		OPTION_JSON(request.as_json),
		{ "html", "FILE", &request.html, NULL,
		  "report: write a page too" },
		{ "limit", "N", &request.limit, NULL,
		  "report: list at most so many mails (1000)" },
	};
	const struct options options = {
		"rules shadow [OPTION...] DIR | report | stop",
		"Let the rules of DIR judge every new mail beside the active "
		"ones, and record\nwhat they would have decided otherwise.  "
		"Nothing else changes.", rows,
		sizeof(rows) / sizeof(rows[0]), 1, 1,
	};
	struct look look;
	struct err err;
	int first, status;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (request.limit != NULL &&
	    !look_number(request.limit, &request.listed)) {
		fputs("postdesk rules shadow: --limit takes a number from 1 "
		      "on\n", stderr);
		return EX_USAGE;
	}
	if (!look_begin(&look, "rules shadow", request.config, request.desk,
			&status))
		return status;
	status = run(&look, &request, argv[first], &err)
		? 0 : look_failed("rules shadow", &err);
	look_end(&look);
	return status;
}
