/* work.c - open the world, then work until told to stop. */

#include "app/work.h"

#include "app/deliver.h"
#include "app/fetch.h"
#include "app/ingest.h"
#include "app/log.h"
#include "app/options.h"
#include "app/publish.h"
#include "app/shadow.h"
#include "app/tick.h"
#include "app/worker.h"
#include "store/outbox.h"

#include <inttypes.h>
#include <malloc.h>
#include <sysexits.h>

/* What the command line of a worker says, and what it led to. */
struct job {
	const char *config, *desk_name, *mailbox_name;
	bool once;
	struct world *world;
	struct world_desk *desk;
};

/* False: end now with *status_r. */
static bool begin(struct job *job, const char *name, const char *about,
		  int argc, char **argv, int *status_r)
{
	const struct option_row rows[] = {
		OPTION_CONFIG(job->config),
		OPTION_DESK(job->desk_name),
		{ "mailbox", "NAME", &job->mailbox_name, NULL,
		  "fetch only: which mailbox of the desk" },
		{ "once", NULL, NULL, &job->once,
		  "end as soon as nothing is left to do" },
	};
	struct options options = { name, about, rows,
				   sizeof(rows) / sizeof(rows[0]), 0, 0 };
	struct err err;

	if (options_read(&options, argc, argv, status_r) < 0)
		return false;
	*status_r = EX_CONFIG;
	log_name("%s", argv[0]);
	job->world = world_open(options_config(job->config), &err);
	if (job->world != NULL)
		job->desk = world_find(job->world, job->desk_name, &err);
	if (job->desk != NULL)
		return true;
	fprintf(stderr, "postdesk %s: %s\n", argv[0], err.text);
	world_close(&job->world);
	return false;
}

static int run(const struct job *job, const struct worker *about,
	       const char *name)
{
	struct worker worker = *about;

	worker.name = name;
	worker.conninfo = job->world->conninfo;
	worker.once = job->once;
	worker.desk = job->desk;
	log_name("%s", name);
	return worker_run(&worker);
}

static void tell(void *context, const struct plan *plan)
{
	(void)context;
	log_info("mail=%" PRId64 " ticket=%" PRId64 " disposition=%s how=%s "
		 "reason=%s answer=%s", plan->mail_id,
		 plan->ticket == NULL ? 0 : plan->ticket->number,
		 disposition_word(plan->disposition), plan->how, plan->reason,
		 plan->answer[0] == '\0' ? "none" : plan->answer);
}

static bool ingest_step(void *context, struct db *db, size_t *done_r,
			struct err *err)
{
	return ingest_batch(context, db, done_r, err);
}

static void ingest_last(void *context, struct db *db)
{
	(void)db;
	ingest_end(context);
}

int work_ingest(int argc, char **argv)
{
	struct job job = { 0 };
	struct ingest *ingest;
	struct err err;
	int status;

	if (!begin(&job, "ingest [OPTION...]", "Turn the mail in the ledger "
		   "into tickets.", argc, argv, &status))
		return status;
	if (!publish_first(job.world, job.desk, &err)) {
		fprintf(stderr, "postdesk ingest: %s\n", err.text);
		world_close(&job.world);
		return EX_CONFIG;
	}
	/* What another thread's heap kept would come on top. */
	mallopt(M_ARENA_MAX, 1);
	ingest = ingest_new(job.desk);
	ingest_observe(ingest, tell, NULL);
	status = run(&job, &(struct worker){
		.channel = DB_CHANNEL_MAIL,
		.poll = 10 * USEC_SECOND,
		.step = ingest_step,
		.end = ingest_last,
		.context = ingest,
	}, arena_printf(job.world->arena, "ingest %s", job.desk->desk.name));
	ingest_free(&ingest);
	world_close(&job.world);
	return status;
}

static bool deliver_step(void *context, struct db *db, size_t *done_r,
			 struct err *err)
{
	return deliver_turn(context, db, done_r, err);
}

static void deliver_last(void *context, struct db *db)
{
	deliver_end(context, db);
}

