/* try_input.c - list and read files, folders, Maildirs and mboxes. */

#include "config.h"	/* memrchr */

#include "app/try_input.h"

#include "net/mbox.h"
#include "net/shelf.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct try_mail *)a)->file,
		      ((const struct try_mail *)b)->file);
}

static int by_start(const void *a, const void *b)
{
	off_t x = ((const struct try_mail *)a)->start;
	off_t y = ((const struct try_mail *)b)->start;

	return (x > y) - (x < y);
}

static struct try_mail mail_of(struct arena *arena, const char *path,
			       const struct shelf_entry *entry,
			       enum files_kind kind)
{
	struct try_mail mail = { .start = entry->start, .size = entry->size,
				 .escaped = kind == FILES_MBOX };

	if (kind == FILES_MBOX)
		mail.path = arena_strdup(arena, path);
	else if (kind == FILES_MAILDIR)
		mail.path = arena_printf(arena, "%s/%s/%s", path,
					 entry->folder, entry->name);
	else
		mail.path = arena_printf(arena, "%s/%s", path, entry->name);
	mail.file = mail.path;
	return mail;
}

static bool list_shelf(struct arena *arena, const char *path,
		       struct try_input *input_r, struct err *err)
{
	struct shelf shelf = { .path = path };
	bool mbox, ok;

	if (!shelf_open(&shelf, path, err))
		return false;
	ok = shelf_scan(&shelf, err);
	mbox = shelf.kind == FILES_MBOX;
	input_r->count = ok ? shelf.count : 0;
	input_r->mails = ARENA_ARRAY(arena, struct try_mail, shelf.count);
	for (size_t i = 0; i < input_r->count; i++)
		input_r->mails[i] = mail_of(arena, path, &shelf.entries[i],
					    shelf.kind);
	shelf_close(&shelf);
	qsort(input_r->mails, input_r->count, sizeof(struct try_mail),
	      mbox ? by_start : by_name);
	for (size_t i = 0; mbox && i < input_r->count; i++)
		input_r->mails[i].file = arena_printf(arena, "%s#%zu", path,
						      i + 1);
	return ok;
}

/* One mail, or an mbox?  A lone mail with a "From " line is an mbox of one. */
static bool is_single(const char *path, off_t *size_r, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char start[5] = "";
	struct stat st;

	*size_r = -1;
	if (fd < 0 || fstat(fd, &st) != 0) {
		err_permanent(err, "%s: %s", path, strerror(errno));
		return false;
	}
	if (S_ISREG(st.st_mode) &&
	    (pread(fd, start, 5, 0) != 5 || memcmp(start, "From ", 5) != 0))
		*size_r = st.st_size;
	close(fd);
	return true;
}

static bool list_path(struct arena *arena, const char *path,
		      struct try_input *input_r, struct err *err)
{
	off_t size;

	if (!is_single(path, &size, err))
		return false;
	if (size < 0)
		return list_shelf(arena, path, input_r, err);
	input_r->mails = ARENA_NEW(arena, struct try_mail);
	input_r->mails[0] = (struct try_mail){ .file = path, .path = path,
					       .size = (size_t)size };
	input_r->count = 1;
	return true;
}

bool try_input_list(struct arena *arena, char *const *paths, size_t count,
		    struct try_input *input_r, struct err *err)
{
	*input_r = (struct try_input){ 0 };
	for (size_t i = 0; i < count; i++) {
		struct try_mail *all;
		struct try_input more;

		if (!list_path(arena, paths[i], &more, err))
			return false;
		all = ARENA_ARRAY(arena, struct try_mail,
				  input_r->count + more.count);
		for (size_t k = 0; k < input_r->count; k++)
			all[k] = input_r->mails[k];
		for (size_t k = 0; k < more.count; k++)
			all[input_r->count + k] = more.mails[k];
		input_r->mails = all;
		input_r->count += more.count;
	}
	return true;
}

bool try_input_read(struct arena *arena, const struct try_mail *mail,
		    struct try_place *place, const char **bytes_r,
		    size_t *size_r, struct err *err)
{
	const size_t left = mail->size - place->at;
	const size_t most = left < TRY_PIECE ? left : TRY_PIECE;
	int fd = open(mail->path, O_RDONLY | O_CLOEXEC);
	char *bytes = arena_room(arena, most + 1);
	size_t done = 0;
	ssize_t got = 1;

	while (fd >= 0 && done < most && got > 0) {
		got = pread(fd, bytes + done, most - done,
			    mail->start + (off_t)(place->at + done));
		done += got > 0 ? (size_t)got : 0;
	}
	if (fd >= 0)
		close(fd);
	if (fd < 0 || got < 0)
		return err_permanent(err, "%s: %s", mail->path,
				     strerror(errno));
	/* Escapes stand in front of lines: up to the end of one. */
	if (mail->escaped && done < left && done > 0) {
		const char *lf = memrchr(bytes, '\n', done);

		done = lf == NULL ? done : (size_t)(lf - bytes) + 1;
	}
	place->at = done == 0 ? mail->size : place->at + done;
	*bytes_r = bytes;
	*size_r = done;
	if (mail->escaped && done > 0) {
		const bool within = place->within;

		place->within = bytes[done - 1] != '\n';
		*size_r = mbox_unescape(bytes, done, !within);
	}
	return true;
}
