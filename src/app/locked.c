/* locked.c - fork, lock, listen. */

#include "app/locked.h"

#include "app/monotonic.h"
#include "app/sandbox.h"
#include "base/text.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE (20 * USEC_SECOND)
enum { MOST_TEXT = 8 << 20 };

static _Noreturn void serve(locked_work *work, const void *context,
			    const struct token_ring *secrets, int to)
{
	struct reader *reader = reader_new();
	ARENA(arena);
	struct buffer out = { .arena = arena };
	struct err err;

	for (size_t i = 0; secrets != NULL && i < secrets->count; i++)
		explicit_bzero((void *)secrets->keys[i].secret,
			       sizeof(secrets->keys[i].secret));
	if (!sandbox_enter(to, &err))
		_exit(70);
	work(context, reader, arena, &out);
	for (size_t done = 0; done < out.size;) {
		ssize_t put = write(to, out.data + done, out.size - done);

		if (put <= 0 && errno != EINTR)
			_exit(71);
		done += put > 0 ? (size_t)put : 0;
	}
	_exit(0);
}

/* All that the child says, until it ends. */
static bool hear(int from, struct buffer *out, struct err *err)
{
	const usec_t deadline = monotonic_now() + PATIENCE;

	for (;;) {
		struct pollfd ready = { .fd = from, .events = POLLIN };
		usec_t left = deadline - monotonic_now();
		char bytes[65536];
		ssize_t got;

		if (left <= 0 || out->size > MOST_TEXT)
			return err_permanent(err, "the mail takes too long "
					     "to judge");
		if (poll(&ready, 1, (int)(left / 1000) + 1) <= 0)
			continue;
		got = read(from, bytes, sizeof(bytes));
		if (got == 0)
			return true;
		if (got > 0)
			buffer_add(out, bytes, (size_t)got);
	}
}

bool locked_run(locked_work *work, const void *context,
		const struct token_ring *secrets, struct buffer *out,
		struct err *err)
{
	int ends[2];
	bool heard;
	pid_t pid;

	if (pipe(ends) != 0)
		return err_temporary(err, "no pipe: %s", strerror(errno));
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		serve(work, context, secrets, ends[1]);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return err_temporary(err, "no process: %s", strerror(errno));
	}
	heard = hear(ends[0], out, err);
	close(ends[0]);
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	if (heard)
		out->data = text_repair(out->arena, buffer_string(out),
					out->size, &out->size);
	out->room = 0;
	return heard;
}
