/* shelf.c - scan the files and number their mails. */

#include "net/shelf.h"

#include "base/buffer.h"
#include "base/hmac.h"
#include "base/map.h"
#include "base/text.h"
#include "net/mbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024 };

static int64_t number_of(const uint8_t sha256[32])
{
	uint64_t number = 0;

	for (int i = 0; i < 8; i++)
		number = number << 8 | sha256[i];
	number &= INT64_MAX;
	return number == 0 ? 1 : (int64_t)number;
}

static int64_t number_text(const char *text)
{
	uint8_t sha256[32];

	hmac_digest(text, strlen(text), sha256);
	return number_of(sha256);
}

static usec_t moment(const struct timespec *time)
{
	return time->tv_sec * USEC_SECOND + time->tv_nsec / 1000;
}

static bool is_folder(const char *path, const char *name)
{
	ARENA(arena);
	struct stat st;

	return stat(arena_printf(arena, "%s/%s", path, name), &st) == 0 &&
	       S_ISDIR(st.st_mode);
}

bool shelf_open(struct shelf *shelf, const char *path, struct err *err)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return err_permanent(err, "%s: %s", path, strerror(errno));
	*shelf = (struct shelf){ .path = path, .arena = arena_new() };
	if (S_ISREG(st.st_mode))
		shelf->kind = FILES_MBOX;
	else if (is_folder(path, "new") && is_folder(path, "cur"))
		shelf->kind = FILES_MAILDIR;
	else if (S_ISDIR(st.st_mode))
		shelf->kind = FILES_FOLDER;
	else
		return err_permanent(err, "%s is neither a folder nor an mbox "
				     "file", path);
	return true;
}

void shelf_close(struct shelf *shelf)
{
	arena_free(&shelf->arena);
}

/* The entry of one directory entry, if it is a mail. */
static bool look_at_file(const struct shelf *shelf, int dir,
			 const char *folder, const char *name,
			 struct shelf_entry *entry_r)
{
	ARENA(arena);
	struct stat st;

	if (name[0] == '.' ||
	    (shelf->kind == FILES_FOLDER && !text_ends(name, ".eml")) ||
	    fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
	    !S_ISREG(st.st_mode))
		return false;
	*entry_r = (struct shelf_entry){
		.folder = folder,
		.received = moment(&st.st_mtim),
		.size = (size_t)st.st_size,
	};
	/* In a Maildir the part behind ":" is flags, and changes. */
	if (shelf->kind == FILES_MAILDIR)
		entry_r->item = number_text(arena_strndup(arena, name,
						strcspn(name, ":")));
	else
		entry_r->item = number_text(
			arena_printf(arena, "%s/%lld/%lld.%09ld", name,
				     (long long)st.st_size,
				     (long long)st.st_mtim.tv_sec,
				     st.st_mtim.tv_nsec));
	return true;
}

static bool scan_folder(struct shelf *shelf, const char *folder,
			struct buffer *entries, struct err *err)
{
	const char *path = arena_printf(shelf->arena, "%s/%s", shelf->path,
					folder);
	DIR *dir = opendir(path);
	const struct dirent *file;

	if (dir == NULL)
		return err_temporary(err, "%s: %s", path, strerror(errno));
	while ((file = readdir(dir)) != NULL) {
		struct shelf_entry entry;

		if (!look_at_file(shelf, dirfd(dir), folder, file->d_name,
				  &entry))
			continue;
		entry.name = arena_strdup(shelf->arena, file->d_name);
		buffer_add(entries, &entry, sizeof(entry));
	}
	closedir(dir);
	return true;
}

static bool digest_part(int fd, off_t start, size_t size, uint8_t sha256[32])
{
	struct hmac_stream *stream = hmac_stream_new();
	char chunk[CHUNK];
	ssize_t n = 1;

	while (size > 0 && n > 0) {
		n = pread(fd, chunk, size < CHUNK ? size : CHUNK, start);
		if (n > 0) {
			hmac_stream_add(stream, chunk, (size_t)n);
			start += n;
			size -= (size_t)n;
		}
	}
	hmac_stream_end(&stream, sha256);
	return size == 0;
}

/* The n-th copy of the same bytes has a number of its own. */
static int64_t number_copy(struct map *copies, const uint8_t sha256[32])
{
	const char *hex = hmac_hex(copies->arena, sha256, 32);
	int *seen = map_get(copies, hex);

	if (seen == NULL) {
		seen = ARENA_NEW(copies->arena, int);
		map_put(copies, hex, seen);
	}
	return number_text(arena_printf(copies->arena, "%s/%d", hex,
					(*seen)++));
}

static bool scan_mails(struct shelf *shelf, int fd, struct buffer *entries)
{
	struct map copies = { .arena = shelf->arena };
	struct mbox_mail *mails;
	size_t count;

	if (!mbox_scan(shelf->arena, fd, &mails, &count))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct shelf_entry entry = {
			.folder = ".",
			.name = "",
			.received = mails[i].received,
			.start = mails[i].start,
			.size = mails[i].size,
		};
		uint8_t sha256[32];

		if (!digest_part(fd, mails[i].start, mails[i].size, sha256))
			return false;
		entry.item = number_copy(&copies, sha256);
		buffer_add(entries, &entry, sizeof(entry));
	}
	return true;
}

static bool scan_mbox(struct shelf *shelf, struct buffer *entries,
		      struct err *err)
{
	/* Whoever delivers holds a lock; half a mail would be another mail. */
	struct flock lock = { .l_type = F_RDLCK, .l_whence = SEEK_SET };
	int fd = open(shelf->path, O_RDONLY | O_CLOEXEC);
	bool good;

	if (fd < 0)
		return err_temporary(err, "%s: %s", shelf->path,
				     strerror(errno));
	errno = 0;
	good = fcntl(fd, F_SETLK, &lock) == 0 &&
	       scan_mails(shelf, fd, entries);
	if (!good)
		err_temporary(err, "%s: %s", shelf->path,
			      errno == EAGAIN || errno == EACCES ?
				      "somebody is writing to it" :
			      errno == 0 ? "it changed while it was read" :
					   strerror(errno));
	close(fd);
	return good;
}

static int by_item(const void *a, const void *b)
{
	const struct shelf_entry *x = a, *y = b;

	return (x->item > y->item) - (x->item < y->item);
}

bool shelf_scan(struct shelf *shelf, struct err *err)
{
	struct buffer entries = { .arena = shelf->arena };
	bool good;

	arena_reset(shelf->arena);
	shelf->count = 0;
	switch (shelf->kind) {
	case FILES_MAILDIR:
		good = scan_folder(shelf, "new", &entries, err) &&
		       scan_folder(shelf, "cur", &entries, err);
		break;
	case FILES_MBOX:
		good = scan_mbox(shelf, &entries, err);
		break;
	default:
		good = scan_folder(shelf, ".", &entries, err);
	}
	if (!good)
		return false;
	shelf->entries = (struct shelf_entry *)(void *)entries.data;
	shelf->count = entries.size / sizeof(*shelf->entries);
	if (shelf->count > 0)
		qsort(shelf->entries, shelf->count, sizeof(*shelf->entries),
		      by_item);
	return true;
}

const struct shelf_entry *shelf_find(const struct shelf *shelf, int64_t item)
{
	const struct shelf_entry key = { .item = item };

	return shelf->count == 0 ? NULL :
	       bsearch(&key, shelf->entries, shelf->count,
		       sizeof(*shelf->entries), by_item);
}
