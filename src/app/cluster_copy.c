/* cluster_copy.c - a migrated throw-away cluster as a copy of a template. */

#include "config.h"

#include "app/cluster.h"

#include "store/migrate.h"

#include <errno.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static bool run(const char *const argv[], struct err *err)
{
	pid_t child;
	int status;

	if (posix_spawnp(&child, argv[0], NULL, NULL, (char *const *)argv,
			 environ) != 0)
		return err_temporary(err, "%s: %s", argv[0], strerror(errno));
	/* A signal to us is none to it: it ends first. */
	while (waitpid(child, &status, 0) != child)
		if (errno != EINTR)
			return err_temporary(err, "%s: %s", argv[0],
					     strerror(errno));
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return err_permanent(err, "%s %s failed", argv[0], argv[1]);
	return true;
}

static bool exists(struct arena *arena, const char *folder)
{
	struct stat info;

	return stat(arena_printf(arena, "%s/postgres/PG_VERSION", folder),
		    &info) == 0;
}

static bool make_template(struct arena *arena, const char *folder,
			  struct err *err)
{
	const char *fresh = arena_printf(arena, "%s.%d", folder,
					 (int)getpid());
	const struct cluster_settings settings = { fresh,
						   CLUSTER_FLEETING };
	const char *const remove[] = { "rm", "-rf", fresh, NULL };
	struct cluster *cluster = cluster_start(&settings, err);
	bool made;
	int steps;

	if (cluster == NULL)
		return false;
	made = migrate_database(cluster_conninfo(cluster), &steps, err);
	cluster_stop(&cluster);
	/* Somebody else may have made it meanwhile: then theirs is as good. */
	if (made && rename(fresh, folder) == 0)
		return true;
	made = made && exists(arena, folder);
	return (run(remove, err) && made) ||
	       err_prefix(err, "template %s", folder);
}

struct cluster *cluster_template(const char *cache, const char *folder,
				 struct err *err)
{
	ARENA(arena);
	const char *template = arena_printf(arena, "%s/small-%s", cache,
					    migrate_fingerprint(arena));
	const char *from = arena_printf(arena, "%s/postgres", template);
	const struct cluster_settings settings = { folder, CLUSTER_FLEETING };
	const char *const copy[] = { "cp", "-a", "--reflink=auto", from,
				     folder, NULL };

	if (!exists(arena, template) && !make_template(arena, template, err))
		return NULL;
	if (mkdir(folder, 0755) != 0 && errno != EEXIST) {
		err_permanent(err, "%s: %s", folder, strerror(errno));
		return NULL;
	}
	if (!run(copy, err))
		return NULL;
	return cluster_start(&settings, err);
}
