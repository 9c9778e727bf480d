/* entry.c - where a mail lies on a shelf, and its bytes, whole or in pieces. */

#include "config.h"	/* memrchr */

#include "net/entry.h"

#include "net/mbox.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

const char *entry_path(const struct shelf *shelf, struct arena *arena,
		       const struct shelf_entry *entry)
{
	if (shelf->kind == FILES_MBOX)
		return shelf->path;
	return arena_printf(arena, "%s/%s/%s", shelf->path, entry->folder,
			    entry->name);
}

/* As many bytes as there are; below 0: errno. */
static ssize_t read_part(int fd, char *bytes, off_t start, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = pread(fd, bytes + done, size - done,
				  start + (off_t)done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

bool entry_read(const struct shelf *shelf, struct arena *arena,
		const struct shelf_entry *entry, size_t limit,
		struct source_mail *mail, struct err *err)
{
	const char *path = entry_path(shelf, arena, entry);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool truncated = entry->size > limit;
	size_t size = truncated ? SOURCE_HEAD : entry->size;
	char *bytes;
	ssize_t n;

	if (fd < 0)
		return err_temporary(err, "%s: %s", path, strerror(errno));
	if (size > entry->size)
		size = entry->size;
	bytes = arena_alloc(arena, size + 1);
	n = read_part(fd, bytes, entry->start, size);
	close(fd);
	if (n < 0)
		return err_temporary(err, "%s: %s", path, strerror(errno));
	*mail = (struct source_mail){
		.item = entry->item,
		.received = entry->received,
		.size = entry->size,
		.bytes = bytes,
		.bytes_size = (size_t)n,
		.truncated = truncated,
	};
	if (shelf->kind == FILES_MBOX) {
		mail->bytes_size = mbox_unescape(bytes, (size_t)n, true);
		if (!truncated)
			mail->size = mail->bytes_size;
	}
	return true;
}

/* The next piece of an open file; of an mbox, up to the end of a line where
 * it has one, because escapes stand in front of lines. */
static ssize_t next_piece(const struct shelf *shelf, int fd,
			  const struct shelf_entry *entry, size_t at,
			  char *bytes)
{
	size_t size = entry->size - at;
	const char *lf;
	ssize_t n;

	n = read_part(fd, bytes, entry->start + (off_t)at,
		      size < SOURCE_HEAD ? size : SOURCE_HEAD);
	if (n <= 0 || shelf->kind != FILES_MBOX)
		return n;
	lf = memrchr(bytes, '\n', (size_t)n);
	return lf == NULL ? n : lf + 1 - bytes;
}

static bool stream_pieces(const struct shelf *shelf, int fd,
			  const struct shelf_entry *entry,
			  const struct source_sink *sink,
			  struct source_mail *mail, struct err *err)
{
	ARENA(arena);
	char *bytes = arena_room(arena, SOURCE_HEAD);
	bool line = true;	/* a piece starts one */
	ssize_t n;

	for (size_t at = 0; at < entry->size; at += (size_t)n) {
		bool ends;
		size_t size;

		n = next_piece(shelf, fd, entry, at, bytes);
		if (n < 0)
			return err_temporary(err, "%s: %s", entry->name,
					     strerror(errno));
		if (n == 0)
			break;
		size = (size_t)n;
		ends = bytes[n - 1] == '\n';
		if (shelf->kind == FILES_MBOX)
			size = mbox_unescape(bytes, size, line);
		line = ends;
		if (!sink->take(sink->context, bytes, size, err))
			return false;
		mail->bytes_size += size;
	}
	mail->size = mail->bytes_size;
	return true;
}

bool entry_stream(const struct shelf *shelf, const struct shelf_entry *entry,
		  const struct source_sink *sink, struct source_mail *mail,
		  struct err *err)
{
	bool good;
	ARENA(arena);
	int fd = open(entry_path(shelf, arena, entry), O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_temporary(err, "%s: %s", entry->name,
				     strerror(errno));
	mail->item = entry->item;
	mail->received = entry->received;
	good = stream_pieces(shelf, fd, entry, sink, mail, err);
	close(fd);
	return good;
}
