/* pgtool.c - find PostgreSQL's programs and run them as a user they accept. */

#include "config.h"

#include "app/pgtool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <pwd.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Debian keeps each major version in a folder of its own. */
#define VERSIONS "/usr/lib/postgresql"

/* The oldest that has UNIQUE NULLS NOT DISTINCT. */
enum { OLDEST = 15 };

/* PGTOOL_FOLDER names it. */
enum { FOLDER_FD = 9 };

static long newest_version(void)
{
	DIR *versions = opendir(VERSIONS);
	const struct dirent *entry;
	long newest = 0;

	if (versions == NULL)
		return 0;
	while ((entry = readdir(versions)) != NULL) {
		const long version = strtol(entry->d_name, NULL, 10);

		if (version > newest)
			newest = version;
	}
	closedir(versions);
	return newest;
}

/* PostgreSQL refuses root. */
static bool find_user(struct pgtool *tool, struct err *err)
{
	const struct passwd *user;

	tool->uid = geteuid();
	tool->gid = getegid();
	if (tool->uid != 0)
		return true;
	user = getpwnam("postgres");
	if (user == NULL)
		user = getpwnam("nobody");
	if (user == NULL)
		return err_permanent(err, "PostgreSQL refuses root, and there "
				     "is no user `postgres` or `nobody`");
	tool->uid = user->pw_uid;
	tool->gid = user->pw_gid;
	return true;
}

bool pgtool_find(struct arena *arena, const char *version,
		 struct pgtool *tool_r, struct err *err)
{
	*tool_r = (struct pgtool){ .folder = -1 };
	if (version == NULL)
		version = arena_printf(arena, "%ld", newest_version());
	tool_r->version = version;
	tool_r->bin = arena_printf(arena, VERSIONS "/%s/bin", version);
	if (strtol(version, NULL, 10) < OLDEST)
		return err_permanent(err, "no PostgreSQL server of version %d "
				     "or newer in " VERSIONS ": install "
				     "postgresql", OLDEST);
	if (access(tool_r->bin, X_OK) != 0)
		return err_permanent(err, "the data were made by PostgreSQL "
				     "%s, which is not in %s", version,
				     tool_r->bin);
	return find_user(tool_r, err);
}

/* In the child: only what the program needs, as the user it accepts; if there
 * is a `parent`, it ends with that. */
static void become(const struct pgtool *tool, const char *const argv[],
		   int input, int output, pid_t parent)
{
	static const char *const environment[] = { "PATH=/usr/bin:/bin",
						   "LC_ALL=C", "TZ=UTC",
						   NULL };

	/* Out of the way first: any may have the number that is next. */
	const int folder = fcntl(tool->folder, F_DUPFD, FOLDER_FD + 1);

	input = fcntl(input, F_DUPFD, FOLDER_FD + 1);
	output = fcntl(output, F_DUPFD, FOLDER_FD + 1);
	if (dup2(folder, FOLDER_FD) < 0 || dup2(input, 0) < 0 ||
	    dup2(output, 1) < 0 || dup2(output, 2) < 0)
		_exit(127);
	close_range(FOLDER_FD + 1, ~0u, 0);
	close_range(3, FOLDER_FD - 1, 0);
	umask(077);
	if (geteuid() == 0 &&
	    (setgroups(1, &tool->gid) != 0 || setgid(tool->gid) != 0 ||
	     setuid(tool->uid) != 0))
		_exit(127);
	if (fchdir(FOLDER_FD) != 0)
		_exit(127);
	if (parent != 0) {
		setsid();
		/* After the change of user, which would undo it. */
		prctl(PR_SET_PDEATHSIG, SIGQUIT);
		if (getppid() != parent)
			_exit(127);
	}
	execve(argv[0], (char *const *)argv,
	       (char *const *)environment);
	_exit(127);
}

/* A file without a name that holds the input. */
static int open_input(const char *input)
{
	int fd;

	if (input == NULL)
		return open("/dev/null", O_RDONLY | O_CLOEXEC);
	fd = memfd_create("input", MFD_CLOEXEC);
	if (fd < 0)
		return -1;
	if (write(fd, input, strlen(input)) != (ssize_t)strlen(input) ||
	    lseek(fd, 0, SEEK_SET) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* The last line of what it says, which is where the reason stands. */
static void read_last_line(int fd, char *line, size_t room)
{
	size_t size = 0;
	bool ended = false;
	char c;

	line[0] = '\0';
	for (;;) {
		const ssize_t got = read(fd, &c, 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got != 1)
			break;
		if (c == '\n') {
			ended = true;
			continue;
		}
		if (ended)
			size = 0;
		ended = false;
		if (size + 1 < room)
			line[size++] = c;
		line[size] = '\0';
	}
}

/* The programs find each other by the path they were called with. */
static const char **with_path(struct arena *arena, const struct pgtool *tool,
			      const char *const argv[])
{
	const char **full;
	size_t count = 0;

	while (argv[count] != NULL)
		count++;
	full = arena_memdup(arena, argv, (count + 1) * sizeof(*argv));
	full[0] = arena_printf(arena, "%s/%s", tool->bin, argv[0]);
	return full;
}

bool pgtool_run(const struct pgtool *tool, const char *const argv[],
		const char *input, struct err *err)
{
	ARENA(arena);
	const char **full = with_path(arena, tool, argv);
	const int in = open_input(input);
	char line[240];
	int out[2], status;
	pid_t child;

	if (in < 0 || pipe2(out, O_CLOEXEC) != 0)
		return err_temporary(err, "%s: %s", argv[0], strerror(errno));
	child = fork();
	if (child == 0)
		become(tool, full, in, out[1], 0);
	close(in);
	close(out[1]);
	read_last_line(out[0], line, sizeof(line));
	close(out[0]);
	/* A signal to us is none to it: it ends first. */
	while (child > 0 && waitpid(child, &status, 0) != child)
		if (errno != EINTR)
			child = -1;
	if (child < 0)
		return err_temporary(err, "%s: %s", argv[0], strerror(errno));
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return err_permanent(err, "%s: %s", argv[0],
				     line[0] == '\0' ? "failed" : line);
	return true;
}

pid_t pgtool_spawn(const struct pgtool *tool, const char *const argv[],
		   struct err *err)
{
	ARENA(arena);
	const char **full = with_path(arena, tool, argv);
	const int in = open_input(NULL);
	const int log = openat(tool->folder, "server.log",
			       O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
			       0600);
	const pid_t parent = getpid();
	pid_t child = -1;

	if (in >= 0 && log >= 0)
		child = fork();
	if (child == 0)
		become(tool, full, in, log, parent);
	if (child < 0)
		err_temporary(err, "%s: %s", argv[0], strerror(errno));
	if (in >= 0)
		close(in);
	if (log >= 0)
		close(log);
	return child;
}
