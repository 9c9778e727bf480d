/* peer.c - children that listen on a port of their own choice. */

#include "peer.h"

#include "base/buffer.h"

#include <assert.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGS_LIMIT = 400 };

static char folder[64];

static const char *rig(struct arena *arena, const char *name)
{
	const char *srcdir = getenv("srcdir");

	return arena_printf(arena, "%s/tests/rig/%s",
			    srcdir == NULL ? ".." : srcdir, name);
}

static pid_t spawn(const char *const *argv, int out)
{
	pid_t pid = fork();

	assert(pid >= 0);
	if (pid == 0) {
		/* A test that fails does not stop its peers. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (out >= 0)
			dup2(out, 1);
		execvp(argv[0], (char *const *)argv);
		_exit(127);
	}
	return pid;
}

struct peer peer_start_list(const char *script, const char *const *args)
{
	ARENA(arena);
	const char *argv[ARGS_LIMIT + 3] = { "python3", rig(arena, script) };
	struct peer peer = { 0 };
	char line[32] = "";
	int pipes[2];
	FILE *out;

	for (size_t i = 0; args[i] != NULL; i++) {
		assert(i < ARGS_LIMIT);
		argv[i + 2] = args[i];
	}
	assert(pipe(pipes) == 0);
	peer.pid = spawn(argv, pipes[1]);
	close(pipes[1]);
	out = fdopen(pipes[0], "r");
	assert(out != NULL && fgets(line, sizeof(line), out) != NULL);
	peer.port = (int)strtol(line, NULL, 10);
	fclose(out);
	assert(peer.port > 0);
	return peer;
}

struct peer peer_start(const char *script, ...)
{
	const char *list[ARGS_LIMIT + 1];
	size_t count = 0;
	va_list args;

	va_start(args, script);
	while ((list[count] = va_arg(args, const char *)) != NULL)
		assert(++count < ARGS_LIMIT);
	va_end(args);
	return peer_start_list(script, list);
}

void peer_stop(struct peer *peer)
{
	kill(peer->pid, SIGKILL);
	waitpid(peer->pid, NULL, 0);
}

const char *peer_file(struct arena *arena, const char *name)
{
	if (folder[0] == '\0') {
		const char *argv[] = { rig(arena, "certs.sh"), folder, NULL };
		int status;

		snprintf(folder, sizeof(folder), "/tmp/postdesk-test-XXXXXX");
		assert(mkdtemp(folder) != NULL);
		waitpid(spawn(argv, -1), &status, 0);
		assert(status == 0);
	}
	return arena_printf(arena, "%s/%s", folder, name);
}

void peer_clean(void)
{
	const char *argv[] = { "rm", "-rf", folder, NULL };

	if (folder[0] != '\0')
		waitpid(spawn(argv, -1), NULL, 0);
}

char *peer_read(struct arena *arena, const char *path)
{
	struct buffer all = { .arena = arena };
	FILE *file = fopen(path, "r");
	char some[4096];
	size_t n;

	while (file != NULL && (n = fread(some, 1, sizeof(some), file)) > 0)
		buffer_add(&all, some, n);
	if (file != NULL)
		fclose(file);
	return buffer_string(&all);
}
