/* bundle.c - gather the operator's files in name order. */

#include "app/bundle.h"

#include "app/file.h"
#include "base/hmac.h"
#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

enum {
	FILES_LIMIT = 2000,
	FILE_LIMIT = 1024 * 1024,
	DEPTH_LIMIT = 3,	/* replies/NAME/LANG.md */
};

struct gathering {
	struct arena *arena;
	struct bundle_file *files;
	size_t count;
	struct err *err;
};

static bool gather_folder(struct gathering *all, const char *folder,
			  const char *name, int depth);

static bool gather_file(struct gathering *all, const char *path,
			const char *name)
{
	struct buffer bytes = { .arena = all->arena };

	if (all->count == FILES_LIMIT)
		return err_permanent(all->err, "%s: more than %d files of "
				     "rules and replies", path, FILES_LIMIT);
	if (!file_read(all->arena, path, FILE_LIMIT, &bytes, all->err))
		return false;
	all->files[all->count++] = (struct bundle_file){
		.name = name,
		.bytes = buffer_string(&bytes),
		.size = bytes.size,
	};
	return true;
}

/* Rules lie at the top, everything else in a folder of its kind. */
static bool gather(struct gathering *all, const char *folder,
		   const char *prefix, const char *entry, int depth)
{
	const char *path = arena_printf(all->arena, "%s/%s", folder, entry);
	const char *name = arena_printf(all->arena, "%s/%s",
					depth == 0 ? "rules" : prefix, entry);
	struct stat st;

	if (stat(path, &st) != 0)
		return err_permanent(all->err, "%s: %s", path,
				     strerror(errno));
	if (S_ISDIR(st.st_mode))
		return depth == DEPTH_LIMIT ||
		       gather_folder(all, path, depth == 0 ? entry : name,
				     depth + 1);
	if (depth == 0 ? text_ends(entry, ".yaml") : text_ends(entry, ".md"))
		return gather_file(all, path, name);
	return true;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_shown(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static bool gather_folder(struct gathering *all, const char *folder,
			  const char *name, int depth)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_shown, by_name);
	bool ok = true;

	if (count < 0)
		return err_permanent(all->err, "%s: %s", folder,
				     strerror(errno));
	for (int i = 0; i < count; i++) {
		ok = ok && gather(all, folder, name, entries[i]->d_name,
				  depth);
		free(entries[i]);
	}
	free(entries);
	return ok;
}

bool bundle_read(struct arena *arena, const char *folder,
		 struct bundle *bundle_r, struct err *err)
{
	struct gathering all = {
		.arena = arena,
		.files = ARENA_ARRAY(arena, struct bundle_file, FILES_LIMIT),
		.err = err,
	};

	if (!gather_folder(&all, folder, "", 0))
		return false;
	*bundle_r = (struct bundle){ all.files, all.count };
	return true;
}

void bundle_digest(const struct bundle *bundle, uint8_t sha256_r[32])
{
	struct hmac_stream *stream = hmac_stream_new();

	for (size_t i = 0; i < bundle->count; i++) {
		const struct bundle_file *file = &bundle->files[i];
		uint64_t size = file->size;

		hmac_stream_add(stream, file->name, strlen(file->name) + 1);
		hmac_stream_add(stream, &size, sizeof(size));
		hmac_stream_add(stream, file->bytes, file->size);
	}
	hmac_stream_end(&stream, sha256_r);
}
