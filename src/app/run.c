/* run.c - start the workers, and start again what dies. */

#include "app/run.h"

#include "app/log.h"
#include "app/monotonic.h"
#include "app/options.h"
#include "app/publish.h"
#include "app/watch.h"
#include "app/worker.h"
#include "base/failpoint.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

/* A worker that lived this long had a good start: its next death is a first
 * one again. */
#define GOOD_LIFE (30 * USEC_SECOND)

/* For the workers to end the step they are in; then they are killed, which
 * they survive as well. */
#define FAREWELL (10 * USEC_SECOND)

struct child {
	const char *command, *desk, *mailbox;
	pid_t pid;		/* 0: not running */
	usec_t started;		/* monotonic */
	usec_t due;		/* when to start it again */
	unsigned deaths;	/* in a row */
};

struct family {
	const char *config;
	struct child *children;
	size_t count;
};

static void start(const struct family *family, struct child *child)
{
	const pid_t parent = getpid();
	struct err ignored;
	const char *argv[10] = { "postdesk", child->command, "--config",
				 family->config, "--desk", child->desk };

	if (child->mailbox != NULL) {
		argv[6] = "--mailbox";
		argv[7] = child->mailbox;
	}
	child->started = monotonic_now();
	child->pid = fork();
	if (child->pid == 0) {
		/* Should we die without a word, so do they; also if that was
		 * just now, before the kernel knew. */
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		if (getppid() != parent)
			_exit(EX_TEMPFAIL);
		execv("/proc/self/exe", (char **)argv);
		_exit(EX_OSERR);
	}
	if (child->pid < 0) {
		log_problem("cannot start %s: %s", child->command,
			    strerror(errno));
		child->pid = 0;
		child->due = child->started + USEC_SECOND;
	}
	/* Whoever supervises can only die here: there is nobody to tell. */
	(void)FAILPOINT(WORKER_STARTED, &ignored);
}

/* It found another database and wants to know nothing of the last one. */
static bool begins_anew(int status)
{
	return WIFEXITED(status) && WEXITSTATUS(status) == EX_TEMPFAIL;
}

static void bury(struct family *family, pid_t pid, int status)
{
	usec_t now = monotonic_now();
	struct err ignored;

	(void)FAILPOINT(WORKER_ENDED, &ignored);
	for (size_t i = 0; i < family->count; i++) {
		struct child *child = &family->children[i];

		if (child->pid != pid)
			continue;
		child->pid = 0;
		if (now - child->started > GOOD_LIFE)
			child->deaths = 0;
		child->due = now;
		if (!begins_anew(status))
			child->due += worker_backoff(child->deaths++,
						     USEC_MINUTE);
		if (waker_stopped())
			return;
		if (WIFSIGNALED(status))
			log_problem("%s %s was ended by signal %d; it starts "
				    "again", child->command, child->desk,
				    WTERMSIG(status));
		else
			log_problem("%s %s ended with status %d; it starts "
				    "again", child->command, child->desk,
				    WEXITSTATUS(status));
	}
}

static void reap(struct family *family, int options)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, options)) > 0)
		bury(family, pid, status);
}

static void tell_all(const struct family *family, int number)
{
	for (size_t i = 0; i < family->count; i++)
		if (family->children[i].pid > 0)
			kill(family->children[i].pid, number);
}

static bool any_left(const struct family *family)
{
	for (size_t i = 0; i < family->count; i++)
		if (family->children[i].pid > 0)
			return true;
	return false;
}

static void end_all(struct family *family)
{
	usec_t deadline = monotonic_now() + FAREWELL;

	tell_all(family, SIGTERM);
	while (any_left(family) && monotonic_now() < deadline) {
		reap(family, WNOHANG);
		usleep(20000);
	}
	tell_all(family, SIGKILL);
	reap(family, 0);
}

static size_t add(struct family *family, const char *command,
		  const struct world_desk *desk, const char *mailbox)
{
	family->children[family->count] = (struct child){
		.command = command,
		.desk = desk->desk.name,
		.mailbox = mailbox,
	};
	return family->count++;
}

static struct family family_of(const struct world *world, const char *config)
{
	struct family family = { .config = config };
	size_t most = 0;

	for (size_t i = 0; i < world->desk_count; i++)
		most += world->desks[i].settings->mailbox_count + 4;
	family.children = ARENA_ARRAY(world->arena, struct child, most);
	for (size_t i = 0; i < world->desk_count; i++) {
		const struct world_desk *desk = &world->desks[i];

		for (size_t m = 0; m < desk->settings->mailbox_count; m++)
			add(&family, "fetch", desk,
			    desk->settings->mailboxes[m].name);
		add(&family, "ingest", desk, NULL);
		add(&family, "deliver", desk, NULL);
		add(&family, "shadow", desk, NULL);
		add(&family, "tick", desk, NULL);
	}
	return family;
}

static void supervise(struct world *world, struct family *family)
{
	struct waker *waker = waker_new(NULL);
	struct watch *watch = world->settings->watch_rules
		? watch_new(world) : NULL;
	struct err err;

	while (!waker_stopped()) {
		usec_t now = monotonic_now();

		reap(family, WNOHANG);
		for (size_t i = 0; i < family->count; i++)
			if (family->children[i].pid == 0 &&
			    family->children[i].due <= now)
				start(family, &family->children[i]);
		if (waker_reload() &&
		    !publish_all(world, PUBLISH_ASKED, &err))
			log_problem("the old rules stay: %s", err.text);
		if (watch != NULL)
			watch_look(watch, now);
		waker_wait(waker, USEC_SECOND / 5);
	}
	log_info("ending");
	end_all(family);
	waker_free(&waker);
}

int run_main(int argc, char **argv)
{
	const char *config = NULL;
	const struct option_row rows[] = { OPTION_CONFIG(config) };
	const struct options options = {
		"run [OPTION...]", "Fetch, ingest, deliver and watch the "
		"clock for every desk, until SIGTERM.", rows, 1, 0, 0,
	};
	struct family family;
	struct world *world;
	struct err err;
	int status;

	if (options_read(&options, argc, argv, &status) < 0)
		return status;
	log_name("run");
	config = options_config(config);
	world = world_open(config, &err);
	if (world == NULL || !publish_start(world, &err)) {
		fprintf(stderr, "postdesk run: %s\n", err.text);
		world_close(&world);
		return EX_CONFIG;
	}
	family = family_of(world, config);
	log_info("%zu desks, %zu workers", world->desk_count, family.count);
	supervise(world, &family);
	world_close(&world);
	return 0;
}
