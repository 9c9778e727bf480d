/* files.c - a Maildir, a folder of .eml files or an mbox as a source. */

#include "config.h"	/* renameat2 */

#include "net/source.h"

#include "net/entry.h"

#include <errno.h>
#include <fcntl.h>	/* AT_FDCWD */
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

struct files_source {
	struct source source;
	const char *path;	/* borrowed */
	struct shelf shelf;
	bool open;
	int watch;		/* inotify; -1 where it is not to be had */
};

static struct files_source *of(struct source *source)
{
	return (struct files_source *)source;
}

/* A hint of news; the caller's poll stands behind it. */
static void watch_folder(const struct files_source *files, const char *folder)
{
	ARENA(arena);

	(void)inotify_add_watch(files->watch,
				arena_printf(arena, "%s/%s", files->path,
					     folder),
				IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE);
}

static bool files_open(struct source *source, int64_t *epoch_r,
		       struct err *err)
{
	struct files_source *files = of(source);

	*epoch_r = 1;
	if (files->open)
		return true;
	if (!shelf_open(&files->shelf, files->path, err)) {
		shelf_close(&files->shelf);
		return false;
	}
	files->open = true;
	files->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (files->shelf.kind == FILES_MAILDIR) {
		watch_folder(files, "new");
		watch_folder(files, "cur");
	} else if (files->shelf.kind == FILES_FOLDER) {
		watch_folder(files, ".");
	} else {
		(void)inotify_add_watch(files->watch, files->path,
					IN_CLOSE_WRITE);
	}
	return true;
}

static bool look_again(struct files_source *files, struct err *err)
{
	char events[4096];

	/* What happened before this scan is seen by it. */
	while (read(files->watch, events, sizeof(events)) > 0)
		;
	return shelf_scan(&files->shelf, err);
}

static bool files_list(struct source *source, struct arena *arena,
		       int64_t after, size_t most,
		       struct source_item **items_r, size_t *count_r,
		       struct err *err)
{
	struct files_source *files = of(source);
	const struct shelf *shelf = &files->shelf;
	struct source_item *items;
	size_t count = 0, i = 0;

	if (after == 0 && !look_again(files, err))
		return false;
	while (i < shelf->count && shelf->entries[i].item <= after)
		i++;
	items = ARENA_ARRAY(arena, struct source_item, shelf->count - i + 1);
	for (; i < shelf->count && count < most; i++)
		items[count++] = (struct source_item){
			.item = shelf->entries[i].item,
			.received = shelf->entries[i].received,
			.size = shelf->entries[i].size,
		};
	*items_r = items;
	*count_r = count;
	return true;
}

/* The entry, scanning again when its file has another name by now. */
static const struct shelf_entry *find_now(struct files_source *files,
					  int64_t item, bool *rescanned,
					  struct err *err)
{
	const struct shelf_entry *entry = shelf_find(&files->shelf, item);
	ARENA(arena);

	if (entry != NULL &&
	    access(entry_path(&files->shelf, arena, entry), F_OK) == 0)
		return entry;
	if (*rescanned)
		return NULL;
	*rescanned = true;
	if (!shelf_scan(&files->shelf, err))
		return NULL;
	return shelf_find(&files->shelf, item);
}

static bool files_fetch(struct source *source, struct arena *arena,
			const struct source_item *items, size_t count,
			size_t size_limit, struct source_mail **mails_r,
			size_t *count_r, struct err *err)
{
	struct files_source *files = of(source);
	bool rescanned = false;

	*mails_r = ARENA_ARRAY(arena, struct source_mail, count + 1);
	*count_r = 0;
	for (size_t i = 0; i < count; i++) {
		const struct shelf_entry *entry;

		entry = find_now(files, items[i].item, &rescanned, err);
		if (entry == NULL || source_is_large(&items[i], size_limit))
			continue;
		if (!entry_read(&files->shelf, arena, entry, size_limit,
				&(*mails_r)[*count_r], err))
			return false;
		(*count_r)++;
	}
	return true;
}

static bool files_stream(struct source *source, const struct source_item *item,
			 const struct source_sink *sink,
			 struct source_mail *mail_r, struct err *err)
{
	struct files_source *files = of(source);
	const struct shelf_entry *entry;
	bool rescanned = false;

	*mail_r = (struct source_mail){ 0 };
	entry = find_now(files, item->item, &rescanned, err);
	return entry == NULL ||
	       entry_stream(&files->shelf, entry, sink, mail_r, err);
}

static bool make_folder(const char *path, struct err *err)
{
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return true;
	return err_permanent(err, "%s: %s", path, strerror(errno));
}

