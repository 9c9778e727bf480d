/* file.c - read and write the operator's files. */

#include "app/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fault(const char *path, struct err *err)
{
	return err_permanent(err, "%s: %s", path, strerror(errno));
}

bool file_read(struct arena *arena, const char *path, size_t limit,
	       struct buffer *bytes_r, struct err *err)
{
	/* Nobody waits for the other end of a named pipe. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct buffer bytes = { .arena = arena };
	char piece[16 * 1024];
	ssize_t got = 0;

	if (fd < 0)
		return fault(path, err);
	while (bytes.size <= limit) {
		got = read(fd, piece, sizeof(piece));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		buffer_add(&bytes, piece, (size_t)got);
	}
	close(fd);
	if (got < 0)
		return fault(path, err);
	if (bytes.size > limit)
		return err_permanent(err, "%s: found more than %zu bytes",
				     path, limit);
	buffer_string(&bytes);
	*bytes_r = bytes;
	return true;
}

bool file_create(const char *path, mode_t mode, const char *text,
		 struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	size_t left = strlen(text);

	if (fd < 0)
		return fault(path, err);
	while (left > 0) {
		ssize_t put = write(fd, text, left);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0) {
			fault(path, err);
			close(fd);
			return false;
		}
		text += put;
		left -= (size_t)put;
	}
	if (fsync(fd) != 0 || close(fd) != 0)
		return fault(path, err);
	return true;
}

bool file_replace(struct arena *arena, const char *path, mode_t mode,
		  const char *text, struct err *err)
{
	const char *new = arena_printf(arena, "%s.new", path);
	struct stat status;

	/* A name such as /dev/stdout stays what it is. */
	if (lstat(path, &status) == 0 && !S_ISREG(status.st_mode))
		return err_permanent(err, "%s is there and is no plain file",
				     path);
	unlink(new);
	if (!file_create(new, mode, text, err))
		return false;
	return rename(new, path) == 0 || fault(path, err);
}

const char *file_folder(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return ".";
	if (slash == path)
		return "/";
	return arena_strndup(arena, path, (size_t)(slash - path));
}
