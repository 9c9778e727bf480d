/* folder.c - a folder of files for one test. */

#include "config.h"

#include "folder.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

char *folder_new(struct arena *arena)
{
	const char *base = getenv("TMPDIR");
	char *path = arena_printf(arena, "%s/postdesk-test-XXXXXX",
				  base != NULL ? base : "/tmp");

	if (mkdtemp(path) == NULL)
		abort();
	return path;
}

static void make_folders(struct arena *arena, const char *path)
{
	for (const char *p = strchr(path + 1, '/'); p != NULL;
	     p = strchr(p + 1, '/'))
		mkdir(arena_strndup(arena, path, (size_t)(p - path)), 0700);
}

char *folder_file(struct arena *arena, const char *folder, const char *name,
		  const char *text, mode_t mode)
{
	char *path = arena_printf(arena, "%s/%s", folder, name);
	size_t size = strlen(text);
	int fd;

	make_folders(arena, path);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, text, size) != (ssize_t)size ||
	    fchmod(fd, mode) != 0 || close(fd) != 0)
		abort();
	return path;
}

static int delete_one(const char *path, const struct stat *status, int kind,
		      struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

void folder_delete(const char *folder)
{
	nftw(folder, delete_one, 16, FTW_DEPTH | FTW_PHYS);
}
