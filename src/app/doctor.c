/* doctor.c - settings, database, sandbox and rules; then desk by desk. */

#include "app/doctor.h"

#include "app/bundle.h"
#include "app/cell.h"
#include "app/log.h"
#include "app/options.h"
#include "app/publish.h"
#include "app/sandbox.h"
#include "base/text.h"
#include "store/report_desk.h"

#include <inttypes.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What the command line asks for. */
struct request {
	const char *config, *desk;
	bool roundtrip, json;
};

static usec_t real_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * USEC_SECOND + now.tv_nsec / 1000;
}

/* What the kernel offers, and whether a child can really be locked in. */
static void look_at_sandbox(struct checkup *checkup)
{
	struct err err;
	int status = -1;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0)
		_exit(sandbox_enter(STDIN_FILENO, &err) ? 0 : 1);
	if (pid > 0 && waitpid(pid, &status, 0) == pid && status == 0)
		checkup_say(checkup, CHECKUP_OK, "sandbox", "%s",
			    cell_level(checkup->arena));
	else
		checkup_say(checkup, CHECKUP_BAD, "sandbox", "this system "
			    "does not let a process lock itself in, so no "
			    "mail is read more than its header: allow seccomp "
			    "in the container or the service");
}

static void look_at_database(struct checkup *checkup,
			     const struct settings *settings, bool is_there,
			     const struct err *err)
{
	if (!is_there)
		checkup_say(checkup, CHECKUP_BAD, "database", "%s; %s",
			    err->text, settings->database == NULL
			    ? "look at `state` in the settings and at the "
			      "space on its disk"
			    : "look at `database` in the settings and at "
			      "that server");
	else if (settings->database == NULL)
		checkup_say(checkup, CHECKUP_OK, "database", "our own, in "
			    "%s/postgres, with this program's schema",
			    settings->state);
	else
		checkup_say(checkup, CHECKUP_OK, "database", "the server of "
			    "the settings, with this program's schema");
}

static void look_at_keys(const struct doctor *doctor)
{
	/* A key file of another mode is refused with the settings. */
	checkup_say(doctor->checkup, CHECKUP_OK, "keys", "%zu key%s, `%c` "
		    "signs; only its owner can read the file. Keep a copy",
		    doctor->desk->ring.count,
		    doctor->desk->ring.count == 1 ? "" : "s",
		    doctor->desk->ring.keys[0].id);
}

static void look_at_rules(const struct doctor *doctor)
{
	struct checkup *checkup = doctor->checkup;
	const char *folder = doctor->settings->rules;
	struct bundle bundle;
	struct err err;

	if (!publish_check(checkup->arena, folder, doctor->desk, &bundle,
			   &err))
		checkup_say(checkup, CHECKUP_BAD, "rules", "%s; mend it, then "
			    "`postdesk reload`", err.text);
	else
		checkup_say(checkup, CHECKUP_OK, "rules", "%s: all of it "
			    "loads", folder != NULL ? folder
				: bundle_shipped(checkup->arena));
}

static void look_at_desk(const struct doctor *doctor)
{
	struct checkup *checkup = doctor->checkup;
	struct report_desk desk;
	struct err err;

	if (doctor->db == NULL)
		return;
	if (!report_desk(doctor->db, doctor->desk->id, &desk, &err)) {
		checkup_say(checkup, CHECKUP_BAD, "database", "%s", err.text);
		return;
	}
	if (desk.ruleset == 0)
		checkup_say(checkup, CHECKUP_NOTE, "rules", "none is "
			    "published yet: `postdesk run` and `postdesk "
			    "reload` do it");
	if (desk.autos &&
	    breaker_state(&desk.breaker, desk.now) == BREAKER_OPEN)
		checkup_say(checkup, CHECKUP_BAD, "automatic", "on, but none "
			    "leaves until %s: the breaker is open (%s); "
			    "`postdesk autos on` closes it",
			    clock_render(checkup->arena, desk.breaker.until),
			    breaker_reason_word(desk.breaker.why));
	else if (desk.autos)
		checkup_say(checkup, CHECKUP_OK, "automatic", "on, for mail "
			    "since %s", clock_render(checkup->arena,
						     desk.activated));
	else
		checkup_say(checkup, CHECKUP_NOTE, "automatic", "off: tickets "
			    "open, and nobody is answered until `postdesk "
			    "autos on`");
}

static void examine(const struct doctor *doctor)
{
	look_at_keys(doctor);
	look_at_rules(doctor);
	look_at_desk(doctor);
	doctor_hours(doctor);
	doctor_agents(doctor);
	doctor_servers(doctor);
	doctor_recent(doctor);
	if (doctor->roundtrip)
		doctor_roundtrip(doctor);
}

/* All desks, or the one that is asked for. */
static void examine_desks(struct checkup *checkup,
			  const struct settings *settings,
			  const struct world *world,
			  const struct request *request)
{
	struct doctor doctor = { .checkup = checkup, .now = real_now(),
				 .roundtrip = request->roundtrip };
	bool found = false;
	struct err err;

	if (world != NULL)
		doctor.db = db_open(world->conninfo, &err);
	for (size_t i = 0; i < settings->desk_count; i++) {
		doctor.settings = &settings->desks[i];
		doctor.desk = world != NULL ? &world->desks[i].desk
					    : &settings->desks[i].desk;
		if (request->desk != NULL &&
		    !text_same(request->desk, doctor.desk->name))
			continue;
		found = true;
		if (settings->desk_count > 1)
			checkup->desk = doctor.desk->name;
		examine(&doctor);
	}
	if (!found)
		checkup_say(checkup, CHECKUP_BAD, "settings", "%s has no desk "
			    "called \"%s\"", settings->file, request->desk);
	db_free(&doctor.db);
}

static void examine_all(struct checkup *checkup, const struct request *request)
{
	const char *config = options_config(request->config);
	struct settings *settings;
	struct world *world;
	struct err err;

	settings = settings_load(config, &err);
	if (settings == NULL) {
		checkup_say(checkup, CHECKUP_BAD, "settings", "%s", err.text);
		return;
	}
	checkup_say(checkup, CHECKUP_OK, "settings", "%s", settings->file);
	look_at_sandbox(checkup);
	/* With settings of its own: it frees them where it fails. */
	world = world_open(config, &err);
	look_at_database(checkup, settings, world != NULL, &err);
	examine_desks(checkup, settings, world, request);
	world_close(&world);
	settings_free(&settings);
}

int doctor_main(int argc, char **argv)
{
	struct request request = { 0 };
	const struct option_row rows[] = {
		OPTION_CONFIG(request.config), OPTION_DESK(request.desk),
		OPTION_JSON(request.json),
		{ "roundtrip", NULL, NULL, &request.roundtrip,
		  "mail ourselves, and wait a minute for it" },
	};
	const struct options options = {
		"doctor [OPTION...]", "Look at everything that Postdesk "
		"needs, and say what to do where it fails:\nsettings, keys, "
		"database, sandbox, rules, hours, mailboxes, SMTP server,\n"
		"certificates, who vouches for senders, signed addresses.  "
		"Exit status 0,\nor 1 where something is bad.",
		rows, sizeof(rows) / sizeof(rows[0]), 0, 0,
	};
	struct checkup checkup;
	int status;
	ARENA(arena);

	if (options_read(&options, argc, argv, &status) < 0)
		return status;
	signal(SIGPIPE, SIG_IGN);
	log_name("doctor");
	checkup = checkup_begin(arena, request.json);
	examine_all(&checkup, &request);
	return checkup_end(&checkup);
}