int work_deliver(int argc, char **argv)
{
	struct job job = { 0 };
	struct deliver *deliver;
	int status;

	if (!begin(&job, "deliver [OPTION...]", "Send what waits in the "
		   "outbox.", argc, argv, &status))
		return status;
	deliver = deliver_new(job.desk);
	status = run(&job, &(struct worker){
		.channel = DB_CHANNEL_OUTBOX,
		.poll = 10 * USEC_SECOND,
		.step = deliver_step,
		.next = outbox_next,
		.end = deliver_last,
		.context = deliver,
	}, arena_printf(job.world->arena, "deliver %s", job.desk->desk.name));
	deliver_free(&deliver);
	world_close(&job.world);
	return status;
}

static bool shadow_step(void *context, struct db *db, size_t *done_r,
			struct err *err)
{
	return shadow_batch(context, db, done_r, err);
}

int work_shadow(int argc, char **argv)
{
	struct job job = { 0 };
	struct shadow *shadow;
	int status;

	if (!begin(&job, "shadow [OPTION...]", "Try the shadow rules on mail "
		   "that was decided just now.", argc, argv, &status))
		return status;
	shadow = shadow_new(job.desk);
	status = run(&job, &(struct worker){
		.channel = DB_CHANNEL_ENDED,
		.poll = 10 * USEC_SECOND,
		.step = shadow_step,
		.context = shadow,
	}, arena_printf(job.world->arena, "shadow %s", job.desk->desk.name));
	shadow_free(&shadow);
	world_close(&job.world);
	return status;
}

static bool tick_step(void *context, struct db *db, size_t *done_r,
		      struct err *err)
{
	*done_r = 0;
	return tick_once(context, db, err);
}

int work_tick(int argc, char **argv)
{
	struct job job = { 0 };
	struct tick *tick;
	int status;

	if (!begin(&job, "tick [OPTION...]", "Do what the clock brings: look "
		   "for what has waited too long.", argc, argv, &status))
		return status;
	tick = tick_new(job.world, job.desk);
	status = run(&job, &(struct worker){
		.channel = DB_CHANNEL_AGENTS,
		.poll = USEC_MINUTE,
		.step = tick_step,
		.context = tick,
	}, arena_printf(job.world->arena, "tick %s", job.desk->desk.name));
	tick_free(&tick);
	world_close(&job.world);
	return status;
}

static const struct settings_mailbox *find_mailbox(const struct job *job)
{
	const struct settings_desk *settings = job->desk->settings;

	if (job->mailbox_name == NULL && settings->mailbox_count == 1)
		return &settings->mailboxes[0];
	for (size_t i = 0; job->mailbox_name != NULL &&
	     i < settings->mailbox_count; i++)
		if (strcmp(settings->mailboxes[i].name,
			   job->mailbox_name) == 0)
			return &settings->mailboxes[i];
	fprintf(stderr, "postdesk fetch: the desk \"%s\" has %zu mailboxes: "
		"say which one with --mailbox NAME\n", job->desk->desk.name,
		settings->mailbox_count);
	return NULL;
}

static bool fetch_step(void *context, struct db *db, size_t *done_r,
		       struct err *err)
{
	if (fetch_batch(context, db, done_r, err))
		return true;
	fetch_hang_up(context);
	return false;
}

static bool fetch_sleep(void *context, struct waker *waker, struct err *err)
{
	if (fetch_wait(context, waker_fd(waker), err))
		return true;
	fetch_hang_up(context);
	return false;
}

int work_fetch(int argc, char **argv)
{
	const struct settings_mailbox *mailbox;
	struct job job = { 0 };
	struct fetch *fetch;
	int status;

	if (!begin(&job, "fetch [OPTION...]", "Take mail from a mailbox into "
		   "the ledger, and move what has ended.", argc, argv,
		   &status))
		return status;
	mailbox = find_mailbox(&job);
	if (mailbox == NULL) {
		world_close(&job.world);
		return EX_USAGE;
	}
	fetch = fetch_new(job.desk, mailbox);
	status = run(&job, &(struct worker){
		.channel = DB_CHANNEL_ENDED,
		.poll = mailbox->poll,
		.step = fetch_step,
		.sleep = fetch_sleep,
		.context = fetch,
	}, arena_printf(job.world->arena, "fetch %s/%s", job.desk->desk.name,
			mailbox->name));
	fetch_free(&fetch);
	world_close(&job.world);
	return status;
}
