/* pgtool.h - run PostgreSQL's own programs on one data folder.
 *
 * PostgreSQL refuses root and wants a folder that its user can enter; a state
 * folder below /root is closed to everybody else.  So the folder is opened by
 * us and handed to the program as a descriptor: it sees /proc/self/fd/9.
 *
 * Ownership: strings live in the arena; `folder` is closed by the caller.
 * Errors:    the last line that the program wrote.
 */
#ifndef APP_PGTOOL_H
#define APP_PGTOOL_H

#include "base/arena.h"
#include "base/err.h"

#include <sys/types.h>

/* The data folder, as the programs see it. */
#define PGTOOL_FOLDER "/proc/self/fd/9"

struct pgtool {
	const char *bin;	/* "/usr/lib/postgresql/15/bin" */
	const char *version;	/* "15" */
	uid_t uid;		/* who runs the server */
	gid_t gid;
	int folder;		/* the data folder */
};

/* The programs of that major version, or of the newest where it is NULL. */
bool pgtool_find(struct arena *arena, const char *version,
		 struct pgtool *tool_r, struct err *err);

/* Run `argv[0]` of the bin folder to its end, with `input` on its standard
 * input (NULL: none).  False unless it exits with 0. */
bool pgtool_run(const struct pgtool *tool, const char *const argv[],
		const char *input, struct err *err);

/* Start it and do not wait: its pid, or -1.  What it says goes to server.log
 * in the folder.  Should we die, SIGQUIT ends it too. */
pid_t pgtool_spawn(const struct pgtool *tool, const char *const argv[],
		   struct err *err);

#endif
