/* cell.c - start the child, replace it, and know whose fault it was. */

#include "app/cell.h"

#include "app/exchange.h"
#include "app/inmate.h"
#include "app/sandbox.h"
#include "base/failpoint.h"
#include "mail/parse.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* The records are flat: what reads them calls little. */
enum { STACK = 512 * 1024 };

/* Mails that are read in the order in which they stand. */
struct task {
	struct cell_task all;
	size_t done;
	struct err failure;	/* where a piece was not to be had */
};

struct cell {
	struct cell_work work;
	pid_t pid;		/* 0: not running */
	int socket;

	bool begun;		/* a thread feeds the child */
	pthread_t thread;
	cell_source *source;
	void *context;		/* of the source */
	struct task task;	/* the thread's, until it is joined */
};

static void stop(struct cell *cell)
{
	if (cell->pid == 0)
		return;
	close(cell->socket);
	kill(cell->pid, SIGKILL);
	while (waitpid(cell->pid, NULL, 0) < 0 && errno == EINTR)
		;
	cell->pid = 0;
}

static bool start(struct cell *cell, struct err *err)
{
	int pair[2];

	if (cell->pid != 0)
		return true;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return err_temporary(err, "no socket for the mail reader: %s",
				     strerror(errno));
	cell->pid = fork();
	if (cell->pid < 0) {
		cell->pid = 0;
		close(pair[0]);
		close(pair[1]);
		return err_temporary(err, "cannot start the mail reader: %s",
				     strerror(errno));
	}
	if (cell->pid == 0)
		inmate_serve(&cell->work, pair[1]);
	close(pair[1]);
	cell->socket = pair[0];
	return FAILPOINT(CELL_STARTED, err);
}

struct cell *cell_new(const struct cell_work *work)
{
	struct cell *cell = calloc(1, sizeof(*cell));

	if (cell == NULL)
		abort();
	cell->work = *work;
	return cell;
}

void cell_free(struct cell **cell)
{
	if (*cell == NULL)
		return;
	cell_drop(*cell);
	stop(*cell);
	free(*cell);
	*cell = NULL;
}

/* As many of the next `count` mails as the child survives. */
static void read_some(struct cell *cell, struct task *task, size_t count)
{
	const struct cell_task *all = &task->all;

	task->done += exchange_mails(&cell->work, cell->socket, all->arena,
				     all->mails + task->done, count,
				     all->reads + task->done);
}

/* How many are in one piece, up to the next one that is not. */
static size_t small_of(const struct cell_mail *mails, size_t count)
{
	size_t n = 0;

	while (n < count && mails[n].bytes != NULL)
		n++;
	return n;
}

/* Up to `end`, whatever they are, as far as the child survives them. */
static bool read_to(struct cell *cell, struct task *task, size_t end,
		    struct err *err)
{
	const struct cell_task *all = &task->all;

	while (task->done < end) {
		const size_t small = small_of(all->mails + task->done,
					      end - task->done);
		const size_t before = task->done;

		if (small > 0)
			read_some(cell, task, small);
		else if (exchange_large(&cell->work, cell->socket, all->arena,
					all->mails + before,
					all->reads + before, err))
			task->done++;
		else if (err->kind != ERR_NONE)
			return false;
		if (task->done < before + (small > 0 ? small : 1))
			break;
	}
	return true;
}

/* Read it without any library, in this process: a plain scan of the header,
 * which lies in the first piece. */
static bool read_minimal(struct arena *arena, const struct cell_mail *mail,
			 struct cell_read *read_r, struct err *err)
{
	struct mail_class *nothing = ARENA_NEW(arena, struct mail_class);
	struct gist *gist = ARENA_NEW(arena, struct gist);
	const void *bytes = mail->bytes;
	size_t size = mail->size;
	const struct message *message;

	if (bytes == NULL &&
	    !mail->piece(mail->context, 0, &bytes, &size, err))
		return false;
	message = parse_minimal(arena, bytes, size);
	*gist = gist_minimal(arena, message);
	*read_r = (struct cell_read){
		.message = message, .gist = gist, .mail_class = nothing,
		.other_class = nothing, .unparsed = true,
	};
	return true;
}

/* The rest of the task.  `guilty` killed a cell: it is tried once more,
 * alone. */
static bool read_rest(struct cell *cell, struct task *task, size_t guilty,
		      struct err *err)
{
	const struct cell_task *all = &task->all;

	while (task->done < all->count) {
		const size_t end = guilty == task->done ? guilty + 1
							: all->count;

		if (!start(cell, err))
			return false;
		if (!read_to(cell, task, end, err)) {
			stop(cell);
			return false;
		}
		if (task->done == end)
			continue;
		stop(cell);
		if (guilty == task->done) {
			if (!read_minimal(all->arena, &all->mails[guilty],
					  &all->reads[guilty], err))
				return false;
			task->done++;
		} else {
			guilty = task->done;
		}
	}
	return true;
}

bool cell_read(struct cell *cell, struct arena *arena,
	       const struct cell_mail *mails, size_t count,
	       struct cell_read *reads_r, struct err *err)
{
	struct task task = { .all = { arena, mails, count, reads_r } };

	assert(!cell->begun);
	return read_rest(cell, &task, count, err);
}

static void *feed(void *context)
{
	struct cell *cell = context;
	struct task *task = &cell->task;

	if (cell->source(cell->context, &task->all))
		read_to(cell, task, task->all.count, &task->failure);
	return NULL;
}

/* Signals are for the thread that waits for them. */
static int start_thread(struct cell *cell)
{
	sigset_t all, before;
	pthread_attr_t attributes;
	int failed;

	sigfillset(&all);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failed = pthread_create(&cell->thread, &attributes, feed, cell);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	return failed;
}

/* Only the caller's thread ever forks, and only while it is the only one. */
bool cell_begin(struct cell *cell, cell_source *source, void *context,
		struct err *err)
{
	int failed;

	assert(!cell->begun);
	if (!start(cell, err))
		return false;
	cell->source = source;
	cell->context = context;
	cell->task = (struct task){ .done = 0 };
	failed = start_thread(cell);
	if (failed != 0)
		return err_temporary(err, "no thread for the mail reader: %s",
				     strerror(failed));
	cell->begun = true;
	return true;
}

static void join(struct cell *cell)
{
	pthread_join(cell->thread, NULL);
	cell->begun = false;
}

bool cell_end(struct cell *cell, struct err *err)
{
	struct task *task = &cell->task;

	assert(cell->begun);
	join(cell);
	if (task->done == task->all.count)
		return true;
	stop(cell);
	if (task->failure.kind != ERR_NONE) {
		*err = task->failure;
		return false;
	}
	return read_rest(cell, task, task->done, err);
}

void cell_drop(struct cell *cell)
{
	if (!cell->begun)
		return;
	/* Without its child the thread ends at once. */
	kill(cell->pid, SIGKILL);
	join(cell);
	stop(cell);
}

const char *cell_level(struct arena *arena)
{
	return sandbox_level(arena);
}
