/* bundle.c - read a folder of rules and replies. */

#include "config.h"

#include "app/bundle.h"

#include "app/file.h"
#include "base/hmac.h"
#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	FILES_LIMIT = 1000,
	FILE_LIMIT = 1024 * 1024,
	BUNDLE_LIMIT = 8 * 1024 * 1024,
};

struct collector {
	struct arena *arena;
	struct bundle_file *files;
	size_t count, bytes;
	struct err *err;
};

static bool add_file(struct collector *collector, const char *path,
		     const char *name)
{
	struct buffer bytes;

	if (collector->count == FILES_LIMIT)
		return err_permanent(collector->err, "%s: found more than %d "
				     "files", path, FILES_LIMIT);
	if (!file_read(collector->arena, path, FILE_LIMIT, &bytes,
		       collector->err))
		return false;
	collector->bytes += bytes.size;
	if (collector->bytes > BUNDLE_LIMIT)
		return err_permanent(collector->err, "%s: found more than %d "
				     "bytes of rules, replies and articles", path,
				     BUNDLE_LIMIT);
	collector->files[collector->count++] = (struct bundle_file){
		.name = name, .bytes = bytes.data, .size = bytes.size,
	};
	return true;
}

enum level { LEVEL_TOP, LEVEL_REPLIES, LEVEL_REPLY, LEVEL_ARTICLES };

static bool read_level(struct collector *collector, enum level level,
		       const char *folder, const char *name);

/* One entry of a folder; `name` is what it will be called in the bundle. */
static bool read_entry(struct collector *collector, enum level level,
		       const char *path, const char *entry, const char *name)
{
	struct stat status;

	if (stat(path, &status) != 0)
		return err_permanent(collector->err, "%s: %s", path,
				     strerror(errno));
	if (S_ISDIR(status.st_mode)) {
		if (level == LEVEL_TOP && strcmp(entry, "replies") == 0)
			return read_level(collector, LEVEL_REPLIES, path,
					  "replies");
		if (level == LEVEL_TOP && strcmp(entry, "articles") == 0)
			return read_level(collector, LEVEL_ARTICLES, path,
					  "articles");
		if (level == LEVEL_REPLIES)
			return read_level(collector, LEVEL_REPLY, path, name);
		if (level == LEVEL_ARTICLES)
			return err_permanent(collector->err, "%s: found a "
					     "folder, expected articles/"
					     "NAME.md", path);
		return true;
	}
	if (level == LEVEL_TOP
		    ? !text_ends(entry, ".yaml") && !text_ends(entry, ".yml")
		    : level == LEVEL_REPLIES || !text_ends(entry, ".md"))
		return true;
	if (!S_ISREG(status.st_mode))
		return err_permanent(collector->err, "%s: found a device or a "
				     "pipe, expected a file", path);
	return add_file(collector, path, name);
}

static bool read_level(struct collector *collector, enum level level,
		       const char *folder, const char *name)
{
	struct arena *arena = collector->arena;
	const struct dirent *entry;
	DIR *listing = opendir(folder);
	bool done = true;

	if (listing == NULL)
		return err_permanent(collector->err, "%s: %s", folder,
				     strerror(errno));
	while (done && (entry = readdir(listing)) != NULL) {
		const char *file = entry->d_name;

		if (file[0] == '.')
			continue;
		file = arena_strdup(arena, file);
		done = read_entry(collector, level,
				  arena_printf(arena, "%s/%s", folder, file),
				  file,
				  arena_printf(arena, "%s/%s", name, file));
	}
	closedir(listing);
	return done;
}

static int by_name(const void *a, const void *b)
{
	const struct bundle_file *left = a, *right = b;

	return strcmp(left->name, right->name);
}

bool bundle_read(struct arena *arena, const char *folder,
		 struct bundle *bundle_r, struct err *err)
{
	struct collector collector = {
		.arena = arena, .err = err,
		.files = ARENA_ARRAY(arena, struct bundle_file, FILES_LIMIT),
	};

	if (folder == NULL)
		folder = bundle_shipped(arena);
	if (!read_level(&collector, LEVEL_TOP, folder, "rules"))
		return false;
	qsort(collector.files, collector.count, sizeof(collector.files[0]),
	      by_name);
	*bundle_r = (struct bundle){ collector.files, collector.count };
	return true;
}

void bundle_digest(const struct bundle *bundle, uint8_t sha256_r[32])
{
	struct hmac_stream *stream = hmac_stream_new();

	for (size_t i = 0; i < bundle->count; i++) {
		const struct bundle_file *file = &bundle->files[i];
		uint64_t size = htobe64(file->size);

		hmac_stream_add(stream, file->name, strlen(file->name) + 1);
		hmac_stream_add(stream, &size, sizeof(size));
		hmac_stream_add(stream, file->bytes, file->size);
	}
	hmac_stream_end(&stream, sha256_r);
}

static bool is_bundle(struct arena *arena, const char *folder)
{
	struct stat status;

	return stat(arena_printf(arena, "%s/replies", folder), &status) == 0 &&
	       S_ISDIR(status.st_mode);
}

const char *bundle_shipped(struct arena *arena)
{
	static const char *const beside[] = { "rules", "../rules" };
	const char *variable = getenv("POSTDESK_RULES");
	char program[4096];
	ssize_t size;

	if (variable != NULL && variable[0] != '\0')
		return variable;
	size = readlink("/proc/self/exe", program, sizeof(program) - 1);
	if (size <= 0)
		return PKGDATADIR "/rules";
	program[size] = '\0';
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		const char *folder = arena_printf(arena, "%s/%s",
			file_folder(arena, program), beside[i]);

		if (is_bundle(arena, folder))
			return folder;
	}
	return PKGDATADIR "/rules";
}
