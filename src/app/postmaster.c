/* postmaster.c - start a server, look until it is ready, and end it. */

#include "config.h"

#include "app/postmaster.h"

#include "app/monotonic.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_TIME	(60 * USEC_SECOND)
#define LOOK		(4 * USEC_SECOND / 1000)

/* The last line that the server writes into its lock file is its state
 * (miscadmin.h of PostgreSQL: LOCK_FILE_LINE_PM_STATUS). */
static bool is_ready(const struct pgtool *tool)
{
	int fd = openat(tool->folder, "postmaster.pid", O_RDONLY | O_CLOEXEC);
	char text[1024] = "";
	ssize_t size;

	if (fd < 0)
		return false;
	size = read(fd, text, sizeof(text) - 1);
	close(fd);
	return size > 0 && strstr(text, "\nready") != NULL;
}

pid_t postmaster_start(const struct pgtool *tool, struct err *err)
{
	static const char *const argv[] = { "postgres", "-D", PGTOOL_FOLDER,
					    NULL };
	const usec_t deadline = monotonic_now() + START_TIME;
	const pid_t child = pgtool_spawn(tool, argv, err);

	if (child < 0)
		return -1;
	while (!is_ready(tool)) {
		if (waitpid(child, NULL, WNOHANG) != 0) {
			err_permanent(err, "the server ended");
			return -1;
		}
		if (monotonic_now() > deadline) {
			postmaster_stop(child);
			err_temporary(err, "the server is not ready in time");
			return -1;
		}
		usleep(LOOK);
	}
	return child;
}

void postmaster_stop(pid_t postmaster)
{
	kill(postmaster, SIGINT);
	while (waitpid(postmaster, NULL, 0) < 0 && errno == EINTR)
		;
}