/* Where mails retire to; made when missing.  NULL and *err. */
static const char *make_target(const struct files_source *files,
			       struct arena *arena, const char *folder,
			       struct err *err)
{
	static const char *const parts[] = { "", "/tmp", "/new", "/cur" };
	bool maildir = files->shelf.kind == FILES_MAILDIR;
	const char *target = arena_printf(arena, "%s/%s%s", files->path,
					  maildir ? "." : "", folder);
	size_t count = maildir ? 4 : 1;

	if (files->shelf.kind == FILES_MBOX) {
		err_permanent(err, "%s: mail in an mbox file can only be left "
			      "in place", files->path);
		return NULL;
	}
	if (folder[0] == '\0' || folder[0] == '.' ||
	    strchr(folder, '/') != NULL) {
		err_permanent(err, "'%s' cannot name a folder beside %s",
			      folder, files->path);
		return NULL;
	}
	for (size_t i = 0; i < count; i++)
		if (!make_folder(arena_printf(arena, "%s%s", target, parts[i]),
				 err))
			return NULL;
	return target;
}

/* Never over another file: only names in a Maildir are unique. */
static bool move_file(const struct files_source *files, struct arena *arena,
		      const struct shelf_entry *entry, const char *target,
		      struct err *err)
{
	const char *from = entry_path(&files->shelf, arena, entry);
	const char *to = arena_printf(arena, "%s/%s/%s", target, entry->folder,
				      entry->name);

	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return true;
	if (errno == EEXIST) {
		to = arena_printf(arena, "%s/%s/%" PRId64 "-%s", target,
				  entry->folder, entry->item, entry->name);
		if (renameat2(AT_FDCWD, from, AT_FDCWD, to,
			      RENAME_NOREPLACE) == 0)
			return true;
	}
	return err_temporary(err, "%s: %s", to, strerror(errno));
}

static bool files_retire(struct source *source, struct arena *arena,
			 const int64_t *items, size_t count,
			 const char *folder,
			 struct source_retired **retired_r,
			 size_t *retired_count_r, struct err *err)
{
	struct files_source *files = of(source);
	const char *target = make_target(files, arena, folder, err);
	bool rescanned = false;

	*retired_r = ARENA_ARRAY(arena, struct source_retired, count + 1);
	*retired_count_r = 0;
	if (target == NULL)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct shelf_entry *entry;

		entry = find_now(files, items[i], &rescanned, err);
		if (entry != NULL &&
		    !move_file(files, arena, entry, target, err))
			return false;
		(*retired_r)[(*retired_count_r)++] = (struct source_retired){
			.item = items[i],
			.target_epoch = entry == NULL ? 0 : 1,
			.target_item = entry == NULL ? 0 : items[i],
		};
	}
	return true;
}

static bool files_remove(struct source *source, const int64_t *items,
			 size_t count, struct err *err)
{
	struct files_source *files = of(source);
	bool rescanned = false;
	ARENA(arena);

	if (files->shelf.kind == FILES_MBOX)
		return err_permanent(err, "%s: mail in an mbox file can only "
				     "be left in place", files->path);
	for (size_t i = 0; i < count; i++) {
		const struct shelf_entry *entry =
			find_now(files, items[i], &rescanned, err);
		const char *path = entry == NULL ? NULL
			: entry_path(&files->shelf, arena, entry);

		if (path != NULL && unlink(path) != 0 && errno != ENOENT)
			return err_temporary(err, "%s: %s", path,
					     strerror(errno));
	}
	return true;
}

static bool files_wait(struct source *source, int wake, usec_t timeout,
		       struct err *err)
{
	struct pollfd ready[] = {
		{ .fd = of(source)->watch, .events = POLLIN },
		{ .fd = wake, .events = POLLIN },	/* -1 is skipped */
	};
	usec_t msec = (timeout + 999) / 1000;

	if (poll(ready, 2, msec > INT_MAX ? INT_MAX : (int)msec) >= 0 ||
	    errno == EINTR)
		return true;
	return err_temporary(err, "poll: %s", strerror(errno));
}

static void files_close(struct source **source)
{
	if (*source == NULL)
		return;
	if (of(*source)->open)
		shelf_close(&of(*source)->shelf);
	if (of(*source)->watch >= 0)
		close(of(*source)->watch);
	free(*source);
	*source = NULL;
}

struct source *files_source_new(const char *path)
{
	static const struct source_verbs verbs = {
		.open = files_open,
		.list = files_list,
		.fetch = files_fetch,
		.stream = files_stream,
		.retire = files_retire,
		.remove = files_remove,
		.wait = files_wait,
		.close = files_close,
	};
	struct files_source *files = calloc(1, sizeof(*files));

	if (files == NULL)
		abort();
	files->source.verbs = &verbs;
	files->source.order = SOURCE_ANY_ORDER;
	files->path = path;
	files->watch = -1;
	return &files->source;
}
